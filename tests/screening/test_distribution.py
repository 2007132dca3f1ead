"""How a metric is spread: every row is counted once, outliers stay at the ends, thresholds show."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.frames import metrics_frame

from screener import paths
from screener.model.distribution import Threshold
from screener.model.metric import METRICS
from screener.model.screen import DEFAULT_SCREEN, Screen
from screener.present.distribution import chart
from screener.screening.compile import run
from screener.screening.distribution import distribution
from screener.screening.thresholds import thresholds, wanted
from screener.screening.universe import Universe, open_universe

EVERYONE = Screen()


def frame(name: str, values: list[object]) -> pl.DataFrame:
    return metrics_frame(*({name: value, "ticker": f"T{n}"} for n, value in enumerate(values)))


@pytest.fixture(scope="module")
def sample() -> Universe:
    return open_universe(paths.sample_dir())


NUMBERS = st.sampled_from(["revenue_growth", "market_cap", "pe", "net_income_ttm"])
FLOATS = st.floats(width=32) | st.floats() | st.integers(-324, 308).map(lambda at: float(f"1e{at}"))
NEAR = st.builds(
    lambda value, steps: [value, *(value + n * math.ulp(value) for n in steps)]
    if math.isfinite(value) else [value],
    FLOATS, st.lists(st.integers(0, 2**20), max_size=9),
)  # fmt: skip


@given(
    NEAR | st.lists(st.none() | FLOATS, min_size=1, max_size=60), NUMBERS, st.sampled_from([1, 14])
)
@example([1e-300, 1e300, 1.0], "pe", 14)
@example([5e-324, 1e-323], "net_income_ttm", 14)
@example([1.0, 1.0 + 1e-13], "revenue_growth", 14)
def test_every_number_is_in_one_bar(values: list[float | None], name: str, bins: int) -> None:
    found = distribution(frame(name, list(values)), EVERYONE, name, bins=bins)
    known = [value for value in values if value is not None and math.isfinite(value)]
    assert (found.known, found.unknown) == (len(known), len(values) - len(known))
    assert sum(bar.count for bar in found.bars) == len(known)
    for bar in found.bars:
        assert bar.count == sum(bar.holds(value) for value in known)
    ends = [(bar.low, bar.high) for bar in found.bars]
    assert all(one[1] == other[0] for one, other in itertools.pairwise(ends))
    assert all(low is None or high is None or low < high < math.inf for low, high in ends)
    assert len(found.bars) <= 40
    assert len(chart(found, 80)) > len(found.bars) or not known


@given(st.lists(st.integers(0, 60), min_size=1, max_size=60))
def test_whole_numbers_have_whole_edges(values: list[int]) -> None:
    found = distribution(frame("profitable_years", list(values)), EVERYONE, "profitable_years")
    assert sum(bar.count for bar in found.bars) == len(values)
    edges = {edge for bar in found.bars for edge in (bar.low, bar.high) if edge is not None}
    assert all(edge == int(edge) for edge in edges)


def test_an_outlier_flattens_nothing() -> None:
    values = [n / 1000 for n in range(400)] + [9e6, -9e6]
    found = distribution(frame("revenue_growth", list(values)), EVERYONE, "revenue_growth")
    first, *middle, last = found.bars
    assert first.low is None and last.high is None
    assert first.holds(-9e6) and last.holds(9e6)
    assert len(middle) == 8
    assert max(bar.count for bar in found.bars) < 80
    assert found.median == pytest.approx(0.1995)


def test_the_greatest_value_needs_no_bar_of_its_own() -> None:
    found = distribution(frame("fixed_share", [n / 50 for n in range(51)]), EVERYONE, "fixed_share")
    assert (found.bars[-1].low, found.bars[-1].high, found.bars[-1].count) == (0.9, 1.0, 6)


def test_a_threshold_is_an_edge_where_a_round_step_allows(sample: Universe) -> None:
    found = distribution(sample.metrics, DEFAULT_SCREEN, "revenue_growth")
    assert found.thresholds == (Threshold(">", 0.04),)
    assert 0.04 in [bar.low for bar in found.bars]
    below = [bar for bar in found.bars if bar.high is not None and bar.high <= 0.04]
    assert sum(bar.count for bar in below) > 0
    assert sum(bar.passed for bar in below) == 0


def test_all_metrics_of_the_sample_add_up(sample: Universe) -> None:
    passed = run(sample.metrics, DEFAULT_SCREEN).passed
    for name in METRICS:
        found = distribution(sample.metrics, DEFAULT_SCREEN, name)
        assert found.known + found.unknown == sample.metrics.height
        assert sum(bar.count for bar in found.bars) + found.more == found.known
        assert sum(bar.passed for bar in found.bars) <= found.passed <= passed
        assert len(found.bars) <= 40


def test_sizes_of_many_decades_get_steps_that_grow() -> None:
    sizes = [10.0**n for n in range(6, 12) for _ in range(20)] + [0.0] * 5
    found = distribution(frame("market_cap", list(sizes)), EVERYONE, "market_cap")
    lows = [bar.low for bar in found.bars[2:8]]
    assert all(2 <= other / one <= 2.5 for one, other in itertools.pairwise(lows))


@pytest.mark.parametrize("name", ["pe", "market_cap", "price", "total_debt", "revenue_growth"])
def test_there_are_about_as_many_bars_as_asked_for(sample: Universe, name: str) -> None:
    for bins in (14, 20, 30, 50, 80, 100):
        found = distribution(sample.metrics, EVERYONE, name, bins=bins)
        assert 0.4 * bins <= len(found.bars) <= 1.3 * bins


def test_texts_are_counted_and_unknown_is_none_of_them() -> None:
    rows = frame("debt_type", ["fixed", "none", "fixed", "unknown", None])
    found = distribution(rows, Screen(debt_types=("fixed",)), "debt_type")
    assert [(bar.text, bar.count, bar.passed) for bar in found.bars] == [
        ("fixed", 2, 2), ("none", 1, 0),
    ]  # fmt: skip
    assert (found.known, found.unknown, found.wanted) == (3, 2, {"fixed"})


def test_days_are_counted_by_month_and_names_not_at_all() -> None:
    days = [dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2025, 12, 31)]
    found = distribution(frame("filed", list(days)), EVERYONE, "filed")
    assert [(bar.text, bar.count) for bar in found.bars] == [("2025-12", 1), ("2026-03", 2)]
    assert found.bars[1].holds(days[0])
    names = distribution(frame("name", ["A", "B"]), EVERYONE, "name")
    assert (names.bars, names.more) == ((), 2)


@pytest.mark.parametrize(
    ("where", "metric", "expected"),
    [
        ("pe < 15", "pe", [("<", 15.0)]),
        ("15 > pe", "pe", [("<", 15.0)]),
        ("net_margin >= -5%", "net_margin", [(">=", -0.05)]),
        ("pe BETWEEN 5 AND 15 AND ps < 2", "pe", [(">=", 5.0), ("<=", 15.0)]),
        ("pe < 15 OR ps < 2", "pe", []),
        ("NOT pe < 15", "pe", []),
        ("pe / 2 < 15", "pe", []),
        ("pe < ps", "pe", []),
        ("market_cap < 5B", "pe", []),
    ],
)
def test_thresholds_are_what_conjuncts_compare_with(
    where: str, metric: str, expected: list[tuple[str, float]]
) -> None:
    found = thresholds(Screen(where=where), metric)
    assert [(one.op, one.value) for one in found] == expected


def test_filters_say_which_texts_they_want() -> None:
    screen = Screen(sectors=("Energy",), zombies="exclude", profitable=True)
    assert wanted(screen, "sector") == {"Energy"}
    assert wanted(screen, "zombie") == wanted(screen, "zombie_oecd") == {"no", "n/a"}
    assert wanted(screen, "zombie_fed") == wanted(screen, "exchange") == set()
    assert wanted(screen, "profitable") == {"yes"}
    assert thresholds(screen, "net_income_ttm") == (Threshold(">", 0.0),)
