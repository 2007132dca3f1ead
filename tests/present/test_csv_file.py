from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import StorageError
from screener.present.csv_file import write_csv


def written(frame: pl.DataFrame, **options: Any) -> str:
    stream = io.BytesIO()
    write_csv(frame, frame.columns, stream, **options)
    return stream.getvalue().decode("utf-8")


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


def test_only_the_columns_asked_for_are_written_in_their_order() -> None:
    stream = io.BytesIO()
    write_csv(pl.DataFrame({"a": [1], "b": [2], "c": [3]}), ["c", "a"], stream)
    assert stream.getvalue() == b"c,a\n3,1\n"


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


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    target.chmod(0o640)
    write_csv(pl.DataFrame({"a": [1]}), ["a"], target)
    assert target.read_bytes() == b"a\n1\n"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [child.name for child in tmp_path.iterdir()] == ["out.csv"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    write_csv(pl.DataFrame({"a": [1]}), ["a"], link)
    assert link.is_symlink()
    assert real.read_bytes() == b"a\n1\n"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "out.csv"
    target.write_text("old")
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(StorageError, match="No space left"):
        write_csv(pl.DataFrame({"a": [1]}), ["a"], target)
    assert target.read_text() == "old"
    assert [child.name for child in tmp_path.iterdir()] == ["out.csv"]


def test_a_missing_folder_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No such file"):
        write_csv(pl.DataFrame({"a": [1]}), ["a"], tmp_path / "none" / "out.csv")


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(StorageError, match="not a file"):
        write_csv(pl.DataFrame({"a": [1]}), ["a"], tmp_path / "out.csv")
