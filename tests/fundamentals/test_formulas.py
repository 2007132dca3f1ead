"""Metrics worked out by hand: a small company, real filings, and every ratio's degenerate case."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.fundamentals.ledger import CIK, Fact, compute, day, quarterly, stock

from screener.fundamentals.formulas import FORMULAS, guarded
from screener.fundamentals.lineage import recompute

AS_OF = "2025-06-01"
PRICE = 100.0
MILLION = 1e6

_FLOWS = {
    # 2024 by quarter, and the first quarter of 2025; twelve months to March 2025 are the sum of
    # 2024, less its first quarter, plus that of 2025
    "Revenues": (200, 210, 190, 200, 240),  # 840
    "OperatingIncomeLoss": (20, 25, 15, 20, 24),  # 84
    "NetIncomeLoss": (10, 12, 8, 10, 18),  # 48
    "InterestExpense": (3, 3, 3, 3, 3),  # 12
    "DepreciationDepletionAndAmortization": (5, 5, 5, 5, 6),  # 21
    "NetCashProvidedByUsedInOperatingActivities": (15, 20, 10, 15, 21),  # 66
    "PaymentsToAcquirePropertyPlantAndEquipment": (6, 6, 6, 6, 9),  # 27
    "ShareBasedCompensation": (2, 2, 2, 2, 3),  # 9
    "PaymentsOfDividendsCommonStock": (1, 1, 1, 3, 2),  # 7
}
_BALANCE = {
    "Assets": 1000,
    "StockholdersEquity": 420,
    "CashAndCashEquivalentsAtCarryingValue": 60,
    "ShortTermInvestments": 40,
    "AssetsCurrent": 300,
    "LiabilitiesCurrent": 200,
    "LongTermDebt": 200,
}
_SHARES = (5_000_000, 5_250_000)  # at 2024-04-30 and 2025-04-30


def books(**changed: Any) -> list[Fact]:
    """The small company; ``changed`` tags have other figures, or none where they are None."""
    facts: list[Fact] = []
    for tag, figures in (_FLOWS | {k: v for k, v in changed.items() if k in _FLOWS}).items():
        if figures is None:
            continue
        scaled = [figure * MILLION for figure in figures]
        years = {2024: tuple(scaled[:4]), 2025: (scaled[4], 0.0, 0.0, 0.0)}
        cash_flow = tag.startswith(("Net", "Pay", "Share", "Dep")) and tag != "NetIncomeLoss"
        facts += quarterly(tag, years, cash_flow=cash_flow)
    for tag, figure in (_BALANCE | {k: v for k, v in changed.items() if k in _BALANCE}).items():
        if figure is not None:
            facts.append(stock(tag, figure * MILLION, "2025-03-31", "2025-05-05"))
            # An older balance sheet that nothing may read.
            facts.append(stock(tag, figure * MILLION + 7e8, "2024-12-31", "2025-02-20", "10-K"))
    for count, when, filed in zip(
        _SHARES, ("2024-04-30", "2025-04-30"), ("2024-05-05", "2025-05-05"), strict=True
    ):
        cover = "EntityCommonStockSharesOutstanding"
        facts.append(stock(cover, count, when, filed, unit="shares"))
    return facts


def figures(facts: list[Fact]) -> dict[str, Any]:
    computed = compute(facts, AS_OF, price=PRICE, price_date=day(AS_OF))
    return computed.metrics.row(0, named=True)


BY_HAND = {
    "ebitda_ttm": (84 + 21) * MILLION,
    "stock_compensation_ttm": 9 * MILLION,
    "net_debt": (200 - 60 - 40) * MILLION,
    "roe": 48 / 420,
    "roa": 48 / 1000,
    "roic": 84 * 0.79 / (200 + 420),
    "fcf_margin": (66 - 27) / 840,
    "net_debt_to_ebitda": 100 / 105,
    "debt_to_equity": 200 / 420,
    "current_ratio": 1.5,
    "dilution": 0.05,
    "pb": 525 / 420,  # 5.25M shares at 100
    "ev_to_ebitda": (525 + 200 - 60 - 40) / 105,
    "dividend_yield": 7 / 525,
}


def test_the_figures_of_a_small_company() -> None:
    row = figures(books())
    assert {name: row[name] for name in BY_HAND} == pytest.approx(BY_HAND, rel=1e-12)


def test_net_cash_is_a_negative_net_debt() -> None:
    row = figures(books(CashAndCashEquivalentsAtCarryingValue=265))
    assert row["net_debt"] == -105 * MILLION
    assert row["net_debt_to_ebitda"] == pytest.approx(-1)
    assert row["ev_to_ebitda"] == pytest.approx((525 - 105) / 105)


def test_a_balance_sheet_that_never_had_short_term_investments_has_none() -> None:
    assert figures(books(ShortTermInvestments=None))["net_debt"] == 140 * MILLION


@pytest.mark.parametrize(
    ("tag", "unknown"),
    [
        ("DepreciationDepletionAndAmortization", ("ebitda_ttm", "net_debt_to_ebitda")),
        ("CashAndCashEquivalentsAtCarryingValue", ("net_debt", "ev_to_ebitda")),
        ("LongTermDebt", ("net_debt", "roic", "debt_to_equity")),
        ("PaymentsOfDividendsCommonStock", ("dividend_yield",)),
        ("AssetsCurrent", ("current_ratio",)),
        ("StockholdersEquity", ("roe", "pb", "roic", "debt_to_equity")),
    ],
)
def test_a_missing_line_is_never_a_zero(tag: str, unknown: tuple[str, ...]) -> None:
    row = figures(books(**{tag: None}))
    assert [row[name] for name in unknown] == [None] * len(unknown)


# --- Degenerate ratios --------------------------------------------------------------------------

_GOOD = {
    name: 100.0
    for formula in FORMULAS.values()
    for name in (*formula.variables, *formula.witnesses)
} | {"net_interest_ttm": None}

_REVENUE = ("revenue_ttm", 0.0)
_BEFORE = "the revenue to compare with is not above zero"
GUARDS = [
    # metric, the variable that makes it degenerate, the value at which it just is, the reason
    ("revenue_growth", "revenue_ttm_prior", 0.0, _BEFORE),
    ("revenue_growth_quarter", "revenue_quarter_prior", 0.0, _BEFORE),
    ("revenue_growth_3y", "revenue_year_3", 0.0, _BEFORE),
    ("revenue_growth_3y", "revenue_year", 0.0, "the newest revenue is not above zero"),
    ("gross_margin", *_REVENUE, "no revenue to divide by"),
    ("operating_margin", *_REVENUE, "no revenue to divide by"),
    ("net_margin", *_REVENUE, "no revenue to divide by"),
    ("fcf_margin", *_REVENUE, "no revenue to divide by"),
    ("capex_to_revenue", *_REVENUE, "no revenue to divide by"),
    ("ps", *_REVENUE, "no revenue to divide by"),
    ("roe", "equity", 0.0, "equity is not above zero"),
    ("debt_to_equity", "equity", 0.0, "equity is not above zero"),
    ("pb", "equity", 0.0, "equity is not above zero"),
    ("roa", "assets", 0.0, "no assets to divide by"),
    ("roic", "equity", -100.0, "invested capital is not above zero"),
    ("net_debt_to_ebitda", "operating_income_ttm", -100.0, "EBITDA is not above zero"),
    ("ev_to_ebitda", "operating_income_ttm", -100.0, "EBITDA is not above zero"),
    # 100 x 100 of market value, 100 of debt, 100 of short-term investments
    ("ev_to_ebitda", "cash", 10_000.0, "the enterprise value is not above zero"),
    ("interest_coverage", "interest_expense_ttm", 0.0, "no interest expense to divide by"),
    ("current_ratio", "current_liabilities", 0.0, "no current liabilities to divide by"),
    ("pe", "net_income_ttm", 0.0, "a loss has no price-earnings ratio"),
]
_VANISHED = "short-term investments were on the last balance sheets and are not on this one"
_OWN_TEST = {
    "the interest paid is below the net interest expense and no measure of it",
    "not meaningful for banks and insurers",
    _VANISHED,
}
_UNSEEN = {"finance": None, "short_term_investments_before": None}
"""Witnesses of what most companies don't have."""


