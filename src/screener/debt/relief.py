"""What a move of short-term rates does to a company: interest saved, and the coverage after it.

Saved interest a year is the floating debt, less what swaps have fixed, times the fall of the rate.
It leaves out floors, interest earned on cash, lines that are not drawn, and taxes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from screener.model.metric import DEFAULT_RATE_MOVE
from screener.model.verdict import DebtType

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
    verdict: Mapping[str, Any], debt: float | None, move: float
) -> tuple[float, float] | None:
    """Return the least and the most that a company can save a year, in USD.

    ``verdict``: debt_type, debt_coverage (the share that is classified) and floating_debt;
    ``debt``: all of it. From what is known to float to where all that is not classified floats,
    too: a point where everything is classified; where the type is unknown from nothing to the move
    on all of the debt. None where it can't be told how much is not classified, or where the debt is
    the company's business."""
    floating, coverage = verdict["floating_debt"], verdict["debt_coverage"]
    least = floating or 0.0
    if verdict["debt_type"] == DebtType.NOT_APPLICABLE.value:
        return None
    if floating is not None and coverage == 1:
        rest = 0.0
    elif debt is None:
        return None
    elif floating is not None and coverage is not None:
        rest = debt * (1 - coverage)
    else:
        rest = max(debt - least, 0.0)
    low, high = sorted((least * -move + 0.0, (least + rest) * -move + 0.0))
    return low, high


def relief_by_sector(metrics: pl.DataFrame, move: float = DEFAULT_RATE_MOVE) -> pl.DataFrame:
    """Return what a move saves by sector and, last, for all: sector (null for all), companies,
    known (companies whose floating debt is known), bounded (companies of which a range is known),
    floating_debt, total_debt, saved_low, saved_high (USD a year).

    A company with two share classes counts once. The range is the sum of :func:`saved_range`; a
    company of which that is unknown adds nothing to it."""
    applies = pl.col("debt_type").ne_missing(DebtType.NOT_APPLICABLE.value)
    debt = pl.when(applies).then("total_debt")
    floating = pl.when(applies).then("floating_debt")
    coverage = pl.when(floating.is_not_null()).then("debt_coverage")
    least = floating.fill_null(0.0)
    rest = pl.coalesce(
        pl.when(coverage == 1).then(0.0),
        debt * (1 - coverage),
        (debt - least).clip(lower_bound=0.0),
    )
    ends = (least * -move, (least + rest) * -move)
    low = pl.when(rest.is_not_null()).then(pl.min_horizontal(*ends))
    high = pl.when(rest.is_not_null()).then(pl.max_horizontal(*ends))
    # A holding without a filer is a company of its own, of which nothing is known.
    once = metrics.filter(pl.col("cik").is_null() | pl.col("cik").is_first_distinct())
    sums = [
        pl.len().alias("companies"),
        floating.count().alias("known"),
        rest.count().alias("bounded"),
        floating.sum().alias("floating_debt"),
        debt.sum().alias("total_debt"),
        (low.sum() + 0.0).alias("saved_low"),
        (high.sum() + 0.0).alias("saved_high"),
    ]
    by_sector = once.group_by("sector").agg(sums).sort("sector", nulls_last=True)
    everything = once.select(pl.lit(None, dtype=pl.String).alias("sector"), *sums)
    return pl.concat([by_sector, everything])
