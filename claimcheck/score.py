"""Counts, rates and intervals of a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import sqrt

from claimcheck.schema import Coverage, Finding, Rate, Summary

# 97.5th percentile of the standard normal distribution: a 95% interval.
Z95 = 1.959963984540054
# Below this many judged claims a rate says nothing (semantics, section 7).
LEAST_N = 3
_NUMBER = re.compile(r"\d[\d.,]*")
_JUDGED = ("supported", "imprecise", "contradicted", "inconsistent")


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95% interval of a share of ``hits`` in ``n`` (Wilson 1927, JASA 22:209-212)."""
    share, z2 = hits / n, Z95 * Z95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def support_rate(findings: Sequence[Finding]) -> Rate:
    """supported / (supported + imprecise + contradicted + inconsistent), repeats counted once."""
    labels = [f.verdict.label for f in findings if f.same_as is None and f.verdict.label in _JUDGED]
    n, hits = len(labels), labels.count("supported")
    if n < LEAST_N:
        return Rate(value=None, low=None, high=None, n=n)
    low, high = wilson(hits, n)
    return Rate(value=round(hits / n, 4), low=round(low, 4), high=round(high, 4), n=n)


def summarise(findings: Sequence[Finding], text: str) -> Summary:
    """Counts of verdicts and caveats, support rate and coverage of one document."""
    verdicts = Counter(f.verdict.label for f in findings)
    caveats = Counter(c.name for f in findings for c in f.caveats if c.strength != "not_assessed")
    return Summary(
        verdicts=dict(sorted(verdicts.items())),
        caveats=dict(sorted(caveats.items())),
        support_rate=support_rate(findings),
        coverage=Coverage(
            numbers=sum(1 for _ in _NUMBER.finditer(text)),
            claims=len(findings),
            checkable=sum(f.verdict.label != "not_checkable" for f in findings),
        ),
    )
