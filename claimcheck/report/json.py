"""JSON and JSON Lines, byte for byte the same for the same records."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from claimcheck.errors import InputError, InputNotFound, RowError
from claimcheck.schema import SCHEMA_VERSION, Article, Extraction, Record, Report, plain

# Lone surrogates cannot be encoded, and str.splitlines takes the others for the end of a line;
# as escapes they read back the same.
_ESCAPED = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")


def as_data(value: Any) -> Any:
    """``value`` as what JSON can hold: plain decimal strings, ISO days, lists, no NaN."""
    if isinstance(value, Record):
        return as_data(value.model_dump())
    if isinstance(value, dict):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((as_data(item) for item in value), key=str)
    if isinstance(value, Decimal):
        return plain(value) if value.is_finite() else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | None) else str(value)


def _dump(value: Any, indent: int | None) -> str:
    text = json.dumps(as_data(value), ensure_ascii=False, allow_nan=False, indent=indent)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def render_json(records: Sequence[Record]) -> str:
    """One object for one record, an array for several, with a newline at the end."""
    return _dump(records[0] if len(records) == 1 else list(records), indent=2) + "\n"


def render_jsonl(records: Iterable[Record]) -> str:
    """One object a line; of an article, one for each line of its page."""
    rows = (row for record in records
            for row in (record.lines if isinstance(record, Article) else (record,)))
    return "".join(_dump(row, indent=None) + "\n" for row in rows)


def load(path: Path) -> list[Record]:
    """The reports (or extractions) saved in a json or jsonl file, ``-`` for standard input.

    Raises:
        InputError: the file is missing or not what ``check`` or ``extract`` wrote.
    """
    name = str(path)
    try:
        data = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise InputNotFound(
            f"{name}: no such file; give a report saved with --format json") from None
    except (OSError, UnicodeDecodeError) as error:
        problem = "not UTF-8 text" if isinstance(error, UnicodeError) else error.strerror
        raise InputError(f"{name}: cannot be read as a saved report ({problem}); give a file "
                         "saved with --format json") from error
    return [_record(name, at, item) for at, item in enumerate(_objects(name, text), 1)]


def _objects(name: str, text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = []
        for at, line in enumerate(text.split("\n"), 1):
            try:
                found += [json.loads(line)] if line.strip() else []
            except ValueError as error:
                raise RowError(name, at, None, f"not JSON ({error}); allowed: what 'claimcheck "
                               "check --format json' or jsonl writes") from None
    return found if isinstance(found, list) else [found]


def _record(name: str, at: int, item: Any) -> Record:
    kind = Report if isinstance(item, dict) and "provenance" in item else Extraction
    try:
        return kind.model_validate(item)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the object"
        raise InputError(
            f"{name}: document {at}, {field}: {first['msg'].lower()}; make it again with "
            f"'claimcheck check --format json' of this version (schema {SCHEMA_VERSION})"
        ) from None
