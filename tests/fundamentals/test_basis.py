"""Sums over restated and unrestated figures are no figures."""

from __future__ import annotations

from tests.fundamentals.ledger import compute, flow, metrics, quarterly, reason

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
