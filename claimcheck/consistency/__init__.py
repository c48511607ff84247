"""The text against itself: relations between its own numbers, before any look-up.

Each relation propagates the intervals of the numbers it joins. An empty intersection means that
they cannot all be true, and the constraint names the smallest set of them: each relation joins only
the numbers that its own words name. Otherwise the implied value is reported and checked where data
are held.
"""

from claimcheck.consistency.flow import check
from claimcheck.consistency.relations import interval, part_named

__all__ = ["check", "interval", "part_named"]
