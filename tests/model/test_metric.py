from __future__ import annotations

import re

import pytest

from screener.model.metric import METRICS, Group, Unit, nearest

# design/contract.md, "Metrics": name, unit, words that its formula must hold.
TEXT, DATE, FLAG, MONEY, PRICE = Unit.TEXT, Unit.DATE, Unit.FLAG, Unit.MONEY, Unit.PRICE
RATE, TIMES, COUNT, SHARES, VERDICT = (
    Unit.FRACTION, Unit.MULTIPLE, Unit.COUNT, Unit.SHARES, Unit.VERDICT,
)  # fmt: skip
CONTRACT: list[tuple[str, Unit, str]] = [
    ("ticker", TEXT, "ticker"),
    ("name", TEXT, "name"),
    ("cik", COUNT, "Central Index Key"),
    ("sector", TEXT, "sector"),
    ("industry", TEXT, "SIC description"),
    ("exchange", TEXT, "exchange"),
    ("weight", RATE, "market_value / sum of all"),
    ("price", PRICE, "price on the holdings date"),
    ("market_value", MONEY, "fund's position"),
    ("market_cap", MONEY, "price x shares_outstanding"),
    ("as_of", DATE, "filings up to this day"),
    ("period_end", DATE, "newest reported period"),
    ("filed", DATE, "newest period was filed"),
    ("stale", FLAG, "more than 200 days before as_of"),
    ("revenue_ttm", MONEY, "revenue over the trailing twelve months"),
    ("revenue_growth", RATE, "revenue_ttm / revenue_ttm one year before - 1"),
    ("revenue_growth_quarter", RATE, "latest quarter's revenue / same quarter a year before"),
    ("revenue_growth_3y", RATE, "three years before) ^ (1/3) - 1"),
    ("gross_margin", RATE, "gross profit over twelve months / revenue_ttm"),
    ("operating_income_ttm", MONEY, "operating income over twelve months"),
    ("operating_margin", RATE, "operating_income_ttm / revenue_ttm"),
    ("net_income_ttm", MONEY, "net income of the parent"),
    ("net_margin", RATE, "net_income_ttm / revenue_ttm"),
    ("profitable", FLAG, "net_income_ttm > 0"),
    ("profitable_years", COUNT, "consecutive fiscal years with net income > 0"),
    ("ebitda_ttm", MONEY, "operating_income_ttm + depreciation and amortization"),
    ("operating_cash_flow_ttm", MONEY, "cash from operations"),
    ("capex_ttm", MONEY, "property, plant and equipment"),
    ("free_cash_flow_ttm", MONEY, "operating_cash_flow_ttm - capex_ttm"),
    ("fcf_margin", RATE, "free_cash_flow_ttm / revenue_ttm"),
    ("stock_compensation_ttm", MONEY, "share-based compensation"),
    ("cash", MONEY, "cash and cash equivalents"),
    ("total_debt", MONEY, "finance leases in, operating leases out"),
    ("net_debt", MONEY, "total_debt - cash - short-term investments"),
    ("net_debt_to_ebitda", TIMES, "net_debt / ebitda_ttm"),
    ("debt_to_equity", TIMES, "total_debt / equity"),
    ("interest_expense_ttm", MONEY, "interest expense over twelve months"),
    ("interest_coverage", TIMES, "operating_income_ttm / interest_expense_ttm"),
    ("assets", MONEY, "total assets"),
    ("equity", MONEY, "equity of the parent"),
    ("roe", RATE, "net_income_ttm / equity"),
    ("roa", RATE, "net_income_ttm / assets"),
    ("roic", RATE, "operating_income_ttm x (1 - 21% federal tax) / (total_debt + equity)"),
    ("current_ratio", TIMES, "current assets / current liabilities"),
    ("zombie", VERDICT, "the screen's zombie_definition"),
    ("zombie_oecd", VERDICT, "three consecutive fiscal years and age >= 10"),
    ("zombie_bis", VERDICT, "q below the sector's median, both in two consecutive"),
    ("zombie_fed", VERDICT, "leverage above the median of the fiscal year"),
    ("zombie_cash", VERDICT, "EBITDA below interest over three fiscal years"),
    ("zombie_loss", VERDICT, "net_income_ttm <= 0 and interest coverage < 1"),
    ("years_uncovered", COUNT, "with interest coverage < 1, up to the latest"),
    ("pe", TIMES, "market_cap / net_income_ttm"),
    ("ps", TIMES, "market_cap / revenue_ttm"),
    ("pb", TIMES, "market_cap / equity"),
    ("ev_to_ebitda", TIMES, "(market_cap + net_debt) / ebitda_ttm"),
    ("fcf_yield", RATE, "free_cash_flow_ttm / market_cap"),
    ("dividend_yield", RATE, "dividends paid over twelve months / market_cap"),
    ("capex_to_revenue", RATE, "capex_ttm / revenue_ttm"),
    ("shares_outstanding", SHARES, "shares outstanding"),
    ("dilution", RATE, "shares outstanding / shares outstanding a year before - 1"),
    ("debt_type", VERDICT, "at least 80 % of the debt"),
    ("debt_confidence", TEXT, "instruments of a filing"),
    ("debt_coverage", RATE, "classified debt / total debt"),
    ("floating_share", RATE, "floating / classified debt"),
    ("fixed_share", RATE, "fixed / classified debt"),
    ("convertible_share", RATE, "convertible / classified debt"),
    ("floating_debt", MONEY, "less designated swaps"),
    ("interest_saved", MONEY, "floating_debt x -move"),
    ("interest_saved_to_operating_income", RATE, "interest_saved / operating_income_ttm"),
    (
        "coverage_after_move",
        TIMES,
        "/ (interest_expense_ttm - interest_saved)",
    ),
    ("maturing_12m", MONEY, "due within twelve months"),
    ("maturing_24m", MONEY, "due within 24 months"),
    ("maturing_12m_to_cash", TIMES, "maturing_12m / cash"),
    ("maturing_24m_to_cash", TIMES, "maturing_24m / cash"),
]


@pytest.mark.parametrize(("name", "unit", "meaning"), CONTRACT)
def test_a_metric_of_the_contract_has_its_unit_and_meaning(
    name: str, unit: Unit, meaning: str
) -> None:
    assert METRICS[name].unit is unit
    assert meaning in METRICS[name].formula


def test_the_contract_names_every_metric() -> None:
    assert {name for name, _, _ in CONTRACT} == set(METRICS)


def test_the_registry_is_whole() -> None:
    for name, metric in METRICS.items():
        assert metric.name == name
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)
        assert metric.label.strip()
        assert metric.formula.strip()
        assert metric.group in Group
    labels = [metric.label for metric in METRICS.values()]
    assert len(set(labels)) == len(labels)


def test_what_is_over_twelve_months_is_called_so() -> None:
    for name, metric in METRICS.items():
        if name.endswith("_ttm"):
            assert metric.unit is Unit.MONEY
            assert metric.operands


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("revenu_growth", "; did you mean 'revenue_growth'?"),
        ("net_margn", "; did you mean 'net_margin'?"),
        ("xyzzy", ""),
    ],
)
def test_a_guess_that_is_much_worse_than_the_best_is_not_made(name: str, text: str) -> None:
    assert nearest(name) == text


def test_guesses_that_are_as_good_are_all_made() -> None:
    assert nearest("ABD", among=["ABC", "ABE", "XBX"]) == "; did you mean 'ABE' or 'ABC'?"
