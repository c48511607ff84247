"""The command line: verbs, options, exit codes. Everything else is one call into the pipeline.

Exit: 0 done; 1 a claim is at or above ``--fail-on``; 2 usage or configuration; 3 some inputs
failed (the others are reported); 130 interrupted. Data goes to stdout, messages to stderr.
"""

from __future__ import annotations

import gc
import io
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from claimcheck import __version__, lanes
from claimcheck.errors import ClaimcheckError, ConfigError, InputError
from claimcheck.schema import plain

if TYPE_CHECKING:
    from claimcheck.pipeline import Checker
    from claimcheck.schema import Page

FORMATS = ("text", "json", "jsonl", "html", "md")
# Word lists are a great many small tables that all stay: looking through them for garbage after
# every 700 new ones, as is usual, takes a sixth of a start. A library leaves that to its host.
COLLECTED_AFTER = (50_000, 20, 50)
# --fail-on level -> verdict labels at or above it.
FAIL_ON: dict[str, tuple[str, ...]] = {
    "none": (),
    "contradicted": ("contradicted", "inconsistent"),
    "imprecise": ("contradicted", "inconsistent", "imprecise"),
    "caveat": ("contradicted", "inconsistent", "imprecise"),
}


class Day(click.ParamType[date]):
    """A calendar day, ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """``2026-01-15`` as a date; anything else is a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is not a day; write it as 2026-01-15", param, ctx)


def _hush(quiet: bool) -> None:
    """Keeps what stages warn of to themselves when only errors are wanted."""
    if quiet:
        logging.getLogger("claimcheck").setLevel(logging.ERROR)


class Run:
    """What one call does with its inputs: counts failures, says them, keeps the exit code."""

    def __init__(self, quiet: bool, verbose: int) -> None:
        self.quiet, self.verbose, self.failed, self.flagged = quiet, verbose, 0, False
        _hush(quiet)

    def say(self, message: object) -> None:
        """One line to stderr, unless quiet."""
        if not self.quiet:
            click.echo(f"claimcheck: {message}", err=True)

    def error(self, error: Exception) -> None:
        """An input that failed: said even when quiet, counted for the exit code."""
        if self.verbose > 1:
            raise error
        self.failed += 1
        click.echo(f"claimcheck: error: {' '.join(str(error).split())}", err=True)

    def each(
        self, pages: Iterable[Page | InputError], work: Callable[[Page], Any]
    ) -> Iterator[Any]:
        """``work`` of every page; a failing one is said and the rest goes on."""
        for page in pages:
            try:
                if isinstance(page, Exception):
                    raise page
                done = work(page)
            except ClaimcheckError as error:
                self.error(error)
                continue
            except Exception as error:  # a fault of ours must not cost the other inputs
                if self.verbose > 1:
                    raise
                name = getattr(page, "source", "input")
                self.error(InputError(
                    f"{name}: internal fault ({type(error).__name__}: {error}); "
                    "run with -vv and report it"
                ))
                continue
            for warning in getattr(done, "warnings", ()):
                self.say(f"warning: {page.source}: {warning.message}")
            yield done

    def close(self) -> NoReturn:
        """Ends with the exit code of the contract."""
        raise SystemExit(3 if self.failed else 1 if self.flagged else 0)


def _formats(values: tuple[str, ...], output: str | None) -> list[tuple[str, str]]:
    """(format, target) pairs; the target ``-`` is stdout. Text on a terminal is the default."""
    pairs = []
    for value in values or ("text",):
        name, _, target = value.partition("=")
        if name not in FORMATS:
            raise ConfigError(f"unknown format '{name}'; there are: {', '.join(FORMATS)}")
        pairs.append((name, target or output or "-"))
    targets = [target for _, target in pairs]
    if len(set(targets)) < len(targets):
        raise ConfigError(
            "two formats go to one place; write --format html=report.html --format json=-"
        )
    return pairs


def _write(target: str, text: str) -> None:
    """Prints, or writes a file whole: a reader never sees half of it."""
    data = text.encode("utf-8", "backslashreplace")
    if target == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        _put(Path(target), data)
    except OSError as error:
        raise ConfigError(
            f"cannot write {target}: {error.strerror}; name a writable place"
        ) from error


