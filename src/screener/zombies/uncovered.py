"""For how many fiscal years interest has not been covered."""

from __future__ import annotations

import datetime as dt

import polars as pl

from screener.model.verdict import Unknown
from screener.zombies.answers import (
    CONSECUTIVE_DAYS,
    ENDED_LONG_AGO,
    FINANCIAL,
    NONE_ON_RECORD,
    decided,
    is_old,
)
from screener.zombies.coverage import Coverage, judged

UNCOVERED = "years_uncovered"


def uncovered_years(record: pl.DataFrame, companies: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Count the fiscal years with coverage below 1 up to the latest, of each company.

    Returns cik, years_uncovered, kind and reason where it is unknown, and since. The count ends
    with a year that is covered or without debt, or where the record begins; one that a gap or an
    unknown year ends is unknown."""
    latest_first = record.select("cik", "fiscal_year", "period_end", "coverage").sort(
        "cik", "period_end", descending=[False, True]
    )
    gap = (pl.col("period_end").shift(1) - pl.col("period_end")).dt.total_days().over("cik")
    state = pl.when(gap.fill_null(0) > CONSECUTIVE_DAYS).then(pl.lit("gap")).otherwise("coverage")
    below = pl.col("state") == Coverage.BELOW.value
    counted = below.cast(pl.Int64).cum_min().over("cik") == 1
    runs = latest_first.with_columns(state=state).with_columns(counted=counted)
    ends = runs.filter(~pl.col("counted")).unique("cik", keep="first", maintain_order=True)
    found = (
        companies.select("cik", "financial")
        .join(
            runs.group_by("cik").agg(
                pl.col("counted").sum().cast(pl.Int64),
                pl.col("period_end").max(),
                first=pl.col("period_end").filter("counted").min(),
            ),
            on="cik",
            how="left",
        )
        .join(
            ends.select("cik", "state", ended="fiscal_year", ender="period_end"),
            on="cik",
            how="left",
        )
    )
    at_least = pl.when(pl.col("counted") > 0).then(pl.format("at least {}: ", "counted"))
    because = (
        pl.when(pl.col("state") == "gap")
        .then(pl.lit("a gap in the record of fiscal years"))
        .otherwise(pl.format("the coverage of FY{} is unknown", "ended"))
    )
    dark = pl.col("state").is_in(["gap", Coverage.UNKNOWN.value]).fill_null(value=False)
    why = decided(
        [
            (pl.col("financial"), Unknown.NOT_MEANINGFUL, FINANCIAL[2]),
            (pl.col("period_end").is_null(), *NONE_ON_RECORD),
            (is_old(as_of), *ENDED_LONG_AGO),
            (
                pl.col("state") == "gap",
                Unknown.TOO_SHORT,
                pl.concat_str([at_least, because], ignore_nulls=True),
            ),
            (dark, Unknown.NOT_REPORTED, pl.concat_str([at_least, because], ignore_nulls=True)),
        ],
        (Unknown.NOT_REPORTED, pl.lit("")),
    )
    is_known = pl.col("reason") == ""
    return (
        found.with_columns(why.alias("why"))
        .unnest("why")
        .select(
            "cik",
            pl.when(is_known).then("counted").alias(UNCOVERED),
            "kind",
            "reason",
            since=pl.coalesce("ender", "first"),
        )
    )


def recount(operands: pl.DataFrame) -> int:
    """Return ``years_uncovered`` from its lineage alone: the rows of one company and that metric.

    ``operands``: role (``<concept> <period end>``), sign, value."""
    sums = (
        operands.group_by("role")
        .agg(value=(pl.col("sign") * pl.col("value")).sum())
        .with_columns(
            pl.col("role").str.split_exact(" ", 1).struct.rename_fields(["concept", "day"])
        )
        .unnest("role")
    )
    years = sums.pivot("concept", index="day", values="value", on_columns=_CONCEPTS).with_columns(
        income=pl.col("operating_income") + pl.col("depreciation_amortization").fill_null(0.0),
        net_interest_expense=-pl.col("net_interest"),
    )
    below = years.sort("day", descending=True).select(
        (judged("income", "income") == Coverage.BELOW.value).cast(pl.Int64).cum_min().sum()
    )
    return int(below.item())


_CONCEPTS = (
    "operating_income", "depreciation_amortization", "interest_expense", "net_interest",
    "total_debt",
)  # fmt: skip
