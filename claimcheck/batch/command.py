"""The verb ``batch``: options to a plan, signals to a stop, a tally to one line and a code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from claimcheck.batch.engines import Limits
from claimcheck.batch.progress import Progress, expected
from claimcheck.batch.run import Plan, Stop, Tally, run_batch
from claimcheck.errors import ConfigError
from claimcheck.pipeline import Checker


def batch(inputs: Sequence[str], options: dict[str, Any]) -> int:
    """Runs the feed and says what was done; the exit code of the contract."""
    names = (
        "as_of", "published", "lang", "comments", "refs_also", "offline", "lexicon", "lane", "model"
    )
    checker = Checker(refs=tuple(options["refs"]), **{name: options[name] for name in names})
    _tables(checker)
    plan = Plan(
        out=options["out"],
        workers=options["workers"] or cores(),
        shard_size=options["shard_size"],
        format=options["shard_format"],
        limits=Limits(options["time_limit"], options["memory_limit"] * 1_000_000),
        retry_failed=options["retry_failed"],
        restart=options["restart"],
        engine=options["engine"],
        scheduler=options["scheduler"],
    )
    quiet = options["quiet"]
    shown = sys.stderr.isatty() and not quiet and not options["no_progress"]
    progress = Progress(shown=shown, total=expected(inputs) if shown else None)
    with stopping() as stop:
        tally = run_batch(inputs, plan, checker, progress=progress, stop=stop)
    progress.close()
    if options["summary"] and not tally.interrupted:
        from claimcheck.batch.summary import PAGE, write_summary

        if tally.changed or not (plan.out / PAGE).exists():
            write_summary(plan.out)
    if not quiet:
        print(line(plan, tally), file=sys.stderr)
    return _code(plan, tally, options["fail_on"])


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tables(checker: Checker) -> None:
    errors = checker.table_errors()
    if errors:
        raise ConfigError(f"{errors[0]} ({len(errors)} such rows); mend the table before a feed")


@contextmanager
def stopping() -> Iterator[Stop]:
    """Turns the signals that ask for an end into one that lets begun documents finish."""
    stop, before = Stop(), {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):
            number = getattr(signal, name)
            before[number] = signal.signal(number, stop)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def line(plan: Plan, tally: Tally) -> str:
    """One line: what the folder holds now, what this run did for it, and how fast."""
    speed = tally.judged / tally.seconds if tally.seconds > 0 else 0.0
    done = "interrupted; the same command resumes: " if tally.interrupted else ""
    why = f" (see {plan.out / 'failed.jsonl'})" if tally.failed else ""
    return (
        f"claimcheck: {done}{tally.documents:,} documents, {tally.claims:,} claims, "
        f"{tally.failed:,} failed{why} in '{plan.out}'; judged {tally.judged:,} now, "
        f"{tally.reused:,} known before, {tally.seconds:.1f} s, {speed:.1f} documents/s"
    )


def _code(plan: Plan, tally: Tally, fail_on: str) -> int:
    if tally.interrupted:
        return 130
    if tally.failed:
        return 3
    return 1 if fail_on != "none" and _flagged(plan, fail_on) else 0


def _flagged(plan: Plan, level: str) -> bool:
    from claimcheck.batch.shards import each
    from claimcheck.cli import FAIL_ON

    labels = FAIL_ON[level]
    return any(
        row["label"] in labels
        or (level == "caveat" and {"strong", "moderate"} & set(row["caveat_strengths"]))
        for row in each(plan.out, "claims")
    )


def watch(path: Path, options: dict[str, Any]) -> int:
    """Polls until a signal asks for an end; 3 when the last round had errors."""
    from claimcheck import watch as polling

    feeds = polling.read_feeds(path)
    names = ("as_of", "refs_also", "offline")
    checker = Checker(refs=tuple(options["refs"]), **{name: options[name] for name in names})
    _tables(checker)
    last: list[polling.Round] = []

    def say(done: polling.Round) -> None:
        last[:] = [done]
        for error in done.errors:
            print(f"claimcheck: error: {' '.join(error.split())}", file=sys.stderr)
        if not options["quiet"]:
            print(f"claimcheck: {done.new} new, {done.known} known, {done.findings} handed on",
                  file=sys.stderr)

    with stopping() as stop:
        polling.watch(
            feeds, options["out"], checker, send=_sender(options["to"]),
            client=None if options["offline"] else _client(options["out"]),
            once=options["once"], stop=lambda: stop.asked, say=say)
    if stop.asked:
        return 130
    return 3 if last and last[0].errors else 0


def _sender(target: str) -> Callable[[str], None] | None:
    from claimcheck import watch as polling

    if target == "file":
        return None
    if target == "-":
        return polling.to_stdout
    if target.startswith(("http://", "https://")):
        return polling.webhook(target)
    raise ConfigError(f"--to '{target}' is no target; there are: file, -, or a URL")


def _client(out: Path) -> Any:
    try:
        import httpx  # noqa: F401
        import protego  # noqa: F401
    except ImportError as error:
        raise ConfigError(
            f"polling URLs needs '{error.name}'; install claimcheck-finance[inputs], or say "
            "--offline for folders only"
        ) from None
    from claimcheck.transport import Client

    return Client(out / "cache")
