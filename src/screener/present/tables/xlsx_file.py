"""Tables as an Excel workbook: a sheet each, then what they are about and what columns mean.

Cells are typed and figures keep all their digits; formats only say how they look. A text is never
taken for a formula, an address or a number.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Sequence

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from screener.errors import UsageError
from screener.model.metric import Metric, Unit
from screener.model.words import counted
from screener.present.tables import sheets
from screener.present.tables.cleaning import clean, flat
from screener.present.tables.table import About, Table
from screener.present.text import UNIT_WORDS

_ABOUT, _COLUMNS = "About", "Columns"
_IN_SIGHT = ("ticker", "name")
"""Columns that stay in sight where they are the first."""

_UNDATED = dt.datetime(2000, 1, 1)
_FIRST_DAY = dt.date(1900, 3, 1)  # before it Excel counts a day that never was, or not at all
_LIKE_FORMULAS = ("=", "+", "-", "@")
_NEXT_STEP = "Write another format, such as csv or parquet, or fewer rows and columns."


class _Exact(float):
    """A number that is written with all its digits: the library would round to sixteen."""

    def __format__(self, _: str) -> str:
        return repr(float(self)).removesuffix(".0")


def xlsx_bytes(tables: Sequence[Table], about: About, created: str = "") -> bytes:
    """Return a workbook of ``tables``, of ``about`` and of the meaning of the columns.

    ``created`` (ISO) is the time that it bears: the clock has no part in it. Raise
    :class:`UsageError` where a table, or a text, is more than a sheet holds."""
    buffer = io.BytesIO()
    as_it_is = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = Workbook(buffer, {"in_memory": True, **as_it_is})
    book.set_properties({"created": _time(created)})
    formats = _Formats(book)
    *names, about_name, columns_name = sheets.sheet_names(
        [*(table.name for table in tables), _ABOUT, _COLUMNS]
    )
    for name, table in zip(names, tables, strict=True):
        _write(book.add_worksheet(name), table, formats)
    words = pl.DataFrame(about, schema={"what": pl.String, "value": pl.String}, orient="row")
    _write(book.add_worksheet(about_name), Table(_ABOUT, _ABOUT, words), formats)
    meanings = Table(_COLUMNS, _COLUMNS, _meanings(tables, names))
    _write(book.add_worksheet(columns_name), meanings, formats)
    book.close()
    return buffer.getvalue()


class _Formats:
    """The looks of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}
        self.heading = book.add_format({"bold": True, "bottom": 1})

    def of(self, number_format: str, *, quoted: bool = False) -> Format:
        """Return a look; ``quoted`` is a text's that would be a formula once somebody edits it."""
        key = (number_format, quoted)
        if key not in self._made:
            looks = {"num_format": number_format, "quote_prefix": quoted}
            self._made[key] = self._book.add_format(looks)
        return self._made[key]


def _write(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    height, width = table.frame.shape
    if height >= sheets.MOST_ROWS or width > sheets.MOST_COLUMNS:
        raise UsageError(
            f"{counted(height, 'row')} and {counted(width, 'column')}: a sheet of xlsx holds"
            f" {sheets.MOST_ROWS - 1:,} and {sheets.MOST_COLUMNS:,}",
            next_step=_NEXT_STEP,
        )
    rows = flat(clean(table.frame))
    for number, (name, column) in enumerate(zip(table.frame.columns, rows, strict=True)):
        meaning = table.meaning(name)
        whole = formats.of(sheets.number_format(meaning))
        sheet.set_column(number, number, sheets.width_of(column.name, meaning, column), whole)
        _write_text(sheet, 0, number, column.name, formats.heading, column.name)
        mixed = name in table.cells
        for row, (its, cell) in enumerate(zip(table.meanings(name), column, strict=True), 1):
            value = _typed(its, cell) if mixed else cell
            look = formats.of(sheets.number_format(its))
            if isinstance(value, str):
                if value.startswith(_LIKE_FORMULAS):
                    look = formats.of(sheets.number_format(its), quoted=True)
                _write_text(sheet, row, number, value, look, column.name)
            elif value is not None:
                _write_value(sheet, row, number, value, look)
    first = list(itertools.takewhile(lambda name: name in _IN_SIGHT, rows.columns))
    sheet.freeze_panes(1, len(first))
    sheet.autofilter(0, 0, rows.height, rows.width - 1)


def _typed(metric: Metric, value: object) -> object:
    """Return a value of a column of several kinds as its metric's: a date, a flag, a number."""
    if isinstance(value, str) and metric.unit is Unit.DATE:
        return dt.date.fromisoformat(value)
    return value == "true" if isinstance(value, str) and metric.unit is Unit.FLAG else value


def _write_value(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, _Exact(value), look)
    elif type(value) is dt.date and value >= _FIRST_DAY:
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), look)
    else:
        sheet.write_string(row, column, str(value), look)


def _write_text(
    sheet: Worksheet, row: int, column: int, text: str, look: Format, title: str
) -> None:
    length = len(text.encode("utf-16-le")) // 2
    if length > sheets.MOST_TEXT:
        raise UsageError(
            f"a text of {length:,} characters: a cell of xlsx holds {sheets.MOST_TEXT:,}",
            where=f"column {title[:80]}, row {row:,}",
            next_step=_NEXT_STEP,
        )
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library would take it for markup of its own. In two pieces it does not.
        sheet.write_rich_string(row, column, text[:1], look, text[1:], look)
    else:
        sheet.write_string(row, column, text, look)


def _meanings(tables: Sequence[Table], names: Sequence[str]) -> pl.DataFrame:
    """Return a row for each column of each table: what it is called, its unit, what it means."""
    rows = []
    for sheet, table in zip(names, tables, strict=True):
        for column in table.frame.columns:
            of = table.meaning(column)
            rows.append((sheet, column, of.label, UNIT_WORDS[of.unit], table.explained(column)))
    titles = ("sheet", "column", "label", "unit", "meaning")
    return pl.DataFrame(rows, schema=dict.fromkeys(titles, pl.String), orient="row")


def _time(created: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(created).replace(tzinfo=None)
    except ValueError:
        return _UNDATED
