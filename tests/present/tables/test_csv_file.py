from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from screener.present.tables.csv_file import csv_bytes


def written(frame: pl.DataFrame, **options: Any) -> str:
    return csv_bytes(frame, **options).decode("utf-8")


def test_values_are_raw_and_the_unknown_is_empty() -> None:
    frame = pl.DataFrame(
        {
            "ticker": ["A", None],
            "revenue_ttm": [3626396000.0, None],
            "revenue_growth": [0.1, -0.25],
            "profitable": [True, None],
            "filed": [dt.date(2026, 5, 4), None],
            "cik": [7, None],
        }
    )
    assert written(frame) == (
        "ticker,revenue_ttm,revenue_growth,profitable,filed,cik\n"
        "A,3626396000.0,0.1,true,2026-05-04,7\n"
        ",,-0.25,,,\n"
    )


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_number_reads_back_the_same(values: list[float]) -> None:
    lines = written(pl.DataFrame({"x": values})).splitlines()
    assert [float(line) for line in lines[1:]] == values


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])), min_size=1)
)
def test_every_printable_text_reads_back_the_same(values: list[str]) -> None:
    frame = pl.DataFrame({"x": values, "y": 1}, schema_overrides={"x": pl.String})
    rows = list(csv.reader(io.StringIO(written(frame), newline="")))
    shown = [row[0] for row in rows[1:]]
    # Letters without a mark of their own are disguises too: a few printable ones are replaced.
    assert [len(text) for text in shown] == [len(text) for text in values]
    assert all(a in (b, "\N{REPLACEMENT CHARACTER}") for s, v in zip(shown, values, strict=True)
               for a, b in zip(s, v, strict=True))  # fmt: skip


def test_control_characters_never_reach_a_file() -> None:
    text = written(pl.DataFrame({"name": ["A\nB\r\x1b[31mC\u202e"]}))
    assert text == "name\nA B �[31mC�\n"


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tA", "\rA"]


def test_texts_like_formulas_stay_as_they_are_unless_asked() -> None:
    assert written(pl.DataFrame({"name": FORMULAS[:4]})) == "name\n=1+1\n+1\n-1\n@SUM(A1)\n"


def test_excel_safe_quotes_texts_like_formulas_but_not_numbers() -> None:
    frame = pl.DataFrame({"name": [*FORMULAS[:4], "A=B", None], "x": [-1.5] * 6})
    assert written(frame, excel_safe=True) == (
        "name,x\n'=1+1,-1.5\n'+1,-1.5\n'-1,-1.5\n'@SUM(A1),-1.5\nA=B,-1.5\n,-1.5\n"
    )


def test_a_byte_order_mark_comes_first_and_once() -> None:
    frame = pl.DataFrame({"name": ["Ünïcode"]})
    assert csv_bytes(frame, bom=True) == b"\xef\xbb\xbf" + csv_bytes(frame)
    assert csv_bytes(frame).startswith(b"name\n")


def test_headings_are_as_harmless_as_cells_and_stay_distinct() -> None:
    frame = pl.DataFrame({"=a": [1], "'=a": [2], "b\x1b": [3], "b\x07": [4]})
    assert written(frame).splitlines()[0] == "=a,'=a,b\ufffd,b\ufffd (2)"
    assert written(frame, excel_safe=True).splitlines()[0] == "'=a,'=a (2),b\ufffd,b\ufffd (2)"
