"""What a trained part sees of a number: words around it, its unit, what the rules found.

The same functions feed training (``models/train.py``) and use. Features are language-free where
they can be (cues, units, kinds of entity) and words where they must.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise

from claimcheck.extract.attach.found import When
from claimcheck.extract.scene import Hit, Scene
from claimcheck.extract.words import kind_of
from claimcheck.quantities import Mention
from claimcheck.trained.laid import laid_out
from claimcheck.trained.linear import code
from claimcheck.words import unspaced

# Words on each side of the number that are looked at, and how many of them stand next to it.
STANCE_REACH, STANCE_NEAR = 16, 3
# What stands for a number and for a year in a sentence looked at as a whole.
NUMBER, YEAR, YEAR_SIGNS = "#", "#year", 4
METRIC_REACH, METRIC_NEAR = 12, 3
_WALLS = frozenset(";—–:。；،，,")
_QUESTION = ("?", "؟", "？")
_CLOSING = " \"'”»)"
# Units that are told as they are; a currency is "currency", any other "unit NAME".
PLAIN_UNITS = frozenset(
    ("percent", "percentage_point", "basis_point", "times", "index_point", "count")
)
# A word of one side, whether another number and whether a clause sign stands between.
_Seen = tuple[str, bool, bool]


def _tense(when: When) -> str:
    """How a period lies to the day of publication, and how it was found."""
    period, certainty, anchor = when
    if period is None or period.first is None or anchor is None:
        return f"none/{certainty}"
    if period.first > anchor:
        return f"ahead/{certainty}"
    over = period.last is not None and period.last < anchor
    return f"{'over' if over else 'now'}/{certainty}"


def is_over(when: When) -> bool:
    """Whether a period named at the number has ended."""
    return _tense(when) == "over/stated"


def unit_of(mention: Mention) -> str:
    """The unit as a feature: every currency is one, "per share" is told."""
    unit = mention.unit
    if len(unit) == 3 and unit.isupper():
        unit = "currency"
    elif unit not in PLAIN_UNITS:
        unit = f"unit {unit}"
    return f"{unit}/{mention.per}" if mention.per else unit


def _sides(scene: Scene, at: Mention | Hit, reach: int) -> Iterator[tuple[str, list[_Seen]]]:
    """For both sides the words outside numbers, nearest first, with what stands between.

    That is whether another number, and whether a clause sign, parts a word from the number.
    """
    text, free = scene.text, laid_out(scene).free
    number = max([m.start for m in scene.mentions if m.end <= at.start], default=-1)
    wall = max([text.rfind(sign, 0, at.start) for sign in _WALLS])
    before = [word for word in free if word[2] <= at.start][: -reach - 1 : -1]
    yield "b", [(word, end <= number, end <= wall) for word, _, end in before]
    number = min([m.end for m in scene.mentions if m.start >= at.end], default=len(text) + 1)
    signs = [text.find(sign, at.end) for sign in _WALLS]
    wall = min([sign for sign in signs if sign >= 0], default=len(text))
    after = [word for word in free if word[1] >= at.end][:reach]
    yield "a", [(word, start >= number, start > wall) for word, start, _ in after]


def _pieces(word: str, least: int, most: int) -> Iterator[str]:
    """The word and runs of its letters, for languages that inflect and for compounds."""
    yield word
    if unspaced(word[0]):
        return
    framed = f"<{word}>"
    for size in range(least, most + 1):
        for at in range(len(framed) - size + 1):
            yield framed[at : at + size]


def _pair(side: str, word: str, nearer: str) -> str:
    return f"{word} {nearer}" if side == "b" else f"{nearer} {word}"


@lru_cache(maxsize=1 << 13)
def _of_word(side: str, near: str, text: str) -> frozenset[int]:
    """Codes of what a word by itself says on one side of a number, and so near to it."""
    framed = f"<{text}>"
    told = (
        f"{side}{text}", f"{side}{near}{text}", f"{side}{framed[:4]}", f"{side}{framed[-4:]}",
    )
    return frozenset(map(code, [*told, *(f"s{piece}" for piece in _pieces(text, 3, 5))]))


@lru_cache(maxsize=1 << 13)
def _of_pair(side: str, word: str, nearer: str) -> tuple[int, int]:
    """Codes of two words in a row, on one side of a number and anywhere."""
    pair = _pair(side, word, nearer)
    return code(f"{side}{pair}"), code(f"s{pair}")


def of_stance(scene: Scene, at: Mention, when: When) -> set[int]:
    """Features of how a number is said."""
    asked = scene.text.rstrip(_CLOSING).endswith(_QUESTION)
    found = set(map(code, [
        f"lang {scene.sentence.language}", f"when {_tense(when)}", f"unit {unit_of(at)}",
        f"asked {asked}",
    ]))
    for side, words in _sides(scene, at, STANCE_REACH):
        nearer = ""
        for place, (text, number, wall) in enumerate(words):
            near = f"{int(place >= STANCE_NEAR)}{'n' * number}{'w' * wall}"
            found |= _of_word(side, near, text)
            if nearer:
                found.update(_of_pair(side, text, nearer))
            nearer = text
    for hit in scene.group("modality."):
        found.add(code(f"cue{'b' if hit.end <= at.start else 'a'} {hit.value}"))
    return found


def of_sentence(scene: Scene) -> set[int]:
    """Features of how a sentence is said as a whole: its words in ones, twos and threes, and cues.

    Of numbers and years only that there is one: the years ahead are others in another year.
    """
    told = [(word, start) for word, start, _ in laid_out(scene).free]
    told += [(NUMBER, mention.start) for mention in scene.mentions]
    words = [_masked(word) for word, _ in sorted(told, key=lambda one: one[1])]
    framed = ["<", *words, ">"]
    found = set(map(code, chain(
        (f"cue {hit.value}" for hit in scene.group("modality.")),
        (f"{one} {two}" for one, two in pairwise(framed)),
        map(" ".join, zip(framed, words, framed[2:], strict=False)),
    )))
    for word in words:
        found |= _of_letters(word)
    return found


@lru_cache(maxsize=1 << 13)
def _masked(word: str) -> str:
    if word.isdigit() and len(word) == YEAR_SIGNS:
        return YEAR
    return "".join("0" if sign.isdigit() else sign for sign in word.lower())


@lru_cache(maxsize=1 << 13)
def _of_letters(word: str) -> frozenset[int]:
    """Codes of a word wherever it stands, and of runs of its letters."""
    return frozenset((code(f"w{word}"), *(code(f"s{piece}") for piece in _pieces(word, 3, 5))))


def of_metric(
    scene: Scene, mention: Mention, entity: str | None, direction: str, named: str | None
) -> set[int]:
    """Features of what a number measures.

    ``named`` is the text of the name that the rules took, which is left out: what is learned
    serves where no name was found.
    """
    unit, kind = unit_of(mention), kind_of(entity)
    scale = len(str(mention.scale))
    found = [
        f"unit {unit}", f"unit {unit} {scale}", f"lang {scene.sentence.language}", f"kind {kind}",
        f"kind {kind} {unit}", f"way {direction} {unit}", f"way {direction} {kind} {unit}",
        f"ratio {mention.kind} {unit}",
    ]
    for side, words in _sides(scene, mention, METRIC_REACH):
        near = [
            "n" if number else str(int(place >= METRIC_NEAR))
            for place, (_, number, _) in enumerate(words)
        ]
        found += name_features([word for word, _, _ in words], near, unit, side)
    for hit in scene.metrics:
        if scene.text[hit.start : hit.end] != named:
            found += [f"near {hit.value}", f"near {hit.value} {unit}"]
    return set(map(code, found))


def name_features(words: list[str], near: list[str], unit: str, side: str) -> list[str]:
    """Features of the words on one side, nearest first; ``near`` says how far each is."""
    found, nearer = [], ""
    for text, place in zip(words, near, strict=True):
        found += [f"s{piece}" for piece in _pieces(text, 4, 5)]
        found += [f"{side}{place}{text}", f"{side}{place}<{text[:4]}", f"w{unit} {text}"]
        if nearer:
            pair = _pair(side, text, nearer)
            found += [f"s{pair}", f"s{unit} {pair}"]
        nearer = text
    return found
