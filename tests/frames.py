"""Small universes for tests: rows by hand, every other column null."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from screener.screening.universe import Universe
from screener.store.manifest import Manifest
from screener.store.schema import METRICS_TABLE, TABLES
from screener.store.snapshot import Snapshot, publish, workspace
from screener.store.version import SCHEMA_VERSION

AS_OF = dt.date(2026, 6, 30)


def metrics_frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return a metrics table; what a row doesn't name is null."""
    return pl.DataFrame(
        [{name: row.get(name) for name in METRICS_TABLE} for row in rows], schema=METRICS_TABLE
    )


def write_snapshot(
    root: Path,
    *,
    sample: bool = False,
    as_of: dt.date = AS_OF,
    fund: str | None = None,
    **tables: list[dict[str, Any]],
) -> Snapshot:
    """Publish a snapshot under ``root`` with the given rows; other tables are empty."""
    frames = {
        name: pl.DataFrame(
            [{column: row.get(column) for column in schema} for row in tables.get(name, [])],
            schema=schema,
        )
        for name, schema in TABLES.items()
    }
    manifest = Manifest(
        schema_version=SCHEMA_VERSION, as_of=as_of, created="2026-07-01T00:00:00Z", sample=sample,
        fund=fund,
    )  # fmt: skip
    with workspace(root) as folder:
        return publish(root, folder, manifest, frames)


def universe_of(rows: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> Universe:
    """Return a universe that was never written, with these metrics and other tables' rows."""
    manifest = Manifest(schema_version=SCHEMA_VERSION, as_of=AS_OF, created="2026-07-01T00:00:00Z")
    universe = Universe(Snapshot(Path("nowhere"), manifest), metrics_frame(*rows))
    for name in ("companies", "constituents", "reasons", "years"):
        schema = TABLES[name]
        filled = [{column: row.get(column) for column in schema} for row in tables.get(name, [])]
        # In the place where the table is kept once it has been read.
        universe.__dict__[name] = pl.DataFrame(filled, schema=schema)
    return universe
