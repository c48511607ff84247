"""Tables read from TOML, kept as JSON between runs: TOML takes ten times as long to read.

What is kept is only ever used for the very same source text: the first line of a kept file names
its hash, the second the hash of what follows. A missing, foreign, stale or damaged file is read
anew from the source; a folder that cannot be written to costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_FORMAT = b"claimcheck tables 1\n"


def parsed(name: str, sources: dict[str, bytes], read: Callable[[], Any]) -> Any:
    """What ``read`` makes of ``sources`` (text by file name), kept under ``name``.

    ``read`` gives plain tables of strings, numbers, booleans and lists.
    """
    digest = hashlib.sha256(_FORMAT)
    for source, text in sorted(sources.items()):
        digest.update(f"{source}\n{len(text)}\n".encode())
        digest.update(text)
    key = digest.hexdigest().encode()
    kept = _folder() / f"{name}.json"
    found = _kept(kept, key)
    if found is None:
        found = read()
        _keep(kept, key, found)
    return found


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("claimcheck") / "tables"


def _kept(path: Path, key: bytes) -> Any:
    """The tables kept for ``key``; None when there are none, or not whole."""
    try:
        first, second, body = path.read_bytes().split(b"\n", 2)
        if first == key and second == hashlib.sha256(body).hexdigest().encode():
            return json.loads(body)
    except (OSError, ValueError):
        pass
    return None


def _keep(path: Path, key: bytes, tables: Any) -> None:
    """Writes beside the file and renames: a reader sees the old tables or the new, never half."""
    try:
        body = json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except (OSError, TypeError, ValueError):  # a day in the tables is no JSON: read each time
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"\n".join((key, hashlib.sha256(body).hexdigest().encode(), body)))
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
