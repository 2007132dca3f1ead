"""Interest, operating income and gross profit that filings give only indirectly."""

from __future__ import annotations

from tests.fundamentals.ledger import compute, flow, metrics, reason

YEAR = "2024-01-01/2024-12-31"
PRETAX = (
    "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"
)
NET = "InterestIncomeExpenseNonoperatingNet"


def figures(sic: str | None = None, **values: float) -> dict[str, object]:
    facts = [flow(tag, value, YEAR, "2025-02-20", "10-K") for tag, value in values.items()]
    return metrics(facts, "2025-03-01", sic=sic)


def test_operating_income_is_derived_from_pretax_income_and_interest() -> None:
    found = figures(**{PRETAX: 70.0}, InterestExpense=30)
    assert found["operating_income_ttm"] == 100
    assert found["interest_coverage"] == 100 / 30


def test_a_reported_operating_income_is_not_replaced() -> None:
    assert (
        figures(**{PRETAX: 70.0}, InterestExpense=30, OperatingIncomeLoss=95)[
            "operating_income_ttm"
        ]
        == 95
    )


def test_banks_and_insurers_have_no_operating_income() -> None:
    for sic in ("6022", "6331"):
        found = figures(sic=sic, **{PRETAX: 70.0}, InterestExpense=30)
        assert found["operating_income_ttm"] is None
        assert found["interest_coverage"] is None


def test_net_interest_is_never_a_denominator() -> None:
    found = figures(**{PRETAX: 70.0, NET: -30.0})
    assert found["interest_expense_ttm"] is None
    assert found["interest_coverage"] is None
    assert found["operating_income_ttm"] == 100


def test_interest_paid_stands_in_for_interest_reported_only_net() -> None:
    found = figures(**{PRETAX: 70.0, NET: -30.0}, InterestPaidNet=32)
    assert found["interest_expense_ttm"] == 32
    assert found["interest_coverage"] == 100 / 32


def test_coverage_on_which_interest_paid_and_net_expense_disagree_is_unknown() -> None:
    # Herc in 2026: 416M paid, 482M net expense, operating income between the two.
    facts = [
        flow(tag, value, YEAR, "2025-02-20", "10-K")
        for tag, value in ((PRETAX, -14), (NET, -482), ("InterestPaidNet", 416))
    ]
    computed = compute(facts, "2025-03-01")
    assert computed.metrics["interest_expense_ttm"].item() == 416
    assert computed.metrics["interest_coverage"].item() is None
    assert "below the net interest expense" in str(reason(computed, "interest_coverage"))
    assert computed.years["interest_coverage"].to_list() == [None]
    assert computed.years["net_interest_expense"].to_list() == [482]


def test_a_negative_expense_is_turned_round_where_interest_paid_shows_it_is_one() -> None:
    assert (
        figures(InterestExpense=-1_850, InterestPaidNet=1_800, NetIncomeLoss=1)[
            "interest_expense_ttm"
        ]
        == 1_850
    )


def test_a_negative_expense_without_evidence_is_unknown() -> None:
    assert figures(InterestExpense=-1_850, NetIncomeLoss=1)["interest_expense_ttm"] is None


def test_an_empty_zero_does_not_hide_the_interest_under_another_tag() -> None:
    # Hertz, fiscal year 2023.
    found = figures(**{PRETAX: 286.0}, InterestExpense=0, InterestExpenseOperating=793)
    assert found["interest_expense_ttm"] == 793
    assert found["operating_income_ttm"] == 286 + 793


def test_an_expense_below_the_net_expense_is_only_a_part_of_it() -> None:
    # Hertz, fiscal year 2020: 70M under InterestExpense, 608M net.
    found = figures(**{PRETAX: -2_052.0, NET: -608.0}, InterestExpense=70)
    assert found["interest_expense_ttm"] is None
    assert found["operating_income_ttm"] == -2_052 + 608


def test_net_interest_that_changes_its_sign_between_filings_says_nothing() -> None:
    # Hertz: -608M for 2020 in the annual report, +337M for the half year in a quarterly one.
    facts = []
    for tag, year, half, before in ((PRETAX, -2_052, -55, -1_000), (NET, -608, 337, -300)):
        facts += [
            flow(tag, year, YEAR, "2025-02-20", "10-K"),
            flow(tag, half, "2025-01-01/2025-06-30", "2025-08-05"),
            flow(tag, before, "2024-01-01/2024-06-30", "2025-08-05"),
        ]
    assert metrics(facts, "2025-08-20")["operating_income_ttm"] is None


def test_other_equipment_alone_is_not_all_capital_expenditure() -> None:
    found = figures(PaymentsToAcquireProductiveAssets=5, NetIncomeLoss=1)
    assert found["capex_ttm"] == 5
    assert (
        figures(PaymentsToAcquireOtherPropertyPlantAndEquipment=5, NetIncomeLoss=1)["capex_ttm"]
        is None
    )


def test_coverage_without_interest_is_unknown_not_infinite() -> None:
    facts = [
        flow("OperatingIncomeLoss", 10, YEAR, "2025-02-20", "10-K"),
        flow("InterestExpense", 0, YEAR, "2025-02-20", "10-K"),
    ]
    computed = compute(facts, "2025-03-01")
    assert computed.metrics["interest_coverage"].item() is None
    assert reason(computed, "interest_coverage") == "meaningless: no interest expense to divide by"


def test_gross_profit_is_revenue_less_its_cost() -> None:
    assert figures(Revenues=100, CostOfRevenue=60)["gross_margin"] == 0.4


def test_a_fleet_that_is_rented_out_is_capital_expenditure() -> None:
    # Herc: property and equipment beside the rental equipment.
    found = figures(
        NetCashProvidedByUsedInOperatingActivities=1_191,
        PaymentsToAcquirePropertyPlantAndEquipment=165,
        PaymentsToAcquireEquipmentOnLease=1_182,
    )
    assert found["capex_ttm"] == 1_347
    assert found["free_cash_flow_ttm"] == 1_191 - 1_347