def _put(path: Path, data: bytes) -> None:
    """Writes a file whole. A link stays a link; a device or a pipe is written to, not replaced."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    draft = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise


def _emit(items: Iterator[Any], formats: list[tuple[str, str]]) -> None:
    from claimcheck.report import render

    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if formats == [("jsonl", "-")]:  # a feed streams: one line as soon as it is judged
        for item in items:
            _write("-", render([item], "jsonl"))
        return
    done = list(items)
    if done:
        for name, target in formats:
            text = render(done, name, color=color and target == "-", width=_width())
            _write(target, text)


def _width() -> int:
    """Columns of the terminal, as far as lines stay pleasant to read."""
    return max(40, min(100, shutil.get_terminal_size((88, 24)).columns))


def _settings(ctx: click.Context, _param: Any, value: bool) -> bool:
    from claimcheck.settings import load

    ctx.default_map = load(Path.cwd())
    return value


_LEXICON = click.option(
    "--lexicon",
    multiple=True,
    metavar="DIR",
    help="Own word lists (languages, metrics, entities) over those of the package; may repeat.",
)


def _lane(default: str) -> Callable[..., Any]:
    """The options ``--lane``, with the default of a verb, and ``--model``."""
    lane = click.option(
        "--lane",
        type=click.Choice(list(lanes.LANES)),
        default=default,
        show_default=True,
        help="; ".join(f"{name}: {what}" for name, what in lanes.LANES.items()) + ".",
    )
    model = click.option(
        "--model",
        metavar="DIR",
        help="A local Hugging Face folder (ONNX or safetensors) for lane full, which it chooses.",
    )
    return lambda command: lane(model(command))


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every verb that reads inputs."""
    for option in (
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
        click.option(
            "--format",
            "format",
            multiple=True,
            metavar="FORMAT[=PATH]",
            help=f"One of {', '.join(FORMATS)}; may repeat.",
        ),
        click.option("--output", metavar="PATH", help="Write there instead of stdout."),
        click.option(
            "--published", type=Day(), help="Day of publication when the file does not say."
        ),
        click.option("--lang", help="Language of the text (ISO 639-1); default: detected."),
        click.option(
            "--comments",
            type=click.Choice(["exclude", "include", "separate"]),
            default="exclude",
            show_default=True,
        ),
        _LEXICON,
        click.option("--offline/--online", default=True, help="No network at all (default)."),
        click.option("-q", "--quiet", is_flag=True, help="Errors only."),
        click.option("-v", "--verbose", count=True, help="Say more; -vv shows tracebacks."),
        click.option("--no-progress", is_flag=True, help="No progress bar."),
        click.option(
            "--settings",
            is_flag=True,
            hidden=True,
            is_eager=True,
            callback=_settings,
            expose_value=False,
        ),
    ):
        command = option(command)
    return command


def _checker(**options: Any) -> Checker:
    from claimcheck.pipeline import Checker

    return Checker(**options)


def _silence_stdout() -> None:
    """Drops what is still to be written: the interpreter must not fail over it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Verbs(click.Group):
    """The verbs, quiet when the reader of a pipe has left; click would exit with 1, a finding."""

    def invoke(self, ctx: click.Context) -> Any:
        """What the verb gives; a broken pipe ends the process without a word."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _silence_stdout()
            raise SystemExit(0) from None


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="claimcheck")
def cli() -> None:
    """Reads financial commentary and says, number by number, what holds."""


@cli.command()
@_common
@click.option("--as-of", type=Day(), help="Judge with what was known on that day.")
@click.option("--refs", multiple=True, metavar="PATH", help="Own reference table; may repeat.")
@click.option(
    "--evidence", multiple=True, metavar="PATH", help="A document to judge against; may repeat."
)
@click.option("--refs-also", is_flag=True, help="Own tables beside the default data, not alone.")
@click.option("--fail-on", type=click.Choice(list(FAIL_ON)), default="none", show_default=True)
@_lane(lanes.DEFAULT)
def check(
    inputs: tuple[str, ...],
    format: tuple[str, ...],
    output: str | None,
    published: date | None,
    lang: str | None,
    comments: str,
    lexicon: tuple[str, ...],
    offline: bool,
    quiet: bool,
    verbose: int,
    no_progress: bool,
    as_of: date | None,
    refs: tuple[str, ...],
    evidence: tuple[str, ...],
    refs_also: bool,
    fail_on: str,
    lane: str,
    model: str | None,
) -> None:
    """Full report: every number of INPUT and what holds."""
    formats = _formats(format, output)
    run = Run(quiet, verbose)
    checker = _checker(
        refs=refs,
        evidence=evidence,
        refs_also=refs_also,
        as_of=as_of,
        published=published,
        lang=lang,
        comments=comments,
        lexicon=lexicon,
        offline=offline,
        lane=lane,
        model=model,
    )
    for error in checker.table_errors():
        run.error(error)

    def work(page: Page) -> Any:
        report = checker.check(page)
        run.flagged |= _at_or_above(report, fail_on)
        return report

    _emit(run.each(checker.pages(inputs), work), formats)
    run.close()


