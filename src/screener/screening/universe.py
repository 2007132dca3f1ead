"""Universe: the constituents with all their metrics at a snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from screener import paths
from screener.errors import UsageError
from screener.model.metric import nearest
from screener.store.snapshot import Snapshot, current_snapshot, open_snapshot

_SEPARATORS = re.compile(r"[ ./-]+")

Row = dict[str, Any]
"""A constituent's metrics: metric name → value, None where it is unknown."""


@dataclass(frozen=True)
class Universe:
    """The constituents of a snapshot with their metrics.

    ``metrics``: a row per constituent, with the columns and dtypes of
    :data:`screener.store.schema.METRICS_TABLE`. The other tables are read when they are first asked
    for; their columns stand in :mod:`screener.store.schema`. Each raises
    :class:`screener.errors.SnapshotError` where it is damaged.
    """

    snapshot: Snapshot
    metrics: pl.DataFrame

    @cached_property
    def constituents(self) -> pl.DataFrame:
        """Return the holdings that are listed companies; the reason where one has no figures."""
        return self.snapshot.table("constituents")

    @cached_property
    def companies(self) -> pl.DataFrame:
        """Return the SEC filers of the universe."""
        return self.snapshot.table("companies")

    @cached_property
    def reasons(self) -> pl.DataFrame:
        """Return why metrics are unknown and how verdicts came out (cik, metric, reason)."""
        return self.snapshot.table("reasons")

    @cached_property
    def lineage(self) -> pl.DataFrame:
        """Return the operands of every metric."""
        return self.snapshot.table("lineage")

    @cached_property
    def years(self) -> pl.DataFrame:
        """Return the companies' fiscal years."""
        return self.snapshot.table("years")

    @cached_property
    def quarters(self) -> pl.DataFrame:
        """Return the companies' quarters."""
        return self.snapshot.table("quarters")

    def find(self, ticker: str) -> Row:
        """Return the row of a ticker, in any case, with any separator of the share class or none.

        The exact ticker wins over its variants (BF.B, BF-B, BFB). Raise :class:`UsageError` with
        the nearest tickers where there is none, with the candidates where a variant fits several.
        """
        tickers = self.metrics["ticker"].to_list()
        index = _position(ticker.strip(), tickers)
        return self.metrics.row(index, named=True)


def open_universe(path: Path | None = None) -> Universe:
    """Open the snapshot at ``path``; else the data folder's current one; else the bundled sample.

    Raise :class:`screener.errors.SnapshotError` where it is missing, damaged or of another schema.
    """
    snapshot = open_snapshot(path or current_snapshot(paths.data_dir()) or paths.sample_dir())
    return Universe(snapshot, snapshot.table("metrics"))


def _position(wanted: str, tickers: list[str | None]) -> int:
    for normalise in (str, str.upper, _spelled_out, _run_together):
        target = normalise(wanted)
        hits = [i for i, ticker in enumerate(tickers) if ticker and normalise(ticker) == target]
        if len(hits) == 1 or (hits and normalise is str):
            return hits[0]
        if hits:
            raise UsageError(
                f"{wanted!r} fits several tickers: {_listed(tickers[i] for i in hits)}",
                next_step="Write the ticker exactly as it is listed.",
            )
    known = sorted({ticker for ticker in tickers if ticker})
    raise UsageError(
        f"no company {wanted!r} in this snapshot{nearest(wanted.upper(), among=known)}",
        next_step="All tickers: screen export --preset everything --columns ticker,name",
    )


def _spelled_out(ticker: str) -> str:
    return _SEPARATORS.sub(".", ticker.upper())


def _run_together(ticker: str) -> str:
    # A holding without a ticker is listed as "-": that must not run together to nothing.
    return _SEPARATORS.sub("", ticker.upper()) or ticker


def _listed(tickers: Iterable[str | None]) -> str:
    return ", ".join(sorted(ticker for ticker in tickers if ticker))
