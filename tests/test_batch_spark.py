"""The Spark engine and function on a real local Spark."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from claimcheck.batch import Plan, run_batch
from claimcheck.batch.engines.spark import CLAIMS_DDL, DOCUMENTS_DDL, score_frames
from claimcheck.batch.shards import each
from claimcheck.pipeline import Checker

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
