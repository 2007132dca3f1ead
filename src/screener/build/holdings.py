"""The constituents' prices, of which day they are, and one for each company; and their tickers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from screener.store.schema import TICKERS


def priced(
    constituents: pl.DataFrame,
    holdings_date: dt.date | None,
    as_of: dt.date,
    price_reason: str = "",
) -> pl.DataFrame:
    """Add price_date and price_reason: why a price can't be used at ``as_of``, null where it can.
    One that is not above zero can't be: it is that of a short position, or of a broken row.

    ``constituents``: the columns of ``sources.ishares.CONSTITUENTS``. ``price_reason``: why none of
    its prices can be used, whatever the day."""
    if not price_reason and holdings_date is None:
        price_reason = "the holdings file says no date, so the day of its prices is unknown"
    elif not price_reason and holdings_date != as_of:
        price_reason = f"the price is of {holdings_date}, not of the as-of date {as_of}"
    return constituents.with_columns(
        price_reason=pl.coalesce(
            pl.lit(price_reason or None, dtype=pl.String),
            pl.when(pl.col("currency").fill_null("USD") != "USD").then(
                pl.format("the price is in {}", "currency")
            ),
            pl.when(pl.col("price") <= 0).then(
                pl.lit("the price in the holdings file is not above zero")
            ),
        ),
        price_date=pl.lit(holdings_date, dtype=pl.Date),
    )


def unpriced(constituents: pl.DataFrame, as_of: dt.date) -> str:
    """Say that no price can be used, of constituents that :func:`priced` returned; else nothing."""
    if constituents["price_reason"].null_count() or constituents.is_empty():
        return ""
    return f"no prices of {as_of}, so market caps, multiples and yields are unknown"


def of_companies(constituents: pl.DataFrame) -> pl.DataFrame:
    """Return cik, quantity, price, price_date and price_reason of each company, by CIK.

    One price a company: that of the class of which the fund holds most; null where it can't be
    used."""
    return (
        constituents.filter(pl.col("cik").is_not_null())
        .sort("market_value", descending=True, nulls_last=True)
        .group_by("cik", maintain_order=True)
        .agg(
            pl.col("quantity").sum(),
            pl.col("price", "price_date", "price_reason").first(),
        )
        .with_columns(price=pl.when(pl.col("price_reason").is_null()).then("price"))
        .sort("cik")
    )


def tickers_table(files: Sequence[pl.DataFrame], ciks: pl.Series) -> pl.DataFrame:
    """Return a row of ``store.schema.TICKERS`` for each ticker and name that the companies ``ciks``
    have in each of the ticker ``files``, which are given the newest first."""
    rows = pl.concat(
        file.with_columns(file=pl.lit(number, dtype=pl.Int64)).select(list(TICKERS))
        for number, file in enumerate(files)
    )
    return rows.filter(pl.col("cik").is_in(ciks.drop_nulls().implode())).unique(maintain_order=True)