def value(metric: str, **variables: float | None) -> Any:
    names = [*FORMULAS[metric].variables, *FORMULAS[metric].witnesses]
    given = {name: [(_GOOD | _UNSEEN | variables)[name]] for name in names}
    frame = pl.DataFrame(given, schema=dict.fromkeys(names, pl.Float64))
    return frame.select(guarded(metric)).item()


@pytest.mark.parametrize(("metric", "variable", "edge", "text"), GUARDS)
def test_a_degenerate_ratio_is_unknown_from_the_very_edge(
    metric: str, variable: str, edge: float, text: str
) -> None:
    outward = 1.0 if variable == "cash" else -1.0  # cash makes an enterprise worth less
    assert value(metric, **{variable: edge}) is None
    assert value(metric, **{variable: edge + outward}) is None
    inside = value(metric, **{variable: edge - outward * 1e-3})
    assert inside is not None
    assert math.isfinite(inside)
    assert text in {guard.text for guard in FORMULAS[metric].guards}


@pytest.mark.parametrize("metric", ["net_debt", "net_debt_to_ebitda", "ev_to_ebitda"])
def test_net_debt_means_nothing_for_a_bank_and_needs_its_investments(metric: str) -> None:
    assert value(metric) is not None
    assert value(metric, finance=1.0) is None
    gone = {"short_term_investments": None, "short_term_investments_before": 5.0}
    assert value(metric, **gone) is None
    assert value(metric, **gone | {"short_term_investments": 1.0}) is not None
    assert value(metric, **gone | {"short_term_investments_before": None}) is not None


