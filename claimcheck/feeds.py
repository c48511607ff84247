"""Inputs of many documents: JSON, CSV, Parquet, WARC, feeds; and PDF.

Rows are read one by one, never all at once.

Row fields: ``id text url html published_at author source lang refs evidence``. A row that cannot
be read is yielded as a RowError with its line; the next row goes on.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

from claimcheck.errors import InputError, RowError
from claimcheck.normalise import decode, without_surrogates
from claimcheck.schema import Notice, Page

FIELDS = (
    "id", "text", "url", "html", "published_at", "author", "source", "lang", "refs", "evidence",
    "title", "retrieved_at",
)
ROW_LIMIT = 20_000_000
_TEXT_FIELDS = tuple(name for name in FIELDS if name not in ("refs", "evidence", "id"))


_TWO_TEXTS = Notice(
    code="two-texts", message="The row holds both 'text' and 'html'; only 'text' was read.")


def row_page(row: Any, where: str, line: int | None) -> Page | RowError:
    """The page of one row, or what is wrong with it."""
    if not isinstance(row, dict):
        return RowError(where, line, None, f"a row must be an object, found {_kind(row)}")
    for name in _TEXT_FIELDS:
        value = row.get(name)
        if value is not None and not isinstance(value, str):
            return RowError(where, line, name, f"must be a string, found {_kind(value)}")
    if not isinstance(row.get("id", ""), str | int | None):
        found = _kind(row["id"])
        return RowError(where, line, "id", f"must be a string or a whole number, found {found}")
    text, html = row.get("text"), row.get("html")
    content = text if text and text.strip() else html
    if not content or not content.strip():
        found = ", ".join(sorted(str(key) for key in row)[:8]) or "no fields"
        return RowError(where, line, "text", f"no 'text' and no 'html' in the row; found: {found}")
    refs, evidence = _list(row.get("refs")), _list(row.get("evidence"))
    if not _all(refs, dict):
        return RowError(where, line, "refs", "must be a list of objects; see the contract")
    if not _all(evidence, str):
        return RowError(where, line, "evidence", "must be a list of strings")
    content, notices = without_surrogates(content.replace("\0", "\ufffd"))
    if content_is_text(text) and content_is_text(html):
        notices = (*notices, _TWO_TEXTS)
    identity = row.get("id")
    return Page(
        text=content, media="text" if content_is_text(text) else "html",
        source=row.get("source") or row.get("url") or where,
        id="" if identity is None else str(identity), title=row.get("title"),
        author=row.get("author"), published_at=row.get("published_at") or None,
        published_signal="row" if row.get("published_at") else None,
        retrieved_at=row.get("retrieved_at"), lang=row.get("lang") or None,
        refs=tuple(refs), evidence=tuple(evidence), warnings=notices,
    )


def content_is_text(text: str | None) -> bool:
    """Whether a field of a row holds more than white space: then ``text`` is what is read."""
    return bool(text and text.strip())


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean",
             int: "a number", float: "a number", type(None): "null"}
    return names.get(type(value), type(value).__name__)


def _list(value: Any) -> Any:
    """A list field; CSV holds it as JSON text."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return [value]
    return value


def _all(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """(number, bytes) of each line, None for one that is longer than a document may be."""
    number = 0
    while True:
        line = stream.readline(ROW_LIMIT + 1)
        if not line:
            return
        number += 1
        if len(line) > ROW_LIMIT:
            while line and not line.endswith(b"\n"):
                line = stream.readline(ROW_LIMIT)
            yield number, None
        else:
            yield number, line


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Raises ValueError for a field that stands twice: either could be meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"field '{twice}' stands twice in an object; keep one of them")
    return found


