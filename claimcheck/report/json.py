"""JSON and JSON Lines, byte for byte the same for the same records."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from claimcheck.schema import Record, plain

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
    """One object a line."""
    return "".join(_dump(record, indent=None) + "\n" for record in records)
