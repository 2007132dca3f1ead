from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screener.present.layout import lay_out

ROWS = [("A", "Alpha Company", "1.0", "one two three four five six"), ("BCD", "Beta", "10.0", "")]


def test_columns_stand_under_each_other() -> None:
    assert lay_out(ROWS, 100, right=(2,)) == [
        "  A    Alpha Company   1.0  one two three four five six",
        "  BCD  Beta           10.0",
    ]


def test_the_last_column_goes_on_below_itself() -> None:
    assert lay_out(ROWS, 52, right=(2,), wraps=True) == [
        "  A    Alpha Company   1.0  one two three four five",
        "                            six",
        "  BCD  Beta           10.0",
    ]
    assert lay_out([("A", "one\ntwo"), ("B", "three")], 40, wraps=True) == [
        "  A  one",
        "     two",
        "  B  three",
    ]


def test_a_name_is_cut_where_the_lines_would_be_too_long() -> None:
    rows = [("A", "A company with a long name", "12.0%"), ("B", "Short", "1.0%")]
    assert lay_out(rows, 30, right=(2,), cut=1) == [
        "  A  A company with a…   12.0%",
        "  B  Short                1.0%",
    ]


def test_no_row_is_no_line() -> None:
    assert lay_out([], 80) == []


_CELL = st.text(st.sampled_from("ab c\u202e\x1b\n\t"), max_size=12)


@given(st.lists(st.tuples(_CELL, _CELL, _CELL), max_size=4), st.integers(60, 120), st.booleans())
def test_text_from_outside_moves_no_cursor_and_words_are_kept(
    rows: list[tuple[str, str, str]], width: int, wraps: bool
) -> None:
    lines = lay_out(rows, width, cut=1, wraps=wraps)
    assert all(line.isprintable() and len(line) <= width for line in lines)
    kept = [word for row in rows for cell in row for word in cell.split()]
    told = [word for line in lines for word in line.split()]
    harmless = [word.replace("\u202e", "\ufffd").replace("\x1b", "\ufffd") for word in kept]
    assert "".join(sorted("".join(told))) == "".join(sorted("".join(harmless)))
    if not wraps:
        assert len(lines) == len(rows)
