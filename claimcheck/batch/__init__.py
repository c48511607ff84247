"""Feeds in bulk: resumable, exactly once, byte-identical for any number of workers.

``run_batch`` is the run, ``score_batch`` the pure function that engines spread, ``load`` reads an
output folder into DataFrames.
"""

from __future__ import annotations

from claimcheck.batch.engines import Limits
from claimcheck.batch.records import Outcome, Task, score_batch
from claimcheck.batch.run import Plan, Stop, Tally, run_batch

__all__ = ["Limits", "Outcome", "Plan", "Stop", "Tally", "Task", "run_batch", "score_batch"]
