"""Inputs of many documents: JSON, JSON lines, CSV. Rows are read one by one, never all at once.

Row fields: ``id text url html published_at author source lang refs evidence``. A row that cannot
be read is yielded as a RowError with its line; the next row goes on.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from claimcheck.errors import InputError, RowError
from claimcheck.normalise import decode, without_surrogates
from claimcheck.schema import Page

FIELDS = (
    "id", "text", "url", "html", "published_at", "author", "source", "lang", "refs", "evidence",
    "title", "retrieved_at",
)
ROW_LIMIT = 20_000_000
_TEXT_FIELDS = tuple(name for name in FIELDS if name not in ("refs", "evidence", "id"))


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
        return RowError(where, line, "id", f"must be a string or a number, found {found}")
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
    """Whether the ``text`` field is what is read of a row."""
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


def json_lines(stream: IO[bytes], source: str) -> Iterator[Page | InputError]:
    """A page a line of JSON."""
    rows = 0
    for number, line in _lines(stream):
        if line is None:
            yield RowError(source, number, None, f"row is longer than {ROW_LIMIT} bytes")
            continue
        text, _ = decode(line)
        if not text.strip():
            continue
        rows += 1
        try:
            row = json.loads(text)
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
        value = json.loads(text)
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
    csv.field_size_limit(ROW_LIMIT)
    reader = csv.reader(_text_lines(head, stream), delimiter=mark)
    next(reader)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RowError(source, reader.line_num, None, f"not valid CSV ({error})")
            continue
        if not row:
            continue
        if len(row) != len(names):
            problem = f"{len(row)} fields under {len(names)} columns; quote fields with commas"
            yield RowError(source, reader.line_num, None, problem)
            continue
        fields = {k: v for k, v in zip(names, row, strict=True) if k in FIELDS and v != ""}
        yield row_page(fields, source, reader.line_num)


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


def pdf(data: bytes, source: str, **known: Any) -> Page | InputError:
    """The text of a PDF as a page."""
    return InputError(f"'{source}' is a PDF; install the pdf extra to read it")


READERS: dict[str, Callable[[IO[bytes], str], Iterator[Page | InputError]]] = {
    ".json": json_document,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".csv": comma_separated,
    ".tsv": comma_separated,
}
