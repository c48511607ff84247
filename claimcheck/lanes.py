"""Lanes: how much is spent on a text. ``fast`` is rules alone; the others add trained parts.

Figures by lane: ``claimcheck evaluate corpora/claims --lanes``, kept in ``models/README.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    from claimcheck.trained import Adviser

FAST, STANDARD = "fast", "standard"
LANES = {
    FAST: "rules and word lists",
    STANDARD: "and linear classifiers for numbers without a cue or a metric's name",
}
# What ships is far under a second an article, so a single text gets all of it; a feed gets speed.
DEFAULT, DEFAULT_OF_BATCH = STANDARD, FAST
# In the provenance of a report and in the key of a batch; raised when weights change.
WEIGHTS_VERSION = "linear-2"


def lane(name: str) -> str:
    """``name`` when it is a lane. Raises ConfigError."""
    if name not in LANES:
        raise ConfigError(f"lane: '{name}' is not known; there are: {', '.join(LANES)}")
    return name


def adviser(name: str) -> Adviser | None:
    """The trained parts of a lane, None for rules alone. Raises ConfigError for a missing part."""
    if name == FAST:
        return None
    from claimcheck.trained import load

    return load()


def version(name: str) -> tuple[str, ...]:
    """What a lane adds to the version of the rules."""
    return () if name == FAST else (WEIGHTS_VERSION,)