def _at_or_above(report: Any, level: str) -> bool:
    return any(
        claim.verdict.label in FAIL_ON[level]
        or (level == "caveat" and any(c.strength in ("strong", "moderate") for c in claim.caveats))
        for claim in report.claims
    )


def _stage(name: str, given: dict[str, Any]) -> None:
    """Runs one stage of the checker over every input and prints what it gives."""
    run = Run(given["quiet"], given["verbose"])
    kept = ("published", "lang", "comments", "lexicon", "offline", "lane", "model")
    checker = _checker(**{key: given[key] for key in kept if key in given})
    formats = _formats(given["format"], given["output"])
    _emit(run.each(checker.pages(given["inputs"]), getattr(checker, name)), formats)
    run.close()


@cli.command()
@_common
@_lane(lanes.DEFAULT)
def extract(**given: Any) -> None:
    """Ingestion and claims, without judging."""
    _stage("extract", given)


@cli.command()
@_common
def clean(**given: Any) -> None:
    """Ingestion only: every line with its label and the reason."""
    _stage("clean", given)


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--workers", type=click.IntRange(1, 512), help="Processes; default: one a core.")
@click.option("--shard-format", type=click.Choice(["parquet", "jsonl"]), default="parquet")
@click.option("--shard-size", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--retry-failed", is_flag=True, help="Judge again what failed before.")
@click.option("--restart", is_flag=True, help="Replace what the folder holds.")
@click.option("--time-limit", type=click.FloatRange(0, min_open=True), default=60.0,
              show_default=True, help="Seconds for one document.")
@click.option("--memory-limit", type=click.IntRange(50), default=2000, show_default=True,
              help="Megabytes for one document.")
@click.option("--engine", type=click.Choice(["local", "dask", "spark"]), default="local")
@click.option("--scheduler", metavar="ADDRESS", help="Of a running Dask or Spark cluster.")
@click.option("--summary/--no-summary", default=True, help="Write summary.html at the end.")
@click.option("--published", type=Day(), help="Day of publication when a row does not say.")
@click.option("--lang", help="Language of the texts (ISO 639-1); default: detected.")
@click.option("--comments", type=click.Choice(["exclude", "include", "separate"]),
              default="exclude")
@_LEXICON
@_lane(lanes.DEFAULT_OF_BATCH)
@click.option("--as-of", type=Day(), help="Judge with what was known on that day.")
@click.option("--refs", multiple=True, metavar="PATH", help="Own reference table; may repeat.")
@click.option("--refs-also", is_flag=True, help="Own tables beside the default data, not alone.")
@click.option("--fail-on", type=click.Choice(list(FAIL_ON)), default="none", show_default=True)
@click.option("--offline/--online", default=True, help="No network at all (default).")
@click.option("-q", "--quiet", is_flag=True, help="Errors only.")
@click.option("-v", "--verbose", count=True, help="Say more; -vv shows tracebacks.")
@click.option("--no-progress", is_flag=True, help="No progress bar.")
@click.option("--settings", is_flag=True, hidden=True, is_eager=True, callback=_settings,
              expose_value=False)
def batch(inputs: tuple[str, ...], **options: Any) -> None:
    """Scores a feed into a folder; the same command again resumes or adds what is new."""
    from claimcheck.batch.command import batch as command

    _hush(options["quiet"])
    raise SystemExit(command(inputs, options))


@cli.command()
@click.argument("feeds", type=click.Path(path_type=Path), metavar="FEEDS.toml")
@click.option("--out", required=True, type=click.Path(path_type=Path),
              help="Folder for what was seen and findings.jsonl.")
@click.option("--once", is_flag=True, help="One round, then end.")
@click.option("--to", default="file", show_default=True, metavar="file|-|URL",
              help="Where findings go: findings.jsonl, stdout, or a webhook.")
@click.option("--as-of", type=Day(), help="Judge with what was known on that day.")
@click.option("--refs", multiple=True, metavar="PATH", help="Own reference table; may repeat.")
@click.option("--refs-also", is_flag=True, help="Own tables beside the default data, not alone.")
@click.option("--offline", is_flag=True, help="Folders only, no network.")
@click.option("-q", "--quiet", is_flag=True, help="Errors only.")
@click.option("-v", "--verbose", count=True, help="Say more; -vv shows tracebacks.")
def watch(feeds: Path, **options: Any) -> None:
    """Polls feeds and judges each entry once; the same command again goes on."""
    from claimcheck.batch.command import watch as command

    _hush(options["quiet"])
    raise SystemExit(command(feeds, options))


@cli.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT.json...")
@click.option("--format", "format", multiple=True, metavar="FORMAT[=PATH]")
@click.option("--output", metavar="PATH")
def report(reports: tuple[str, ...], format: tuple[str, ...], output: str | None) -> None:
    """Renders saved reports (json or jsonl) again in another format."""
    from claimcheck.report import load

    found = [item for name in reports for item in load(Path(name))]
    _emit(iter(found), _formats(format, output))


@cli.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT.json...")
@click.option("--refs", multiple=True, metavar="PATH", help="Own reference table; may repeat.")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text")
def resolve(reports: tuple[str, ...], refs: tuple[str, ...], format: str) -> None:
    """Judges the forecasts of saved reports whose time has come; the others stay pending."""
    from claimcheck import ledger
    from claimcheck.report import load
    from claimcheck.schema import Report

    told = [item for name in reports for item in load(Path(name))]
    entries = [entry for one in told if isinstance(one, Report) for entry in ledger.of_report(one)]
    done, pending = ledger.resolve(entries, _checker(refs=refs, refs_also=True).reference)
    if format == "json":
        table = {
            "resolved": [
                {"id": o.id, "forecaster": o.forecaster, "quote": o.quote, "label": o.label,
                 "error": None if o.error is None else plain(o.error), "reason": o.reason}
                for o in done
            ],
            "pending": [{"id": e["id"], "quote": e["claim"]["quote"]} for e in pending],
        }
        click.echo(json.dumps(table, ensure_ascii=False, indent=2))
        return
    for one in done:
        click.echo(f"{one.quote}  {one.label}  {one.forecaster or 'no name'}  {one.reason}")
    for record in ledger.records(done):
        click.echo(f"{record.forecaster or 'no name'}: {record.hits} of {record.judged} right")
    click.echo(f"{len(done)} resolved, {len(pending)} pending")


@cli.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explains a verdict, caveat, metric or source; 'explain metric' lists the metrics."""
    from claimcheck.explain import explain as text

    click.echo(text(code))


@cli.group()
def data() -> None:
    """Reference data: list, show, add."""


@data.command("list")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text")
def data_list(format: str) -> None:
    """Sources of the default pack and of what was added."""
    from claimcheck.reference import Reference
    from claimcheck.reference import data_list as listing

    table = listing(Reference.default())
    if format == "json":
        click.echo(json.dumps(table, ensure_ascii=False, indent=2))
        return
    for row in table["sources"]:
        click.echo(
            f"{row['id']:<28} {row['observations']:>7} values  {row['licence']:<24} {row['title']}"
        )
    click.echo(
        f"{len(table['sources'])} sources, {table['series']} series, "
        f"{table['observations']} observations, {table['bytes']:,} bytes"
    )


@data.command("show")
@click.argument("entity")
@click.argument("metric", required=False)
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text")
def data_show(entity: str, metric: str | None, format: str) -> None:
    """What is held about ENTITY: its metrics, or the values of one METRIC."""
    from claimcheck.reference import Reference
    from claimcheck.reference import data_show as show

    table = show(Reference.default(), entity, metric)
    if format == "json":
        click.echo(json.dumps(table, ensure_ascii=False, indent=2))
        return
    for key, value in table.items():
        if not isinstance(value, list):
            click.echo(f"{key}: {value}")
            continue
        click.echo(f"{key}:")
        for row in value:
            click.echo(
                "  "
                + (
                    "  ".join(str(v) for v in row.values() if v is not None)
                    if isinstance(row, dict)
                    else str(row)
                )
            )


@data.command("add")
@click.argument("tables", nargs=-1, required=True, metavar="TABLE...")
def data_add(tables: tuple[str, ...]) -> None:
    """Adds own tables (CSV) to the reference data for good."""
    from claimcheck.reference import data_add as add

    run = Run(False, 0)
    for table in tables:
        try:
            added, errors = add(Path(table))
        except ClaimcheckError as error:
            run.error(error)
            continue
        for row in errors:
            run.error(row)
        click.echo(f"{table}: {added} observations added")
    run.close()


@data.command("template")
def data_template() -> None:
    """A CSV table to write your own figures over."""
    from claimcheck.reference import data_template as template

    click.echo(template(), nl=False)


@data.command("export")
@click.argument("path")
@click.option("--entity", help="Only this entity (name, alias or id).")
@click.option("--metric", help="Only this metric (name or id).")
def data_export(path: str, entity: str | None, metric: str | None) -> None:
    """Writes reference data to a CSV or Parquet file that --refs reads back."""
    from claimcheck.reference import Reference
    from claimcheck.reference import data_export as export

    count = export(Reference.default(), path, entity, metric)
    click.echo(f"{path}: {count} observations written")


@data.command("pull")
@click.argument("source", required=False)
@click.argument("series", nargs=-1)
def data_pull(source: str | None, series: tuple[str, ...]) -> None:
    """Fetches SERIES of a public SOURCE into your own data; alone, lists the sources."""
    from claimcheck.reference import data_pull as pull
    from claimcheck.reference import data_sources

    if source is None or not series:
        for row in data_sources():
            if source in (None, row["id"]):
                key = f"; key in {row['key']}" if row["key"] else ""
                click.echo(f"{row['id']:<12} {row['title']}: {row['usage']}{key}")
        return
    for done in pull(source, series):
        click.echo(f"{done.series}: {done.rows} rows, {done.new} new")


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("corpus")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS]")
def evaluate(corpus: str, options: tuple[str, ...]) -> None:
    """Scores a labelled corpus (pages, claims or linking) and checks its floors.

    For claims: --split tune|held, --floors FILE, --mistakes FIELD, --language ISO,
    --lane LANE, --lanes, --calibration. For linking: --split, --lane, --mistakes.
    """
    from claimcheck import evaluate as claims
    from claimcheck import evaluate_linking as linking
    from claimcheck import evaluate_pages as pages

    if not Path(corpus).exists():
        raise InputError(f"{corpus}: no such corpus; name a folder such as corpora/claims")
    if pages.is_corpus(corpus):
        click.echo(pages.table(pages.pages(corpus)), nl=False)
        return
    if linking.holds(corpus):
        raise SystemExit(linking.main([corpus, *options]))
    raise SystemExit(claims.main([corpus, *options]))


@cli.command()
def doctor() -> None:
    """What is installed, which data and models are found."""
    from claimcheck.doctor import lines

    for line in lines():
        click.echo(line)


def _warnings_to_stderr() -> None:
    """Shows what our own stages warn of; other libraries keep theirs."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("claimcheck: %(message)s"))
    logging.getLogger("claimcheck").addHandler(handler)


def _leave(code: Any) -> None:
    """Ends the process at once: taking down the word lists of ten languages takes two seconds."""
    sys.stdout.flush()
    sys.stderr.flush()
    logging.shutdown()
    os._exit(code if isinstance(code, int) else 1)


def main() -> None:
    """Entry point. One-line errors; a closed pipe is quiet."""
    gc.set_threshold(*COLLECTED_AFTER)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # letters it lacks are shown as codes
            stream.reconfigure(errors="backslashreplace")
    _warnings_to_stderr()
    if sys.stdout is None:  # started with >&-
        click.echo("claimcheck: error: standard output is closed; send it to a file", err=True)
        raise SystemExit(2)
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help(), err=True)
        raise SystemExit(2) from None
    except click.UsageError as error:
        verb = error.ctx.command_path if error.ctx else "claimcheck"
        click.echo(f"claimcheck: error: {error.format_message()} (see '{verb} --help')", err=True)
        raise SystemExit(2) from None
    except ConfigError as error:
        click.echo(f"claimcheck: error: {error}", err=True)
        raise SystemExit(2) from None
    except ClaimcheckError as error:
        if "-vv" in sys.argv:
            raise
        click.echo(f"claimcheck: error: {' '.join(str(error).split())}", err=True)
        raise SystemExit(3 if isinstance(error, InputError) else 2) from None
    except (KeyboardInterrupt, click.Abort):
        raise SystemExit(130) from None
    except SystemExit as ended:
        if sys.argv[1:2] == ["batch"]:
            _leave(ended.code)
        raise
    except OSError as error:
        if "-vv" in sys.argv:
            raise
        if error.filename is None:
            _silence_stdout()
        place = error.filename or "standard output"
        click.echo(f"claimcheck: error: {place}: {error.strerror}; name a place with room and "
                   "rights to write", err=True)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