def json_lines(stream: IO[bytes], source: str) -> Iterator[Page | InputError]:
    """A page a line of JSON."""
    rows = 0
    for number, line in _lines(stream):
        if line is None:
            rows += 1
            yield RowError(source, number, None, f"row is longer than {ROW_LIMIT} bytes")
            continue
        text, _ = decode(line)
        if not text.strip():
            continue
        rows += 1
        try:
            row = json.loads(text, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            problem = f"not valid JSON ({error}); write one object a line"
            yield RowError(source, number, None, problem)
            continue
        yield row_page(row, source, number)
    if not rows:
        yield InputError(f"'{source}' is empty; write one JSON object a line")


def json_document(stream: IO[bytes], source: str) -> Iterator[Page | InputError]:
    """A page of a JSON object, or one each of an array; JSON lines are read as such."""
    data = stream.read(ROW_LIMIT + 1)
    if len(data) > ROW_LIMIT:
        yield InputError(f"'{source}' is larger than {ROW_LIMIT} bytes; JSON lines stream")
        return
    if not data.strip():
        yield InputError(f"'{source}' is empty; there is nothing to read")
        return
    text, _ = decode(data)
    try:
        value = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        if text.lstrip()[:1] == "{" and "\n" in text.strip():
            yield from json_lines(io.BytesIO(data), source)
            return
        yield InputError(f"'{source}' is not valid JSON ({error}); check it with a JSON linter")
        return
    if isinstance(value, list):
        if not value:
            yield InputError(f"'{source}' is an empty list; there is nothing to read")
        for number, row in enumerate(value, start=1):
            yield row_page(row, source, number)
        return
    if isinstance(value, dict) and str(value.get("version", "")).startswith("https://jsonfeed.org"):
        yield from _json_feed(value, source)
        return
    yield row_page(value, source, None)


def comma_separated(stream: IO[bytes], source: str) -> Iterator[Page | InputError]:
    """A page a row of a CSV table with a header; comma, semicolon or tab."""
    head = stream.read(65_536)
    if not head.strip():
        yield InputError(f"'{source}' is empty; write a header row and rows")
        return
    text, _ = decode(head)
    first = text.splitlines()[0]
    mark = max(",;\t", key=first.count)
    names = [name.strip().lower() for name in next(csv.reader([first], delimiter=mark), [])]
    if not {"text", "html"} & set(names):
        yield RowError(source, 1, None, "no column 'text' or 'html'; found: "
                       f"{', '.join(names[:8])}; allowed: {', '.join(FIELDS)}")
        return
    twice = [name for name in FIELDS if names.count(name) > 1]
    if twice:
        yield RowError(source, 1, twice[0], "stands twice in the header; keep one of the columns")
        return
    csv.field_size_limit(ROW_LIMIT)
    # Strict: a quotation mark that is never closed would swallow every row after it.
    reader = csv.reader(_text_lines(head, stream), delimiter=mark, strict=True)
    next(reader)
    rows = 0
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            rows += 1
            yield RowError(source, begins, None, f"not valid CSV ({error}); close every quotation "
                           "mark, and double those inside a field")
            continue
        if not row:
            continue
        rows += 1
        if len(row) != len(names):
            problem = f"{len(row)} fields under {len(names)} columns; quote fields with commas"
            yield RowError(source, reader.line_num, None, problem)
            continue
        fields = {k: v for k, v in zip(names, row, strict=True) if k in FIELDS and v != ""}
        yield row_page(fields, source, reader.line_num)
    if not rows:
        yield InputError(f"'{source}' holds a header and no row; there is nothing to read")


def _text_lines(head: bytes, rest: IO[bytes]) -> Iterator[str]:
    """Decoded lines of a stream whose start was read, with their line ends."""
    pending = head
    while True:
        block = rest.read(65_536)
        data = pending + block
        *whole, pending = data.split(b"\n") if block else [*data.split(b"\n"), b""]
        for line in whole:
            yield decode(line + b"\n")[0]
        if not block:
            return


# ---------------------------------------------------------------- Parquet and WARC


def parquet(stream: IO[bytes], source: str) -> Iterator[Page | InputError]:
    """A page a row of a Parquet table, read in batches."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        yield _extra(source, "Parquet", "frames")
        return
    try:
        handle = _seekable(stream)
        table = pq.ParquetFile(handle)
        columns = [name for name in table.schema_arrow.names if name in FIELDS]
        if not {"text", "html"} & set(columns):
            yield RowError(source, None, None, "no column 'text' or 'html'; found: "
                           f"{', '.join(table.schema_arrow.names[:8])}; "
                           f"allowed: {', '.join(FIELDS)}")
            return
        twice = [name for name in FIELDS if columns.count(name) > 1]
        if twice:
            yield RowError(source, None, twice[0], "stands twice; keep one of the columns")
            return
        number = 0
        for batch in table.iter_batches(batch_size=64, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield row_page(_plain_row(row), source, number)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield InputError(f"'{source}' is not a readable Parquet file ({_one_line(error)})")


def _seekable(stream: IO[bytes]) -> IO[bytes]:
    """A file itself; what is packed or a member of an archive in memory, to be read at its end."""
    direct = isinstance(stream, io.BytesIO) or (
        isinstance(stream, io.BufferedReader) and isinstance(stream.raw, io.FileIO))
    return stream if direct else io.BytesIO(stream.read(ROW_LIMIT * 25))


def _plain_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row with days and times as ISO strings, empty cells left out."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in row.items() if value is not None
    }


def warc(stream: IO[bytes], source: str) -> Iterator[Page | InputError]:
    """A page for each HTML or text response of a WARC archive, with the day it was retrieved."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        yield _extra(source, "WARC", "inputs")
        return
    from claimcheck.fetch import LIMIT, document

    found = 0
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type not in ("response", "resource"):
                continue
            found += 1
            url = record.rec_headers.get_header("WARC-Target-URI") or source
            kind = (record.http_headers.get_header("Content-Type") if record.http_headers
                    else record.rec_headers.get_header("Content-Type")) or ""
            if not kind.lower().startswith(("text/", "application/xhtml")):
                continue
            charset = kind.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
            data = record.content_stream().read(LIMIT + 1)
            retrieved = record.rec_headers.get_header("WARC-Date")
            yield document(data, url, "html" if "html" in kind.lower() else "text",
                           charset=charset, retrieved_at=retrieved[:10] if retrieved else None)
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        yield InputError(f"'{source}' is a damaged WARC archive ({_one_line(error)})")
        return
    if not found:
        yield InputError(f"'{source}' holds no response record; give a WARC of fetched pages")


def _extra(source: str, what: str, name: str) -> InputError:
    return InputError(f"'{source}' is {what}; install claimcheck-finance[{name}] to read it")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


# ---------------------------------------------------------------- RSS, Atom, JSON Feed

_ENTRIES = 5000


def syndication(stream: IO[bytes], source: str) -> Iterator[Page | InputError]:
    """A page an entry of an RSS or Atom feed."""
    data = stream.read(ROW_LIMIT + 1)
    if len(data) > ROW_LIMIT:
        yield InputError(f"'{source}' is larger than {ROW_LIMIT} bytes; split the feed")
        return
    if not data.strip():
        yield InputError(f"'{source}' is empty; there is nothing to read")
        return
    if b"<!ENTITY" in data[:100_000]:
        yield InputError(f"'{source}' declares XML entities, which can expand without end; "
                         "remove them")
        return
    try:
        import feedparser
    except ImportError:
        yield _extra(source, "a feed", "inputs")
        return
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    entries = feed.entries[:_ENTRIES]
    if not entries:
        reason = _one_line(feed.bozo_exception) if feed.get("bozo") else "no entries in it"
        yield InputError(f"'{source}' is not a readable feed ({reason}); allowed: RSS, Atom, "
                         "JSON Feed")
        return
    for number, entry in enumerate(entries, start=1):
        yield _entry(entry, source, number)
    if len(feed.entries) > _ENTRIES:
        yield InputError(
            f"'{source}' has {len(feed.entries)} entries; only the first {_ENTRIES} were read")


def _entry(entry: Any, source: str, number: int) -> Page | RowError:
    """The page of one feed entry: its full content, else its summary."""
    contents = [part.get("value") or "" for part in entry.get("content") or ()]
    content = max([*contents, entry.get("summary") or ""], key=len)
    title = entry.get("title") or None
    if not content.strip() and not title:
        return RowError(source, number, None, "the entry has neither title nor text")
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    stated = f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}" if moment else None
    markup = "<" in content and ">" in content
    text = content if content.strip() else str(title)
    text, notices = without_surrogates(text.replace("\0", "\ufffd"))
    return Page(
        text=f"<html><body><article>{text}</article></body></html>" if markup else text,
        media="html" if markup else "text", source=entry.get("link") or source,
        id=entry.get("id") or "", title=_plain_title(title),
        author=entry.get("author") or None, published_at=stated,
        published_signal="feed entry" if stated else None, warnings=notices,
    )


