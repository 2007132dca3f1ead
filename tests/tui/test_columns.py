from __future__ import annotations

import math
from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screener.model.metric import METRICS
from screener.tui.state.field import Field
from screener.tui.widgets.columns import GAP, Column, arrange, fit, measure

TEXTS = st.text(alphabet=st.sampled_from("abc 東京é…0%"), max_size=40)


@given(TEXTS, st.integers(0, 40), st.booleans())
def test_fit_gives_exactly_the_width_and_marks_every_cut(
    text: str, width: int, right: bool
) -> None:
    fitted = fit(text, width, right=right)
    assert cell_len(fitted) == width
    if cell_len(text) <= width:
        assert fitted.strip() == text.strip()
    elif width:
        assert "…" in fitted


COLUMNS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 20)).map(
        lambda pair: Column(Field(METRICS["name"]), pair[0], pair[0] + pair[1])
    ),
    min_size=1,
    max_size=15,
)


@given(COLUMNS, st.integers(1, 15), st.integers(1, 200))
def test_arranged_columns_fit_do_not_overlap_and_keep_their_order(
    columns: list[Column], first: int, width: int
) -> None:
    placed = arrange(columns, first, width, gutter=3)
    assert placed[0].index == 0
    assert [place.index for place in placed[1:]] == list(range(first, first + len(placed) - 1))
    for before, after in pairwise(placed):
        assert before.x + before.width + GAP == after.x
    for place in placed:
        assert columns[place.index].narrowest <= place.width <= columns[place.index].widest
    if len(placed) > 2:
        assert placed[-1].x + placed[-1].width <= width


@given(
    st.lists(
        st.floats(-1e10, 1e10) | st.sampled_from([None, math.nan, math.inf]),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from(["total_debt", "pe", "net_margin", "revenue_growth", "price", "weight"]),
)
def test_columns_of_figures_hold_every_value_whole(values: list[float | None], name: str) -> None:
    frame = pl.DataFrame({name: values}, schema={name: pl.Float64})
    (column,) = measure(frame, [Field(METRICS[name])])
    longest = max(cell_len(column.field.text(value)) for value in values)
    assert longest <= column.narrowest == column.widest


def test_a_short_figure_between_the_extremes_may_be_the_longest() -> None:
    frame = pl.DataFrame({"total_debt": [-3.1e8, -1.3e6, 2e9]})
    (column,) = measure(frame, [Field(METRICS["total_debt"])])
    assert column.narrowest >= len("−1.30M")
