"""Lying bars: in proportion, with a part told apart, in lines of one width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.model.metric import METRICS
from screener.present.histogram import (
    PART,
    REST,
    BarLine,
    axis_text,
    edge_text,
    histogram,
    span_text,
    split_bar,
)

counts = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=20)


@given(counts, st.integers(1, 80))
def test_a_bar_is_in_proportion_and_what_is_there_is_seen(
    pairs: list[tuple[int, int]], width: int
) -> None:
    most = max(count for count, _ in pairs)
    sizes = []
    for count, wanted in pairs:
        part = min(count, wanted)
        bar = split_bar(count, part, most, width)
        assert len(bar) == width
        drawn, rest = bar.count(PART), bar.count(REST)
        assert bar == (PART * drawn + REST * rest).ljust(width)
        assert (drawn + rest > 0) == (count > 0)
        assert (drawn > 0) == (part > 0)
        assert rest > 0 or part == count or drawn == 1
        if most:
            assert abs(drawn + rest - count / most * width) <= 1
        sizes.append((count, drawn + rest))
    assert [size for _, size in sorted(sizes)] == sorted(size for _, size in sizes)


@given(counts, st.text("abc ", max_size=30), st.integers(20, 100))
def test_every_line_has_the_width_and_its_figures(
    pairs: list[tuple[int, int]], label: str, width: int
) -> None:
    told = [BarLine(label, count, min(count, part)) for count, part in pairs]
    head, *lines = histogram(told, width, ("all", "pass"))
    assert {len(line) for line in (head, *lines)} == {width}
    assert head.split() == ["all", "pass"]
    for one, line in zip(told, lines, strict=True):
        assert f" {one.count:,} " in line and f" {one.part:,} " in line


def test_a_label_that_does_not_fit_ends_in_an_ellipsis() -> None:
    [_, line] = histogram([BarLine("Information Technology", 12, 3, "▸")], 30, ("all", "pass"))
    assert line == "▸ Information…    12    3 █░░░"


@pytest.mark.parametrize(
    ("metric", "low", "high", "text"),
    [
        ("revenue_growth", -0.04, 0.0, "−4% to 0%"),
        ("revenue_growth", None, -0.025, "< −2.5%"),
        ("pe", 1000.0, None, "≥ 1,000x"),
        ("market_cap", 5e8, 1e9, "500M to 1B"),
        ("total_debt", 2.5e9, 3e9, "2.5B to 3B"),
        ("profitable_years", 7.0, 8.0, "7"),
        ("profitable_years", 10.0, 15.0, "10 to 14"),
        ("price", 2.0, 5.0, "2 to 5"),
    ],
)
def test_a_range_in_few_signs(
    metric: str, low: float | None, high: float | None, text: str
) -> None:
    assert span_text(METRICS[metric], low, high) == text


def test_values_of_an_axis_are_short() -> None:
    found = [
        axis_text(METRICS[name], value)
        for name, value in [
            ("revenue_ttm", 1.42e9), ("revenue_ttm", 14.2e6), ("revenue_ttm", 375e6),
            ("net_margin", 0.1234), ("net_margin", -0.0096), ("net_margin", 0.0031),
            ("interest_coverage", 1.34), ("interest_coverage", -24.2),
        ]
    ]  # fmt: skip
    assert found == ["1.4B", "14M", "375M", "12%", "−1%", "0.3%", "1.3x", "−24x"]
    assert edge_text(METRICS["pe"], None) == ""
