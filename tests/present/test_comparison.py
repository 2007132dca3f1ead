from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.model.metric import METRICS, Unit
from screener.present.comparison import compare
from screener.present.text import format_value


@pytest.mark.parametrize(
    ("metric", "values", "best"),
    [
        ("revenue_growth", [0.1, 0.3, None], 1),
        ("pe", [9.0, 31.0, 12.0], 0),
        ("pe", [9.0, None, None], None),  # nothing to compare with
        ("pe", [9.01, 9.04, 12.0], None),  # both are written 9.0x
        ("pe", [12.0, 9.0, 9.0], None),
        ("assets", [1.0e9, 2.0e9], None),  # neither direction is good
        ("profitable", [True, False, None], 0),
        ("zombie_oecd", ["yes", "no", "unknown"], 1),
        ("zombie_oecd", ["no", "no", "yes"], None),
        ("zombie_oecd", ["n/a", "no"], None),
        ("net_margin", [math.nan, 0.1, -0.2], 1),
        ("sector", ["Energy", "Materials"], None),
    ],
)
def test_the_best_is_marked_where_there_is_one(
    metric: str, values: list[Any], best: int | None
) -> None:
    [line] = compare([{metric: value} for value in values], [metric])
    assert line.best == best


FIGURES = [m.name for m in METRICS.values() if m.unit in (Unit.MONEY, Unit.FRACTION, Unit.MULTIPLE)]


@given(
    st.sampled_from(FIGURES),
    st.lists(st.none() | st.floats(allow_nan=True), min_size=1, max_size=4),
)
def test_nothing_beats_the_best_and_it_never_looks_like_another(
    name: str, values: list[float | None]
) -> None:
    metric = METRICS[name]
    [line] = compare([{name: value} for value in values], [name])
    assert line.cells == tuple(format_value(metric, value) for value in values)
    known = [value for value in values if value is not None and math.isfinite(value)]
    if line.best is None:
        return
    best = values[line.best]
    assert best == (max if metric.higher_is_better else min)(known)
    assert len(known) > 1
    assert line.cells.count(line.cells[line.best]) == 1
