"""Inputs to pages: files, folders, globs, lists, standard input and URLs, one page at a time.

A bad input never stops the run: it is yielded as a typed error and the rest goes on.
"""

from __future__ import annotations

import glob
import hashlib
import io
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Literal, cast

from claimcheck import archives, feeds
from claimcheck.errors import FetchError, InputError, InputNotFound
from claimcheck.normalise import decode, looks_binary
from claimcheck.schema import Page

if TYPE_CHECKING:
    from claimcheck.transport import Client

Media = Literal["text", "markdown", "html", "pdf"]

# One document; feeds stream and have no limit as a whole.
LIMIT = 20_000_000
_DOCUMENTS: dict[str, Media] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf",
}
READABLE = (*_DOCUMENTS, *feeds.READERS, *archives.KINDS)
_KINDS = (".txt .md .html .pdf .json .jsonl .csv .parquet .warc .xml .rss .atom .zip .tar, and "
          ".gz .bz2 .xz of these")
_log = logging.getLogger(__name__)


def pages(
    inputs: Sequence[str], *, lang: str | None = None, published: str | None = None,
    offline: bool = True,
) -> Iterator[Page | InputError]:
    """Every page of every input, in order; an error record for each thing that cannot be read.

    ``lang`` and ``published`` fill in what a page does not say itself. ``offline`` refuses URLs.
    """
    for name in inputs:
        for item in _input(name, offline, depth=0):
            yield item if isinstance(item, InputError) else _finished(item, lang, published)


def _finished(page: Page, lang: str | None, published: str | None) -> Page:
    """The page with an id and what the caller knows of it."""
    update: dict[str, Any] = {}
    if not page.id:
        update["id"] = "p-" + hashlib.sha256(page.text.encode("utf-8", "replace")).hexdigest()[:16]
    if lang and not page.lang:
        update["lang"] = lang
    if published and not page.published_at:
        update |= {"published_at": published, "published_signal": "option"}
    return page.model_copy(update=update) if update else page


def _input(name: str, offline: bool, depth: int) -> Iterator[Page | InputError]:
    if not name:
        yield InputNotFound("an empty name is no input; give a path, a URL, @list.txt or -")
    elif name == "-":
        yield from _stdin()
    elif name.startswith("@"):
        yield from _listed(name[1:], offline, depth)
    elif name.split(":", 1)[0].lower() in ("http", "https"):
        yield from _url(name, offline)
    elif Path(name).is_dir():
        yield from _folder(Path(name))
    elif Path(name).exists():
        yield from _file(Path(name))
    elif glob.has_magic(name):
        yield from _glob(name)
    elif "://" in name:
        yield InputError(f"'{name}' cannot be fetched; allowed: http and https, or a saved page")
    else:
        yield InputNotFound(
            f"no file, folder or glob match named '{name}'; give a path, a URL, @list.txt or -"
        )


def _listed(name: str, offline: bool, depth: int) -> Iterator[Page | InputError]:
    """The inputs that a list file names, one a line, ``#`` for remarks."""
    if depth >= 3:
        yield InputError(f"list '@{name}' is nested more than 3 deep; name its files directly")
        return
    try:
        text, _ = decode(Path(name).read_bytes())
    except OSError as error:
        yield _unreadable(name, error)
        return
    entries = [line.strip() for line in text.splitlines()]
    entries = [line for line in entries if line and not line.startswith("#")]
    if not entries:
        yield InputError(f"list '@{name}' names no input; write one path or URL a line")
    for entry in entries:
        yield from _input(entry, offline, depth + 1)


def _folder(folder: Path) -> Iterator[Page | InputError]:
    """Every readable file below a folder, by name; what is passed over is not silent."""
    found = [path for path in _without_results(sorted(folder.rglob("*"))) if path.is_file()
             and not archives.hidden(PurePosixPath(path.relative_to(folder)))]
    readable = [path for path in found if archives.endings(path.name)[0] in READABLE]
    passed = [str(path) for path in found if archives.endings(path.name)[0] not in READABLE]
    if not readable:
        yield InputError(
            f"folder '{folder}' holds {len(found)} files, none of them readable; allowed: {_KINDS}"
        )
    elif passed:
        _passed_over(f"folder '{folder}'", passed)
    for path in readable:
        yield from _file(path)


