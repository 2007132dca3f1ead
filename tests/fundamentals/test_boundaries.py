"""Where a rule begins and ends: exactly at its limit, and one step beyond."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.fundamentals.ledger import Fact, compute, day, flow, metrics, quarterly, reason, stock

YEAR = "2024-01-01/2024-12-31"
CONTRACT = "RevenueFromContractWithCustomerExcludingAssessedTax"


def annual(tag: str, *values: float, first: int = 2021) -> list[Fact]:
    """Calendar years' figures, each filed in the February after."""
    return [
        flow(tag, value, f"{year}-01-01/{year}-12-31", f"{year + 1}-02-20", "10-K")
        for year, value in enumerate(values, first)
    ]


def years(*values: float, first: int = 2021) -> list[Fact]:
    """The same under two tags: a lone annual figure is no fiscal year."""
    return annual("Revenues", *values, first=first) + annual("NetIncomeLoss", *values, first=first)


def test_a_net_income_of_exactly_zero_is_no_profit() -> None:
    facts = [*annual("NetIncomeLoss", 5, 5, 0), *annual("Revenues", 9, 9, 9)]
    shares = stock(
        "EntityCommonStockSharesOutstanding", 5e6, "2024-02-10", "2024-02-20", "10-K", unit="shares"
    )
    computed = compute([*facts, shares], "2024-03-01", price=10.0)
    row = computed.metrics.row(0, named=True)
    assert row["profitable"] is False
    assert row["profitable_years"] == 0
    assert row["pe"] is None
    assert reason(computed, "pe") == "meaningless: a loss has no price-earnings ratio"


@pytest.mark.parametrize("base", [0.0, -5.0])
def test_growth_from_nothing_or_less_is_meaningless(base: float) -> None:
    computed = compute(years(9, 9, base, 10), "2025-03-01")
    assert computed.metrics["revenue_growth"].item() is None
    assert "meaningless" in str(reason(computed, "revenue_growth"))


def test_compound_growth_to_nothing_or_less_is_meaningless() -> None:
    computed = compute(years(10, 10, 10, -10), "2025-03-01")
    assert computed.metrics["revenue_growth_3y"].item() is None
    assert computed.metrics["revenue_growth"].item() == -2


def test_compound_growth_needs_every_year_between() -> None:
    assert metrics(years(10, 11, 12, 13.31), "2025-03-01")["revenue_growth_3y"] == pytest.approx(
        0.1
    )
    gap = [fact for fact in years(10, 11, 12, 13.31) if fact["end"].year != 2022]
    assert metrics(gap, "2025-03-01")["revenue_growth_3y"] is None


@pytest.mark.parametrize(("days", "stale"), [(200, False), (201, True)])
def test_a_period_is_stale_after_two_hundred_days(days: int, stale: bool) -> None:
    as_of = str(day("2024-12-31") + dt.timedelta(days=days))
    computed = compute(years(10, 11, 12, 13), as_of)
    row = computed.metrics.row(0, named=True)
    assert row["stale"] is stale
    assert (row["revenue_ttm"] is None) is stale
    assert row["profitable_years"] == 4  # the record is dated and stays what it is
    if stale:
        assert reason(computed, "revenue_ttm") == "stale: the newest period ended 2024-12-31"


@pytest.mark.parametrize(("start", "known"), [("2024-04-05", True), ("2024-04-06", False)])
def test_quarters_that_start_more_than_four_days_late_are_not_contiguous(
    start: str, known: bool
) -> None:
    facts = [
        flow("Revenues", 1, "2024-01-01/2024-03-31", "2024-05-05"),
        flow("Revenues", 1, f"{start}/2024-06-30", "2024-08-05"),
        flow("Revenues", 1, "2024-07-01/2024-09-30", "2024-11-05"),
        flow("Revenues", 1, "2024-10-01/2024-12-31", "2025-02-05"),
    ]
    assert (metrics(facts, "2025-03-01")["revenue_ttm"] is not None) is known


@pytest.mark.parametrize(
    ("end", "fiscal_year"), [("2023-01-01", 2022), ("2023-01-07", 2022), ("2023-01-31", 2023)]
)
def test_a_year_is_named_after_its_end_but_for_the_first_week_of_january(
    end: str, fiscal_year: int
) -> None:
    start = day(end) - dt.timedelta(days=363)
    period = f"{start}/{end}"
    facts = [flow(tag, 5, period, "2023-03-20", "10-K") for tag in ("Revenues", "NetIncomeLoss")]
    assert compute(facts, "2023-04-01").years["fiscal_year"].to_list() == [fiscal_year]


def test_a_lone_annual_figure_is_no_fiscal_year() -> None:
    facts = [*years(10, 11), flow("Revenues", 99, "2018-01-01/2018-12-31", "2023-02-20", "10-K")]
    assert compute(facts, "2023-03-01").years["fiscal_year"].to_list() == [2021, 2022]


