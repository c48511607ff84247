"""Lanes: how much is spent on a text. ``fast`` is rules alone; the others add trained parts.

Figures by lane: ``claimcheck evaluate corpora/claims --lanes``, kept in ``models/README.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    from claimcheck.trained import Adviser

FAST, STANDARD, FULL = "fast", "standard", "full"
LANES = {
    FAST: "rules and word lists",
    STANDARD: "and linear models, asked where the rules find no cue or several names",
    FULL: "and a transformer of yours (--model) for how a number is meant",
}
# What ships is far under a second an article, so a single text gets all of it; a feed gets speed.
DEFAULT, DEFAULT_OF_BATCH = STANDARD, FAST
# In the provenance of a report and in the key of a batch; raised when weights change.
WEIGHTS_VERSION = "linear-14"


def lane(name: str, model: str | None = None) -> str:
    """``name`` when it is a lane; a model makes it ``full``. Raises ConfigError."""
    if name not in LANES:
        raise ConfigError(f"lane: '{name}' is not known; there are: {', '.join(LANES)}")
    if model is not None:
        return FULL
    if name == FULL:
        raise ConfigError(
            "lane: 'full' needs a model folder, none ships with the package; give one with "
            f"--model DIR (model='DIR' in Python), or use --lane {STANDARD}"
        )
    return name


def adviser(name: str, model: str | None = None) -> Adviser | None:
    """The trained parts of a lane, None for rules alone. Raises ConfigError for a missing part."""
    if name == FAST:
        return None
    from claimcheck.trained import load

    linear = load()
    if model is None:
        return linear
    from claimcheck.trained import encoder

    return encoder.Encoded(encoder.load(Path(model)), linear)


def version(name: str, model: str | None = None) -> tuple[str, ...]:
    """What a lane adds to the version of the rules."""
    if name == FAST:
        return ()
    if model is None:
        return (WEIGHTS_VERSION,)
    from claimcheck.trained import encoder

    return (WEIGHTS_VERSION, f"model-{encoder.digest(Path(model))}")
