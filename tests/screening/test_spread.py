from __future__ import annotations

import datetime as dt
import math

from tests.frames import metrics_frame

from screener.screening.coverage import known_shares
from screener.screening.spread import Spread, spread, texts


def test_figures_have_ends_and_a_median_among_the_known() -> None:
    frame = metrics_frame(
        *[{"pe": value} for value in (3.0, None, 1.0, math.nan, 10.0, math.inf, 2.0)]
    )
    assert spread(frame, "pe") == Spread(4, 7, ends=(1.0, 2.0, 10.0))


def test_days_have_ends_too() -> None:
    days = [dt.date(2026, 1, day) for day in (1, 2, 9)]
    frame = metrics_frame(*[{"filed": day} for day in days])
    assert spread(frame, "filed").ends == tuple(days)


def test_texts_verdicts_and_flags_are_counted_the_most_frequent_first() -> None:
    frame = metrics_frame(
        *[
            {"sector": "Energy", "zombie_oecd": "no", "stale": False},
            {"sector": "Materials", "zombie_oecd": "unknown", "stale": True},
            {"sector": "Energy", "zombie_oecd": "n/a", "stale": True},
            {"sector": None, "zombie_oecd": "no", "stale": None},
        ]
    )
    assert spread(frame, "sector") == Spread(3, 4, counts=(("Energy", 2), ("Materials", 1)))
    assert spread(frame, "zombie_oecd") == Spread(3, 4, counts=(("no", 2), ("n/a", 1)))
    assert spread(frame, "stale") == Spread(3, 4, counts=((True, 2), (False, 1)))
    assert texts(frame, "sector") == ["Energy", "Materials"]
    assert texts(frame, "zombie_oecd") == texts(frame, "stale") == []


def test_what_nobody_reports_has_no_ends() -> None:
    assert spread(metrics_frame(*[{"pe": None}]), "pe") == Spread(0, 1)
    assert spread(metrics_frame(*[]), "sector") == Spread(0, 0)


def test_the_known_share_counts_neither_nulls_nor_unknown_verdicts() -> None:
    frame = metrics_frame(*[{"pe": 1.0, "zombie_oecd": "unknown"}, {"zombie_oecd": "n/a"}])
    shares = known_shares(frame)
    assert shares["pe"] == shares["zombie_oecd"] == 0.5
    assert shares["ps"] == 0.0
    assert set(known_shares(metrics_frame(*[])).values()) == {0.0}
