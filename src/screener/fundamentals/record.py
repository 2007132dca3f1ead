"""The record: a company's quarters and fiscal years, for charts, for verdicts and for counting
years."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.formulas import no_measure
from screener.fundamentals.pairs import revenue_three_years_before
from screener.fundamentals.statements import Statements

_QUARTER_FLOWS = (
    "revenue",
    "gross_profit",
    "operating_income",
    "net_income",
    "interest_expense",
    "operating_cash_flow",
    "capex",
)
_YEAR_FLOWS = (*_QUARTER_FLOWS, "depreciation_amortization", "net_interest")
_STOCKS = ("assets", "equity", "cash")

CONSECUTIVE_DAYS = 380
"""Fiscal years whose ends are further apart than this have a gap between them."""


def quarters_table(books: Statements) -> pl.DataFrame:
    """Return the columns of ``store.schema.QUARTERS``, sorted by company and period."""
    chosen = books.chosen.filter(
        pl.col("slot") == "quarter", pl.col("concept").is_in(_QUARTER_FLOWS), pl.col("one_basis")
    )
    periods = (
        chosen.filter(pl.col("concept").is_in(["revenue", "net_income", "operating_cash_flow"]))
        .group_by("cik", "end")
        .agg(pl.col("start").mode().min())
    )
    return (
        _joined(periods, chosen, _QUARTER_FLOWS)
        .rename({"start": "period_start", "end": "period_end"})
        .select("cik", "period_start", "period_end", *_QUARTER_FLOWS)
        .sort("cik", "period_end")
    )


def years_table(books: Statements) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the fiscal years and the operands that they are made of.

    Years: the columns of ``store.schema.YEARS`` but those that verdicts add, and
    ``revenue_before`` (three fiscal years before, on the same tag and basis, else null), sorted by
    company and period. A fiscal year is named after the calendar year in which it ends; one that
    ends in the first week of January counts to the year before (52/53-week calendars). Operands:
    cik, end, concept, operand."""
    chosen = books.chosen.filter(
        (pl.col("slot") == "year") & pl.col("concept").is_in(_YEAR_FLOWS)
        | (pl.col("slot") == "stock") & pl.col("concept").is_in(_STOCKS),
        pl.col("one_basis"),
    )
    marks = chosen.filter(pl.col("slot") == "year")
    derived = marks.filter(
        pl.col("concept") == "operating_income",
        pl.col("mark").is_in(["derived", "derived net", "replaced"]),
    )
    proxied = marks.filter(pl.col("concept") == "interest_expense", pl.col("mark") == "proxy")
    on = ["cik", "end"]
    years = (
        _joined(books.years, chosen, (*_YEAR_FLOWS, *_STOCKS))
        .join(books.debt.select(*on, total_debt="value"), on=on, how="left")
        .join(derived.select(*on, operating_income_derived=pl.lit(True)), on=on, how="left")
        .join(proxied.select(*on, interest_proxy=pl.lit(True)), on=on, how="left")
        .join(revenue_three_years_before(books), on=on, how="left")
        .with_columns(
            fiscal_year=(pl.col("end") - pl.duration(days=7)).dt.year().cast(pl.Int32),
            operating_income_derived=_marked("operating_income_derived", "operating_income"),
            interest_proxy=_marked("interest_proxy", "interest_expense"),
            net_interest_expense=-pl.col("net_interest"),
            interest_coverage=pl.when(
                pl.col("interest_expense") > 0,
                # Interest paid below the net expense is no measure of the expense.
                ~no_measure(
                    pl.col("operating_income"), pl.col("interest_expense"), -pl.col("net_interest")
                ).fill_null(value=False),
            ).then(pl.col("operating_income") / pl.col("interest_expense")),
        )
        .rename({"start": "period_start", "end": "period_end"})
        .sort("cik", "period_end")
    )
    operands = pl.concat(
        [
            chosen.select(*on, "concept", operand="operands"),
            books.debt.select(*on, concept=pl.lit("total_debt"), operand="operands"),
        ]
    ).explode("operand", empty_as_null=True)
    return years, operands


def profitable_years(books: Statements) -> pl.DataFrame:
    """Count the consecutive fiscal years with net income above zero, up to the latest reported.

    Returns cik, value (Int64) and record (list of structs role, operand): the years that were
    counted and the one that ended the count. Companies whose latest fiscal year has no net income
    have no row, nor those whose count only a gap in the record ends."""
    income = books.chosen.filter(pl.col("slot") == "year", pl.col("concept") == "net_income")
    years = books.years.join(
        income.select("cik", "end", "value", "operands"), on=["cik", "end"], how="left"
    ).sort("cik", "end", descending=[False, True])
    gap = (pl.col("end").shift(1) - pl.col("end")).dt.total_days().over("cik")
    on_record = (pl.col("value").is_not_null() & (gap.fill_null(0) <= CONSECUTIVE_DAYS)).cast(
        pl.Int8
    ).cum_min().over("cik") == 1
    cut = years.filter(~on_record, pl.col("value").is_not_null())["cik"].unique()
    years = years.filter(on_record)
    positive = (pl.col("value") > 0).cast(pl.Int64).cum_min().over("cik")
    years = years.with_columns(positive=positive)
    ends_run = (pl.col("positive") == 1) | (
        pl.col("positive").shift(1).over("cik").fill_null(1) == 1
    )
    role = pl.format("net_income {}", pl.col("end").dt.to_string("%Y-%m-%d"))
    return (
        years.filter(ends_run)
        .with_columns(role=role)
        .group_by("cik", maintain_order=True)
        .agg(
            value=pl.col("positive").sum(),
            record=pl.struct("role", operand=pl.col("operands").list.first()),
            ended=(pl.col("positive") == 0).any(),
        )
        .filter(pl.col("ended") | ~pl.col("cik").is_in(cut.implode()))
        .drop("ended")
    )


def _joined(periods: pl.DataFrame, chosen: pl.DataFrame, concepts: tuple[str, ...]) -> pl.DataFrame:
    columns = chosen.pivot("concept", index=["cik", "end"], values="value", on_columns=concepts)
    return periods.join(columns, on=["cik", "end"], how="left", maintain_order="left")


def _marked(mark: str, concept: str) -> pl.Expr:
    return pl.when(pl.col(concept).is_not_null()).then(pl.col(mark).fill_null(value=False))
