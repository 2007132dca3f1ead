"""The formulas: how each metric follows from its variables, and when it means nothing.

A degenerate ratio is null with a reason, or cheap lists would fill with losers: a P/E at a loss,
growth from nothing, anything over zero. The same expressions serve the build and the recomputation
of a single value from its lineage."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Formula:
    """``expr`` over columns named like ``variables``; ``guards`` are conditions under which it is
    null.

    ``witnesses`` are variables that only the guards read; they may be unknown.
    """

    variables: tuple[str, ...]
    expr: pl.Expr
    guards: tuple[tuple[pl.Expr, str], ...] = ()
    witnesses: tuple[str, ...] = ()


def _is(variable: str) -> Formula:
    return Formula((variable,), pl.col(variable))


def _share_of_revenue(variable: str) -> Formula:
    revenue = pl.col("revenue_ttm")
    return Formula(
        (variable, "revenue_ttm"),
        pl.col(variable) / revenue,
        ((revenue <= 0, "no revenue to divide by"),),
    )


def _growth(now: str, before: str, years: int = 1) -> Formula:
    ratio = pl.col(now) / pl.col(before)
    guards: tuple[tuple[pl.Expr, str], ...] = (
        (pl.col(before) <= 0, "the revenue to compare with is not above zero"),
    )
    if years > 1:
        guards += ((pl.col(now) <= 0, "the newest revenue is not above zero"),)
    return Formula((now, before), ratio - 1 if years == 1 else ratio ** (1 / years) - 1, guards)


NEARLY = 0.95
"""Interest below this share of the net interest expense is not the whole expense; what is nearer
may be rounding, or interest income that one of the two leaves out."""


def no_measure(income: pl.Expr, interest: pl.Expr, net: pl.Expr) -> pl.Expr:
    """Whether ``interest`` measures no coverage: gross interest is at least the ``net`` expense.

    It is well below that, or ``income`` lies between the two, which then answer differently. Null
    where it can't be told.
    """
    return (interest < net * NEARLY) | income.is_between(interest, net, closed="left")


_NET_INCOME = pl.col("net_income_ttm")
_REVENUE = pl.col("revenue_ttm")
_INTEREST = pl.col("interest_expense_ttm")
_MARKET_CAP = pl.col("price") * pl.col("shares_outstanding")
_FREE_CASH_FLOW = pl.col("operating_cash_flow_ttm") - pl.col("capex_ttm")
_CAP = ("price", "shares_outstanding")

FORMULAS: dict[str, Formula] = {
    "revenue_ttm": _is("revenue_ttm"),
    "revenue_growth": _growth("revenue_ttm_now", "revenue_ttm_prior"),
    "revenue_growth_quarter": _growth("revenue_quarter", "revenue_quarter_prior"),
    "revenue_growth_3y": _growth("revenue_year", "revenue_year_3", years=3),
    "gross_margin": _share_of_revenue("gross_profit_ttm"),
    "operating_income_ttm": _is("operating_income_ttm"),
    "operating_margin": _share_of_revenue("operating_income_ttm"),
    "net_income_ttm": _is("net_income_ttm"),
    "net_margin": _share_of_revenue("net_income_ttm"),
    "profitable": Formula(("net_income_ttm",), _NET_INCOME > 0),
    "operating_cash_flow_ttm": _is("operating_cash_flow_ttm"),
    "capex_ttm": _is("capex_ttm"),
    "free_cash_flow_ttm": Formula(("operating_cash_flow_ttm", "capex_ttm"), _FREE_CASH_FLOW),
    "capex_to_revenue": _share_of_revenue("capex_ttm"),
    "cash": _is("cash"),
    "total_debt": _is("total_debt"),
    "interest_expense_ttm": _is("interest_expense_ttm"),
    "interest_coverage": Formula(
        ("operating_income_ttm", "interest_expense_ttm"),
        pl.col("operating_income_ttm") / _INTEREST,
        (
            (_INTEREST <= 0, "no interest expense to divide by"),
            # Interest paid stands in for the expense, which is at least the net expense.
            (
                no_measure(pl.col("operating_income_ttm"), _INTEREST, -pl.col("net_interest_ttm")),
                "the interest paid is below the net interest expense and no measure of it",
            ),
        ),
        ("net_interest_ttm",),
    ),
    "assets": _is("assets"),
    "equity": _is("equity"),
    "shares_outstanding": _is("shares_outstanding"),
    "market_cap": Formula(_CAP, _MARKET_CAP),
    "pe": Formula(
        (*_CAP, "net_income_ttm"),
        _MARKET_CAP / _NET_INCOME,
        ((_NET_INCOME <= 0, "a loss has no price-earnings ratio"),),
    ),
    "ps": Formula(
        (*_CAP, "revenue_ttm"),
        _MARKET_CAP / _REVENUE,
        ((_REVENUE <= 0, "no revenue to divide by"),),
    ),
    "fcf_yield": Formula(
        (*_CAP, "operating_cash_flow_ttm", "capex_ttm"), _FREE_CASH_FLOW / _MARKET_CAP
    ),
}
"""Every metric that is a function of variables. ``profitable_years`` and verdicts read whole
years."""

RECORDS = {"profitable_years": "net_income"}
"""Metrics that count over a record of years: their operands' roles are ``<concept> <period
end>``."""

VERDICT_RECORDS = {"zombie_oecd": 3}
"""Verdicts that read the last fiscal years, and how many. Roles as in :data:`RECORDS`."""

PAIRED = frozenset(
    f"revenue_{name}"
    for name in ("ttm_now", "ttm_prior", "quarter", "quarter_prior", "year", "year_3")
)
"""Variables that are known only as a pair: their reason speaks of both."""
