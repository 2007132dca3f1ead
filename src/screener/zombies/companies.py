"""Which companies a definition is not made for: financials, and drug makers before their first
sales."""

from __future__ import annotations

import polars as pl

LEAST_REVENUE = 10e6
"""A drug or biotech company with less revenue in twelve months (USD) has no product yet."""


def is_financial() -> pl.Expr:
    """Whether a company is a bank, an insurer or another financial: SIC 6000-6499, else its tags.

    Reads ``sic`` (text) and ``industry_rule``."""
    by_tags = pl.col("industry_rule").is_in(["bank", "insurer", "broker"])
    return pl.coalesce(_code().is_between(6000, 6499), by_tags).fill_null(value=False)


def is_reit() -> pl.Expr:
    """Whether a company is a real-estate trust, by ``industry_rule``."""
    return (pl.col("industry_rule") == "reit").fill_null(value=False)


def is_drug_company() -> pl.Expr:
    """Whether a company makes drugs or does biological research: SIC 2833-2836, 8731."""
    return (_code().is_between(2833, 2836) | (_code() == 8731)).fill_null(value=False)


def pre_revenue(revenue: str, otherwise: pl.Expr) -> pl.Expr:
    """Whether a company is a drug or biotech company without sales yet.

    It can't cover interest without being what a definition means. Reads ``sic`` (text; unknown:
    false) and the column ``revenue`` (USD, twelve months); where that is unknown ``otherwise``, a
    Boolean, says whether there are none: :func:`silent_of_revenue` of a fiscal year, the latest
    fiscal year's answer of twelve months."""
    least = pl.coalesce(pl.col(revenue) < LEAST_REVENUE, otherwise)
    return (is_drug_company() & least).fill_null(value=False)


def silent_of_revenue() -> pl.Expr:
    """Whether a company reports its costs in a fiscal year and a revenue in none: then it has none.

    Reads ``cik``, ``revenue`` and ``operating_income`` of a company's years."""
    silent = pl.col("revenue").is_null().all().over("cik")
    return silent & pl.col("operating_income").is_not_null()


def _code() -> pl.Expr:
    return pl.col("sic").cast(pl.Int64, strict=False)