def test_profitable_years_that_only_a_gap_ends_are_unknown() -> None:
    facts = [*years(1, 1, first=2019), *years(1, 1, 1, first=2022)]
    assert metrics(facts, "2025-03-01")["profitable_years"] is None
    assert metrics(years(1, 1, 1, first=2022), "2025-03-01")["profitable_years"] == 3
    loss = [*years(1, 1, first=2019), *years(-1, 1, 1, first=2022)]
    assert metrics(loss, "2025-03-01")["profitable_years"] == 2


def test_a_year_without_interest_has_no_coverage() -> None:
    facts = [*annual("OperatingIncomeLoss", 10), *annual("InterestExpense", 0)]
    assert compute(facts, "2022-03-01").years["interest_coverage"].to_list() == [None]


@pytest.mark.parametrize(("quarter", "growth"), [(10, 2 ** (1 / 3) - 1), (11, None)])
def test_tags_are_one_series_only_if_they_agree_wherever_both_stand(
    quarter: float, growth: float | None
) -> None:
    old = dict.fromkeys((2021, 2022, 2023), (10.0, 10.0, 10.0, 10.0))
    facts = [
        *quarterly("SalesRevenueNet", old),
        *quarterly("Revenues", {2024: (20.0, 20.0, 20.0, 20.0)}),
        *annual("NetIncomeLoss", 1, 1, 1, 1),
        flow("Revenues", 40, "2023-01-01/2023-12-31", "2025-02-20", "10-K"),
        flow("Revenues", quarter, "2023-01-01/2023-03-31", "2024-05-05"),
    ]
    found = metrics(facts, "2025-03-01")["revenue_growth_3y"]
    assert found == (None if growth is None else pytest.approx(growth))


def test_two_tags_that_share_only_zeros_prove_nothing() -> None:
    facts = [
        *annual("SalesRevenueNet", 10, 0, first=2022),
        *annual("Revenues", 0, 20, first=2023),
        *annual("NetIncomeLoss", 1, 1, 1, first=2022),
    ]
    found = {
        row["fiscal_year"]: row["revenue"] for row in compute(facts, "2025-03-01").years.to_dicts()
    }
    assert found == {2022: 10, 2023: 0, 2024: 20}
    assert compute(facts, "2025-03-01").metrics["revenue_growth_3y"].item() is None


def test_profit_and_loss_never_fills_the_gaps_of_net_income() -> None:
    facts = [
        *annual("NetIncomeLoss", 5, 5),
        *annual("ProfitLoss", 5, 5, 7),
        *annual("Revenues", 9, 9, 9),
        stock("MinorityInterest", 3, "2023-12-31", "2024-02-20", "10-K"),
    ]
    assert metrics(facts, "2024-03-01")["net_income_ttm"] is None


def test_a_sic_decides_against_the_evidence_of_tags() -> None:
    facts = [
        flow("InterestIncomeExpenseNet", 60, YEAR, "2025-02-20", "10-K"),
        flow("NoninterestIncome", 20, YEAR, "2025-02-20", "10-K"),
        flow(CONTRACT, 5, YEAR, "2025-02-20", "10-K"),
        stock("Deposits", 900, "2024-12-31", "2025-02-20", "10-K"),
    ]
    assert metrics(facts, "2025-03-01", sic="7372")["revenue_ttm"] == 5
    assert metrics(facts, "2025-03-01", sic=None)["revenue_ttm"] == 80


def test_deposits_of_long_ago_make_no_bank() -> None:
    facts = [
        flow("InterestIncomeExpenseNet", 60, YEAR, "2025-02-20", "10-K"),
        flow(CONTRACT, 5, YEAR, "2025-02-20", "10-K"),
        stock("Deposits", 900, "2015-12-31", "2016-02-20", "10-K"),
    ]
    assert metrics(facts, "2025-03-01")["revenue_ttm"] == 5


def test_of_two_filings_of_one_day_the_later_accession_counts() -> None:
    first = flow("Revenues", 100, YEAR, "2025-02-20", "10-K")
    second = flow("Revenues", 90, YEAR, "2025-02-20", "10-K/A") | {
        "accession": "9999999999-99-999999"
    }
    for facts in ([first, second], [second, first]):
        assert metrics(facts, "2025-03-01")["revenue_ttm"] == 90


def test_the_shortest_average_is_the_nearest_to_today() -> None:
    tag = "WeightedAverageNumberOfSharesOutstandingBasic"
    facts = [
        flow("NetIncomeLoss", 1, YEAR, "2025-02-20", "10-K"),
        flow(tag, 9e6, YEAR, "2025-02-20", "10-K", unit="shares"),
        flow(tag, 8e6, "2024-10-01/2024-12-31", "2025-02-20", "10-K", unit="shares"),
    ]
    assert metrics(facts, "2025-03-01")["shares_outstanding"] == 8e6


def test_a_stale_company_has_no_market_value_today() -> None:
    shares = stock(
        "EntityCommonStockSharesOutstanding", 5e6, "2025-02-10", "2025-02-20", "10-K", unit="shares"
    )
    row = metrics([*years(10, 11, 12, 13), shares], "2025-12-01", price=10.0)
    assert row["market_cap"] is None
    assert row["shares_outstanding"] == 5e6
