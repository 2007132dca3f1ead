"""Sums over restated and unrestated figures are no figures."""

from __future__ import annotations

import polars as pl
import pytest
from tests.fundamentals.ledger import compute, day, flow, metrics, quarterly, reason

BASIS = "basis changed"
HISTORY = {
    2022: (100.0, 100.0, 100.0, 100.0),
    2023: (100.0, 100.0, 100.0, 100.0),
    2024: (110.0, 110.0, 110.0, 110.0),
}
RECAST = [  # a business was sold: the first quarter's report restates last year's first quarter
    flow("Revenues", 80, "2025-01-01/2025-03-31", "2025-05-05"),
    flow("Revenues", 75, "2024-01-01/2024-03-31", "2025-05-05"),
]


def test_a_year_as_filed_and_a_restated_comparative_are_not_added_up() -> None:
    computed = compute([*quarterly("Revenues", HISTORY), *RECAST], "2025-06-01")
    row = computed.metrics.row(0, named=True)
    assert row["revenue_ttm"] is None
    assert row["revenue_growth"] is None
    assert BASIS in str(reason(computed, "revenue_ttm"))
    # The two quarters stand in one filing and compare.
    assert row["revenue_growth_quarter"] == 80 / 75 - 1


def test_four_quarters_do_not_hide_the_change_of_basis() -> None:
    # None of the four quarters was restated; last year's comparative shows that they are mixed.
    computed = compute([*quarterly("Revenues", HISTORY), *RECAST], "2025-06-01")
    assert computed.metrics["revenue_ttm"].item() is None


def test_once_the_year_is_restated_too_the_sum_is_known() -> None:
    restated = flow("Revenues", 330, "2024-01-01/2024-12-31", "2025-05-20", "10-K/A")
    found = metrics([*quarterly("Revenues", HISTORY), *RECAST, restated], "2025-06-01")
    assert found["revenue_ttm"] == 330 + 80 - 75


def test_a_change_within_half_a_percent_is_no_change_of_basis() -> None:
    close = [
        flow("Revenues", 112, "2025-01-01/2025-03-31", "2025-05-05"),
        flow("Revenues", 110.5, "2024-01-01/2024-03-31", "2025-05-05"),
    ]
    found = metrics([*quarterly("Revenues", HISTORY), *close], "2025-06-01")
    assert found["revenue_ttm"] == 440 + 112 - 110.5


def years(tag: str, *reports: tuple[int, float, float, float]) -> list[dict[str, object]]:
    """Annual reports: the year, and its revenue with that of the two years before."""
    return [
        flow(tag, value, f"{year - back}-01-01/{year - back}-12-31", f"{year + 1}-02-20", "10-K")
        for year, *values in reports
        for back, value in enumerate(values)
    ]


def growth_of_three_years(*facts: dict[str, object]) -> object:
    income = years("NetIncomeLoss", (2022, 1, 1, 1), (2024, 1, 1, 1))
    return metrics([*facts, *income], "2025-03-01")["revenue_growth_3y"]


def test_years_beside_which_others_were_restated_do_not_compare() -> None:
    # The report on 2024 restates 2023 and 2022; on that basis nobody has stated 2021.
    first = years("Revenues", (2023, 110.0, 100.0, 90.0))
    unchanged = years("Revenues", (2024, 121.0, 110.0, 100.0))
    recast = years("Revenues", (2024, 101.0, 90.0, 80.0))
    assert growth_of_three_years(*first, *unchanged) == pytest.approx((121 / 90) ** (1 / 3) - 1)
    assert growth_of_three_years(*first, *recast) is None


def test_what_was_a_part_beside_a_total_does_not_compare_with_the_total_it_is_now() -> None:
    # Revenues is given up after 2023; the contract tag, until then a part, holds the total of 2024.
    contract = "RevenueFromContractWithCustomerExcludingAssessedTax"
    total = years("Revenues", (2023, 110.0, 100.0, 90.0))
    part = years(contract, (2023, 33.0, 30.0, 27.0))
    now = [flow(contract, 121.0, "2024-01-01/2024-12-31", "2025-02-20", "10-K")]
    assert growth_of_three_years(*total, *part, *now) is None
    assert metrics([*total, *part, *now], "2025-03-01")["revenue_growth"] is None


def fourth_quarter(*facts: dict[str, object]) -> object:
    income = years("NetIncomeLoss", (2024, 1, 1, 1))
    found = compute([*facts, *income], "2025-03-01").quarters
    last = found.filter(pl.col("period_end") == day("2024-12-31"))
    return last["revenue"].item() if last.height else None


def test_a_year_less_nine_months_of_before_the_restatement_is_no_quarter() -> None:
    # The annual report restates the year before; the nine months were stated before that.
    nine = flow("Revenues", 90, "2024-01-01/2024-09-30", "2024-11-05")
    first = years("Revenues", (2023, 110.0, 100.0, 90.0))
    unchanged = years("Revenues", (2024, 121.0, 110.0, 100.0))
    recast = years("Revenues", (2024, 101.0, 90.0, 80.0))
    assert fourth_quarter(nine, *first, *unchanged) == 31
    assert fourth_quarter(nine, *first, *recast) is None
    # Once the nine months of a year before are restated as well, the restatement was before these.
    before = "2023-01-01/2023-09-30"
    nines = [
        flow("Revenues", value, before, f"{on}-11-05") for value, on in ((80, 2023), (65, 2024))
    ]
    assert fourth_quarter(nine, *nines, *first, *recast) == 11


def test_a_total_less_a_part_is_no_quarter() -> None:
    contract = "RevenueFromContractWithCustomerExcludingAssessedTax"
    nine = "2024-01-01/2024-09-30"
    year = flow(contract, 121.0, "2024-01-01/2024-12-31", "2025-02-20", "10-K")
    total, part = (
        flow(tag, value, nine, "2024-11-05") for tag, value in (("Revenues", 90), (contract, 27))
    )
    whole = flow(contract, 90, nine, "2024-11-05")
    assert fourth_quarter(year, total, part) is None
    assert fourth_quarter(year, total, whole) == 31


def test_an_old_total_is_in_dispute_once_another_tag_is_restated() -> None:
    # Revenues is given up after 2024; the tag that said the same is restated later.
    contract = "RevenueFromContractWithCustomerExcludingAssessedTax"
    quarter = "2024-10-01/2024-12-31"
    old = [flow(tag, 30, quarter, "2025-01-20") for tag in ("Revenues", contract)]
    assert fourth_quarter(*old) == 30
    assert fourth_quarter(*old, flow(contract, 25, quarter, "2025-02-20", "10-K/A")) is None
