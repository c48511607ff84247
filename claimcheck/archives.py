"""Members of zip and tar archives, one opened file at a time, in the order of the archive.

Nothing is unpacked to disk, so a member's name can lead nowhere, and a member is read like any
other file: a document is refused past its limit, rows are read one by one.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, cast

KINDS = (".zip", ".tar")
# Ending of one packed file -> what opens it.
PACKINGS: dict[str, Callable[[IO[bytes]], Any]] = {
    ".gz": lambda stream: gzip.GzipFile(fileobj=stream),
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}
_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}
# What the standard library raises on bytes that are not what their ending says.
DAMAGED = (
    gzip.BadGzipFile, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, EOFError,
)


def endings(name: str) -> tuple[str, str]:
    """(ending of the kind, ending of the packing or ""), lower case: ``a.CSV.gz`` is .csv, .gz."""
    low = name.lower()
    for short, whole in _SHORT.items():
        low = low.removesuffix(short) + whole if low.endswith(short) else low
    packing = next((ending for ending in PACKINGS if low.endswith(ending)), "")
    return PurePosixPath(low.removesuffix(packing)).suffix, packing


def unpacked(stream: IO[bytes], packing: str) -> IO[bytes]:
    """The stream as it was before it was packed."""
    return cast(IO[bytes], PACKINGS[packing](stream)) if packing else stream


def hidden(path: PurePosixPath) -> bool:
    """Whether a file is none of the user's: a dot file, or what macOS adds to archives."""
    return any((part != ".." and part.startswith(".")) or part == "__MACOSX" for part in path.parts)


def members(
    stream: IO[bytes], kind: str
) -> Iterator[tuple[PurePosixPath, Callable[[], IO[bytes]]]]:
    """(path, opener) of every file of an archive; each is to be read before the next is asked for.

    Raises:
        DAMAGED: the archive is cut short or no archive.
        RuntimeError: (when opened) the member has a password.
    """
    found = _zip(stream) if kind == ".zip" else _tar(stream)
    for path, opener in found:
        if not hidden(path):
            yield path, opener


def _zip(stream: IO[bytes]) -> Iterator[tuple[PurePosixPath, Callable[[], IO[bytes]]]]:
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield PurePosixPath(info.filename), lambda one=info: archive.open(one)  # type: ignore[misc]


def _tar(stream: IO[bytes]) -> Iterator[tuple[PurePosixPath, Callable[[], IO[bytes]]]]:
    # "r|": read once from front to end, however it is packed; "r:" would seek in it.
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            if info.isreg():
                yield PurePosixPath(info.name), lambda one=info: archive.extractfile(one)  # type: ignore[misc]
