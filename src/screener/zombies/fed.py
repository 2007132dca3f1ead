"""``fed``: in debt more than most, not earning the interest, and shrinking."""

from __future__ import annotations

import polars as pl

from screener.model.verdict import Answer, Unknown
from screener.zombies.answers import (
    before,
    decided,
    marked,
    not_judged,
)
from screener.zombies.coverage import Coverage, in_decimals, two_decimals

GROWTH_YEARS = 3
YEARS = GROWTH_YEARS + 1
"""Growth over three years takes four."""

ROUNDING = 1e-12
"""Growth this close to zero is zero and a rounding error."""


def fed() -> pl.Expr:
    """Return the verdict after Favara, Minoiu & Perez-Orive (2021).

    "U.S. Zombie Firms: How Many and How Consequential?", FEDS Notes, 30 July 2021: leverage above
    the sample's annual median, interest coverage below one, and negative real sales growth over the
    preceding three years; non-financial firms.

    Departures:

    - The sample is the universe's non-financial companies, each counted once, and its median is
      taken by the fiscal year's name. The newest fiscal year may have few of them: the reason says
      how many. The paper's sample is all public (and private) firms of its sources.
    - Leverage is total debt / total assets at the fiscal year's end; finance leases count,
      operating leases don't.
    - Sales growth is that of the fiscal year over the one three years before, both revenues on one
      tag and one basis; deflated by the CPI (:mod:`screener.zombies.deflator`), whose later years
      carry the last year's rate and are marked. The paper averages yearly growth rates.
    - EBIT and interest as in :func:`screener.zombies.oecd.oecd`.
    """
    leverage, median, growth = (pl.col(n) for n in ("leverage", "leverage_median", "real_growth"))
    record = marked(
        pl.format(
            "coverage {}, leverage {}, real sales {} in FY{}",
            "coverage_text",
            _leverage(),
            _growth(),
            "fiscal_year",
        ),
        1,
    )
    coverage = pl.col("coverage")
    known = pl.all_horizontal(
        coverage == Coverage.BELOW.value, leverage.is_not_null(), growth.is_not_null()
    )
    no_debt = coverage == Coverage.NO_DEBT.value
    return decided(
        [
            *not_judged(YEARS),
            (no_debt, Answer.NO, pl.format("no debt in FY{}", "fiscal_year")),
            (coverage == Coverage.COVERED.value, Answer.NO, record),
            (leverage <= median, Answer.NO, record),
            (growth >= -ROUNDING, Answer.NO, record),
            (known, Answer.YES, record),
        ],
        (Unknown.NOT_REPORTED, record),
    )


def with_leverage(years: pl.DataFrame) -> pl.DataFrame:
    """Return the years with leverage, leverage_median and leverage_companies (how many it is of).

    ``years``: cik, fiscal_year, period_end, financial, total_debt, assets."""
    leverage = pl.when(pl.col("assets") > 0).then(pl.col("total_debt") / pl.col("assets"))
    years = years.with_columns(leverage=leverage)
    # A company counts once, also where two of its years end in one.
    sample = years.filter(~pl.col("financial"), pl.col("leverage").is_not_null()).unique(
        ["cik", "fiscal_year"], keep="last", maintain_order=True
    )
    medians = sample.group_by("fiscal_year").agg(
        leverage_median=pl.col("leverage").median(), leverage_companies=pl.len()
    )
    return years.join(medians, on="fiscal_year", how="left", maintain_order="left")


def is_three_years_apart() -> pl.Expr:
    """Whether the row three rows before is the fiscal year three years before."""
    return pl.col("fiscal_year") - before("fiscal_year", GROWTH_YEARS) == GROWTH_YEARS


def _leverage() -> pl.Expr:
    side = (
        pl.when(pl.col("leverage") > pl.col("leverage_median"))
        .then(pl.lit("above"))
        .otherwise(pl.lit("not above"))
    )
    text = pl.format(
        "{} ({} the median {} of {} companies)",
        two_decimals("leverage"),
        side,
        two_decimals("leverage_median"),
        "leverage_companies",
    )
    return text.fill_null("unknown")


def _growth() -> pl.Expr:
    percent = (pl.col("real_growth") * 100).round(1)
    # A decline that rounds to nothing is one nevertheless.
    percent = pl.when((pl.col("real_growth") < 0) & (percent == 0)).then(-0.1).otherwise(percent)
    carried = (
        pl.when(pl.col("real_growth_carried"))
        .then(pl.lit(" (newest prices carried forward)"))
        .otherwise(pl.lit(""))
    )
    text = pl.format("{}% over three years{}", in_decimals(percent, 1), carried)
    return text.fill_null("growth unknown")
