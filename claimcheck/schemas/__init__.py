"""The JSON Schema of each output, shipped as files that other programs may read.

``python -m claimcheck.schemas`` writes them again after a change of ``schema.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimcheck.errors import ConfigError
from claimcheck.schema import SCHEMA_VERSION, Extraction, Line, Record, Report

_ROOT = Path(__file__).parent
RECORDS: dict[str, type[Record]] = {"report": Report, "extraction": Extraction, "line": Line}


def load(name: str) -> dict[str, Any]:
    """The shipped schema of ``report``, ``extraction`` or ``line``."""
    if name not in RECORDS:
        raise ConfigError(f"no schema '{name}'; there are: {', '.join(RECORDS)}")
    found: dict[str, Any] = json.loads(path(name).read_text(encoding="utf-8"))
    return found


def path(name: str) -> Path:
    """Where the schema of ``name`` lies."""
    return _ROOT / f"{name}.schema.json"


def generate(name: str) -> dict[str, Any]:
    """The schema as ``schema.py`` now says; unknown fields are refused, as they are there."""
    made = RECORDS[name].model_json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:claimcheck:schema:{SCHEMA_VERSION}:{name}",
    }
    return head | made


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it is written to its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write() -> None:
    """Writes every schema file again."""
    for name in RECORDS:
        path(name).write_text(as_text(generate(name)), encoding="utf-8")
