"""Debt in words: terms, the bar of the mix, and what a move saves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.present.debt import bar, mix, move_text, rate_text, saved_text


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        ((0.0225, 0.0225, "SOFR", None, None), "SOFR + 2.25%"),
        ((0.0125, 0.0225, "SOFR", None, None), "SOFR + 1.25% to 2.25%"),
        ((0.0225, 0.0225, None, None, None), "variable + 2.25%"),
        ((None, None, None, 0.00375, 0.00375), "0.375%"),
        ((None, None, "prime rate", None, None), "prime rate"),
        ((None, None, None, None, None), ""),
    ],
)
def test_the_terms_of_an_instrument(terms: tuple[object, ...], text: str) -> None:
    names = ("spread_low", "spread_high", "reference", "coupon_low", "coupon_high")
    assert rate_text(dict(zip(names, terms, strict=True))) == text


@given(st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3))
def test_a_bar_is_as_wide_as_asked_and_drawn_in_proportion(parts: list[float]) -> None:
    whole = sum(parts)
    kinds = ("floating", "fixed", "convertible")
    shares = {kind: part / whole for kind, part in zip(kinds, parts, strict=True)}
    cells = bar(shares, 40)[:40]
    assert cells.strip(" ") == cells
    assert all(abs(cells.count(mark) - 40 * shares[kind]) <= 1
               for kind, mark in zip(kinds, "░█▒", strict=True))  # fmt: skip


def test_nothing_classified_draws_no_bar() -> None:
    assert mix(dict.fromkeys(("floating_share", "fixed_share", "convertible_share"))) == ""


def test_what_a_move_saves_is_a_point_a_range_or_unknown() -> None:
    assert saved_text((750_000.0, 750_000.0), -0.0075) == (
        "interest saved at −75bp: 750K a year, before tax"
    )
    assert saved_text((0.0, 900_000.0), -0.0075) == (
        "interest saved at −75bp: between 0 and 900K a year (type unknown)"
    )
    assert saved_text(None, 0.005) == "interest saved at +50bp: –"
    assert move_text(0.0) == "0bp"
