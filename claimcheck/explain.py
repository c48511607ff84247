"""What a code means: ``claimcheck explain CODE`` for a verdict, caveat, metric or source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from inspect import cleandoc

from claimcheck.errors import ConfigError

# Verdict -> (lay words, meaning, example). The rules are in verify.py.
VERDICTS = {
    "supported": (
        "Matches the data",
        "The reference value lies inside the interval that the claim's own words state, for the "
        "same metric, entity, period, unit and basis.",
        '"15.6x" against 15.64',
    ),
    "imprecise": (
        "Nearly right",
        "The value misses by at most one unit in the last stated digit, or is reached only by "
        "truncation or inside a hedge.",
        '"15.6x" against 15.67',
    ),
    "contradicted": (
        "Doesn't match the data",
        "The intervals are disjoint by more than that, or the sign, direction, order or rank is "
        "wrong.",
        '"fell 5%" against +5%',
    ),
    "inconsistent": (
        "Doesn't add up",
        "The text's own numbers cannot all be true; no reference is needed.",
        '15.6x, "31% cheaper" and "large caps at 19.5x"',
    ),
    "depends_on_basis": (
        "Depends on the definition",
        "Plausible readings (trailing or forward, price or total return, provider) give different "
        "verdicts and the text does not choose.",
        '"a P/E of 15.6" with forward 15.6 and trailing 17.4',
    ),
    "not_enough_data": (
        "No data for this",
        "A checkable kind of claim, but the series, period or vintage is not held; the reason says "
        "which.",
        "an S&P 600 EPS for 2027",
    ),
    "not_checkable": (
        "Can't be checked",
        "Opinion, cause, advice, condition or a vague trend without a measure; the kind is named.",
        '"the decline will be sharper"',
    ),
    "forecast_attributed": (
        "Matches published forecasts",
        "The text says who expects it, and the forecaster or consensus said so as published at the "
        "article's date. Nobody knows yet whether it will come true.",
        '"US banks expect 18-19%" with 18% published by one of them',
    ),
    "forecast_pending": (
        "Forecast, not over yet",
        "The target period is not over: recorded, judged when it is.",
        "EPS for 2030",
    ),
    "forecast_resolved": (
        "Forecast whose time has come",
        "The target period is over: judged as any other claim.",
        "",
    ),
}


def explain(code: str) -> str:
    """The explanation as plain text. Raises ConfigError naming the nearest code.

    A kind (``verdict``, ``caveat``, ``metric``, ``entity``, ``source``) lists what there is of it.
    """
    for find in (_verdict, _caveat, _metric, _source, _all):
        text = find(code)
        if text:
            return text
    raise ConfigError(f"nothing is called '{code}'; {_hint(code)}")


def _verdict(code: str) -> str | None:
    if code not in VERDICTS:
        return None
    words, meaning, example = VERDICTS[code]
    return f"{code}: {words}\n\n{meaning}" + (f"\n\nExample: {example}" if example else "")


def _caveat(code: str) -> str | None:
    from claimcheck.caveats import catalogue

    info = catalogue().get(code.lower()) or catalogue().get(code.upper())
    if not info:
        return None
    parts = [f"{info.code} {info.name}", info.summary]
    parts += [f"{heading}\n{cleandoc(text)}" for heading, text in info.sections.items()]
    return "\n\n".join(parts)


def _metric(code: str) -> str | None:
    from claimcheck.lexicon import metrics

    metric = metrics().get(code)
    if not metric:
        return None
    lines = [f"{metric.id}: {metric.name}", "", metric.definition, "", f"Unit: {metric.unit}"]
    if metric.bases:
        lines.append(f"Bases: {', '.join(metric.bases)}")
    if metric.range:
        lines.append(f"Plausible values: {metric.range[0]} to {metric.range[1]}")
    lines += [f"Names ({iso}): {', '.join(names)}" for iso, names in metric.names.items()]
    if metric.source:
        lines.append(f"Source: {metric.source}")
    return "\n".join(lines)


def _source(code: str) -> str | None:
    from claimcheck.reference import Reference

    for info in Reference.default().sources():
        if info.id == code:
            return (
                f"{info.id}: {info.title}\n\nLicence: {info.licence}\nURL: {info.url or '-'}\n"
                f"{info.series} series, {info.observations} observations"
            )
    return None


def _all(kind: str) -> str | None:
    from claimcheck.caveats import catalogue
    from claimcheck.lexicon import entities, metrics
    from claimcheck.reference import Reference

    listings: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
        "verdict": lambda: ((code, words) for code, (words, _, _) in VERDICTS.items()),
        "caveat": lambda: sorted({(info.code, info.name) for info in catalogue().values()}),
        "metric": lambda: ((one.id, one.name) for one in metrics().values()),
        "entity": lambda: ((one.id, one.name) for one in entities().values()),
        "source": lambda: ((one.id, one.title) for one in Reference.default().sources()),
    }
    if kind not in listings:
        return None
    return "\n".join(f"{code}: {name}" for code, name in listings[kind]())


def _hint(code: str) -> str:
    from claimcheck.caveats import catalogue
    from claimcheck.lexicon import metrics

    known = [*VERDICTS, *catalogue(), *metrics()]
    near = get_close_matches(code, known, 1)
    if near:
        return f"did you mean '{near[0]}'?"
    return (
        "give a verdict (supported), a caveat (CC201, base-effect-level), a metric or a source id; "
        "'claimcheck explain metric' lists the metrics, and so for verdict, caveat, entity, source"
    )
