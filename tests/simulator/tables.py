"""The truth about a market as Parquet: a row a company, and a row a company and quarter."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
from tests.simulator.company import Company
from tests.simulator.quarterly import QUARTER_COLUMNS, quarterly
from tests.simulator.truth import COLUMNS, Figure, truth
from tests.simulator.zombie_truth import Looks, looks, medians, verdicts

BY_MEDIAN = ("zombie_bis", "zombie_fed", "zombie_cash", "zombie_loss")
_TEXTS = ("ticker", "zombie_oecd", "or_unknown", "traps", *BY_MEDIAN)
_DAYS = ("period_start", "period_end")
_BATCH = 500
"""Companies a file of quarters: what is in memory is theirs."""


class TruthTables:
    """Writes ``truth.parquet`` and ``truth_quarters.parquet``, company by company.

    Their columns are those of ``truth`` and ``quarterly``, and the other verdicts; an empty figure
    means that "unknown" is right, an empty verdict that none is wrong (see ``zombie_truth``)."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self._folder, self._as_of = folder, as_of
        self._rows: list[tuple[Figure, ...]] = []
        self._looks: list[Looks] = []
        self._quarters: list[dict[str, Figure]] = []
        self._batches = 0

    def __enter__(self) -> Self:
        self._scratch = tempfile.TemporaryDirectory(dir=self._folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._close()
        finally:
            self._scratch.cleanup()

    def add(self, company: Company) -> None:
        """Add a company."""
        row = truth(company, self._as_of)
        self._rows.append(tuple(row[name] for name in COLUMNS))
        self._looks.append(looks(company, row, self._as_of))
        self._quarters += quarterly(company, self._as_of)
        if len(self._rows) % _BATCH == 0:
            self._flush()

    def _flush(self) -> None:
        self._batches += 1
        path = Path(self._scratch.name) / f"{self._batches:06d}.parquet"
        rows = [tuple(row[name] for name in QUARTER_COLUMNS) for row in self._quarters]
        _frame(rows, QUARTER_COLUMNS).write_parquet(path)
        self._quarters.clear()

    def _close(self) -> None:
        self._flush()
        parts = Path(self._scratch.name) / "*.parquet"
        pl.scan_parquet(parts).sink_parquet(self._folder / "truth_quarters.parquet")
        market = medians(self._looks)
        found = [verdicts(each, market) for each in self._looks]
        rows = [
            (*row, *(each[name] for name in BY_MEDIAN))
            for row, each in zip(self._rows, found, strict=True)
        ]
        _frame(rows, (*COLUMNS, *BY_MEDIAN)).write_parquet(self._folder / "truth.parquet")


def _frame(rows: list[tuple[Figure, ...]], names: tuple[str, ...]) -> pl.DataFrame:
    schema = {
        name: pl.Int64 if name == "cik" else pl.String if name in (*_TEXTS, *_DAYS) else pl.Float64
        for name in names
    }
    days = [name for name in names if name in _DAYS]
    return pl.DataFrame(rows, schema, orient="row", strict=False).with_columns(
        pl.col(days).str.to_date()
    )
