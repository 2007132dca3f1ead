"""Quarters and trailing twelve months from what filings really hold."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fundamentals.ledger import CIK, Fact, compute, day, flow, frame, metrics, quarterly

from screener.fundamentals import periods
from screener.fundamentals.known import known_facts

HISTORY = {2023: (10.0, 20.0, 30.0, 40.0), 2024: (11.0, 22.0, 33.0, 44.0)}


def quarters(facts: list[Fact], as_of: str = "2026-01-01") -> dict[str, float]:
    flows = periods.flow_values(known_facts(frame(facts).lazy(), day(as_of)))
    rows = periods.quarter_values(flows)[0].select(pl.col("end").cast(pl.String), "value").rows()
    return dict(rows)


def trailing(facts: list[Fact], end: str, as_of: str) -> dict[int, float]:
    """Route → value."""
    flows = periods.flow_values(known_facts(frame(facts).lazy(), day(as_of)))
    targets = pl.DataFrame({"cik": [CIK], "end": [day(end)], "slot": ["ttm"]})
    ways = periods.trailing_values(flows, periods.quarter_values(flows)[0], targets)
    return dict(ways.select("route", "value").rows())


def test_quarters_of_a_cash_flow_that_is_only_year_to_date() -> None:
    facts = quarterly("PaymentsToAcquireProductiveAssets", HISTORY, cash_flow=True)
    found = quarters(facts)
    assert [found[f"2024-{end}"] for end in ("03-31", "06-30", "09-30", "12-31")] == [
        11,
        22,
        33,
        44,
    ]


def test_the_fourth_quarter_without_a_nine_month_figure() -> None:
    facts = [
        flow("Revenues", 11, "2024-01-01/2024-03-31", "2024-05-05"),
        flow("Revenues", 22, "2024-04-01/2024-06-30", "2024-08-05"),
        flow("Revenues", 33, "2024-07-01/2024-09-30", "2024-11-05"),
        flow("Revenues", 110, "2024-01-01/2024-12-31", "2025-02-20", "10-K"),
    ]
    assert quarters(facts)["2024-12-31"] == 44


def test_quarters_labelled_as_another_years_are_unknown() -> None:
    # Amazon's annual report for 2012 swaps the quarters of the two years.
    facts = [
        *quarterly("Revenues", HISTORY),
        flow("Revenues", 40, "2024-10-01/2024-12-31", "2025-02-20", "10-K"),
        flow("Revenues", 44, "2023-10-01/2023-12-31", "2025-02-20", "10-K"),
    ]
    found = quarters(facts)
    assert "2024-12-31" not in found
    assert "2023-12-31" not in found
    assert found["2024-09-30"] == 33


def test_a_sum_of_revenue_below_zero_is_unknown() -> None:
    facts = [  # after a merger the tag means something smaller than in the nine months
        flow("Revenues", 245, "2024-01-01/2024-09-30", "2024-11-05"),
        flow("Revenues", 60, "2024-01-01/2024-12-31", "2025-02-20", "10-K"),
        flow("NetIncomeLoss", 245, "2024-01-01/2024-09-30", "2024-11-05"),
        flow("NetIncomeLoss", 60, "2024-01-01/2024-12-31", "2025-02-20", "10-K"),
    ]
    table = compute(facts, "2025-03-01").quarters
    assert table["revenue"].to_list() == [None]
    assert table["net_income"].to_list() == [-185]


def test_a_difference_that_is_no_quarter_long_is_no_quarter() -> None:
    facts = [
        flow("Revenues", 11, "2024-01-01/2024-03-31", "2024-05-05"),
        flow("Revenues", 110, "2024-01-01/2024-12-31", "2025-02-20", "10-K"),
    ]
    assert set(quarters(facts)) == {"2024-03-31"}


def test_a_sixteen_week_quarter_is_a_quarter() -> None:
    facts = [flow("Revenues", 438, "2025-12-29/2026-04-19", "2026-05-20")]
    assert quarters(facts, "2026-06-01") == {"2026-04-19": 438}


def test_twelve_months_are_the_year_plus_this_year_minus_last_year_to_date() -> None:
    ways = trailing(quarterly("Revenues", HISTORY), "2024-09-30", "2024-12-01")
    assert ways == {1: 100 + 66 - 60, 2: 106}


def test_twelve_months_at_the_year_end_are_the_year() -> None:
    ways = trailing(quarterly("Revenues", HISTORY), "2024-12-31", "2025-03-01")
    assert ways == {0: 110, 2: 110}


def test_quarters_with_a_gap_are_not_twelve_months() -> None:
    facts = [
        flow("Revenues", 1, "2024-01-01/2024-03-31", "2024-05-05"),
        flow("Revenues", 1, "2024-07-01/2024-09-30", "2024-11-05"),
        flow("Revenues", 1, "2024-10-01/2024-12-31", "2025-02-20"),
        flow("Revenues", 1, "2025-01-01/2025-03-31", "2025-05-05"),
    ]
    assert trailing(facts, "2025-03-31", "2025-06-01") == {}


def test_twelve_months_stated_by_a_quarterly_report_are_no_fiscal_year() -> None:
    facts = [
        *quarterly("Revenues", HISTORY),
        *quarterly("NetIncomeLoss", HISTORY),
        flow("Revenues", 999, "2023-10-01/2024-09-30", "2024-11-05"),
    ]
    found = metrics(facts, "2025-03-01")
    assert found["revenue_ttm"] == 110
    assert found["profitable_years"] == 2


amounts = st.tuples(*[st.integers(-(10**9), 10**9).map(float)] * 4)


@pytest.mark.parametrize("cash_flow", [False, True])
@given(before=amounts, now=amounts)
def test_a_quarter_and_its_complement_are_the_year(
    before: tuple[float, float, float, float],
    now: tuple[float, float, float, float],
    cash_flow: bool,  # a parameter of the test
) -> None:
    facts = quarterly("Revenues", {2023: before, 2024: now}, cash_flow=cash_flow)
    found = quarters(facts)
    for number, end in enumerate(("03-31", "06-30", "09-30", "12-31")):
        assert found[f"2024-{end}"] == now[number]
    assert sum(found[f"2023-{end}"] for end in ("03-31", "06-30", "09-30", "12-31")) == sum(before)
