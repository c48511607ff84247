"""Sentences that tell what is to come without a cue at any number: asked of the trained parts.

How analysts and managers speak of the future is told by the whole sentence more than by a word
("you should think of SG&A as growing 3%"), so a classifier of sentences has the last word where the
rules found no forecast in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from claimcheck.extract.attach.found import When
from claimcheck.extract.drafts.period import moved_ahead
from claimcheck.extract.drafts.record import Draft
from claimcheck.extract.scene import Scene
from claimcheck.extract.stance import is_beside_forecast, is_personal, settled

if TYPE_CHECKING:
    from claimcheck.trained import Adviser

# A number is a forecast when it is at least so likely beside the likeliest of its sentence.
LIKELY = 0.4
# Numbers held against others that make a list.
LISTED = 2


def mark_ahead(
    scene: Scene, drafts: Sequence[Draft], adviser: Adviser | None, anchor: date | None = None
) -> None:
    """Makes forecasts of the open numbers of a sentence that speaks of the future as a whole.

    Where a verb tells the result of some of them, only the others are, and of these the likeliest;
    a sentence with any forecast is left as it is, and so is one that asks.
    """
    numbers = [draft for draft in drafts if draft.mention]
    if adviser is None or any(draft.modality in ("forecast", "question") for draft in numbers):
        return
    asked = [draft for draft in numbers if _is_open(scene, draft)]
    if not asked or not adviser.speaks_ahead(scene):
        return
    free = [draft for draft in asked if not settled(scene, draft.mention)]  # type: ignore[arg-type]
    chances = [_chance(scene, draft, adviser, anchor) for draft in free or asked]
    for draft, chance in zip(free or asked, chances, strict=True):
        if chance >= LIKELY * max(chances):
            draft.modality = "forecast"
            draft.period = moved_ahead(draft.period, anchor)


def _chance(scene: Scene, draft: Draft, adviser: Adviser, anchor: date | None) -> float:
    when = When(draft.period, draft.period_certainty, anchor)
    return adviser.foretold(scene, draft.mention, when) if draft.mention else 0.0


def mark_expected(scene: Scene, drafts: Sequence[Draft]) -> None:
    """ "Revenue $47.5B vs $44.8B est, EPS $7.14 vs $5.92": what the first is held against was
    expected, and so are the others of the list.

    One that has a time of its own was reported then.
    """
    held = [
        draft for draft in drafts
        if draft.mention and any(
            0 <= draft.start - word.end <= 1 for word in scene.cue("baseline.versus")
        )
    ]
    if len(held) < LISTED or held[0].modality != "forecast":
        return
    for draft in held[1:]:
        if draft.modality == "reported" and not draft.year_ago and draft.baseline_period is None:
            draft.modality = "forecast"


def _is_open(scene: Scene, draft: Draft) -> bool:
    """Whether a number is a report or a house's view: "I think it will" stays an opinion.

    What is held against a forecast is none, nor is by how much one was beaten or revised.
    """
    if draft.mention is None or is_beside_forecast(scene, draft.mention):
        return False
    if draft.modality == "opinion":
        return not is_personal(scene, draft.mention)
    return draft.modality == "reported"
