"""What a move of the rate saves: a point, a range, or nothing that can be said."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frames import metrics_frame

from screener.debt.relief import moved, relief_by_sector, saved_range

dollars = st.floats(0, 1e12, allow_nan=False)
moves = st.floats(-0.05, 0.05, allow_nan=False)


def verdict(kind: str, floating: float | None, coverage: float | None) -> dict[str, Any]:
    return {"debt_type": kind, "floating_debt": floating, "debt_coverage": coverage}


def test_seventy_five_basis_points_on_a_hundred_million() -> None:
    owed = verdict("floating", 100e6, 1.0)
    assert saved_range(owed, 120e6, -0.0075) == (750_000.0, 750_000.0)
    assert saved_range(owed, None, -0.0075) == (750_000.0, 750_000.0)


def test_what_is_not_classified_may_float_too() -> None:
    owed = verdict("fixed", 10e6, 0.75)
    assert saved_range(owed, 120e6, -0.01) == pytest.approx((100_000.0, 400_000.0))
    assert saved_range(owed, 120e6, 0.01) == pytest.approx((-400_000.0, -100_000.0))


def test_an_unknown_type_saves_between_nothing_and_the_move_on_all_debt() -> None:
    unknown = verdict("unknown", None, 0.6)
    assert saved_range(unknown, 120e6, -0.0075) == (0.0, 900_000.0)
    assert saved_range(unknown, 120e6, 0.01) == (-1_200_000.0, 0.0)


@pytest.mark.parametrize(
    ("owed", "debt"),
    [
        (verdict("n/a", None, None), 120e6),
        (verdict("unknown", None, None), None),
        (verdict("floating", 100e6, 0.9), None),
    ],
    ids=["a bank", "nothing known", "an unknown rest"],
)
def test_without_debt_to_speak_of_nothing_is_said(owed: dict[str, Any], debt: float | None) -> None:
    assert saved_range(owed, debt, -0.0075) is None


@st.composite
def companies(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["none", "fixed", "floating", "unknown", "n/a"]))
    named = kind in ("fixed", "floating")
    return {
        "sector": draw(st.sampled_from(["A", None])),
        "debt_type": kind,
        "floating_debt": draw(dollars) if named else 0.0 if kind == "none" else None,
        "debt_coverage": draw(st.floats(0.7, 1.0)) if named else draw(st.none() | st.just(0.5)),
        "total_debt": 0.0 if kind == "none" else draw(st.none() | dollars),
    }


@given(st.lists(companies()), moves)
def test_the_market_saves_what_its_companies_do(found: list[dict[str, Any]], move: float) -> None:
    lows, highs = [], []
    for one in found:
        least, debt = one["floating_debt"] or 0.0, one["total_debt"]
        if one["floating_debt"] is None:
            most = debt
        elif one["debt_type"] == "none" or one["debt_coverage"] == 1:
            most = least
        else:
            most = None if debt is None else least + debt * (1 - one["debt_coverage"])
        if one["debt_type"] != "n/a" and most is not None:
            lows.append(min(least * -move, most * -move))
            highs.append(max(least * -move, most * -move))
    metrics = metrics_frame(*({"cik": n} | one for n, one in enumerate(found)))
    everything = relief_by_sector(metrics, move).row(-1, named=True)
    assert everything["saved_low"] == pytest.approx(sum(lows))
    assert everything["saved_high"] == pytest.approx(sum(highs))
    assert (everything["companies"], everything["bounded"]) == (len(found), len(lows))


def test_coverage_after_the_move_is_null_where_no_interest_would_be_left() -> None:
    company = pl.DataFrame(
        {
            "floating_debt": [1000.0, 1000.0],
            "operating_income_ttm": [30.0, -30.0],
            "interest_expense_ttm": [10.0, 20.0],
            "interest_coverage": [3.0, -1.5],
        }
    )
    assert company.select(moved(-0.01)).rows() == [(10.0, 10.0 / 30.0, None), (10.0, None, -3.0)]
