from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from screener.update.looking import FORMS, business_days

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(DAYS, st.integers(-5, 400))
def test_every_day_of_business_since_the_last_look_is_asked_once(since: dt.date, gap: int) -> None:
    today = since + dt.timedelta(days=gap)
    days = business_days(since, today)
    assert days == sorted(set(days))
    assert all(since < day <= today and day.isoweekday() <= 5 for day in days)
    assert len(days) >= gap - 2 * (gap // 7 + 1)


def test_what_counts_are_reports_with_figures_and_their_amendments() -> None:
    assert {"10-K", "10-K/A", "10-Q", "10-QT", "20-F", "40-F/A", "6-K"} <= FORMS
    assert not {"4", "8-K", "144", "NT 10-K", "S-1"} & FORMS
