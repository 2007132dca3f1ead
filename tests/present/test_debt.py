"""Debt in words: terms, the bar of the mix, and what a move saves."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.present.debt import (
    bar,
    instrument_lines,
    mix,
    move_text,
    rate_text,
    saved_text,
    source_of,
    swap_text,
)
from screener.store.schema import INSTRUMENTS


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
    known = {"debt_type": "floating", "debt_coverage": 0.82}
    unknown = {"debt_type": "unknown", "debt_coverage": 0.6}
    assert saved_text(known, (750_000.0, 750_000.0), -0.0075) == (
        "interest saved at −75bp: 750K a year, before tax"
    )
    assert saved_text(known, (750_000.0, 900_000.0), -0.0075) == (
        "interest saved at −75bp: between 750K and 900K a year (18% not classified)"
    )
    assert saved_text(unknown, (0.0, 900_000.0), -0.0075) == (
        "interest saved at −75bp: between 0 and 900K a year (type unknown)"
    )
    assert saved_text(unknown, None, 0.005) == "interest saved at +50bp: –"
    assert move_text(0.0) == "0bp"


def instrument(kind: str, amount: float, **more: object) -> dict[str, object]:
    return dict.fromkeys(INSTRUMENTS) | {
        "name": kind, "kind": kind, "amount": amount, "currency": "USD", "sure": True,
    } | more  # fmt: skip


def test_what_was_due_before_the_day_has_matured() -> None:
    lines = instrument_lines(
        [
            instrument("fixed", 1e8, maturity=dt.date(2026, 6, 29)),
            instrument("fixed", 1e8, maturity=dt.date(2026, 6, 30)),
            instrument("floating", 1e8),
        ],
        dt.date(2026, 6, 30),
    )
    assert [line.endswith("(matured)") for line in lines] == [True, False, False]
    [unasked] = instrument_lines([instrument("fixed", 1e8, maturity=dt.date(2000, 1, 1))])
    assert "matured" not in unasked


def test_what_is_due_is_told_from_the_sum_of_the_instruments_beside_it() -> None:
    notes = [instrument("fixed", 1e8)]
    assert "not the sum of the instruments" in source_of("maturing_12m", 5e7, notes)
    assert source_of("maturing_12m", None, notes) == ""
    assert source_of("maturing_12m", 5e7, []) == source_of("total_debt", 1e8, notes) == ""


def test_terms_that_a_line_has_no_room_for_stand_below_the_name() -> None:
    terms = {"coupon_low": 0.0475, "coupon_high": 0.05125, "maturity": dt.date(2031, 2, 15)}
    long = instrument("floating", 1e8, name="x" * 90, **terms)
    [whole] = instrument_lines([long])
    head, below = instrument_lines([long], width=80)
    assert whole.split() == [*head.split(), *below.split()]
    assert below == f"{'':<24}4.75% to 5.125%  2031-02-15"
    assert max(map(len, instrument_lines([long], width=60))) <= 60


def test_swaps_are_told_beside_the_bar_that_does_not_draw_them() -> None:
    loan, swap = instrument("floating", 9e7, principal=1e8), instrument("swap", 4e7)
    assert swap_text([loan, swap]) == (
        "swaps turn 40.0M of 100M floating into fixed; the bar is before swaps"
    )
    assert swap_text([swap]).startswith("swaps turn 40.0M of floating debt into fixed")
    assert swap_text([loan]) == swap_text([]) == ""
