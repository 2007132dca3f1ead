"""The reconstitutions: known dates, the rule behind them, and how a day stands to them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.model.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    Basis,
    Status,
    around,
    reconstitutions,
    since,
    status,
)

# As the index provider announced them, year by year.
EFFECTIVE = [
    "2017-06-23", "2018-06-22", "2019-06-28", "2020-06-26", "2021-06-25", "2022-06-24",
    "2023-06-23", "2024-06-28", "2025-06-27", "2026-06-26", "2026-12-11",
]  # fmt: skip
RANKED = {
    "2023-06": "2023-04-28", "2024-06": "2024-04-30", "2025-06": "2025-04-30",
    "2026-06": "2026-04-30", "2026-12": "2026-10-30",
}  # fmt: skip

days = st.dates(dt.date(2018, 1, 1), dt.date(2090, 12, 31))


def test_the_dates_of_every_year_since_2017_are_those_that_were_announced() -> None:
    assert [str(one.effective) for one in reconstitutions(2017, 2026)] == EFFECTIVE


def test_rank_days_are_those_that_were_announced_and_unknown_where_the_rule_was_another() -> None:
    found = {f"{one.effective:%Y-%m}": one.rank_day for one in reconstitutions(2017, 2026)}
    assert {cycle: str(found[cycle]) for cycle in RANKED} == RANKED
    assert found["2018-06"] == dt.date(2018, 5, 11)
    unknown = [cycle for cycle, day in found.items() if day is None]
    assert unknown == ["2017-06", "2019-06", "2020-06", "2021-06", "2022-06"]


@given(st.integers(2027, LAST_YEAR))
def test_later_dates_obey_the_rule_and_say_so(year: int) -> None:
    june, december = reconstitutions(year, year)
    weeks = [(one.effective.month, one.effective.weekday(), (one.effective.day - 1) // 7)
             for one in (june, december)]  # fmt: skip
    assert weeks == [(6, 4, 3), (12, 4, 1)]  # the fourth Friday, the second Friday
    assert (june.basis, december.basis) == (Basis.RULE, Basis.RULE)
    for one, month in ((june, 4), (december, 10)):
        day = one.rank_day
        assert day is not None
        assert day.month == month
        assert day.weekday() < 5
        rest = [day + dt.timedelta(days=n) for n in range(1, 31)]
        assert all(other.weekday() > 4 for other in rest if other.month == month)


@given(days)
def test_around_a_day_there_are_three_past_and_three_coming_the_first_of_them_next(
    day: dt.date,
) -> None:
    found = around(day)
    told = [status(one, day) for one in found]
    past = min(3, sum(one.effective < day for one in reconstitutions(FIRST_YEAR, day.year)))
    assert told == [Status.PAST] * past + [Status.NEXT, Status.LATER, Status.LATER]
    assert found == sorted(found, key=lambda one: one.effective)


@given(days, days)
def test_what_holdings_missed_is_what_lies_between_them_and_the_day(
    holdings: dt.date, day: dt.date
) -> None:
    between = [
        one
        for one in reconstitutions(FIRST_YEAR, LAST_YEAR)
        if holdings <= one.effective and one.effective < day
    ]
    assert since(holdings, day) == between


@pytest.mark.parametrize(
    ("holdings", "day", "missed"),
    [
        ("2026-05-05", "2026-06-26", 0),  # it takes effect after that day's close
        ("2026-05-05", "2026-06-27", 1),
        ("2026-06-26", "2026-06-27", 1),
        ("2026-06-29", "2026-12-11", 0),
        ("2026-05-05", "2027-01-01", 2),
        ("2024-01-02", "2026-12-31", 4),
    ],
)
def test_holdings_are_older_than_the_reconstitutions_that_took_effect_since(
    holdings: str, day: str, missed: int
) -> None:
    found = since(dt.date.fromisoformat(holdings), dt.date.fromisoformat(day))
    assert len(found) == missed


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1990, 1, 1), dt.date(2016, 12, 31)])
def test_before_the_first_known_year_the_first_dates_are_coming(day: dt.date) -> None:
    assert [one.effective.year for one in around(day)] == [2017, 2018, 2019]


def test_far_beyond_the_rule_there_is_nothing() -> None:
    assert reconstitutions(LAST_YEAR + 1, 9999) == []
    assert around(dt.date.max) == []
