"""For how many fiscal years interest has not been covered, and what ends the count."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from tests.zombies.judging import AT_ONE, BELOW, COVERED, Year, judged, record, uncovered, year

from screener.zombies import recount

NO_DEBT = year(-5.0, None, total_debt=0.0)
DARK = year(5.0, None)


@pytest.mark.parametrize(
    ("years", "count"),
    [
        ((BELOW, BELOW, COVERED), 0),
        ((COVERED, BELOW, BELOW), 2),
        ((BELOW, COVERED, BELOW), 1),
        ((BELOW, BELOW, AT_ONE), 0),
        ((NO_DEBT, BELOW), 1),
        ((BELOW, BELOW, BELOW), 3),  # as far as the record reaches
        ((BELOW, DARK), None),
        ((DARK, BELOW), None),
        ((DARK, COVERED, BELOW), 1),
        ((BELOW, None, BELOW), None),
        ((BELOW, None, COVERED, BELOW), 1),
        ((BELOW, None, COVERED), 0),
    ],
)
def test_years_in_a_row_up_to_the_latest(years: tuple[Year | None, ...], count: int | None) -> None:
    assert uncovered(record(*years, first=2026 - len(years)))[0] == count


def test_why_it_is_unknown() -> None:
    assert (
        uncovered(record(DARK, BELOW, BELOW))[1] == "at least 2: the coverage of FY2023 is unknown"
    )
    assert uncovered(record(BELOW, BELOW, DARK))[1] == "the coverage of FY2025 is unknown"
    assert "gap" in uncovered(record(BELOW, None, BELOW))[1]
    assert "ended 2021-12-31" in uncovered(record(BELOW, first=2021))[1]
    assert uncovered([])[1] == "no fiscal year on record"
    assert "bank" in uncovered(record(BELOW), sic="6022")[1]


def test_the_years_that_are_read_reach_back_to_the_one_that_ends_the_count() -> None:
    found = judged(record(BELOW, COVERED, BELOW, BELOW, first=2022))
    assert found.uncovered_since["since"].item() == dt.date(2023, 12, 31)


def test_it_counts_again_from_its_operands() -> None:
    def rows(day: str, **concepts: float) -> list[dict[str, object]]:
        return [
            {"role": f"{concept} {day}", "sign": 1 if value >= 0 else -1, "value": abs(value)}
            for concept, value in concepts.items()
        ]

    operands = pl.DataFrame(
        [
            *rows("2023-12-31", operating_income=12.0, interest_expense=10.0),
            *rows("2024-12-31", operating_income=-3.0, total_debt=50.0),
            *rows("2025-12-31", operating_income=1.0, net_interest=-8.0),
        ]
    )
    assert recount(operands) == 2
