"""Which companies have filed since: the newest filing of each in two universes."""

from __future__ import annotations

import polars as pl

from screener.screening.compile import OUTCOME
from screener.screening.identity import COMPANY
from screener.screening.judged import best_rows

FILINGS: dict[str, type[pl.DataType]] = {
    "ticker": pl.String,
    "name": pl.String,
    "cik": pl.Int64,
    OUTCOME: pl.String,
    "period_end_before": pl.Date,
    "period_end": pl.Date,
    "filed_before": pl.Date,
    "filed": pl.Date,
    "accession_before": pl.String,
    "accession": pl.String,
}
"""The columns of the companies with new filings. Dates and numbers are null where nothing was
known."""

FILINGS_NOTES = {
    OUTCOME: "pass, fail or unknown: what the screen says now",
    "period_end_before": "end of the newest reported period before",
    "period_end": "end of the newest reported period now",
    "filed_before": "day of the newest filing before, of whatever period",
    "filed": "day of the newest filing now, of whatever period",
    "accession_before": "number of the newest filing before",
    "accession": "number of the newest filing now",
}
"""What those of them mean that are no metrics, or the metrics of another time."""


def new_filings(
    was: pl.DataFrame, now: pl.DataFrame, files_before: pl.DataFrame, files: pl.DataFrame
) -> pl.DataFrame:
    """Return the companies of both universes whose newest filing or newest period is newer now,
    or is the first that is known; the newest filing first. The columns of :data:`FILINGS`.

    ``was`` and ``now`` are judged rows that bear a company; ``files_before`` and ``files`` have the
    columns of :data:`screener.store.schema.COMPANIES`. A filing of an earlier day than the one that
    was known is no news: then the sources of the newer snapshot held less."""
    both = _newest(now, files).join(
        _newest(was, files_before).select(COMPANY, *_DATED), on=COMPANY, suffix="_before"
    )
    number, number_before = pl.col("accession"), pl.col("accession_before")
    another = number.is_not_null() & number.ne_missing(number_before)
    older = (pl.col("filed") < pl.col("filed_before")).fill_null(value=False)
    return (
        both.filter((another & ~older) | _newer("filed") | _newer("period_end"))
        .select(list(FILINGS))
        .sort("filed", "ticker", "name", descending=[True, False, False], nulls_last=True)
    )


_DATED = ("period_end", "filed", "accession")


def _newest(rows: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    numbers = files.select("cik", "latest_filed", accession="latest_accession").unique(
        "cik", keep="first", maintain_order=True
    )
    return (
        best_rows(rows)
        .join(numbers, on="cik", how="left", maintain_order="left")
        .with_columns(filed=pl.max_horizontal("filed", "latest_filed"))
    )


def _newer(name: str) -> pl.Expr:
    now, before = pl.col(name), pl.col(f"{name}_before")
    return (now.is_not_null() & (before.is_null() | (now > before))).fill_null(value=False)
