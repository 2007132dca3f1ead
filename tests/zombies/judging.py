"""Records of fiscal years by hand, and what the definitions say of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from screener.zombies import Judgement, judge

AS_OF = dt.date(2026, 5, 5)
OLD = dt.date(2000, 1, 1)

Year = dict[str, Any]

YEARS: dict[str, Any] = {
    "cik": pl.Int64, "fiscal_year": pl.Int32, "period_end": pl.Date, "revenue": pl.Float64,
    "revenue_before": pl.Float64, "operating_income": pl.Float64,
    "operating_income_derived": pl.Boolean, "net_income": pl.Float64,
    "depreciation_amortization": pl.Float64, "interest_expense": pl.Float64,
    "interest_proxy": pl.Boolean, "net_interest_expense": pl.Float64, "total_debt": pl.Float64,
    "assets": pl.Float64,
}  # fmt: skip
COMPANY: dict[str, Any] = {
    "cik": pl.Int64, "sic": pl.String, "industry_rule": pl.String, "sector": pl.String,
    "first_filed": pl.Date, "first_filed_source": pl.String, "assets": pl.Float64,
    "equity": pl.Float64, "market_cap": pl.Float64, "total_debt": pl.Float64,
    "revenue_ttm": pl.Float64, "net_income_ttm": pl.Float64, "operating_income_ttm": pl.Float64,
    "ebitda_ttm": pl.Float64, "interest_expense_ttm": pl.Float64, "net_interest_ttm": pl.Float64,
    "stale": pl.Boolean, "newest_period": pl.Date,
}  # fmt: skip


def year(ebit: float | None, interest: float | None, **more: Any) -> Year:
    """A fiscal year with debt of 50 and assets of 100."""
    return {
        "operating_income": ebit,
        "interest_expense": interest,
        "total_debt": 50.0,
        "assets": 100.0,
    } | more


BELOW, AT_ONE, COVERED = year(9.99, 10.0), year(10.0, 10.0), year(50.0, 10.0)


def record(*years: Year | None, first: int = 2023, cik: int = 1, ends: str = "12-31") -> list[Year]:
    """Fiscal years from ``first`` on; None leaves a gap."""
    return [
        {
            "cik": cik,
            "fiscal_year": first + number,
            "period_end": dt.date.fromisoformat(f"{first + number}-{ends}"),
        }
        | given
        for number, given in enumerate(years)
        if given is not None
    ]


def company(cik: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "cik": cik, "industry_rule": "general", "sector": "Industrials", "first_filed": OLD,
        "first_filed_source": "submissions", "stale": False,
        "newest_period": dt.date(2026, 3, 31),
    } | more  # fmt: skip


def judged(years: list[Year], *companies: dict[str, Any], as_of: dt.date = AS_OF) -> Judgement:
    return judge(
        pl.DataFrame([{name: row.get(name) for name in YEARS} for row in years], schema=YEARS),
        pl.DataFrame(
            [{name: row.get(name) for name in COMPANY} for row in companies or (company(),)],
            schema=COMPANY,
        ),
        as_of,
    )


def verdict(
    definition: str,
    years: list[Year],
    *others: dict[str, Any],
    as_of: dt.date = AS_OF,
    **more: Any,
) -> tuple[str, str]:
    """The answer and the reason of company 1; ``others`` are in the universe beside it."""
    found = judged(years, company(**more), *others, as_of=as_of)
    metric = f"zombie_{definition}"
    answer = found.verdicts.filter(pl.col("cik") == 1)[metric].item()
    why = found.reasons.filter(pl.col("cik") == 1, pl.col("metric") == metric)
    assert (answer == "unknown") == (why["kind"].item() is not None)
    return answer, why["reason"].item()


def uncovered(years: list[Year], **more: Any) -> tuple[int | None, str]:
    """``years_uncovered`` of company 1, and why it is unknown."""
    found = judged(years, company(**more))
    why = found.reasons.filter(pl.col("metric") == "years_uncovered")["reason"].to_list()
    count = found.verdicts["years_uncovered"].item()
    assert (count is None) == bool(why)
    return count, "".join(why)
