"""Sectors and the index: what a universe, or any part of it, is like as a whole.

Each company counts once, whatever share classes it has: its metrics, market capitalisation among
them, are those of the whole company on every row. A holding that matches no filer is a company of
its own of which nothing is known. A figure that is unknown is left out of its share, median or sum,
and a count beside says how many are in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import polars as pl

from screener.debt.relief import crosses_one, moved, relief_by_sector
from screener.model.metric import DEFAULT_RATE_MOVE
from screener.model.verdict import Answer, DebtType
from screener.zombies import DEFINITIONS, NEVER_YES

DEBT_COLUMNS = {
    kind.value: f"debt_{'not_applicable' if kind is DebtType.NOT_APPLICABLE else kind.value}"
    for kind in DebtType
}
"""The column of :func:`sectors` that counts the companies of each type of debt."""

_MIX = {kind: name for kind, name in DEBT_COLUMNS.items() if kind != DebtType.NOT_APPLICABLE.value}

NOTES: dict[str, str] = {
    "sector": "GICS sector; empty in the row of all",
    "companies": "companies, share classes counted once",
    "profitable_share": "net income over twelve months above zero, of those known",
    "profitable_known": "companies whose net income over twelve months is known",
    **{
        f"zombies_{name}_share": "never yes: past prices are missing"
        if name in NEVER_YES
        else f"zombies by {name}: yes / (yes + no), without pre-revenue biotechs"
        for name in DEFINITIONS
    },
    **{
        f"zombies_{name}_known": f"companies of which {name} says yes or no, without them"
        for name in DEFINITIONS
    },
    **{
        f"zombies_{name}_pre_revenue": f"pre-revenue biotechs that {name} flags beside"
        for name in DEFINITIONS
    },
    "pre_revenue": "drug and biotech companies before their first sales, beside the shares of"
    " zombies",
    "revenue_growth_median": "median of revenue_growth, of those known",
    "revenue_growth_known": "companies whose revenue_growth is known",
    "net_margin_median": "median of net_margin, of those known",
    "net_margin_known": "companies whose net_margin is known",
    "pe_with_losses": "sum of market_cap / sum of net_income_ttm of those where both are known; "
    "empty where they earn nothing together",
    "pe_with_losses_known": "companies whose market_cap and net_income_ttm are known",
    "pe_without_losses": "the same of those of them that are profitable",
    "pe_without_losses_known": "companies of which both are known and that are profitable",
    **{
        column: f"companies whose debt_type is {kind}; the types add up to companies"
        for kind, column in DEBT_COLUMNS.items()
    },
    "debt_applicable": "companies that a type of debt applies to: all but n/a",
    **{f"{name}_share": f"{name} / debt_applicable; they add up to 1" for name in _MIX.values()},
    "crossing": "companies that the move takes over or under an interest coverage of 1",
    "crossing_known": "companies whose coverage is known before and after the move",
    # A range, because some debt is not classified: debt.relief.relief_by_sector.
    "interest_saved_known": "companies whose floating debt is known",
    "interest_saved_bounded": "companies that the range is of: it is known how much of their debt"
    " is not classified",
    "interest_saved_low": "USD a year that the move saves before tax, of debt known to float",
    "interest_saved_high": "the same if all of their debt that is not classified floats, too",
}
"""What the columns of :func:`sectors` mean."""


def sectors(
    metrics: pl.DataFrame, pre_revenue: Collection[int], move: float = DEFAULT_RATE_MOVE
) -> pl.DataFrame:
    """Return a row for each sector by name and, last, one for all (sector null: the index).

    ``metrics``: rows with the columns of :data:`screener.store.schema.METRICS_TABLE`, of a universe
    or of those that a screen keeps. ``pre_revenue``: the CIKs that stand beside the shares of
    zombies, :attr:`Universe.pre_revenue <screener.screening.universe.Universe.pre_revenue>`.
    ``move``: of the short-term rate, a fraction. Companies of no
    sector are in the last row alone. ``sector`` is a String, counts are Int64, all else Float64,
    shares and medians are fractions; :data:`NOTES` says what each column means."""
    companies = _companies(metrics, pre_revenue, move)
    by_sector = (
        companies.filter(pl.col("sector").is_not_null())
        .group_by("sector")
        .agg(_aggregates())
        .sort("sector")
    )
    everything = _whole(companies)
    saved = relief_by_sector(metrics, move).select(
        "sector",
        interest_saved_known=pl.col("known").cast(pl.Int64),
        interest_saved_bounded=pl.col("bounded").cast(pl.Int64),
        interest_saved_low="saved_low",
        interest_saved_high="saved_high",
    )
    # The last row of it is for all; one before it may be that of the companies of no sector.
    of_sectors = by_sector.join(
        saved.head(-1).drop_nulls("sector"), on="sector", how="left", maintain_order="left"
    ).with_columns(pl.col("^interest_saved_.*$").fill_null(0))
    return pl.concat(
        [of_sectors, pl.concat([everything, saved.tail(1).drop("sector")], how="horizontal")]
    )


def whole(
    metrics: pl.DataFrame, pre_revenue: Collection[int], move: float = DEFAULT_RATE_MOVE
) -> pl.DataFrame:
    """Return the last row of :func:`sectors` without what the move saves: in one pass, without a
    grouping."""
    return _whole(_companies(metrics, pre_revenue, move))


def once(metrics: pl.DataFrame) -> pl.DataFrame:
    """Return a row per company: the first of its share classes; each holding without a filer."""
    first = pl.col("cik").is_null() | pl.col("cik").is_first_distinct()
    return metrics.filter(first)


def _companies(metrics: pl.DataFrame, pre_revenue: Collection[int], move: float) -> pl.DataFrame:
    beside = pl.col("cik").is_in(list(pre_revenue)).fill_null(value=False)
    return once(metrics).with_columns(*moved(move), pre_revenue=beside)


def _whole(companies: pl.DataFrame) -> pl.DataFrame:
    return companies.select(pl.lit(None, dtype=pl.String).alias("sector"), *_aggregates())


def _aggregates() -> Iterator[pl.Expr]:
    yield pl.len().cast(pl.Int64).alias("companies")
    profitable = pl.col("profitable")
    yield profitable.mean().alias("profitable_share")
    yield _count(profitable.is_not_null()).alias("profitable_known")
    beside = pl.col("pre_revenue")
    for name in DEFINITIONS:
        yes = pl.col(f"zombie_{name}") == Answer.YES.value
        judged = pl.col(f"zombie_{name}").is_in([Answer.YES.value, Answer.NO.value]) & ~beside
        share = pl.lit(None, dtype=pl.Float64) if name in NEVER_YES else yes.filter(judged).mean()
        yield share.alias(f"zombies_{name}_share")
        yield _count(judged).alias(f"zombies_{name}_known")
        yield _count(yes & beside).alias(f"zombies_{name}_pre_revenue")
    yield _count(beside).alias("pre_revenue")
    for name in ("revenue_growth", "net_margin"):
        figure = _figure(name)
        yield figure.median().alias(f"{name}_median")
        yield _count(figure.is_not_null()).alias(f"{name}_known")
    yield from _price_earnings()
    yield from _debt()
    crossed = crosses_one()
    yield _count(crossed).alias("crossing")
    yield _count(crossed.is_not_null()).alias("crossing_known")


def _debt() -> Iterator[pl.Expr]:
    debt = pl.col("debt_type").fill_null(DebtType.UNKNOWN.value)
    for kind, column in DEBT_COLUMNS.items():
        yield _count(debt == kind).alias(column)
    # Of all that the question applies to: "none" needs no instruments to be proven, the other types
    # mostly do, so that it would be too large a share of those whose type is known.
    applies = debt != DebtType.NOT_APPLICABLE.value
    yield _count(applies).alias("debt_applicable")
    for kind, column in _MIX.items():
        yield (debt == kind).filter(applies).mean().alias(f"{column}_share")


def _price_earnings() -> Iterator[pl.Expr]:
    cap, income = _figure("market_cap"), _figure("net_income_ttm")
    both = cap.is_not_null() & income.is_not_null()
    for suffix, counted in (("with_losses", both), ("without_losses", both & (income > 0))):
        earned = income.filter(counted).sum()
        ratio = pl.when(earned > 0).then(cap.filter(counted).sum() / earned)
        yield ratio.alias(f"pe_{suffix}")
        yield _count(counted).alias(f"pe_{suffix}_known")


def _figure(name: str) -> pl.Expr:
    """A metric, null where it is no finite number."""
    return pl.when(pl.col(name).is_finite()).then(pl.col(name))


def _count(condition: pl.Expr) -> pl.Expr:
    return condition.sum().cast(pl.Int64)
