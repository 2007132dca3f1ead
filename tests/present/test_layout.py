from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screener.present.layout import beside, fitted, lay_out, stacked

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


_LINE = st.builds(
    lambda indent, words: " " * indent + " ".join(words),
    st.integers(0, 6),
    st.lists(st.text("abc-", min_size=1, max_size=12), min_size=1, max_size=30),
)


@given(_LINE, st.integers(40, 120))
def test_a_long_line_goes_on_below_and_keeps_its_words(line: str, width: int) -> None:
    indent = len(line) - len(line.lstrip())
    for told in (fitted([line], width), beside(line[:indent], line.lstrip(), width)):
        assert max(map(len, told)) <= width
        assert " ".join(told).split() == line.split()
        assert all(len(part) - len(part.lstrip()) >= indent for part in told)
    assert fitted([line], None) == [line]
    assert len(fitted([line], len(line))) == 1


def test_a_word_that_no_line_has_room_for_stays_where_it_is() -> None:
    path = "/" + "x" * 60
    assert fitted([f"error: {path}: no such file"], 40) == [f"error: {path}:", "  no such file"]


@given(
    st.lists(st.tuples(*[st.text("ab1", min_size=1, max_size=20)] * 6), min_size=1, max_size=4),
    st.integers(40, 100),
)
def test_what_a_table_is_too_wide_for_goes_on_in_the_same_columns_below(
    rows: list[tuple[str, ...]], width: int
) -> None:
    found = stacked(rows, width, right=(1, 4))
    assert [" ".join(lines).split() for lines in found] == [list(row) for row in rows]
    assert all(len(line) <= width for lines in found for line in lines)
    assert len({len(lines) for lines in found}) == 1
    assert all(len(lines) == 1 for lines in stacked(rows, None))
