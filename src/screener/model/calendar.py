"""The reconstitutions of the Russell US indexes: when a universe's membership changes.

The rule: effective after the close of the fourth Friday of June and, from 2026, of the second
Friday of December; ranked on the last business day of April and October. Where the index provider
has published dates, those are given instead, and say so.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 2017, 2100
"""The years that :func:`reconstitutions` knows: the rule is checked against the dates since."""

_FRIDAY = 4
_JUNE, _DECEMBER = 6, 12
_TWICE_A_YEAR_FROM = 2026
_RANKED_IN_APRIL_FROM = 2023  # in May before, on days that no rule here gives


class Basis(StrEnum):
    """Where a date comes from."""

    PUBLISHED = "published"
    RULE = "by the rule"


class Status(StrEnum):
    """How a reconstitution stands to a day."""

    PAST = "past"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Reconstitution:
    """A change of the index's members.

    ``effective``: the day after whose close it takes effect. ``rank_day``: the day whose market
    values decide; None where it is not known. ``preliminary``: from when lists of additions and
    deletions are published, an ISO day or only its month ("2026-11"); empty where it is not known.
    """

    effective: dt.date
    rank_day: dt.date | None
    preliminary: str
    basis: Basis

    @property
    def cycle(self) -> str:
        """Return month and year: ``"June 2026"``."""
        return f"{calendar.month_name[self.effective.month]} {self.effective.year}"


_PUBLISHED = {
    found.effective: found
    for found in (
        Reconstitution(effective, rank_day, preliminary, Basis.PUBLISHED)
        for effective, rank_day, preliminary in (
            (dt.date(2018, 6, 22), dt.date(2018, 5, 11), "2018-06-08"),
            (dt.date(2023, 6, 23), dt.date(2023, 4, 28), "2023-05-19"),
            (dt.date(2024, 6, 28), dt.date(2024, 4, 30), "2024-05-24"),
            (dt.date(2025, 6, 27), dt.date(2025, 4, 30), "2025-05-23"),
            (dt.date(2026, 6, 26), dt.date(2026, 4, 30), "2026-05-22"),
            (dt.date(2026, 12, 11), dt.date(2026, 10, 30), "2026-11"),
        )
    )
}


def reconstitutions(first: int, last: int) -> list[Reconstitution]:
    """Return the reconstitutions of the years ``first`` to ``last``, in order.

    The years lie within :data:`FIRST_YEAR` and :data:`LAST_YEAR`; what lies beyond is left out."""
    found = []
    for year in range(max(first, FIRST_YEAR), min(last, LAST_YEAR) + 1):
        found.append(_of(_friday(year, _JUNE, 4), april_or_october=4))
        if year >= _TWICE_A_YEAR_FROM:
            found.append(_of(_friday(year, _DECEMBER, 2), april_or_october=10))
    return found


def around(day: dt.date, past: int = 3, coming: int = 3) -> list[Reconstitution]:
    """Return the last ``past`` reconstitutions before ``day`` and the next ``coming``."""
    every = reconstitutions(day.year - past - 1, max(day.year, FIRST_YEAR) + coming)
    before = [one for one in every if one.effective < day]
    return [*before[-past:], *[one for one in every if one.effective >= day][:coming]]


def status(one: Reconstitution, day: dt.date) -> Status:
    """Return whether a reconstitution is past on ``day``, the next one, or a later one.

    On its day it is the next one: it takes effect after the close."""
    if one.effective < day:
        return Status.PAST
    earlier = reconstitutions(day.year, one.effective.year)
    first = next(other.effective for other in earlier if other.effective >= day)
    return Status.NEXT if one.effective == first else Status.LATER


def since(holdings: dt.date, day: dt.date) -> list[Reconstitution]:
    """Return the reconstitutions that holdings of one day don't show and that are past on ``day``.

    Holdings of the day of a reconstitution are those before it. Of years before
    :data:`FIRST_YEAR` nothing is said."""
    return [
        one for one in reconstitutions(holdings.year, day.year) if holdings <= one.effective < day
    ]


def _of(effective: dt.date, *, april_or_october: int) -> Reconstitution:
    if effective in _PUBLISHED:
        return _PUBLISHED[effective]
    year = effective.year
    rank_day = _last_business_day(year, april_or_october) if year >= _RANKED_IN_APRIL_FROM else None
    return Reconstitution(effective, rank_day, "", Basis.RULE)


def _friday(year: int, month: int, number: int) -> dt.date:
    """Return the month's first, second, ... Friday."""
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(_FRIDAY - first.weekday()) % 7 + 7 * (number - 1))


def _last_business_day(year: int, month: int) -> dt.date:
    """Return the last weekday: no holiday of the exchange falls on that of April or October."""
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return last - dt.timedelta(days=max(0, last.weekday() - _FRIDAY))
