"""The judge: every claim against comparable reference values, then and now.

``then`` is what was known on the article's day (or ``as_of``), ``now`` what is known in the newest
data. A row that became known later never decides ``then``. No verdict without an evidence record.
"""

from claimcheck.verify.flow import judge, verify
from claimcheck.verify.records import Judged, Tried

__all__ = ["Judged", "Tried", "judge", "verify"]
