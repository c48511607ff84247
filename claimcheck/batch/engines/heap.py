"""Memory of a worker: a limit above what it starts with, and freed memory given back."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from functools import cache
from typing import Any

# mallopt of glibc: blocks from this size on are mapped of their own and unmapped when freed. Left
# alone, glibc raises the bound to the size of each such block freed, up to 32 MB: after one long
# document a worker held 30 to 50 MB of free memory that it could not give back.
_M_MMAP_THRESHOLD = -3
_LARGE = 1 << 18


@cache
def _glibc() -> Any:
    """The C library when it is glibc, else None."""
    if sys.platform != "linux":
        return None
    with suppress(OSError):
        library = ctypes.CDLL("libc.so.6")
        if hasattr(library, "malloc_trim") and hasattr(library, "mallopt"):
            return library
    return None


def give_back_large() -> None:
    """From now on large blocks go back to the system as soon as they are freed."""
    if _glibc() is not None:
        _glibc().mallopt(_M_MMAP_THRESHOLD, _LARGE)


def trim() -> None:
    """Gives free memory back to the system."""
    if "pyarrow" in sys.modules:
        sys.modules["pyarrow"].default_memory_pool().release_unused()
    if _glibc() is not None:
        _glibc().malloc_trim(0)


def limit(extra: int) -> None:
    """Lets this process take ``extra`` bytes of address space above what it has."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: PTH123, SIM115
        limit = pages * resource.getpagesize() + extra
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
