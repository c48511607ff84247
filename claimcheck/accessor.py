"""Puts ``claimcheck`` on pandas' Series as soon as pandas is imported, and not a moment sooner.

``import claimcheck`` must stay fast and work without pandas, and sorted imports put it before
``import pandas``: so a hook waits for pandas. It steps aside once that has happened.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _AfterPandas(MetaPathFinder):
    """Finds nothing itself: lets the others find pandas and adds one step to its loading."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of pandas as the other finders give it; None for any other module."""
        if name != "pandas":
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        found = (finder.find_spec(name, path, target) for finder in others)
        spec = next((one for one in found if one is not None), None)
        if spec is not None and spec.loader is not None:
            self._extend(spec.loader)
        return spec

    def _extend(self, loader: object) -> None:
        load = loader.exec_module  # type: ignore[attr-defined]

        def then(module: ModuleType) -> None:
            load(module)
            if self in sys.meta_path:
                sys.meta_path.remove(self)
            register()

        loader.exec_module = then  # type: ignore[attr-defined]


def register() -> None:
    """Makes ``series.claimcheck`` known to pandas."""
    import claimcheck.frames  # noqa: F401


def arrange() -> None:
    """Registers now when pandas is there, else when it comes."""
    if hasattr(sys.modules.get("pandas"), "api"):
        register()
    elif not any(isinstance(finder, _AfterPandas) for finder in sys.meta_path):
        sys.meta_path.insert(0, _AfterPandas())
