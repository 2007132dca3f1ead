"""Debt and interest that contradict each other are flagged; unknown debt has its reason."""

from __future__ import annotations

import pytest
from tests.fundamentals.ledger import Fact, compute, flow, reason, stock

from screener.fundamentals.metrics import Fundamentals
from screener.fundamentals.reasons import NO_DEBT_TAG, PART_OF_DEBT

YEAR = "2024-01-01/2024-12-31"
FILED = "2025-02-20"
MILLION = 1e6
NO_DEBT_TO_BEAR_IT = "flagged: interest is reported, and no debt to bear it"


def flows(interest: float | None, tag: str = "InterestExpense") -> list[Fact]:
    """Operating income of two years, interest of the newest."""
    facts = [
        flow("OperatingIncomeLoss", 50 * MILLION, period, FILED, "10-K")
        for period in (YEAR, "2023-01-01/2023-12-31")
    ]
    if interest is not None:
        facts.append(flow(tag, interest * MILLION, YEAR, FILED, "10-K"))
    return facts


def sheet(date: str, **tags: float) -> list[Fact]:
    amounts = {"Assets": 5_000.0} | tags
    return [stock(tag, value * MILLION, date, FILED, "10-K") for tag, value in amounts.items()]


def lines(debt: float) -> dict[str, float]:
    return {"LongTermDebtNoncurrent": debt, "LongTermDebtCurrent": 0}


def found(
    interest: float | None, debt: float, before: float | None = None, **given: str
) -> Fundamentals:
    facts = [*flows(interest), *sheet("2024-12-31", **lines(debt))]
    if before is not None:
        facts += sheet("2023-12-31", **lines(before))
    return compute(facts, "2025-03-01", **given)


@pytest.mark.parametrize(
    ("interest", "note"),
    [
        (0.9, "flagged: interest is 0.9 % of the average debt"),
        (1.0, None),
        (25.0, None),
        (25.1, "flagged: interest is 25.1 % of the average debt"),
    ],
)
def test_interest_from_one_to_twenty_five_percent_of_debt_is_plausible(
    interest: float, note: str | None
) -> None:
    computed = found(interest, debt=100)
    assert reason(computed, "total_debt") == note
    assert reason(computed, "interest_expense_ttm") == note
    assert computed.metrics["total_debt"].item() == 100 * MILLION


def test_a_flag_is_a_note_of_the_figures_and_of_what_rests_on_them() -> None:
    computed = found(30, debt=100)
    kinds = dict(computed.reasons.select("metric", "kind").rows())
    note = "flagged: interest is 30.0 % of the average debt"
    assert reason(computed, "interest_coverage") == f"interest_expense_ttm {note}"
    for metric in ("total_debt", "interest_expense_ttm", "interest_coverage"):
        assert kinds[metric] == "flagged"


@pytest.mark.parametrize(
    ("debt", "before", "flagged"),
    [
        (100, 140, False),  # 30 of 120
        (100, 130, True),  # 30 of 115
        (140, 100, False),
        (0, 240, False),  # repaid at the end of the year
        (0, 200, True),
        (100, None, True),  # no balance sheet a year before: the newest stands for both
        (120, None, False),
    ],
)
def test_the_debt_to_compare_with_is_the_average_of_two_balance_sheets(
    debt: float, before: float | None, flagged: bool
) -> None:
    assert (reason(found(30, debt, before), "total_debt") is not None) is flagged


def test_interest_without_debt_to_bear_it_is_flagged() -> None:
    for before in (0, None):
        computed = found(3, debt=0, before=before)
        assert computed.metrics["total_debt"].item() == 0
        assert reason(computed, "total_debt") == NO_DEBT_TO_BEAR_IT
        assert reason(computed, "interest_expense_ttm") == NO_DEBT_TO_BEAR_IT


def test_debt_without_known_interest_is_not_flagged() -> None:
    assert reason(found(None, debt=100), "total_debt") is None


def test_interest_beside_unknown_debt_is_not_flagged() -> None:
    computed = compute([*flows(30), *sheet("2024-12-31")], "2025-03-01")
    assert reason(computed, "interest_expense_ttm") is None


def test_a_flag_comes_after_what_must_be_known_of_the_interest_anyway() -> None:
    facts = [*flows(30, "InterestPaidNet"), *sheet("2024-12-31", **lines(100))]
    note = "flagged: interest is 30.0 % of the average debt"
    computed = compute(facts, "2025-03-01")
    assert reason(computed, "interest_expense_ttm") == f"proxy: interest paid; {note}"
    assert reason(computed, "total_debt") == note


def test_a_flag_of_the_routes_comes_before_that_of_the_interest() -> None:
    facts = [*flows(30), *sheet("2024-12-31", **lines(100), DebtAndCapitalLeaseObligations=150)]
    assert reason(compute(facts, "2025-03-01"), "total_debt") == (
        "flagged: other debt tags of the date come to 150.0 M;"
        " flagged: interest is 30.0 % of the average debt"
    )


@pytest.mark.parametrize("sic", ["6022", "6331", "6211"])
def test_banks_insurers_and_brokers_pay_interest_on_what_is_no_debt(sic: str) -> None:
    computed = found(30, debt=100, sic=sic)
    assert reason(computed, "total_debt") is None
    assert reason(computed, "interest_expense_ttm") is None


@pytest.mark.parametrize(
    ("tags", "why", "kind"),
    [
        ({}, NO_DEBT_TAG, "not reported"),
        ({"LongTermDebtCurrent": 0.0}, NO_DEBT_TAG, "not reported"),
        ({"LongTermDebtCurrent": 5.0}, PART_OF_DEBT, "not reported"),
        (
            {"LongTermDebt": 100.0, "DebtAndCapitalLeaseObligations": 250.0},
            "debt tags of the date contradict each other: 100.0 M or 250.0 M",
            "conflicting",
        ),
    ],
)
def test_unknown_debt_says_whether_there_was_nothing_a_part_or_a_contradiction(
    tags: dict[str, float], why: str, kind: str
) -> None:
    computed = compute([*flows(None), *sheet("2024-12-31", **tags)], "2025-03-01")
    row = computed.reasons.filter(metric="total_debt").row(0, named=True)
    assert computed.metrics["total_debt"].item() is None
    assert (row["reason"], row["kind"]) == (why, kind)
