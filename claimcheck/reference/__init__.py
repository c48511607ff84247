"""Reference data: what claims are compared with, as it was known on a day.

``Reference`` is an immutable snapshot with one interface over the embedded pack, an SQLite store
and rows held in memory.
"""

from claimcheck.reference.listing import (
    data_add,
    data_export,
    data_list,
    data_pull,
    data_show,
    data_sources,
    data_template,
)
from claimcheck.reference.records import Observation, SourceInfo, as_of
from claimcheck.reference.snapshot import Reference

__all__ = [
    "Observation", "Reference", "SourceInfo", "as_of", "data_add", "data_export", "data_list",
    "data_pull", "data_show", "data_sources", "data_template",
]
