"""Which tag speaks for a concept."""

from __future__ import annotations

import pytest
from tests.fundamentals.ledger import CIK, Fact, compute, flow, metrics, quarterly, reason, stock

OLD = {2022: (10.0, 10.0, 10.0, 10.0), 2023: (10.0, 10.0, 10.0, 10.0)}
BOTH = OLD | {2024: (20.0, 20.0, 20.0, 20.0)}
CONTRACT = "RevenueFromContractWithCustomerExcludingAssessedTax"


def test_an_abandoned_tag_never_wins() -> None:
    facts = [*quarterly("Revenues", OLD), *quarterly(CONTRACT, {2024: BOTH[2024]})]
    assert metrics(facts, "2025-03-01")["revenue_ttm"] == 80


def test_a_total_beats_its_part_whatever_the_ratio() -> None:
    part = dict.fromkeys(BOTH, (1.0, 1.0, 1.0, 1.0))
    facts = [*quarterly("Revenues", BOTH), *quarterly(CONTRACT, part)]
    assert metrics(facts, "2025-03-01")["revenue_ttm"] == 80


def test_a_revenues_tag_that_is_smaller_than_another_is_no_total() -> None:
    part = dict.fromkeys(BOTH, (1.0, 1.0, 1.0, 1.0))
    facts = [*quarterly("Revenues", part), *quarterly(CONTRACT, BOTH)]
    assert metrics(facts, "2025-03-01")["revenue_ttm"] == 80


def test_goods_and_services_are_added_up_only_together() -> None:
    goods, services = (
        quarterly("SalesRevenueGoodsNet", OLD),
        quarterly("SalesRevenueServicesNet", OLD),
    )
    assert metrics([*goods, *services], "2024-03-01")["revenue_ttm"] == 80
    assert metrics(goods, "2024-03-01")["revenue_ttm"] == 40


def test_tags_including_assessed_tax_serve_where_they_are_all_there_is() -> None:
    facts = quarterly("RevenueFromContractWithCustomerIncludingAssessedTax", BOTH)
    assert metrics(facts, "2025-03-01")["revenue_growth"] == 1.0


def test_growth_over_a_tag_switch_without_common_periods_is_unknown() -> None:
    facts = [*quarterly("SalesRevenueNet", OLD), *quarterly("Revenues", {2024: BOTH[2024]})]
    computed = compute(facts, "2025-03-01")
    assert computed.metrics["revenue_ttm"].item() == 80
    assert computed.metrics["revenue_growth"].item() is None
    assert "same tag" in str(reason(computed, "revenue_growth"))


def switched(overlap: float) -> list[Fact]:
    """Revenue under one tag until 2023, then another, with 2023 stated under both."""
    return [
        *quarterly("SalesRevenueNet", OLD),
        *quarterly("Revenues", {2024: BOTH[2024]}),
        flow("Revenues", overlap, "2023-01-01/2023-12-31", "2025-02-20", "10-K"),
        flow("Revenues", overlap / 4, "2023-01-01/2023-03-31", "2024-05-05"),
    ]


def test_tags_that_agree_where_both_stand_are_one_series() -> None:
    # Twelve months to March 2024 need the year 2023 and its first quarter, and a year before that.
    found = metrics(switched(40), "2024-06-01")
    assert found["revenue_ttm"] == 50
    assert found["revenue_growth"] == 0.25


def test_tags_that_disagree_stay_apart() -> None:
    assert metrics(switched(44), "2024-06-01")["revenue_growth"] is None


def test_profit_and_loss_with_a_minority_is_not_the_parents_income() -> None:
    shared = quarterly("ProfitLoss", BOTH)
    minority = stock("MinorityInterest", 5, "2024-12-31", "2025-02-20", "10-K")
    assert metrics(shared, "2025-03-01")["net_income_ttm"] == 80
    assert metrics([*shared, minority], "2025-03-01")["net_income_ttm"] is None


@pytest.mark.parametrize(
    ("sic", "tags", "revenue"),
    [
        ("6022", {"InterestIncomeExpenseNet": 60, "NoninterestIncome": 20, CONTRACT: 5}, 80),
        ("6331", {"PremiumsEarnedNet": 70, "NetInvestmentIncome": 10, CONTRACT: 5}, 80),
        ("6798", {"OperatingLeaseLeaseIncome": 75, CONTRACT: 5}, 80),
        ("3711", {CONTRACT: 80, "OperatingLeaseLeaseIncome": 75}, 80),
    ],
)
def test_each_industry_has_its_revenue(sic: str, tags: dict[str, float], revenue: float) -> None:
    year = "2024-01-01/2024-12-31"
    facts = [flow(tag, value, year, "2025-02-20", "10-K") for tag, value in tags.items()]
    assert metrics(facts, "2025-03-01", sic=sic)["revenue_ttm"] == revenue