def test_every_guard_stands_in_the_table() -> None:
    listed = {(metric, text) for metric, _, _, text in GUARDS}
    assert listed == {
        (metric, guard.text)
        for metric, formula in FORMULAS.items()
        for guard in formula.guards
        if guard.text not in _OWN_TEST
    }


def test_what_is_divided_by_is_guarded() -> None:
    """No formula gives an infinity or a NaN where any of its variables is zero."""
    never_zero = {"price", "shares_outstanding", "shares_now", "shares_prior"}
    for metric, formula in FORMULAS.items():
        for name in {*formula.variables, *formula.witnesses} - never_zero:
            found = value(metric, **{name: 0.0})
            assert found is None or math.isfinite(found), (metric, name)


def test_a_loss_is_no_profit_and_neither_is_nothing() -> None:
    found = [value("profitable", net_income_ttm=income) for income in (-1.0, 0.0, 0.01, None)]
    assert found == [False, False, True, None]


@pytest.mark.parametrize(
    ("income", "net", "known"),
    [
        (100.0, None, True),
        # Interest of 100 within 5 % of the net expense: only an income between them is undecided.
        (99.9, -104.0, True),
        (100.0, -104.0, False),
        (103.9, -104.0, False),
        (104.0, -104.0, True),
        (110.0, -105.0, True),
        (110.0, -106.0, False),  # interest paid is well below the net expense
        (110.0, 106.0, True),  # net income from interest bounds nothing
    ],
)
def test_interest_that_measures_no_coverage(income: float, net: float | None, known: bool) -> None:
    found = value("interest_coverage", operating_income_ttm=income, net_interest_ttm=net)
    assert found == (income / 100.0 if known else None)


# --- Recomputation ------------------------------------------------------------------------------

_amount = st.integers(-(10**4), 10**5).map(float)
_some = st.none() | _amount
_flow = st.none() | st.tuples(*[_amount] * 5)


@settings(max_examples=15, phases=[Phase.generate], deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(_FLOWS, _flow) | dict.fromkeys(_BALANCE, _some)))
def test_every_known_value_follows_from_its_lineage(changed: dict[str, Any]) -> None:
    computed = compute(books(**changed), AS_OF, price=PRICE, price_date=day(AS_OF))
    lineage = computed.lineage.filter(pl.col("cik") == CIK)
    for row in computed.metrics.iter_rows(named=True):
        for metric in (*FORMULAS, "profitable_years"):
            if row[metric] is not None:
                again = recompute(metric, lineage)
                assert again == pytest.approx(row[metric], rel=1e-12), metric
                assert math.isfinite(row[metric])
            elif metric in FORMULAS:  # not stale, so that what is unknown can't be had
                assert recompute(metric, lineage) is None, metric
