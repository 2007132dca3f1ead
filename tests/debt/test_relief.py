"""What a move of the rate saves: a point, a range, or nothing that can be said."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.debt.relief import moved, relief_by_sector, saved_range

dollars = st.floats(0, 1e12, allow_nan=False)
moves = st.floats(-0.05, 0.05, allow_nan=False)


def test_seventy_five_basis_points_on_a_hundred_million() -> None:
    assert saved_range("floating", 100e6, 120e6, -0.0075) == (750_000.0, 750_000.0)


def test_an_unknown_type_saves_between_nothing_and_the_move_on_all_debt() -> None:
    assert saved_range("unknown", None, 120e6, -0.0075) == (0.0, 900_000.0)
    assert saved_range("unknown", None, 120e6, 0.01) == (-1_200_000.0, 0.0)


@pytest.mark.parametrize(("kind", "debt"), [("n/a", 120e6), ("unknown", None)])
def test_without_debt_to_speak_of_nothing_is_said(kind: str, debt: float | None) -> None:
    assert saved_range(kind, None, debt, -0.0075) is None


@given(
    st.lists(st.tuples(st.none() | dollars, st.none() | dollars, st.sampled_from(["A", None]))),
    moves,
)
def test_the_market_saves_what_its_companies_do(
    found: list[tuple[float | None, float | None, str | None]], move: float
) -> None:
    kind = ["unknown" if floating is None else "floating" for floating, _, _ in found]
    metrics = pl.DataFrame(
        {
            "cik": range(len(found)),
            "sector": pl.Series([sector for *_, sector in found], dtype=pl.String),
            "debt_type": pl.Series(kind, dtype=pl.String),
            "floating_debt": pl.Series([floating for floating, *_ in found], dtype=pl.Float64),
            "total_debt": pl.Series([debt for _, debt, _ in found], dtype=pl.Float64),
        }
    )
    ranges = [
        saved_range(name, floating, debt, move) or (0.0, 0.0)
        for name, (floating, debt, _) in zip(kind, found, strict=True)
    ]
    everything = relief_by_sector(metrics, move).row(-1, named=True)
    assert everything["saved_low"] == pytest.approx(sum(low for low, _ in ranges))
    assert everything["saved_high"] == pytest.approx(sum(high for _, high in ranges))
    assert everything["companies"] == len(found)


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
