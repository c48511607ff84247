"""The Dask engine on a real local cluster: the bytes of a local run, also when a worker dies."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from claimcheck.batch import Plan, run_batch
from claimcheck.pipeline import Checker

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own, at its processes' ends


def output(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*"))
            if p.is_file() and not p.name.startswith("state.sqlite")}


def test_same_bytes_with_a_worker_killed_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimcheck.batch.engines import dask

    source = tmp_path / "feed.jsonl"
    source.write_text("\n".join(
        json.dumps({"id": f"d{n}", "text": f"Apple said sales rose {n % 40}% to ${n}.5 billion in 2024. " * 3})
        for n in range(400)))
    run_batch([str(source)], Plan(tmp_path / "local", shard_size=64), Checker())
    killed: list[int] = []
    start = dask.DaskEngine.__init__

    def started(self: Any, *args: Any, **fields: Any) -> None:
        start(self, *args, **fields)
        workers = list(self._cluster.workers.values())
        assert len(workers) == 2

        def kill() -> None:
            time.sleep(0.7)
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

        threading.Thread(target=kill, daemon=True).start()

    monkeypatch.setattr(dask.DaskEngine, "__init__", started)
    plan = Plan(tmp_path / "dask", shard_size=64, engine="dask", workers=2)
    tally = run_batch([str(source)], plan, Checker())
    assert (tally.documents, tally.failed, len(killed)) == (400, 0, 1)
    assert output(tmp_path / "dask") == output(tmp_path / "local")
