"""What other lines of the same period disprove: segment totals, rent counted twice, old parts."""

from __future__ import annotations

import pytest
from tests.fundamentals.ledger import Fact, compute, flow, metrics, reason

from screener.fundamentals.metrics import Fundamentals

YEAR = "2024-01-01/2024-12-31"
PRETAX = (
    "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"
)
NET = "InterestIncomeExpenseNonoperatingNet"
CONTRACT = "RevenueFromContractWithCustomerExcludingAssessedTax"
LESSOR = "7350"
DERIVED = "derived: pre-tax income + interest"


def filing(filed: str = "2025-02-20", /, **tags: float) -> list[Fact]:
    return [flow(tag, value, YEAR, filed, "10-K") for tag, value in tags.items()]


def checked(reported: float, pretax: float, interest: float = 20, **lines: float) -> Fundamentals:
    tags = {PRETAX: pretax, "InterestExpense": interest, "OperatingIncomeLoss": reported} | lines
    return compute(filing(**tags), "2025-03-01")


def income(computed: Fundamentals) -> float | None:
    value: float | None = computed.metrics["operating_income_ttm"].item()
    return value


def test_a_segment_total_is_replaced_and_marked() -> None:
    # 200 of the segments, before 100 of the head office: 80 before tax after 20 of interest.
    computed = checked(200, pretax=80)
    assert income(computed) == 100
    note = str(reason(computed, "operating_income_ttm"))
    assert note.startswith(DERIVED)
    assert "likely that of the segments" in note
    kinds = dict(computed.reasons.select("metric", "kind").rows())
    assert kinds["operating_income_ttm"] == kinds["interest_coverage"] == "derived"
    assert computed.metrics["interest_coverage"].item() == 5
    year = computed.years.row(0, named=True)
    assert (year["operating_income"], year["operating_income_derived"]) == (100, True)
    tags = computed.lineage.filter(metric="operating_income_ttm")["tag"].to_list()
    assert sorted(tags) == sorted([PRETAX, "InterestExpense"])


@pytest.mark.parametrize(("pretax", "replaced"), [(55, False), (54, True)])
def test_a_quarter_of_the_larger_figure_needs_no_explanation(pretax: float, replaced: bool) -> None:
    # 100 as reported; 75, or 74, by pre-tax income and interest.
    assert income(checked(100, pretax)) == (pretax + 20 if replaced else 100)


def test_a_loss_is_not_that_of_the_segments() -> None:
    assert income(checked(-1, pretax=-120)) == -1  # -100 derived
    assert income(checked(1, pretax=-120)) == -100


def test_a_derived_figure_above_the_reported_one_replaces_nothing() -> None:
    # Income from investments stands between operating and pre-tax income.
    computed = checked(100, pretax=900)
    assert income(computed) == 100
    assert reason(computed, "operating_income_ttm") is None


@pytest.mark.parametrize(
    "lines",
    [
        {"Revenues": 500, "CostsAndExpenses": 300},
        {"Revenues": 500, "OperatingExpenses": 300},
        {"GrossProfit": 250, "OperatingExpenses": 50},
        {"NonoperatingIncomeExpense": -120},
        # Within the rounding of one percent.
        {"Revenues": 500, "CostsAndExpenses": 298},
    ],
)
def test_a_figure_that_its_own_statement_confirms_stays(lines: dict[str, float]) -> None:
    computed = checked(200, pretax=80, **lines)
    assert income(computed) == 200
    assert reason(computed, "operating_income_ttm") is None


def test_a_statement_that_comes_to_another_figure_confirms_nothing() -> None:
    assert income(checked(200, pretax=80, Revenues=500, CostsAndExpenses=297)) == 100
    assert income(checked(200, pretax=80, Revenues=500)) == 100


@pytest.mark.parametrize(
    "tag",
    [
        "OtherNonoperatingIncomeExpense",
        "GainsLossesOnExtinguishmentOfDebt",
        "IncomeLossFromEquityMethodInvestments",
    ],
)
def test_a_figure_that_tagged_losses_explain_stays(tag: str) -> None:
    assert income(checked(200, pretax=80, **{tag: -50})) == 200  # 50 of 200 is left open
    assert income(checked(200, pretax=80, **{tag: -49})) == 100
    assert income(checked(200, pretax=80, **{tag: 50})) == 100  # a gain explains no loss


def test_several_tagged_losses_explain_together_and_gains_take_nothing_away() -> None:
    losses = {"OtherNonoperatingIncomeExpense": -30, "GainsLossesOnExtinguishmentOfDebt": -20}
    assert income(checked(200, pretax=80, **losses)) == 200
    gain = {"IncomeLossFromEquityMethodInvestments": 40}
    assert income(checked(200, pretax=80, **losses, **gain)) == 200


def test_net_interest_proves_nothing_for_it_holds_interest_income() -> None:
    facts = filing(**{PRETAX: 80, NET: -20, "OperatingIncomeLoss": 200})
    assert metrics(facts, "2025-03-01")["operating_income_ttm"] == 200


def test_nothing_is_checked_without_interest() -> None:
    facts = filing(**{PRETAX: 80, "OperatingIncomeLoss": 200, "InterestPaidNet": 20})
    assert metrics(facts, "2025-03-01")["operating_income_ttm"] == 200


def revenue(*facts: Fact, sic: str = LESSOR) -> float | None:
    value: float | None = metrics(facts, "2025-06-01", sic=sic)["revenue_ttm"]
    return value


@pytest.mark.parametrize(
    "rent", ["OperatingLeaseLeaseIncome", "OperatingLeasesIncomeStatementLeaseRevenue"]
)
def test_rent_is_added_to_smaller_sales_only(rent: str) -> None:
    assert revenue(*filing(**{rent: 60, CONTRACT: 40})) == 100
    # Sales of half the sum or more may hold the rent: Herc in FY2018 and FY2020.
    assert revenue(*filing(**{rent: 50, CONTRACT: 50})) == 50
    assert revenue(*filing(**{rent: 60, CONTRACT: 100})) == 100


def test_rent_is_compared_with_the_largest_sales_of_the_period() -> None:
    tags = {"OperatingLeaseLeaseIncome": 60, CONTRACT: 40, "SalesRevenueNet": 90}
    assert revenue(*filing(**tags)) == 90


def test_rent_alone_is_no_revenue() -> None:
    assert revenue(*filing(OperatingLeaseLeaseIncome=60, NetIncomeLoss=5)) is None


def test_a_part_filed_before_the_restated_total_says_nothing_of_it() -> None:
    # A divestiture: 100 become 60, and the 80 under contract are not shown again.
    first = filing("2025-02-20", Revenues=100, NetIncomeLoss=5, **{CONTRACT: 80})
    again = filing("2025-05-20", Revenues=60, NetIncomeLoss=5)
    general = "3600"
    assert revenue(*first, sic=general) == 100
    assert revenue(*first, *again, sic=general) == 60


def test_a_part_filed_with_the_total_or_after_it_disproves_a_smaller_total() -> None:
    first = filing("2025-02-20", Revenues=60, NetIncomeLoss=5)
    general = "3600"
    assert revenue(*filing(Revenues=60, NetIncomeLoss=5, **{CONTRACT: 80}), sic=general) == 80
    assert revenue(*first, *filing("2025-05-20", **{CONTRACT: 80}), sic=general) == 80
