"""The definition of the press: twelve months of losses and of interest that is not covered."""

from __future__ import annotations

from typing import Any

import pytest
from tests.zombies.judging import company, judged, record, verdict, year

BASE: dict[str, Any] = {
    "net_income_ttm": -1.0, "operating_income_ttm": 5.0, "interest_expense_ttm": 10.0,
    "total_debt": 50.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({}, "yes"),
        ({"net_income_ttm": 0.0}, "yes"),  # nothing earned is no profit
        ({"net_income_ttm": 0.01}, "no"),
        ({"operating_income_ttm": 10.0}, "no"),  # exactly 1.0 is covered
        ({"operating_income_ttm": 9.99}, "yes"),
        ({"net_income_ttm": None}, "unknown"),
        ({"net_income_ttm": None, "operating_income_ttm": 50.0}, "no"),
        ({"operating_income_ttm": None}, "unknown"),
        ({"operating_income_ttm": None, "net_income_ttm": 1.0}, "no"),
        ({"interest_expense_ttm": None}, "unknown"),
        ({"interest_expense_ttm": None, "operating_income_ttm": -5.0}, "yes"),
        ({"interest_expense_ttm": None, "operating_income_ttm": 0.0}, "yes"),
        ({"interest_expense_ttm": None, "net_interest_ttm": -8.0}, "yes"),
        ({"interest_expense_ttm": None, "net_interest_ttm": -5.0}, "unknown"),
        ({"interest_expense_ttm": None, "total_debt": 0.0}, "no"),
        ({"sic": "6022"}, "n/a"),
        ({"stale": True, "sic": "6022"}, "n/a"),
        ({"stale": True}, "unknown"),
        ({"industry_rule": "reit", "ebitda_ttm": 15.0}, "no"),
        ({"industry_rule": "reit", "ebitda_ttm": 9.0}, "yes"),
    ],
)
def test_twelve_months_decide(more: dict[str, Any], answer: str) -> None:
    assert verdict("loss", [], **(BASE | more))[0] == answer


def test_the_reason_names_both() -> None:
    assert verdict("loss", [], **BASE)[1] == (
        "net income not above zero, coverage 0.50 over twelve months"
    )


def test_by_fiscal_year_it_reads_the_years_figures() -> None:
    loser, earner = year(1.0, 10.0, net_income=-1.0), year(1.0, 10.0, net_income=1.0)
    found = judged(record(loser, earner, year(1.0, 10.0)))
    assert found.years["zombie_loss"].to_list() == ["yes", "no", "unknown"]


def test_a_drug_maker_without_sales_is_labelled() -> None:
    more = BASE | {"sic": "2836", "revenue_ttm": 9.99e6}
    assert verdict("loss", [], **more)[1].endswith("; pre-revenue biotech")
    for other in ({"revenue_ttm": 10e6}, {"sic": "2844"}, {"revenue_ttm": None}):
        assert "pre-revenue" not in verdict("loss", [], **(more | other))[1]


def test_a_year_of_a_drug_maker_that_never_reported_sales_is_pre_revenue() -> None:
    silent = year(-5.0, 1.0)
    labels = judged(record(silent, silent), company(sic="8731")).years["pre_revenue"]
    assert labels.to_list() == [True, True]
    sold = judged(record(year(-5.0, 1.0, revenue=5e7), silent), company(sic="8731"))
    assert sold.years["pre_revenue"].to_list() == [False, False]
    assert not judged(record(silent), company(sic="3560")).years["pre_revenue"].any()
