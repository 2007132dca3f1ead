"""What a person expects of a workbook: formats, filters, what it is about; and what it refuses."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook

from screener.errors import UsageError
from screener.model.metric import METRICS, Unit
from screener.present.tables import sheets
from screener.present.tables.companies import companies
from screener.present.tables.table import Table
from screener.present.tables.xlsx_file import xlsx_bytes

FRAME = pl.DataFrame(
    {
        "ticker": ["A", "B"],
        "name": ["=cmd|' /C calc'!A0", "A long name of a company that goes on and on and on"],
        "cik": [1234567, 7],
        "weight": [0.00012, None],
        "price": [1234.5, None],
        "revenue_growth": [0.123456789, -0.5],
        "revenue_ttm": [3626396000.0, -5.25],
        "pe": [12.345, None],
        "profitable_years": [1200, 3],
        "shares_outstanding": [1e9, 2.0],
        "filed": [dt.date(2026, 5, 4), None],
        "profitable": [True, None],
    }
)


def opened(*tables: Table, about: tuple[tuple[str, str], ...] = ()) -> Workbook:
    return load_workbook(io.BytesIO(xlsx_bytes(tables, about)))


def table(frame: pl.DataFrame, name: str = "t", **of: Any) -> Table:
    return Table(name, name, frame, **of)


def test_each_unit_has_its_number_format() -> None:
    sheet = opened(table(FRAME))["t"]
    looks = {cell.value: sheet.cell(2, cell.column).number_format for cell in sheet[1]}
    assert looks == {
        "ticker": "General", "name": "General", "cik": "0", "weight": "0.000%",
        "price": "#,##0.00", "revenue_growth": "0.0%", "revenue_ttm": "#,##0;[Red]-#,##0",
        "pe": '#,##0.0"x"', "profitable_years": "#,##0", "shares_outstanding": "#,##0",
        "filed": "yyyy-mm-dd", "profitable": "General",
    }  # fmt: skip


def test_a_column_that_is_no_metric_looks_like_what_it_is_read_like() -> None:
    frame = pl.DataFrame({"share": [0.5], "before": [0.1], "fiscal_year": [2026]})
    like = {"share": Unit.FRACTION, "before": "revenue_growth", "fiscal_year": "cik"}
    sheet = opened(table(frame, like=like))["t"]
    assert [cell.number_format for cell in sheet[2]] == ["0.0%", "0.0%", "0"]


def test_what_is_read_like_a_weight_has_its_digits() -> None:
    like = {"weight_before": "weight", "weight_change": "weight"}
    frame = pl.DataFrame({"weight_before": [0.00034], "weight_change": [-0.00002]})
    book = opened(table(frame, like=like))
    assert [cell.number_format for cell in book["t"][2]] == ["0.000%", "0.000%"]
    told = list(book["Columns"].iter_rows(min_row=2, max_col=4, values_only=True))
    assert told == [("t", name, name, "fraction") for name in like]


def test_a_number_of_no_known_unit_claims_none() -> None:
    book = opened(table(pl.DataFrame({"value": [0.123456789, 12.5]})))
    assert [cell.number_format for cell in book["t"]["A"][1:3]] == ["General", "General"]
    assert [cell.value for cell in book["t"]["A"]] == ["value", 0.123456789, 12.5]
    [told] = book["Columns"].iter_rows(min_row=2, values_only=True)
    assert not told[3]


def test_the_heading_and_who_a_row_is_stay_in_sight() -> None:
    both, one, none = FRAME, FRAME.select("name", "pe"), FRAME.select("pe", "name", "ticker")
    book = opened(table(both, "both"), table(one, "one"), table(none, "none"))
    assert [sheet.freeze_panes for sheet in book.worksheets[:3]] == ["C2", "B2", "A2"]


def test_every_column_can_be_filtered() -> None:
    book = opened(table(FRAME), table(FRAME.head(0), "empty"))
    assert [sheet.auto_filter.ref for sheet in book.worksheets[:2]] == ["A1:L3", "A1:L1"]


def test_columns_are_as_wide_as_what_they_show_within_reason() -> None:
    frame = FRAME.with_columns(wide=pl.lit("x" * 500))
    sheet = opened(table(frame))["t"]
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    for name, shown in (("revenue_ttm", "3,626,396,000"), ("filed", "2026-05-04"), ("cik", "cik")):
        assert len(shown) < widths[name] < len(shown) + 8
    assert widths["wide"] < 60


def test_texts_that_look_like_formulas_stay_texts_when_they_are_edited() -> None:
    sheet = opened(table(FRAME))["t"]
    assert (sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("s", True)
    assert not sheet["B3"].quotePrefix


def test_text_that_the_library_would_take_for_markup_stays_text() -> None:
    wanted = ["<r>a & b</r>", "<r></r>", "<r><t>x</t></r>", "</r>"]
    frame = pl.DataFrame({"name": wanted, "<r>h</r>": wanted})
    sheet = opened(table(frame))["t"]
    assert [cell.value for cell in sheet["A"]] == ["name", *wanted]
    assert [cell.value for cell in sheet["B"]] == ["<r>h</r>", *wanted]


def test_what_it_is_about_stands_behind_the_tables_then_what_the_columns_mean() -> None:
    about = (("as of", "2026-06-30"), ("rule", "=x"), ("rule", "growth: > 4%"))
    listed = companies(FRAME.with_columns(outcome=pl.lit("pass")), ["pe", "outcome"], "T")
    book = opened(listed, about=about)
    assert book.sheetnames == ["companies", "About", "Columns"]
    said = list(book["About"].iter_rows(values_only=True))
    assert said == [("what", "value"), *about]
    assert book["About"]["B3"].data_type == "s"
    assert list(book["Columns"].iter_rows(values_only=True)) == [
        ("sheet", "column", "label", "unit", "meaning"),
        ("companies", "pe", "P/E", "multiple", METRICS["pe"].formula),
        ("companies", "outcome", "outcome", "text",
         "pass, fail or unknown: what the rule, or the whole screen, says of the company"),
    ]  # fmt: skip


def test_several_tables_are_a_sheet_each_with_names_that_a_workbook_takes() -> None:
    names = ["counts", "COUNTS", "a/b:c*d?e[f]\\g", "x" * 40, "x" * 41, "History", "About", "''"]
    book = opened(*(table(FRAME.select("pe"), name) for name in names))
    assert book.sheetnames == [
        "counts", "COUNTS (2)", "a-b-c-d-e-f--g", "x" * 31, "x" * 27 + " (2)", "History (2)",
        "About", "Table", "About (2)", "Columns",
    ]  # fmt: skip
    meant = {row[0] for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    assert meant == set(book.sheetnames[:-2])


def test_the_time_that_it_bears_is_the_given_one() -> None:
    data = xlsx_bytes([table(FRAME)], (), "2026-07-01T02:03:04Z")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        times = {info.date_time for info in file.infolist()}
    properties = load_workbook(io.BytesIO(data)).properties
    assert properties.created == properties.modified == dt.datetime(2026, 7, 1, 2, 3, 4)
    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert xlsx_bytes([table(FRAME)], (), "") == xlsx_bytes([table(FRAME)], (), "no time")


def test_a_day_that_excel_would_miscount_is_a_text() -> None:
    frame = pl.DataFrame({"filed": [dt.date(1900, 2, 28), dt.date(1900, 3, 1)]})
    sheet = opened(table(frame))["t"]
    assert sheet["A2"].value == "1900-02-28"
    assert sheet["A3"].value == dt.datetime(1900, 3, 1)


@pytest.mark.parametrize("text", ["x" * 32_767, "🙂" * 16_383])
def test_the_longest_text_that_a_cell_holds_is_written_whole(text: str) -> None:
    assert opened(table(pl.DataFrame({"name": [text]})))["t"]["A2"].value == text


@pytest.mark.parametrize("text", ["x" * 32_768, "🙂" * 16_384])
def test_a_longer_text_is_refused_with_its_place_and_a_way_out(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        opened(table(pl.DataFrame({"name": ["A", text]})))
    assert str(caught.value) == (
        "column name, row 2: a text of 32,768 characters: a cell of xlsx holds 32,767\n"
        "Write another format, such as csv or parquet, or fewer rows and columns."
    )


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (
            (1_048_576, 1),
            "1,048,576 rows and 1 column: a sheet of xlsx holds 1,048,575 and 16,384",
        ),
        ((1, 16_385), "1 row and 16,385 columns: a sheet of xlsx holds 1,048,575 and 16,384"),
    ],
)
def test_a_table_larger_than_a_sheet_is_refused(shape: tuple[int, int], said: str) -> None:
    height, width = shape
    column = pl.repeat(None, height, dtype=pl.Int64, eager=True)
    frame = pl.DataFrame({f"c{number}": column for number in range(width)})
    with pytest.raises(UsageError, match=said):
        xlsx_bytes([table(frame)], ())


def test_the_last_row_of_a_sheet_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    two = FRAME.select("ticker", "pe")
    assert opened(table(two))["t"].max_row == 3
    with pytest.raises(UsageError, match="3 rows and"):
        opened(table(pl.concat([two, two.head(1)])))
