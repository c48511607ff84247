"""A progress bar on a terminal, silence elsewhere."""

from __future__ import annotations

from typing import Any


class Progress:
    """Counts documents; shows documents a second and failures when ``shown``."""

    def __init__(self, *, shown: bool, total: int | None = None) -> None:
        self._bar: Any = None
        self._failed = 0
        if shown:
            try:
                from tqdm import tqdm
            except ImportError:
                return
            tqdm.monitor_interval = 0  # no thread beside us: workers are forked
            self._bar = tqdm(total=total, unit=" docs", smoothing=0.05, dynamic_ncols=True)

    def done(self) -> None:
        """One more document is judged."""
        if self._bar is not None:
            self._bar.update(1)

    def failed(self) -> None:
        """One more document failed."""
        self._failed += 1
        if self._bar is not None:
            self._bar.set_postfix(failed=self._failed, refresh=False)
            self._bar.update(1)

    def close(self) -> None:
        """Leaves the bar as it stands."""
        if self._bar is not None:
            self._bar.close()
