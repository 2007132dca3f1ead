"""The cash definition at its boundaries: sums at one, two years of three, bounds that decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.zombies.judging import AS_OF, Year, record, verdict, year


def cash(ebitda: float, interest: float = 10.0, **more: Any) -> Year:
    """A year whose EBITDA is half written off."""
    half = ebitda / 2
    return year(half, interest, depreciation_amortization=half) | more


BELOW, AT_ONE, COVERED = cash(9.0), cash(10.0), cash(12.0)


@pytest.mark.parametrize(
    ("years", "answer"),
    [
        ((BELOW, BELOW, BELOW), "yes"),
        ((BELOW, BELOW, AT_ONE), "yes"),  # 28 of 30, two years below
        ((BELOW, BELOW, COVERED), "no"),  # exactly 30 of 30
        ((BELOW, BELOW, cash(11.99)), "yes"),
        ((cash(1.0), AT_ONE, AT_ONE), "no"),  # 21 of 30, but only one year below
        ((cash(1.0), COVERED, COVERED), "no"),
        ((COVERED, cash(1.0), cash(1.0)), "yes"),
        ((BELOW, BELOW, cash(500.0)), "no"),
    ],
)
def test_the_sum_and_two_of_three_years(years: tuple[Year, ...], answer: str) -> None:
    assert verdict("cash", record(*years))[0] == answer


def test_what_is_written_off_counts() -> None:
    assert verdict("oecd", record(*[cash(12.0)] * 3))[0] == "yes"
    assert verdict("cash", record(*[cash(12.0)] * 3))[0] == "no"


def test_the_reason_shows_the_years_and_the_sums() -> None:
    millions = cash(9e6, 10e6)
    assert verdict("cash", record(millions, millions, millions))[1] == (
        "EBITDA / interest 0.90, 0.90, 0.90 in FY2023-2025; EBITDA 27.0 M, interest 30.0 M in all;"
        " 26.3 years since the first EDGAR filing"
    )


@pytest.mark.parametrize(
    ("days", "source", "answer"),
    [
        (3653, "submissions", "yes"),
        (3649, "submissions", "no"),  # 9.99 years
        (3653, "facts", "yes"),
        (3649, "facts", "unknown"),
    ],
)
def test_it_must_be_ten_years_old(days: int, source: str, answer: str) -> None:
    first = AS_OF - dt.timedelta(days=days)
    found, _ = verdict(
        "cash", record(BELOW, BELOW, BELOW), first_filed=first, first_filed_source=source
    )
    assert found == answer


def test_ebit_bounds_ebitda_from_below_and_proves_no_more() -> None:
    silent = {"depreciation_amortization": None}
    covered = year(20.0, 10.0) | silent
    assert verdict("cash", record(covered, covered, covered))[0] == "no"
    unknown = year(1.0, 10.0) | silent
    assert verdict("cash", record(unknown, unknown, unknown))[0] == "unknown"


def test_a_loss_with_debt_is_below_whatever_the_interest() -> None:
    loss = cash(-8.0) | {"interest_expense": None}
    assert verdict("cash", record(loss, loss, loss))[0] == "yes"
    without = loss | {"total_debt": None}
    assert verdict("cash", record(without, without, without))[0] == "unknown"


def test_nothing_earned_and_debt_is_below() -> None:
    nothing = cash(0.0) | {"interest_expense": None}
    assert verdict("cash", record(nothing, nothing, nothing))[0] == "yes"


def test_net_interest_proves_below_and_never_covered() -> None:
    net = {"interest_expense": None, "net_interest_expense": 10.0}
    assert verdict("cash", record(*[cash(9.0) | net] * 3))[0] == "yes"
    assert verdict("cash", record(*[cash(90.0) | net] * 3))[0] == "unknown"


def test_a_year_without_debt_is_not_below() -> None:
    free = cash(-9.0) | {"interest_expense": None, "total_debt": 0.0}
    assert verdict("cash", record(free, free, free)) == ("no", "no debt in FY2023-2025")
    assert verdict("cash", record(free, free, BELOW))[0] == "no"
    assert verdict("cash", record(free, BELOW, BELOW))[0] == "yes"


def test_short_records_gaps_and_financials() -> None:
    assert verdict("cash", record(BELOW, BELOW, first=2024))[0] == "unknown"
    assert verdict("cash", record(BELOW, None, BELOW, BELOW, first=2022))[0] == "unknown"
    assert verdict("cash", record(BELOW, BELOW, BELOW), sic="6411")[0] == "n/a"
