"""What is written in a format reads back the same: texts, figures with all digits, the unknown."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.present.tables.cells import SCHEMA, TRAPS, expected, frame_of, harmless, rows

from screener.present.tables.table import Table
from screener.present.tables.writing import BINARY, FORMATS, Format, encode


def written(found: list[dict[str, Any]], output_format: Format) -> bytes:
    return encode([Table("companies", "Companies", frame_of(found))], output_format)


def isoformat(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"filed": row["filed"] and row["filed"].isoformat()}


def joined(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"kinds": None if row["kinds"] is None else "; ".join(row["kinds"])}


@given(rows)
def test_newline_delimited_json(found: list[dict[str, Any]]) -> None:
    lines = written(found, "ndjson").decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [isoformat(expected(row)) for row in found]
    assert all(list(json.loads(line)) == list(SCHEMA) for line in lines)


@given(rows, st.booleans())
def test_json_of_one_table_and_of_several(found: list[dict[str, Any]], several: bool) -> None:
    tables = [Table("a", "A", frame_of(found)), Table("b", "B", frame_of(found[:1]))]
    read = json.loads(encode(tables if several else tables[:1], "json"))
    values = [isoformat(expected(row)) for row in found]
    assert read == ({"a": values, "b": values[:1]} if several else values)


def test_json_of_several_tables_says_what_they_are_about() -> None:
    tables = [Table(name, name, pl.DataFrame({"a": [1]})) for name in ("x", "y")]
    about = (("rule", "one"), ("rule", "two"), ("as of", "\x1b[31m2026"))
    read = json.loads(encode(tables, "json", about))
    assert list(read) == ["x", "y", "about"]
    assert [(row["what"], row["value"]) for row in read["about"]] == [
        ("rule", "one"), ("rule", "two"), ("as of", "\ufffd[31m2026"),
    ]  # fmt: skip
    assert json.loads(encode(tables[:1], "json", about)) == [{"a": 1}]


@given(rows)
def test_parquet(found: list[dict[str, Any]]) -> None:
    read = pl.read_parquet(io.BytesIO(written(found, "parquet")))
    assert dict(read.schema) == SCHEMA
    assert read.to_dicts() == [expected(row) for row in found]


@given(rows)
def test_csv(found: list[dict[str, Any]]) -> None:
    text = written(found, "csv").decode()
    heading, *read = csv.reader(io.StringIO(text, newline=""))
    assert heading == list(SCHEMA)
    for cells, row in zip(read, found, strict=True):
        wanted = joined(isoformat(expected(row)))
        figures = ("revenue_growth", "revenue_ttm", "cik")
        for name, cell in zip(SCHEMA, cells, strict=True):
            value = wanted[name]
            if value is None:
                assert cell == ""
            elif name in figures:
                assert type(value)(cell) == value
            else:
                assert cell == (str(value).lower() if isinstance(value, bool) else value)


@settings(max_examples=50)
@given(rows)
def test_workbook(found: list[dict[str, Any]]) -> None:
    sheet = load_workbook(io.BytesIO(written(found, "xlsx")))["companies"]
    assert [cell.value for cell in sheet[1]] == list(SCHEMA)
    for number, row in enumerate(found, 2):
        wanted = joined(expected(row))
        wanted["filed"] = wanted["filed"] and dt.datetime.combine(wanted["filed"], dt.time())
        cells = {name: sheet.cell(number, column) for column, name in enumerate(SCHEMA, 1)}
        assert {name: cell.value for name, cell in cells.items()} == wanted
        # Never a formula, an address or a number.
        for cell in cells.values():
            assert not isinstance(cell.value, str) or cell.data_type == "s"
            assert cell.hyperlink is None


def test_duckdb_reads_the_same_from_parquet_with_real_dates(tmp_path: Path) -> None:
    row = {"ticker": "A", "revenue_growth": float("nan"), "revenue_ttm": 0.1 + 0.2, "cik": 7,
           "filed": dt.date(2026, 5, 4), "profitable": None, "where: name = 'x'": "b\x1b",
           "kinds": ["x", "y\n"]}  # fmt: skip
    path = tmp_path / "x.parquet"
    path.write_bytes(written([row], "parquet"))
    with duckdb.connect() as database:
        read = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        types = [str(column[1]) for column in read.description]
        assert read.fetchall() == [tuple(expected(row).values())]
    assert types == ["VARCHAR", "DOUBLE", "DOUBLE", "BIGINT", "DATE", "BOOLEAN", "VARCHAR",
                     "VARCHAR[]"]  # fmt: skip


def test_the_metadata_of_parquet_say_what_it_is_about(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    about = (("rule", "pe < 12"), ("as of", "2026-06-30"), ("rule", "a\x1bb"))
    path.write_bytes(encode([Table("t", "T", pl.DataFrame({"a": [1]}))], "parquet", about))
    query = "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)"
    with duckdb.connect() as database:
        said = dict(database.execute(query, [str(path)]).fetchall())
    assert said["rule"] == "pe < 12; a\N{REPLACEMENT CHARACTER}b"
    assert said["as of"] == "2026-06-30"


@settings(max_examples=50)
@given(rows, st.sampled_from(FORMATS))
def test_the_same_table_gives_the_same_bytes(
    found: list[dict[str, Any]], output_format: Format
) -> None:
    assert written(found, output_format) == written(found, output_format)


@pytest.mark.parametrize("output_format", [each for each in FORMATS if each not in BINARY])
def test_no_text_lets_a_control_character_through(output_format: Format) -> None:
    found = [dict.fromkeys(SCHEMA) | {"ticker": "a\x1b[2J\u202e\nb", "kinds": ["c\x07"]}]
    text = written(found, output_format).decode()
    assert not {"\x1b", "\u202e", "\x07"} & set(text)
    assert text.count("\n") == text.rstrip("\n").count("\n") + 1


@pytest.mark.parametrize("output_format", FORMATS)
def test_columns_of_other_kinds_are_written_too(output_format: Format) -> None:
    frame = pl.DataFrame(
        {
            "category": pl.Series(["a\x1b", None], dtype=pl.Categorical),
            "kind": pl.Series(["b\x07", "c"], dtype=pl.Enum(["b\x07", "c"])),
            "nothing": [None, None],
            "time": [dt.datetime(2026, 5, 4, 3, 2, 1), None],
            "small": pl.Series([0.5, None], dtype=pl.Float32),
            "number": pl.Series([7, None], dtype=pl.UInt32),
        }
    )
    data = encode([Table("t", "T", frame)], output_format)
    if output_format == "parquet":
        read = pl.read_parquet(io.BytesIO(data)).row(0)
        assert read == ("a\ufffd", "b\ufffd", None, dt.datetime(2026, 5, 4, 3, 2, 1), 0.5, 7)
    elif output_format == "xlsx":
        cells = [cell.value for cell in load_workbook(io.BytesIO(data))["t"][2]]
        assert cells == ["a\ufffd", "b\ufffd", None, "2026-05-04 03:02:01", 0.5, 7]
    else:
        text = data.decode().replace("\\", "")  # Markdown's escapes
        assert "a\ufffd" in text and "b\ufffd" in text and "03:02:01" in text
        assert "\x1b" not in text and "\x07" not in text


def test_the_traps_are_harmless_texts_but_for_one() -> None:
    assert [text for text in TRAPS if harmless(text) != text] == ["a\nb"]
