"""A small SVG canvas: everything on it is escaped, and each chart is drawn wide and narrow.

A wide chart scaled to a phone has 6-pixel words. Pixels are floats; the numbers of a report stay
Decimal until they become one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from markupsafe import Markup

WIDE, NARROW = 600, 340


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in both sizes, with its heading for readers of the page's text."""

    wide: Markup
    narrow: Markup


class Canvas:
    """Collects SVG elements; every text and attribute is escaped."""

    def __init__(self, width: int, height: int) -> None:
        """An empty canvas of ``width`` by ``height`` pixels."""
        self.width, self.height = width, height
        self._items: list[Markup] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        """A straight line."""
        self._items.append(Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(
            _px(x1), _px(y1), _px(x2), _px(y2), css))

    def rect(self, x: float, y: float, width: float, height: float, css: str) -> None:
        """A rectangle, at least half a pixel wide and tall so that it is seen."""
        self._items.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"/>').format(
                _px(x), _px(y), _px(max(width, 0.5)), _px(max(height, 0.5)), css))

    def dot(self, x: float, y: float, radius: float, css: str, tip: str = "") -> None:
        """A dot; ``tip`` shows when the pointer rests on it."""
        title = Markup("<title>{}</title>").format(tip) if tip else ""
        self._items.append(Markup('<circle cx="{}" cy="{}" r="{}" class="{}">{}</circle>').format(
            _px(x), _px(y), _px(radius), css, title))

    def path(self, points: Sequence[tuple[float, float]], css: str, close: bool = False) -> None:
        """A line through ``points``; nothing for fewer than two."""
        if len(points) < 2:
            return
        steps = " L".join(f"{_px(x)} {_px(y)}" for x, y in points)
        self._items.append(
            Markup('<path d="M{}{}" class="{}"/>').format(steps, " Z" if close else "", css))

    def text(self, x: float, y: float, said: str, css: str = "", anchor: str = "start") -> None:
        """Words at a place."""
        self._items.append(
            Markup('<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>').format(
                _px(x), _px(y), css, anchor, said))

    def heading(self, y: float, strong: str, rest: str) -> None:
        """A bold heading and what it shows; on a narrow canvas the latter takes its own line."""
        if self.width < WIDE:
            self.text(0, y, strong, "lbl b")
            self.text(0, y + 17, rest)
            return
        self._items.append(
            Markup('<text x="0" y="{}" class="lbl"><tspan class="b">{}</tspan>'
                   '<tspan dx="7" class="rest">— {}</tspan></text>').format(_px(y), strong, rest))

    def body(self) -> Markup:
        """The elements so far."""
        return Markup("").join(self._items)

    def svg(self, key: str, title: str, about: str) -> Markup:
        """The whole chart, with a title and a description for those who do not see it."""
        return Markup(
            '<svg viewBox="0 0 {w} {h}" role="img" aria-labelledby="{k}t {k}d" class="chart">'
            '<title id="{k}t">{t}</title><desc id="{k}d">{d}</desc>{body}</svg>'
        ).format(w=self.width, h=self.height, k=f"{key}-{self.width}", t=title, d=about,
                 body=self.body())


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def scale(
    low: float, high: float, start: float, end: float
) -> Callable[[float], float]:
    """A function from values between ``low`` and ``high`` to pixels."""
    span = (high - low) or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round values between ``low`` and ``high``, at most about ``most`` of them."""
    if not high > low:
        return [low]
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    return [round(i * step, 10) for i in range(ceil(low / step), floor(high / step) + 1)]


def both(draw: Callable[[int], Markup | None]) -> Chart | None:
    """A chart drawn at both widths, None when it cannot be."""
    wide, narrow = draw(WIDE), draw(NARROW)
    return Chart(wide, narrow) if wide is not None and narrow is not None else None


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """``heights`` of labels moved apart so that no two are nearer than ``gap``, order kept."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = list(heights)
    for before, now in pairwise(order):
        moved[now] = max(moved[now], moved[before] + gap)
    excess = (moved[order[-1]] - heights[order[-1]]) / 2 if order else 0.0
    return [height - excess for height in moved]
