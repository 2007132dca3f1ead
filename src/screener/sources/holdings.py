"""A fund's holdings on a day, whatever file they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

CONSTITUENTS: dict[str, type[pl.DataType]] = {
    "ticker": pl.String,
    "name": pl.String,
    "sector": pl.String,
    "exchange": pl.String,
    "market_value": pl.Float64,
    "quantity": pl.Float64,
    "price": pl.Float64,
    "weight": pl.Float64,
    "currency": pl.String,
}
"""Columns of :attr:`Holdings.constituents`."""

EXCLUDED: dict[str, type[pl.DataType]] = {
    "ticker": pl.String,
    "name": pl.String,
    "asset_class": pl.String,
    "reason": pl.String,
}
"""Columns of :attr:`Holdings.excluded`."""

SECURITIES: dict[str, type[pl.DataType]] = {
    "issuer": pl.String,
    "title": pl.String,
    "cusip": pl.String,
    "isin": pl.String,
    "lei": pl.String,
}
"""Columns of :attr:`Holdings.securities`."""

SIZE_LIMIT = 50_000_000
"""Bytes of a file; real ones have up to two million."""

NO_TICKER = "-"
UNKNOWN_SECTOR = "Other"

WHOLE = 0.995
"""A whole file's least :attr:`Holdings.share`: whole holdings files give 0.9988 to 1.0007."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """A fund's holdings on a day.

    ``fund`` and ``as_of`` are None where the file doesn't say. ``rows_in`` counts the table's rows;
    each is a constituent, excluded, or a repeat of another. ``constituents``
    (:data:`CONSTITUENTS`) are the listed companies: money in the file's currency, ``weight`` a
    fraction of their market value, a ticker of ``-`` where the file has none. ``excluded``
    (:data:`EXCLUDED`) says why the others are no listed company. ``share``: how much of the fund's
    money the rows hold, 1 = all, less than :data:`WHOLE` where the file was cut; None where it
    doesn't let that be told. ``series``: the SEC's identifier of the fund.
    ``securities`` (:data:`SECURITIES`): a row for each constituent, in their order, with what an
    N-PORT report says of a security; None for other files.
    """

    fund: str | None
    as_of: date | None
    shares_outstanding: float | None
    rows_in: int
    constituents: pl.DataFrame
    excluded: pl.DataFrame
    warnings: tuple[str, ...]
    share: float | None
    series: str | None = None
    securities: pl.DataFrame | None = None


def weighed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of :data:`CONSTITUENTS` from rows that have all but ``weight``.

    Weights are recomputed, for the funds' own round tiny holdings to zero and count cash; a value
    under zero is no part of the index, so it has none. An unknown sector is "Other".
    """
    value = pl.when(pl.col("market_value") >= 0).then("market_value")
    weight = pl.when(value.sum() > 0).then(value / value.sum())
    return rows.with_columns(pl.col("sector").fill_null(UNKNOWN_SECTOR), weight=weight).select(
        *CONSTITUENTS
    )
