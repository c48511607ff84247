"""What the judge hands on inside the package: readings on both days, and judged claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from claimcheck.evidence import Candidate
from claimcheck.intervals import Match
from claimcheck.providers import Selection
from claimcheck.schema import Claim, Evidence, Label, Verdict

OK: frozenset[str] = frozenset({"supported", "imprecise"})
Side = Literal["then", "now"]


@dataclass(slots=True)
class Tried:
    """One reading on both days."""

    candidate: Candidate
    then: Match | None = None
    now: Match | None = None
    label: Label = "not_enough_data"
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What the text's other figures show by being right.

    ``entities`` that it is about; ``times`` that its returns are of, by the days of the rows.
    """

    entities: frozenset[str] = frozenset()
    times: frozenset[tuple[date, date]] = frozenset()


NO_PROOF = Proof()


@dataclass(slots=True)
class Judged:
    """A claim with its verdict and all that the caveats may look at."""

    claim: Claim
    verdict: Verdict
    tried: list[Tried] = field(default_factory=list)
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()
    selection: Selection | None = None
    others: tuple[Candidate, ...] = ()
    # A miss that is not held against the text, because its key is told only from around it.
    loose: bool = False

    @property
    def times(self) -> tuple[tuple[date, date], ...]:
        """The days of the values that a return was held against, each once."""
        if self.claim.metric != "return" or self.claim.quantity is None:
            return ()
        return tuple(dict.fromkeys(
            (one.candidate.start, one.candidate.end) for one in self.tried
        ))
