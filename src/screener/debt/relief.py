"""What a move of short-term rates does to a company: interest saved, and the coverage after it.

Saved interest a year is the floating debt, less what swaps have fixed, times the fall of the rate.
It leaves out floors, interest earned on cash, lines that are not drawn, and taxes.
"""

from __future__ import annotations

import polars as pl

from screener.model.metric import DEFAULT_RATE_MOVE

NO_INTEREST_LEFT = "meaningless: no interest would be left"
"""Why a coverage after the move is unknown although today's is known."""

MOVED = ("interest_saved", "interest_saved_to_operating_income", "coverage_after_move")
"""The metrics that depend on the assumed move of the rate."""


def moved(move: float = DEFAULT_RATE_MOVE) -> list[pl.Expr]:
    """Return the metrics of :data:`MOVED` for a move of the rate (a fraction: -0.0075 is a fall by
    75 bp) over columns floating_debt, operating_income_ttm, interest_expense_ttm and
    interest_coverage.

    Each is null where floating debt is unknown. The share of operating income is null at a loss;
    the coverage is null where it is unknown today, or where no interest would be left."""
    saved = pl.col("floating_debt") * -move + 0.0  # no move saves 0, not -0
    income, interest = pl.col("operating_income_ttm"), pl.col("interest_expense_ttm")
    left = interest - saved
    covered = pl.col("interest_coverage").is_not_null() & (left > 0)
    return [
        saved.alias("interest_saved"),
        pl.when(income > 0).then(saved / income).alias("interest_saved_to_operating_income"),
        pl.when(covered).then(income / left).alias("coverage_after_move"),
    ]


def with_move(metrics: pl.DataFrame, move: float) -> pl.DataFrame:
    """Return the metrics table for another move than the default one."""
    return metrics if move == DEFAULT_RATE_MOVE else metrics.with_columns(moved(move))


def crosses_one() -> pl.Expr:
    """Return whether the move takes a company's interest coverage over or under 1, over the columns
    interest_coverage and coverage_after_move; null where either is unknown."""
    before, after = pl.col("interest_coverage"), pl.col("coverage_after_move")
    return (before < 1) != (after < 1)


def interest_saved(floating: float | None, move: float) -> float | None:
    """Return what a company saves a year, in USD; None where its floating debt is unknown."""
    return None if floating is None else floating * -move + 0.0


def saved_range(
    debt_type: str | None, floating: float | None, debt: float | None, move: float
) -> tuple[float, float] | None:
    """Return the least and the most that a company can save a year, in USD.

    A point where its floating debt is known; where the type is unknown from nothing to the move on
    all of its debt; None where that is unknown too, or where the debt is its business."""
    saved = interest_saved(floating, move)
    if saved is not None:
        return saved, saved
    if debt is None or debt_type == "n/a":
        return None
    ends = sorted((0.0, debt * -move))
    return ends[0], ends[1]


def relief_by_sector(metrics: pl.DataFrame, move: float = DEFAULT_RATE_MOVE) -> pl.DataFrame:
    """Return what a move saves by sector and, last, for all: sector (null for all), companies,
    known (companies whose floating debt is known), floating_debt, total_debt, saved_low, saved_high
    (USD a year).

    A company with two share classes counts once. The range is as of :func:`saved_range`: companies
    of unknown type save between nothing and the move on all of their debt."""
    debt = pl.when(pl.col("debt_type") != "n/a").then("total_debt")
    saved = pl.col("floating_debt") * -move
    most = pl.coalesce(saved, debt * -move).fill_null(0.0)
    # A holding without a filer is a company of its own, of which nothing is known.
    once = metrics.filter(pl.col("cik").is_null() | pl.col("cik").is_first_distinct())
    sums = [
        pl.len().alias("companies"),
        pl.col("floating_debt").count().alias("known"),
        pl.col("floating_debt").sum().alias("floating_debt"),
        debt.sum().alias("total_debt"),
        pl.min_horizontal(saved.fill_null(0.0), most).sum().alias("saved_low"),
        pl.max_horizontal(saved.fill_null(0.0), most).sum().alias("saved_high"),
    ]
    by_sector = once.group_by("sector").agg(sums).sort("sector", nulls_last=True)
    everything = once.select(pl.lit(None, dtype=pl.String).alias("sector"), *sums)
    return pl.concat([by_sector, everything])
