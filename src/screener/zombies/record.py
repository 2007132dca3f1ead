"""The record: what the definitions read of each company and fiscal year."""

from __future__ import annotations

import datetime as dt

import polars as pl

from screener.zombies.bis import todays_q
from screener.zombies.companies import is_financial, is_reit, pre_revenue, silent_of_revenue
from screener.zombies.coverage import (
    in_words,
    interest_floor,
    is_measured,
    is_without_debt,
    judged,
    ratio,
)
from screener.zombies.deflator import is_carried, real_growth
from screener.zombies.fed import GROWTH_YEARS, with_leverage

OF_COMPANY = ("cik", "sic", "industry_rule", "first_filed", "first_filed_source")


def described(companies: pl.DataFrame) -> pl.DataFrame:
    """Return the companies with ``financial``, ``reit`` and today's q (see ``bis.todays_q``)."""
    told = companies.with_columns(financial=is_financial(), reit=is_reit())
    return told.join(todays_q(told), on="cik", how="left", maintain_order="left")


def yearly(years: pl.DataFrame, companies: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Return a row per company and fiscal year, by company and in order, with what is judged.

    ``years``: see :func:`screener.zombies.verdicts.judge`; ``companies``: see :func:`described`.
    A latest fiscal year is judged on the as-of date, an earlier one on its last day."""
    of_company = companies.select(
        *OF_COMPANY, "sector", "financial", "reit", "q", "q_median", "q_companies"
    )
    record = (
        years.join(of_company, on="cik", how="left", maintain_order="left")
        .sort("cik", "period_end")
        .with_columns(
            number=pl.int_range(1, pl.len() + 1).over("cik"),
            is_latest=pl.col("period_end") == pl.col("period_end").max().over("cik"),
            pre_revenue=pre_revenue("revenue", silent_of_revenue()),
            period_text=pl.format("in FY{}", "fiscal_year"),
        )
        .with_columns(
            judged_on=pl.when("is_latest").then(pl.lit(as_of)).otherwise("period_end"),
            q=pl.when("is_latest").then("q"),
            real_growth=real_growth("revenue", "revenue_before", "period_end", GROWTH_YEARS),
            real_growth_carried=is_carried("period_end"),
        )
    )
    return with_coverage(with_leverage(record))


def with_coverage(record: pl.DataFrame) -> pl.DataFrame:
    """Return periods with EBIT, EBITDA and what they say of coverage.

    ``record``: operating_income, depreciation_amortization, interest_expense, net_interest_expense,
    total_debt, reit. Added: ebit, ebit_to_interest, coverage (text of ``Coverage``), coverage_text;
    the same of EBITDA as ebitda, cash_coverage, cash_text; and for sums ebitda_at_least,
    interest_floor, whole_interest, owes_unknown_interest."""
    income, written_off = pl.col("operating_income"), pl.col("depreciation_amortization")
    floor = interest_floor()
    return (
        record.with_columns(
            ebit=income + pl.when("reit").then(written_off).otherwise(0.0),
            ebitda=income + written_off,
            # What is written off is not negative.
            ebitda_at_least=income + written_off.fill_null(0.0),
            interest_floor=floor.fill_null(0.0),
            # No debt at the end is no proof that none was paid for: net interest may say so.
            whole_interest=pl.when(is_measured())
            .then(floor)
            .when(is_without_debt() & floor.is_null())
            .then(0.0),
            owes_unknown_interest=((pl.col("total_debt") > 0) & floor.is_null()).fill_null(
                value=False
            ),
        )
        .with_columns(ebit_at_least=pl.when("reit").then("ebitda_at_least").otherwise("ebit"))
        .with_columns(
            coverage=judged("ebit", "ebit_at_least"),
            ebit_to_interest=ratio("ebit"),
            cash_coverage=judged("ebitda", "ebitda_at_least"),
            ebitda_to_interest=ratio("ebitda"),
        )
        .with_columns(
            coverage_text=in_words("coverage", "ebit_to_interest", "ebit", "operating income"),
            cash_text=in_words("cash_coverage", "ebitda_to_interest", "ebitda", "EBITDA"),
        )
    )
