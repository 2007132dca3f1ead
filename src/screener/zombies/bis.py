"""``bis``: interest not covered, and a market that doesn't expect it to be."""

from __future__ import annotations

import polars as pl

from screener.model.verdict import Answer, Unknown
from screener.zombies.answers import (
    FINANCIAL,
    by_year,
    count,
    decided,
    marked,
    not_judged,
)
from screener.zombies.coverage import Coverage, two_decimals

YEARS = 2


def bis() -> pl.Expr:
    """Return the verdict after Banerjee & Hofmann (2020).

    "Corporate zombies: anatomy and life cycle", BIS Working Paper 882; Economic Policy 37(112),
    2022: interest coverage below one and Tobin's q below the median of the sector, both in two
    consecutive years; non-financial firms.

    Departures, each by necessity:

    - q of past years needs past prices, which no source here has. Today's q decides alone where it
      is not below the median, and so does coverage of one or more in either year: *no*. Otherwise
      the verdict is unknown for that reason; it is never *yes*.
    - q = (assets - equity + market capitalization) / assets, of the newest balance sheet and the
      holdings date's price. Equity is the parent's, so that minority interests count as
      liabilities.
    - Sectors are the fund's (GICS), the median is that of the universe's non-financial companies,
      each of which counts once. The paper has industries of all listed firms.
    - EBIT and interest as in :func:`screener.zombies.oecd.oecd`. The paper's second step (a zombie
      stays one until it recovers for two years) needs the past too and is left out.
    """
    known = pl.col("q").is_not_null() & pl.col("q_median").is_not_null()
    q = (
        pl.when(known)
        .then(
            pl.format(
                "today's q {} {} the median {} of {} companies ({})",
                two_decimals("q"),
                pl.when(pl.col("q") < pl.col("q_median"))
                .then(pl.lit("is below"))
                .otherwise(pl.lit("is not below")),
                two_decimals("q_median"),
                "q_companies",
                "sector",
            )
        )
        .otherwise(pl.lit("today's q is unknown"))
    )
    record = marked(pl.format("coverage {}", by_year("coverage_text", YEARS)), YEARS)
    not_below = count("coverage", [Coverage.COVERED, Coverage.NO_DEBT], YEARS)
    past = pl.lit("q of earlier years needs past prices, which no source here has")
    now = pl.when(pl.col("is_latest")).then(q)
    return decided(
        [
            FINANCIAL,
            (pl.col("q") >= pl.col("q_median"), Answer.NO, q),
            *not_judged(YEARS),
            (not_below > 0, Answer.NO, record),
        ],
        (Unknown.NO_PRICE, pl.concat_str([record, now, past], separator="; ", ignore_nulls=True)),
    )


def todays_q(companies: pl.DataFrame) -> pl.DataFrame:
    """Return cik, q, q_median (of the sector's non-financial companies), q_companies (how many).

    ``companies``: cik, sector, financial, assets, equity, market_cap (USD; one row a company)."""
    assets = pl.col("assets")
    q = pl.when(assets > 0).then((assets - pl.col("equity") + pl.col("market_cap")) / assets)
    sample = pl.when(~pl.col("financial")).then("q")
    of_sector = pl.col("sector").is_not_null()
    return companies.with_columns(q=q).select(
        "cik",
        "q",
        q_median=pl.when(of_sector).then(sample.median().over("sector")),
        q_companies=pl.when(of_sector).then(sample.count().over("sector")),
    )
