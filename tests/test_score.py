"""Rates and intervals."""

from __future__ import annotations

import pytest

from claimcheck.score import wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Values of statsmodels' proportion_confint(method="wilson").
    [(8, 10, 0.4902, 0.9433), (0, 5, 0.0, 0.4345), (3, 3, 0.4385, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
