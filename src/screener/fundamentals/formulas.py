"""The formulas: how each metric follows from its variables, and when it means nothing.

A degenerate ratio is null with a reason, or cheap lists would fill with losers: a P/E at a loss,
growth from nothing, anything over zero. The same expressions serve the build and the recomputation
of a single value from its lineage."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.fundamentals.reasons import FINANCE
from screener.model.metric import US_TAX_RATE
from screener.model.verdict import Unknown


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition under which a metric is null, and why."""

    condition: pl.Expr
    text: str
    kind: Unknown = Unknown.DEGENERATE

    @property
    def reason(self) -> str:
        """The reason as a reader sees it."""
        return f"meaningless: {self.text}" if self.kind is Unknown.DEGENERATE else self.text


@dataclass(frozen=True, slots=True)
class Formula:
    """``expr`` over columns named like ``variables``.

    ``witnesses`` are variables that may be unknown: guards read them, or lines of a balance sheet
    that not every company has.
    """

    variables: tuple[str, ...]
    expr: pl.Expr
    guards: tuple[Guard, ...] = ()
    witnesses: tuple[str, ...] = ()


_REVENUE = pl.col("revenue_ttm")
_NET_INCOME = pl.col("net_income_ttm")
_NO_REVENUE = Guard(_REVENUE <= 0, "no revenue to divide by")


def _is(variable: str) -> Formula:
    return Formula((variable,), pl.col(variable))


def _share_of_revenue(variable: str) -> Formula:
    return Formula((variable, "revenue_ttm"), pl.col(variable) / _REVENUE, (_NO_REVENUE,))


def _growth(now: str, before: str, years: int = 1) -> Formula:
    ratio = pl.col(now) / pl.col(before)
    guards: tuple[Guard, ...] = (
        Guard(pl.col(before) <= 0, "the revenue to compare with is not above zero"),
    )
    if years > 1:
        guards += (Guard(pl.col(now) <= 0, "the newest revenue is not above zero"),)
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


_INCOME = pl.col("operating_income_ttm")
_INTEREST = pl.col("interest_expense_ttm")
_MARKET_CAP = pl.col("price") * pl.col("shares_outstanding")
_FREE_CASH_FLOW = pl.col("operating_cash_flow_ttm") - pl.col("capex_ttm")
_EBITDA = _INCOME + pl.col("depreciation_amortization_ttm")
_DEBT = pl.col("total_debt")
# A balance sheet without the line has none.
_NET_DEBT = _DEBT - pl.col("cash") - pl.col("short_term_investments").fill_null(0.0)
_CAPITAL = _DEBT + pl.col("equity")

_CAP = ("price", "shares_outstanding")
_FREE = ("operating_cash_flow_ttm", "capex_ttm")
_EARNED = ("operating_income_ttm", "depreciation_amortization_ttm")
_OWED = ("total_debt", "cash")
_INVESTED = ("short_term_investments", "short_term_investments_before", "finance")

