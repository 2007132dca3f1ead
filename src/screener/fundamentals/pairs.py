"""Revenue at two dates on one tag and one basis: what growth is computed from."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from screener.fundamentals.basis import one_basis, restatements
from screener.fundamentals.known import BASIS_TOLERANCE
from screener.fundamentals.periods import CONTIGUOUS_DAYS
from screener.fundamentals.reasons import NO_COMPARABLE, NO_NEWEST, OTHER_TAG, basis_changed
from screener.fundamentals.statements import Statements, of


def revenue_pairs(statements: Statements) -> Iterable[pl.DataFrame]:
    """Return the variables of revenue at two dates: over twelve months, a quarter, a fiscal year.

    Each has cik, variable, value, operands, reason (null where the value is known)."""
    anchors = statements.anchors
    revenue = statements.candidates.filter(pl.col("concept") == "revenue")
    newest = _three_years_apart(statements.years).join(
        statements.years.group_by("cik").agg(pl.col("end").max()), on=["cik", "end"], how="semi"
    )
    return [
        *_pair(
            statements, revenue, "revenue_ttm_now", "revenue_ttm_prior", "ttm", "ttm_prior", anchors
        ),
        *_pair(
            statements,
            revenue,
            "revenue_quarter",
            "revenue_quarter_prior",
            "quarter",
            "quarter",
            anchors,
        ),
        *_pair(statements, revenue, "revenue_year", "revenue_year_3", "year", "year", newest),
    ]


def _pair(
    statements: Statements,
    revenue: pl.DataFrame,
    now: str,
    before: str,
    slot: str,
    slot_before: str,
    ends: pl.DataFrame,
) -> list[pl.DataFrame]:
    """Two variables that are known only together. ``ends``: cik, end, prior_end."""
    both = _compared(statements, revenue, slot, slot_before, ends)
    return [
        both.select(
            "cik",
            variable=pl.lit(name),
            value=pl.when(pl.col("reason").is_null()).then(value),
            operands=pl.when(pl.col("reason").is_null()).then(operands),
            reason="reason",
        )
        for name, value, operands in (
            (now, "value", "operands"),
            (before, "value_before", "operands_before"),
        )
    ]


def revenue_three_years_before(statements: Statements) -> pl.DataFrame:
    """Return cik, end, revenue_before: for each fiscal year the revenue three years before it,
    where both are on one tag and one basis."""
    revenue = statements.candidates.filter(pl.col("concept") == "revenue")
    years = _three_years_apart(statements.years)
    return (
        _compared(statements, revenue, "year", "year", years)
        .filter(pl.col("reason").is_null())
        .select("cik", "end", revenue_before="value_before")
    )


def _compared(
    statements: Statements,
    revenue: pl.DataFrame,
    slot: str,
    slot_before: str,
    ends: pl.DataFrame,
) -> pl.DataFrame:
    """Revenue at two dates: cik, end, value, value_before, their operands, and the reason why they
    are not to be compared (null where they are).

    The tag must be that of all revenue at both ends: one that holds a part beside a total then may
    hold the total now. And the years between are witnesses: where they were restated, so was what
    is before them, whether a filing says so or not."""
    chosen = of(statements.chosen, "revenue", slot).select(
        "cik", "end", "rank", "value", "operands"
    )
    then = of(statements.chosen, "revenue", slot_before).select(
        "cik", prior_end="end", whole="value", operands_whole="operands"
    )
    other = revenue.filter(pl.col("slot") == slot_before).select(
        "cik", "rank", prior_end="end", value_before="value", operands_before="operands"
    )
    both = (
        statements.anchors.select("cik", anchor="end")
        .join(ends.select("cik", "end", "prior_end"), on="cik", how="left")
        .join(chosen, on=["cik", "end"], how="left")
        .join(other, on=["cik", "prior_end", "rank"], how="left")
        .join(then, on=["cik", "prior_end"], how="left")
    )
    part = _part_of_whole(both, statements.known)
    both = both.join(part, on=_PAIR, how="left", maintain_order="left").with_columns(
        value_before=pl.when(pl.col("part").is_null()).then("value_before")
    )
    between = _between(both, other) if slot == "year" else both.select(*_PAIR, between="operands")
    both = both.join(between, on=_PAIR, how="left", maintain_order="left").with_columns(
        all_operands=pl.concat_list("operands", "operands_before", pl.col("between").fill_null([]))
    )
    both = both.with_columns(
        one_basis(both["all_operands"], statements.known),
        divided=restatements(both["all_operands"], statements.known),
    )
    complete = pl.col("value").is_not_null() & pl.col("value_before").is_not_null()
    known = complete & pl.col("one_basis")
    reason = (
        pl.when(known)
        .then(None)
        .when(complete)
        .then(basis_changed())
        .when(pl.col("end").is_null() | pl.col("prior_end").is_null())
        .then(pl.lit(NO_COMPARABLE))
        .when(pl.col("value").is_null())
        .then(pl.lit(NO_NEWEST))
        .otherwise(pl.lit(OTHER_TAG))
    )
    return both.with_columns(reason=reason)


def _between(both: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """The operands of all periods of the pair's tag between its ends: cik, end, between.

    ``both``: cik, rank, end, prior_end. ``values``: cik, rank, prior_end, operands_before."""
    return (
        both.select("cik", "rank", "end", since="prior_end")
        .join(values, on=["cik", "rank"])
        .filter(pl.col("prior_end") > pl.col("since"), pl.col("prior_end") < pl.col("end"))
        .group_by(_PAIR)
        .agg(between=pl.col("operands_before").explode(empty_as_null=True))
    )


def _part_of_whole(both: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The pairs (cik, end, part: true) whose tag held less than all revenue then, and was not
    restated since."""
    filed = known.select("id", "filed")
    below = both.filter(
        pl.col("whole") - pl.col("value_before") > BASIS_TOLERANCE * pl.col("whole").abs()
    )
    last = [
        below.select(*_PAIR, id=operands)
        .explode("id", empty_as_null=True)
        .with_columns(pl.col("id").abs())
        .join(filed, on="id")
        .group_by(_PAIR)
        .agg(pl.col("filed").max())
        for operands in ("operands_before", "operands_whole")
    ]
    return (
        last[0].join(last[1], on=_PAIR, suffix="_whole")
        .filter(pl.col("filed") <= pl.col("filed_whole"))
        .select(*_PAIR, part=pl.lit(True))
    )  # fmt: skip


_PAIR = ["cik", "end"]


def _three_years_apart(years: pl.DataFrame) -> pl.DataFrame:
    """Each fiscal year and the one three years before, where all between are on record."""
    first = years.select("cik", "end", boundary="start")
    for _ in range(3):
        gap = (pl.col("boundary") - pl.col("end_before")).dt.total_days() - 1
        first = (
            first.join(years.select("cik", start_before="start", end_before="end"), on="cik")
            .filter(gap.abs() <= CONTIGUOUS_DAYS)
            .select("cik", "end", boundary="start_before", prior_end="end_before")
        )
    return first.select("cik", "end", "prior_end").unique(_PAIR, keep="first", maintain_order=True)
