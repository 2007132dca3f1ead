"""The tables are plain Parquet: another engine reads them without this program, and agrees."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from screener import paths
from screener.model.screen import Screen
from screener.screening.universe import Universe, open_universe
from screener.store.schema import TABLES

PAGE = Path(__file__).parent.parent.parent / "docs" / "scale.md"


@pytest.fixture(scope="module")
def universe() -> Universe:
    return open_universe(paths.sample_dir())


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    """Return an empty database that may read files and nothing else."""
    found = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    found.execute("SET threads = 1")
    return found


def ask(database: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return database.execute(sql).fetchall()


# The sample's companies had no other names.
@pytest.mark.parametrize("name", sorted(TABLES.keys() - {"former_names"}))
def test_duckdb_reads_every_table_with_its_columns(
    database: duckdb.DuckDBPyConnection, universe: Universe, name: str
) -> None:
    path = universe.snapshot.path / f"{name}.parquet"
    described = ask(database, f"DESCRIBE SELECT * FROM '{path}'")
    assert [row[0] for row in described] == list(TABLES[name])
    [(rows,)] = ask(database, f"SELECT count(*) FROM '{path}'")
    assert rows == universe.snapshot.manifest.counts[name]


def test_duckdb_answers_the_default_screen_as_the_program_does(
    database: duckdb.DuckDBPyConnection, universe: Universe
) -> None:
    path = universe.snapshot.path / "metrics.parquet"
    found = ask(
        database,
        f"SELECT ticker FROM '{path}' WHERE profitable AND revenue_growth > 0.04"
        " AND zombie_oecd IN ('no', 'n/a') ORDER BY ticker",
    )
    screen = Screen(profitable=True, growth_above="4%", zombies="exclude", sort=("ticker",))
    assert [ticker for (ticker,) in found] == universe.screen(screen)["ticker"].to_list()
    assert len(found) > 100


def test_duckdb_recomputes_a_growth_rate_from_its_operands(
    database: duckdb.DuckDBPyConnection, universe: Universe
) -> None:
    folder = universe.snapshot.path
    found = ask(
        database,
        f"""
        WITH sums AS (
            SELECT cik, role, sum(sign * value) AS total FROM '{folder}/lineage.parquet'
            WHERE metric = 'revenue_growth' GROUP BY cik, role
        )
        SELECT m.revenue_growth, now.total / before.total - 1
        FROM (SELECT DISTINCT cik, revenue_growth FROM '{folder}/metrics.parquet') m
        JOIN sums now ON now.cik = m.cik AND now.role = 'revenue_ttm_now'
        JOIN sums before ON before.cik = m.cik AND before.role = 'revenue_ttm_prior'
        WHERE m.revenue_growth IS NOT NULL
        """,
    )
    assert len(found) > 1000
    assert [again for _, again in found] == pytest.approx([stored for stored, _ in found])


def test_every_query_of_the_page_on_scale_runs(
    database: duckdb.DuckDBPyConnection, universe: Universe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(universe.snapshot.path)
    queries = re.findall(r"^```sql\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(queries) >= 3
    for query in queries:
        assert ask(database, query), query


def test_a_screen_is_a_plan_that_the_streaming_engine_runs(universe: Universe) -> None:
    """The rules of a screen are expressions: they need no frame in this process's memory."""
    from screener.screening.compile import rules

    screen = Screen(profitable=True, growth_above="4%", where="pe < 20 AND market_cap > 100M")
    plan = pl.scan_parquet(universe.snapshot.path / "metrics.parquet").filter(
        *(rule.expr for rule in rules(screen))
    )
    shipped = pl.LazyFrame.deserialize(_serialized(plan))
    found = shipped.collect(engine="streaming").sort("ticker")["ticker"].to_list()
    whole = screen.model_copy(update={"sort": ("ticker",)})
    assert found == universe.screen(whole)["ticker"].to_list()
    assert found


def _serialized(plan: pl.LazyFrame) -> Any:
    import io

    return io.BytesIO(plan.serialize())