def _without_results(found: list[Path]) -> list[Path]:
    """The paths that are in no folder that a feed was scored into: results are no input."""
    known: dict[Path, bool] = {}

    def results(folder: Path) -> bool:
        if folder not in known:
            known[folder] = (
                (folder / "watch.sqlite").exists()
                or ((folder / "state.sqlite").exists() and (folder / "claims").is_dir())
                or (folder.parent != folder and results(folder.parent))
            )
        return known[folder]

    return [path for path in found if not results(path.parent)]


def _passed_over(where: str, names: list[str]) -> None:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    _log.warning("%s: passed over %d files of no readable kind (%s%s); allowed: %s", where,
                 len(names), ", ".join(names[:3]), more, _KINDS)


def _glob(pattern: str) -> Iterator[Page | InputError]:
    # Path.glob takes no absolute pattern
    names = glob.glob(pattern, recursive=True)  # noqa: PTH207
    found = _without_results([Path(name) for name in sorted(names)])
    files = [path for path in found if path.is_file()]
    if not files:
        yield InputNotFound(f"no file matches '{pattern}'; quote the glob and check the folder")
    for path in files:
        yield from _file(path)


def _unreadable(name: str, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputNotFound(f"no file named '{name}'; check the path")
    return InputError(f"'{name}' cannot be read: {error.strerror or error}; check its permissions")


def _file(path: Path) -> Iterator[Page | InputError]:
    suffix, packing = archives.endings(path.name)
    if suffix not in READABLE:
        # no known ending: a text file is read as text, anything else is named as what it is
        suffix = ".txt"
    try:
        if path.stat().st_size == 0:
            yield InputError(f"'{path}' is empty; there is nothing to read")
            return
        with path.open("rb") as raw:
            yield from _opened(raw, suffix, packing, str(path))
    except OSError as error:
        yield _unreadable(str(path), error)


def _opened(
    raw: IO[bytes], suffix: str, packing: str, source: str
) -> Iterator[Page | InputError]:
    """The pages of an opened file that may be packed or an archive."""
    try:
        stream = archives.unpacked(raw, packing)
        if suffix in archives.KINDS:
            yield from _archive(stream, suffix, source)
        else:
            yield from _stream(stream, suffix, source)
    except archives.DAMAGED as error:
        yield _damaged(source, packing or suffix, error)
    except OSError as error:
        # bz2 has no error of its own: no number means that the bytes are wrong, not the disk
        if error.errno is not None or not packing:
            raise
        yield _damaged(source, packing, error)


def _damaged(source: str, ending: str, error: Exception) -> InputError:
    kind = {".gz": "gzip", ".bz2": "bzip2"}.get(ending, ending[1:])
    return InputError(f"'{source}' is a damaged {kind} file ({error}); make it again")


def _archive(stream: IO[bytes], kind: str, source: str) -> Iterator[Page | InputError]:
    """The pages of every readable member, in the order of the archive."""
    readable, passed = 0, list[str]()
    for path, opener in archives.members(stream, kind):
        suffix, packing = archives.endings(path.name)
        where = f"{source}/{path}"
        if suffix in archives.KINDS:
            yield InputError(f"'{where}' is an archive inside an archive; unpack the outer one")
        elif suffix not in READABLE:
            passed.append(str(path))
        else:
            readable += 1
            yield from _member(opener, suffix, packing, where)
    if not readable:
        yield InputError(f"archive '{source}' holds {len(passed)} files, none of them readable; "
                         f"allowed: {_KINDS}")
    elif passed:
        _passed_over(f"archive '{source}'", passed)


def _member(
    opener: Callable[[], IO[bytes]], suffix: str, packing: str, where: str
) -> Iterator[Page | InputError]:
    try:
        stream = opener()
    except (RuntimeError, NotImplementedError) as error:  # a password, an unknown compression
        yield InputError(f"'{where}' cannot be read ({error}); pack it deflated, with no password")
        return
    yield from _opened(stream, suffix, packing, where)


def _stdin() -> Iterator[Page | InputError]:
    """Standard input: JSON lines when every line of its start is an object, else one document."""
    if sys.stdin is None:
        yield InputError("'-' is closed: no standard input came; pipe a text in, or name a file")
        return
    stream = sys.stdin.buffer
    head = stream.read(65_536)
    start = head.lstrip()
    if start[:1] == b"{" and b"\n" in start:
        yield from feeds.json_lines(cast(IO[bytes], io.BufferedReader(_Joined(head, stream))), "-")
        return
    rest = head + stream.read(LIMIT + 1 - len(head))
    media: Literal[".html", ".txt"] = ".txt"
    if start[:200].lower().startswith((b"<!doctype html", b"<html")):
        media = ".html"
    yield from _stream(io.BytesIO(rest), media, "-")


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of a stream."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._head[:len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer):]
        buffer[:len(piece)] = piece
        return len(piece)


def _stream(stream: IO[bytes], suffix: str, source: str) -> Iterator[Page | InputError]:
    """The pages of one opened input, by its suffix."""
    if suffix in feeds.READERS:
        yield from feeds.READERS[suffix](stream, source)
        return
    data = stream.read(LIMIT + 1)
    yield document(data, source, _DOCUMENTS[suffix])


def document(
    data: bytes, source: str, media: Media, *, charset: str | None = None, **known: Any
) -> Page | InputError:
    """The page of one document's bytes, or the error that names what is wrong with them."""
    if len(data) > LIMIT:
        return InputError(
            f"'{source}' is larger than {LIMIT // 1_000_000} MB; split it into documents"
        )
    if not data.strip():
        return InputError(f"'{source}' is empty; there is nothing to read")
    if media == "pdf" or data.startswith(b"%PDF-"):
        return feeds.pdf(data, source, **known)
    if looks_binary(data):
        return InputError(f"'{source}' is a binary file, not text; allowed: {_KINDS}")
    text, warnings = decode(data, charset)
    if media == "text" and _is_html(text):
        media = "html"
    broken = text.count("\ufffd")
    if broken * 5 > len(text):
        return InputError(
            f"'{source}' does not decode as text ({broken} undecodable places of {len(text)}); "
            "save it as UTF-8"
        )
    return Page(text=text, source=source, media=media, warnings=warnings, **known)


def _is_html(text: str) -> bool:
    return text[:500].lstrip("\ufeff \t\r\n").lower().startswith(("<!doctype html", "<html"))


def _url(url: str, offline: bool) -> Iterator[Page | InputError]:
    """The page or pages at a URL."""
    if offline:
        yield FetchError(f"'{url}' was not fetched: running offline; give a saved page")
        return
    try:
        answer = _client().get(url)
    except FetchError as error:
        yield error
        return
    yield from served(answer.data, answer.url, answer.headers.get("content-type", ""),
                      answer.charset)


def served(
    data: bytes, url: str, kind: str, charset: str | None = None
) -> Iterator[Page | InputError]:
    """The pages of a fetched body by its content type, then by its first bytes."""
    kind = kind.lower()
    head = data[:600].lstrip().lower()
    if "json" in kind:
        yield from feeds.json_document(io.BytesIO(data), url)
    elif "csv" in kind:
        yield from feeds.comma_separated(io.BytesIO(data), url)
    elif "rss" in kind or "atom" in kind or (
            "xml" in kind and "xhtml" not in kind and (b"<rss" in head or b"<feed" in head)):
        yield from feeds.syndication(io.BytesIO(data), url)
    else:
        media: Media = "pdf" if "pdf" in kind else "text" if "text/plain" in kind else "html"
        yield document(data, url, media, charset=charset, retrieved_at=_today())


@cache
def _client() -> Client:
    """One client a process, so that pauses per host and robots.txt hold across URLs."""
    from platformdirs import user_cache_path

    from claimcheck.transport import Client

    try:
        import httpx  # noqa: F401
        import protego  # noqa: F401
    except ImportError as error:
        raise FetchError(
            f"fetching needs '{error.name}'; install claimcheck-finance[inputs], or save the page"
        ) from None
    return Client(cache=user_cache_path("claimcheck") / "pages")


def _today() -> str:
    return date.today().isoformat()
