"""Charts in text: every known value is drawn, nothing is drawn for an unknown one."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.present.charts import (
    GAP,
    HANGING,
    OVER,
    RISING,
    UNDER,
    cap_of,
    column_chart,
    sparkline,
)

numbers = st.floats(-1e15, 1e15, allow_nan=False)
values = st.lists(st.none() | numbers, max_size=30)
BARS = set(RISING + HANGING + OVER + UNDER)
ORDER = "▀▔▁▂▃▄▅▆▇█"


def test_a_line_of_bars_as_people_see_it() -> None:
    assert sparkline([1, 2, 3, None, 4, 8, -1, -8, 0]) == "▁▂▃·▄█▔▀▁"
    assert sparkline([math.nan, math.inf, 0.0]) == "··▁"
    assert sparkline([]) == ""


@given(values)
def test_each_value_has_its_cell_and_an_unknown_one_no_bar(
    given_values: list[float | None],
) -> None:
    line = sparkline(given_values)
    assert len(line) == len(given_values)
    for value, sign in zip(given_values, line, strict=True):
        assert (sign == GAP) == (value is None)
        if value is not None:
            assert sign in (HANGING if value < 0 else RISING)


@given(st.lists(numbers, min_size=2, max_size=30))
def test_a_higher_value_never_has_a_lower_bar(given_values: list[float]) -> None:
    heights = [ORDER.index(sign) for sign in sparkline(given_values)]
    ranked = sorted(zip(given_values, heights, strict=True))
    assert [height for _, height in ranked] == sorted(heights)


def test_an_absurd_value_is_an_arrow_and_flattens_no_other() -> None:
    covers = [20.0, 22.0, 25.0, 26.0, 900.0, -300.0]
    cap = cap_of(covers)
    assert cap is not None and 26 < cap < 300
    assert sparkline(covers, cap=cap) == "▇▇██▲▼"
    assert cap_of([1.0, 2.0, 3.0, 4.0]) is None
    assert cap_of([0.0, 0.0, 0.0, 9.0]) is None
    assert cap_of([1.0, 900.0]) is None


def test_columns_stand_over_the_zero_line_and_hang_under_it() -> None:
    labels = ["Q1", "Q2", "Q3", "Q4"]
    assert column_chart([2, 4, None, -2], labels, 5, 10, text="{:g}".format) == [
        " 4  █     ",
        "   ██     ",
        " 0 ──·─   ",
        "-2    █   ",
        "  Q1 Q4   ",
    ]  # fmt: skip


def zero_line(plot: list[str]) -> tuple[int, int]:
    """Its number, and where the columns begin."""
    return next(
        (n, found.end()) for n, line in enumerate(plot) if (found := re.match(r" *0 ", line))
    )


@given(values, st.integers(4, 12), st.integers(16, 60))
def test_a_chart_is_as_large_as_asked_and_draws_what_is_known(
    given_values: list[float | None], height: int, width: int
) -> None:
    labels = [f"P{index}" for index in range(len(given_values))]
    lines = column_chart(given_values, labels, height, width)
    assert len(lines) == height
    assert {len(line) for line in lines} == {width}
    *plot, _ = lines
    zero, start = zero_line(plot)
    shown = given_values[-(width - start) :]
    each = max((width - start) // len(shown), 1) if shown else 1
    for index, value in enumerate(shown):
        column = [line[start + index * each] for line in plot]
        over, under = set(column[:zero]), set(column[zero + 1 :])
        assert column[zero] == (GAP if value is None else "─")
        assert bool(over & BARS) == (value is not None and value > 0)
        assert bool(under & BARS) == (value is not None and value < 0)


@given(st.lists(numbers, min_size=2, max_size=12))
def test_a_higher_value_never_has_a_lower_column(given_values: list[float]) -> None:
    *plot, _ = column_chart(given_values, [""] * len(given_values), 12, 40)
    zero, start = zero_line(plot)
    each = (40 - start) // len(given_values)

    def height(index: int) -> int:
        column = [line[start + index * each] for line in plot]
        over = sum(RISING.index(sign) + 1 for sign in column[:zero] if sign in RISING)
        under = sum(
            8 if sign == "█" else 4 * (HANGING.index(sign) + 1) - 3
            for sign in column[zero + 1 :]
            if sign != " "
        )
        return over - under

    ranked = sorted((value, height(index)) for index, value in enumerate(given_values))
    assert [size for _, size in ranked] == sorted(size for _, size in ranked)


def test_the_axis_tells_highest_lowest_first_and_last() -> None:
    lines = column_chart([None, -0.3, 0.5, 0.1], ["a", "b", "c", "d"], 8, 30, text="{:.0%}".format)
    assert lines[0].startswith(" 50% ")
    assert lines[-2].startswith("-30% ")
    assert lines[-1].split() == ["a", "d"]


def test_what_is_off_the_scale_ends_in_an_arrow() -> None:
    lines = column_chart([2, 2, 2, 2, 90, -90], list("abcdef"), 6, 12, cap=10)
    assert sum(line.count(OVER) for line in lines) == 1
    assert sum(line.count(UNDER) for line in lines) == 1
    assert lines[0].startswith(" 2 ")


@pytest.mark.parametrize("given_values", [[], [None] * 4, [0.0, 0.0], [1e308, -1e308], [5e-324]])
def test_degenerate_values_are_drawn_without_an_error(given_values: list[float | None]) -> None:
    lines = column_chart(given_values, [""] * len(given_values), 6, 20)
    assert {len(line) for line in lines} == {20}
    assert len(sparkline(given_values)) == len(given_values)
