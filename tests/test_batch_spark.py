"""The Spark engine and function on a real local Spark."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from claimcheck.batch import Plan, run_batch
from claimcheck.batch.engines.spark import CLAIMS_DDL, DOCUMENTS_DDL, score_frames
from claimcheck.batch.shards import each
from claimcheck.pipeline import Checker
from claimcheck.schema import Page

pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # Spark's own
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
]


def test_engine_and_function_give_the_rows_of_a_local_run(tmp_path: Path) -> None:
    rows = [{"id": f"d{n}", "text": f"Apple said sales rose {n}% to ${n}.5 billion in 2024."} for n in range(40)]
    source = tmp_path / "feed.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)))
    run_batch([str(source)], Plan(tmp_path / "local", shard_size=16), Checker())
    plan = Plan(tmp_path / "spark", shard_size=16, engine="spark", workers=2)
    run_batch([str(source)], plan, Checker())
    for name in ("manifest.json", "claims/part-000000.parquet", "documents/part-000002.parquet"):
        assert (tmp_path / "spark" / name).read_bytes() == (tmp_path / "local" / name).read_bytes()

    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    feed = session.createDataFrame([row | {"position": n} for n, row in enumerate(rows)])
    documents = feed.mapInPandas(score_frames(Checker()), DOCUMENTS_DDL).orderBy("position").collect()
    claims = feed.mapInPandas(score_frames(Checker(), "claims"), CLAIMS_DDL).count()
    session.stop()
    expected = list(each(tmp_path / "local", "documents"))
    assert [one["claims"] for one in documents] == [one["claims"] for one in expected]
    assert [one["key"] for one in documents] == [one["key"] for one in expected]
    assert claims == sum(one["claims"] for one in expected)


def deadly(folder: Path) -> Checker:
    """A checker that kills its worker: at one document the first time, at another each time."""

    class Deadly(Checker):  # of this function: Spark's workers cannot import a test
        def check(self, page: Page) -> Any:
            first = "ONCE" in page.text and not (folder / "died").exists()
            if first:
                (folder / "died").touch()
            if first or "DIE" in page.text:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().check(page)

    return Deadly()


def test_workers_killed_in_the_middle_leave_the_bytes_of_a_local_run(tmp_path: Path) -> None:
    texts = [f"Apple said sales rose {n}% to ${n}.5 billion in 2024." for n in range(8)]
    texts[2] += " ONCE."
    texts[5] = "DIE 5%."
    (tmp_path / "feed.jsonl").write_text("\n".join(json.dumps({"id": f"d{n}", "text": t}) for n, t in enumerate(texts)))
    found = {}
    for engine in ("local", "spark"):
        (tmp_path / engine).mkdir()
        plan = Plan(tmp_path / engine / "out", shard_size=3, engine=engine, workers=2)
        tally = run_batch([str(tmp_path / "feed.jsonl")], plan, deadly(tmp_path / engine))
        assert (tally.documents, tally.failed, (tmp_path / engine / "died").exists()) == (7, 1, True)
        found[engine] = {str(path.relative_to(plan.out)): path.read_bytes() for path in sorted(plan.out.rglob("*"))
                         if path.is_file() and not path.name.startswith("state.sqlite")}
    assert found["spark"] == found["local"]
    assert json.loads(found["spark"]["failed.jsonl"])["code"] == "worker-died"