_NET_DEBT_GUARDS = (
    Guard(
        pl.col("finance") > 0,
        FINANCE,
        Unknown.NOT_MEANINGFUL,
    ),
    Guard(
        pl.col("short_term_investments").is_null()
        & pl.col("short_term_investments_before").is_not_null(),
        "short-term investments were on the last balance sheets and are not on this one",
        Unknown.NOT_REPORTED,
    ),
)
_NO_EBITDA = Guard(_EBITDA <= 0, "EBITDA is not above zero")
_NO_EQUITY = Guard(pl.col("equity") <= 0, "equity is not above zero")

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
    "ebitda_ttm": Formula(_EARNED, _EBITDA),
    "roe": Formula(("net_income_ttm", "equity"), _NET_INCOME / pl.col("equity"), (_NO_EQUITY,)),
    "roa": Formula(
        ("net_income_ttm", "assets"),
        _NET_INCOME / pl.col("assets"),
        (Guard(pl.col("assets") <= 0, "no assets to divide by"),),
    ),
    "roic": Formula(
        ("operating_income_ttm", "total_debt", "equity"),
        _INCOME * (1 - US_TAX_RATE) / _CAPITAL,
        (Guard(_CAPITAL <= 0, "invested capital is not above zero"),),
    ),
    "operating_cash_flow_ttm": _is("operating_cash_flow_ttm"),
    "capex_ttm": _is("capex_ttm"),
    "free_cash_flow_ttm": Formula(_FREE, _FREE_CASH_FLOW),
    "fcf_margin": Formula((*_FREE, "revenue_ttm"), _FREE_CASH_FLOW / _REVENUE, (_NO_REVENUE,)),
    "stock_compensation_ttm": _is("stock_compensation_ttm"),
    "capex_to_revenue": _share_of_revenue("capex_ttm"),
    "cash": _is("cash"),
    "total_debt": _is("total_debt"),
    "net_debt": Formula(_OWED, _NET_DEBT, _NET_DEBT_GUARDS, _INVESTED),
    "net_debt_to_ebitda": Formula(
        (*_OWED, *_EARNED), _NET_DEBT / _EBITDA, (*_NET_DEBT_GUARDS, _NO_EBITDA), _INVESTED
    ),
    "debt_to_equity": Formula(("total_debt", "equity"), _DEBT / pl.col("equity"), (_NO_EQUITY,)),
    "interest_expense_ttm": _is("interest_expense_ttm"),
    "interest_coverage": Formula(
        ("operating_income_ttm", "interest_expense_ttm"),
        _INCOME / _INTEREST,
        (
            Guard(_INTEREST <= 0, "no interest expense to divide by"),
            # Interest paid stands in for the expense, which is at least the net expense.
            Guard(
                no_measure(_INCOME, _INTEREST, -pl.col("net_interest_ttm")),
                "the interest paid is below the net interest expense and no measure of it",
                Unknown.CONFLICTING,
            ),
        ),
        ("net_interest_ttm",),
    ),
    "assets": _is("assets"),
    "equity": _is("equity"),
    "current_ratio": Formula(
        ("current_assets", "current_liabilities"),
        pl.col("current_assets") / pl.col("current_liabilities"),
        (Guard(pl.col("current_liabilities") <= 0, "no current liabilities to divide by"),),
    ),
    "shares_outstanding": _is("shares_outstanding"),
    "dilution": Formula(
        ("shares_now", "shares_prior"), pl.col("shares_now") / pl.col("shares_prior") - 1
    ),
    "market_cap": Formula(_CAP, _MARKET_CAP),
    "pe": Formula(
        (*_CAP, "net_income_ttm"),
        _MARKET_CAP / _NET_INCOME,
        (Guard(_NET_INCOME <= 0, "a loss has no price-earnings ratio"),),
    ),
    "ps": Formula((*_CAP, "revenue_ttm"), _MARKET_CAP / _REVENUE, (_NO_REVENUE,)),
    "pb": Formula((*_CAP, "equity"), _MARKET_CAP / pl.col("equity"), (_NO_EQUITY,)),
    "ev_to_ebitda": Formula(
        (*_CAP, *_OWED, *_EARNED),
        (_MARKET_CAP + _NET_DEBT) / _EBITDA,
        (
            *_NET_DEBT_GUARDS,
            _NO_EBITDA,
            Guard(_MARKET_CAP + _NET_DEBT <= 0, "the enterprise value is not above zero"),
        ),
        _INVESTED,
    ),
    "fcf_yield": Formula((*_CAP, *_FREE), _FREE_CASH_FLOW / _MARKET_CAP),
    "dividend_yield": Formula((*_CAP, "dividends_ttm"), pl.col("dividends_ttm") / _MARKET_CAP),
}
"""Every metric that is a function of variables. ``profitable_years`` and verdicts read whole
years."""

RECORDS = {"profitable_years": "net_income"}
"""Metrics that count over a record of years: their operands' roles are ``<concept> <period
end>``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a verdict reads of fiscal years: whether interest is covered in the latest ``years``
    (None: all on record), and whatever that takes the concepts ``always``."""

    years: int | None
    always: tuple[str, ...] = ()


VERDICT_RECORDS = {
    "zombie_oecd": Reading(3),
    "zombie_bis": Reading(2),
    "zombie_fed": Reading(1, ("total_debt", "assets")),
    "zombie_cash": Reading(3, ("depreciation_amortization",)),
    "years_uncovered": Reading(None),
}
"""What verdicts read of fiscal years. Roles as in :data:`RECORDS`."""

VERDICT_VARIABLES = {
    "zombie_bis": ("price", "shares_outstanding", "assets", "equity"),
    "zombie_fed": ("revenue_year", "revenue_year_3"),
    "zombie_loss": (
        "net_income_ttm", "operating_income_ttm", "interest_expense_ttm", "net_interest_ttm",
        "depreciation_amortization_ttm", "total_debt",
    ),
}  # fmt: skip
"""What verdicts read of today, beside fiscal years: variables, as formulas do; depreciation only of
real-estate trusts."""

PAIRED = frozenset(
    {
        *(
            f"revenue_{name}"
            for name in ("ttm_now", "ttm_prior", "quarter", "quarter_prior", "year", "year_3")
        ),
        "shares_now",
        "shares_prior",
    }
)
"""Variables that are known only as a pair: their reason speaks of both."""


def guarded(metric: str) -> pl.Expr:
    """The metric out of its variables; null where a guard holds."""
    formula = FORMULAS[metric]
    value = formula.expr
    for guard in formula.guards:
        value = pl.when(guard.condition.fill_null(value=False)).then(None).otherwise(value)
    return value


def outdated(metric: str) -> pl.Expr:
    """Whether the metric is unknown for staleness: what speaks of twelve months or of today's
    price.

    A balance sheet and the record of years are dated and stay what they are.
    """
    names = FORMULAS[metric].variables
    current = any("_ttm" in name or "_quarter" in name or name == "price" for name in names)
    return pl.col("stale") if current else pl.lit(False)
