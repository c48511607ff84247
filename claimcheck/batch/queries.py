"""Five worked questions to an output folder, in DuckDB SQL; ``ask`` runs one of them.

Each is plain SQL over the views ``claims`` and ``documents``, to be copied and changed; the page
docs/analysis.md shows them with answers. A share is never shown without its n.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.batch import shards
from claimcheck.batch.duplicates import NAME as DUPLICATES
from claimcheck.errors import ConfigError, InputNotFound

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pandas import DataFrame

QUERIES = {
    # Who was wrong most on flows: contradicted of judged flow claims, three judged at least.
    "wrong-on-flows": """
        SELECT author,
               count(*) FILTER (label IN ('contradicted', 'inconsistent')) AS wrong,
               count(*) AS judged,
               round(wrong / judged, 4) AS share
        FROM claims
        WHERE (metric LIKE '%flow%' OR kind = 'flow') AND same_as IS NULL AND author IS NOT NULL
          AND label IN ('supported', 'imprecise', 'contradicted', 'inconsistent')
        GROUP BY author HAVING judged >= 3
        ORDER BY share DESC, judged DESC, author
    """,
    # Which caveats rise: share of a month's claims that carry each, beside the month before.
    "rising-caveats": """
        WITH told AS (
            SELECT day[:7] AS month, caveats FROM claims
            WHERE day IS NOT NULL AND same_as IS NULL
        ), months AS (
            SELECT month, count(*) AS claims, row_number() OVER (ORDER BY month) AS at
            FROM told GROUP BY month
        ), counted AS (
            SELECT month, caveat, count(*) AS n
            FROM (SELECT month, unnest(list_distinct(caveats)) AS caveat FROM told)
            GROUP BY ALL
        ), each_month AS (
            SELECT m.month, m.at, c.caveat, coalesce(k.n, 0) AS n, m.claims,
                   coalesce(k.n, 0) / m.claims AS share
            FROM months m CROSS JOIN (SELECT DISTINCT caveat FROM counted) c
            LEFT JOIN counted k ON k.month = m.month AND k.caveat = c.caveat
        )
        SELECT now.month, now.caveat, now.n, now.claims, round(now.share, 4) AS share,
               round(now.share - before.share, 4) AS rise
        FROM each_month now JOIN each_month before
          ON now.caveat = before.caveat AND now.at = before.at + 1
        WHERE now.share > before.share
        ORDER BY now.month, rise DESC, now.caveat
    """,
    # Claims right when they were made and contradicted by figures revised since.
    "revised-since": """
        SELECT day, author, document, quote, entity, metric, period_end, evidence_value,
               evidence_unit
        FROM claims
        WHERE "then" = 'supported' AND "now" = 'contradicted' AND same_as IS NULL
        ORDER BY day, position, start
    """,
    # How forecasters did: forecasts made, those whose time has come, those that came true.
    "forecasters": """
        SELECT coalesce(attribution, author) AS forecaster, count(*) AS forecasts,
               count(*) FILTER (forecast = 'forecast_resolved') AS resolved,
               count(*) FILTER (forecast = 'forecast_resolved' AND label = 'supported') AS right
        FROM claims
        WHERE modality = 'forecast' AND same_as IS NULL AND forecaster IS NOT NULL
        GROUP BY forecaster ORDER BY forecasts DESC, forecaster
    """,
    # Who tells it first: of claims told in several documents, how often a source was the first.
    "first-to-tell": """
        WITH tellings AS (
            SELECT claim_key, low, high, direction, source, position,
                   row_number() OVER (PARTITION BY claim_key, low, high, direction
                                      ORDER BY day NULLS LAST, position, start) AS place,
                   count(DISTINCT position) OVER (
                       PARTITION BY claim_key, low, high, direction) AS documents
            FROM claims WHERE claim_key IS NOT NULL AND same_as IS NULL
        )
        SELECT source, count(*) FILTER (place = 1) AS first,
               count(DISTINCT (claim_key, low, high, direction)) AS told
        FROM tellings WHERE documents > 1
        GROUP BY source ORDER BY first DESC, told DESC, source
    """,
}


def connect(folder: Path | str) -> DuckDBPyConnection:
    """A DuckDB connection with views of an output folder: ``claims documents duplicates``.

    Raises:
        ConfigError: DuckDB is not installed.
        InputNotFound: the folder holds no finished run.
    """
    try:
        import duckdb
    except ImportError as error:
        raise ConfigError("queries need DuckDB; install claimcheck-finance[batch]") from error
    folder = Path(folder)
    if not (folder / "manifest.json").exists():
        raise InputNotFound(
            f"'{folder}' holds no finished run; make one with 'claimcheck batch --out {folder}'")
    connection = duckdb.connect()
    for table, columns in shards.TABLES.items():
        files = sorted(str(one) for one in (folder / table).glob("part-*"))
        if files and files[0].endswith(".parquet"):
            connection.read_parquet(files).create_view(table)
        else:
            kinds = {"string": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "list": "VARCHAR[]"}
            typed = {name: kinds[kind] for name, kind in columns.items()}
            connection.read_json(
                str(folder / table / "part-*.jsonl"), format="newline_delimited", columns=typed,
            ).create_view(table)
    if (folder / DUPLICATES).exists():
        connection.read_json(
            str(folder / DUPLICATES), format="newline_delimited",
            columns={"position": "BIGINT", "document": "VARCHAR", "duplicate_of": "VARCHAR",
                     "duplicate_of_position": "BIGINT"},
        ).create_view("duplicates")
    return connection


def ask(folder: Path | str, query: str) -> DataFrame:
    """The answer to one of ``QUERIES`` by name, or to own SQL. Raises as ``connect``."""
    if query not in QUERIES and " " not in query.strip():
        raise ConfigError(f"no query '{query}'; there are: {', '.join(QUERIES)}, or write SQL")
    with connect(folder) as connection:
        return connection.sql(QUERIES.get(query, query)).df()