def test_without_a_sic_net_interest_income_and_deposits_make_a_bank() -> None:
    year = "2024-01-01/2024-12-31"
    facts = [
        flow("InterestIncomeExpenseNet", 60, year, "2025-02-20", "10-K"),
        flow("NoninterestIncome", 20, year, "2025-02-20", "10-K"),
        flow(CONTRACT, 5, year, "2025-02-20", "10-K"),
    ]
    deposits = stock("Deposits", 900, "2024-12-31", "2025-02-20", "10-K")
    assert metrics(facts, "2025-03-01")["revenue_ttm"] == 5
    assert metrics([*facts, deposits], "2025-03-01")["revenue_ttm"] == 80


def test_a_drug_company_that_reports_research_and_no_revenue_has_none() -> None:
    year = "2024-01-01/2024-12-31"
    facts = [
        flow("ResearchAndDevelopmentExpense", 30, year, "2025-02-20", "10-K"),
        flow("NetIncomeLoss", -35, year, "2025-02-20", "10-K"),
    ]
    biotech = compute(facts, "2025-03-01", sic="2834")
    assert biotech.metrics["revenue_ttm"].item() == 0
    assert biotech.metrics["revenue_growth"].item() is None
    assert biotech.metrics["net_margin"].item() is None
    evidence = biotech.lineage.filter(metric="revenue_ttm").select("sign", "tag").rows()
    assert evidence == [(0, "ResearchAndDevelopmentExpense")]
    assert metrics(facts, "2025-03-01", sic="7372")["revenue_ttm"] is None
    assert biotech.metrics["cik"].item() == CIK


UTILITY, LESSOR = "4911", "7350"
YEAR = "2024-01-01/2024-12-31"


def revenue(sic: str, **tags: float) -> float | None:
    facts = [flow(tag, value, YEAR, "2025-02-20", "10-K") for tag, value in tags.items()]
    value: float | None = metrics(facts, "2025-03-01", sic=sic)["revenue_ttm"]
    return value


def test_a_utilitys_total_stands_below_and_above_what_customers_pay() -> None:
    assert revenue(UTILITY, Revenues=80, **{CONTRACT: 85}) == 80
    assert revenue(UTILITY, Revenues=80, **{CONTRACT: 75}) == 80
    assert revenue(LESSOR, Revenues=80, **{CONTRACT: 85}) == 85  # elsewhere it is no total


def test_a_utilitys_regulated_revenue_comes_before_its_contracts_and_its_branches() -> None:
    regulated = {"RegulatedAndUnregulatedOperatingRevenue": 80.0}
    assert revenue(UTILITY, **regulated, **{CONTRACT: 75}, GasUtilityRevenue=30) == 80
    assert revenue(UTILITY, **{CONTRACT: 75}, GasUtilityRevenue=30) == 75
    assert revenue(UTILITY, GasUtilityRevenue=30) == 30


@pytest.mark.parametrize(("contract", "sales"), [(40, 70), (70, 40)])
def test_the_largest_of_several_parts_is_the_nearest_to_the_whole(
    contract: float, sales: float
) -> None:
    parts = {CONTRACT: contract, "SalesRevenueNet": sales}
    assert revenue(LESSOR, **parts) == 70
    assert revenue(LESSOR, **parts, Revenues=72) == 72
    assert revenue(LESSOR, **parts, Revenues=60) == 70


@pytest.mark.parametrize(
    ("goods", "net", "chosen"),
    [
        (19_500e6, 19_467e6, 19_467e6),  # Kimberly-Clark, FY2012: rounded in a note
        (18_200e6, 18_202e6, 18_202e6),
        (19_500e6, 19_400e6, 19_500e6),  # more than rounding: the largest
        (100e6, 60e6, 100e6),
        (4_800e6, 4_800e6, 4_800e6),
    ],
)
def test_a_rounded_figure_gives_way_to_the_exact_one(
    goods: float, net: float, chosen: float
) -> None:
    year = "2016-01-01/2016-12-31"
    facts = [
        flow("SalesRevenueGoodsNet", goods, year, "2017-02-08", "10-K"),
        flow("SalesRevenueNet", net, year, "2017-02-08", "10-K"),
    ]
    assert metrics(facts, "2017-03-01")["revenue_ttm"] == chosen


def test_a_total_is_none_only_where_another_is_larger_by_more_than_its_rounding() -> None:
    year = "2018-01-01/2018-12-31"
    facts = [
        flow("Revenues", 18_486e6, year, "2019-02-07", "10-K"),
        flow("SalesRevenueGoodsNet", 18_500e6, year, "2019-02-07", "10-K"),
    ]
    assert metrics(facts, "2019-03-01")["revenue_ttm"] == 18_486e6
