"""claimcheck reads financial commentary and says, number by number, what holds.

The names here are the public Python interface; everything heavy is imported on first use.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from claimcheck.accessor import arrange

__version__ = "0.1.0"
__all__ = ["Checker", "__version__", "check", "clean", "extract", "verify"]

if TYPE_CHECKING:
    from claimcheck.pipeline import Checker, check, clean, extract, verify


def __getattr__(name: str) -> Any:
    if name in __all__:
        from claimcheck import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'claimcheck' has no attribute '{name}'")


class _Package(ModuleType):
    """Keeps ``claimcheck.clean`` the function when the stage of that name is imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
arrange()