def _plain_title(title: str | None) -> str | None:
    if not title:
        return None
    return " ".join(re.sub(r"<[^<>]{0,200}>", " ", title).split()) or None


def _json_feed(value: dict[str, Any], source: str) -> Iterator[Page | InputError]:
    """A page an item of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    for number, item in enumerate(value.get("items") or (), start=1):
        if not isinstance(item, dict):
            yield RowError(source, number, None, f"an item must be an object, found {_kind(item)}")
            continue
        authors = item.get("authors") or [item.get("author") or {}]
        first = authors[0] if isinstance(authors, list) and authors else {}
        row = {
            "id": item.get("id"), "text": item.get("content_text"),
            "html": item.get("content_html"), "url": item.get("url"), "title": item.get("title"),
            "published_at": item.get("date_published"), "lang": item.get("language"),
            "author": first.get("name") if isinstance(first, dict) else None,
        }
        yield row_page({k: v for k, v in row.items() if v is not None}, source, number)


# ---------------------------------------------------------------- PDF

_PDF_PAGES = 2000


def pdf(data: bytes, source: str, **known: Any) -> Page | InputError:
    """The text of a PDF as a page; a form feed stands between its pages."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        return _extra(source, "a PDF", "inputs")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is told in our line
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return InputError(f"'{source}' is a PDF with a password; save it without one")
        count = len(reader.pages)
        parts, size = [], 0
        for number in range(min(count, _PDF_PAGES)):
            parts.append(reader.pages[number].extract_text() or "")
            size += len(parts[-1])
            if size > ROW_LIMIT:
                return InputError(f"'{source}' holds more than {ROW_LIMIT} characters; split it")
        about = reader.metadata
    # pypdf raises most builtin errors on damaged files
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError,
            RecursionError, NotImplementedError, zlib.error, AssertionError,
            OverflowError) as error:
        return InputError(f"'{source}' is a damaged PDF ({_one_line(error)}); save it again")
    text, notices = without_surrogates("\f".join(parts).replace("\0", "\ufffd"))
    if not text.strip():
        return InputError(f"'{source}' is a PDF without text ({count} pages, scanned?); "
                          "run text recognition on it")
    if count > _PDF_PAGES:
        notices = (*notices, Notice(
            code="page-cut", message=f"Only the first {_PDF_PAGES} of {count} pages were read."))
    known.setdefault("author", about.author if about and isinstance(about.author, str) else None)
    return Page(text=text, source=source, media="pdf", warnings=notices, **known)


READERS: dict[str, Callable[[IO[bytes], str], Iterator[Page | InputError]]] = {
    ".json": json_document,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".csv": comma_separated,
    ".tsv": comma_separated,
    ".parquet": parquet,
    ".warc": warc,
    ".xml": syndication,
    ".rss": syndication,
    ".atom": syndication,
}
