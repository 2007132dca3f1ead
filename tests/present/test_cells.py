"""How wide a text is: as the terminal screen's own library measures it, and what rests on that."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.frames import metrics_frame

from screener.present.cells import cells_of, cut, flush_left, flush_right, wrapped
from screener.present.layout import lay_out
from screener.present.tables.table import Table
from screener.present.tables.text import text_lines

TEXTS = st.text(st.sampled_from("ab é日本語ｗ한ü\u0301–✓ "), max_size=30)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("日本", 4), ("ﾆﾎﾝ", 3), ("한국", 4), ("e\u0301", 1), ("–✓…", 3), ("ＡＢ", 4)],
)
def test_wide_letters_take_two_cells_and_marks_none(text: str, cells: int) -> None:
    assert cells_of(text) == cells == cell_len(text)


@given(TEXTS, st.integers(1, 20))
@example("日" * 10_000, 5)
def test_a_padded_or_cut_text_has_its_width(text: str, width: int) -> None:
    assert cells_of(cut(text, width)) == width
    for flush in (flush_left, flush_right):
        assert cells_of(flush(text, width)) == max(width, cells_of(text))


@given(TEXTS, st.integers(2, 20))
def test_wrapped_lines_have_room_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(line and cells_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


NAMES = [("日本企業", "1.0"), ("Cafe\u0301 Co", "12.0"), ("Plain Company", "3.0")]


@pytest.mark.parametrize("width", [26, 100])
def test_columns_of_any_letters_stand_under_each_other(width: int) -> None:
    rows = [(name, figure, "end") for name, figure in NAMES]
    lines = lay_out(rows, width, cut=0, right=(1,))
    assert len({cells_of(line) for line in lines}) == 1
    assert cells_of(lines[0]) <= width


def test_so_do_those_of_tables() -> None:
    rows = [{"name": name, "sector": "Energy"} for name, _ in NAMES]
    frame = metrics_frame(*rows).select("name", "sector")
    lines = text_lines(Table("companies", "Companies", frame))
    ends = {cells_of(line[: line.index("Energy")]) for line in lines[1:]}
    assert len(ends) == 1
