"""``screen export`` against a script that imports polars, reads the same table and writes a CSV.

Usage: python benchmarks/export.py [SNAPSHOT] [RUNS]

SNAPSHOT is a snapshot folder; without one, the table of the sample snapshot is repeated to the
size of the Russell 2000.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import polars as pl
from timing import ROOT, measure, python, report

from screener.store.schema import TABLES
from screener.store.snapshot import open_snapshot, publish, workspace

COMPANIES = 2_000
BARE = """
import sys
import polars as pl
pl.read_parquet(sys.argv[1]).write_csv(sys.argv[2])
"""


def main(snapshot: Path | None, runs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        snapshot = snapshot or _enlarged_sample(folder / "snapshot")
        table = snapshot / "metrics.parquet"
        columns = ",".join(pl.read_parquet_schema(table))
        ours = python(
            *("-m", "screener", "export", "--preset", "everything", "--columns", columns),
            *("--snapshot", str(snapshot), "--output", str(folder / "ours.csv")),
        )
        theirs = python("-c", BARE, str(table), str(folder / "bare.csv"))
        times = measure(ours, theirs, runs)
        rows = pl.scan_parquet(table).select(pl.len()).collect().item()
        for file in ("ours.csv", "bare.csv"):  # both did the whole work
            if pl.read_csv(folder / file, infer_schema=False).shape != (
                rows,
                columns.count(",") + 1,
            ):
                sys.exit(f"{file} has another shape than the table")
        print(f"{rows:,} companies, {columns.count(',') + 1} columns")
        report("screen export", "polars: read_parquet, write_csv", times, target=1.6)


def _enlarged_sample(folder: Path) -> Path:
    sample = open_snapshot(ROOT / "src" / "screener" / "sample")
    tables = {name: sample.table(name) for name in TABLES}
    metrics = tables["metrics"]
    times = -(-COMPANIES // metrics.height)
    copies = [metrics.with_columns(pl.col("ticker") + str(number)) for number in range(times)]
    tables["metrics"] = pl.concat(copies).head(COMPANIES)
    with workspace(folder) as unfinished:
        return publish(folder, unfinished, sample.manifest, tables).path


if __name__ == "__main__":
    given = sys.argv[1:]
    main(Path(given[0]) if given else None, int(given[1]) if len(given) > 1 else 15)
