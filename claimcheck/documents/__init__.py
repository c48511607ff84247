"""Documents as evidence: tables and sentences of a filing, release or note, and claims about them.

``read`` takes plain text, Markdown or HTML; ``Documents.judge`` compares a claim with the cells and
sentences that its own words name. A formula is tried only when the claim's words name it.
"""

from claimcheck.documents.claims import widened
from claimcheck.documents.judging import Documents, read

__all__ = ["Documents", "read", "widened"]
