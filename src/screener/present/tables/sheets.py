"""What a spreadsheet makes of a table: names of sheets, formats and widths of columns, limits."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from screener.model.metric import Group, Metric, Unit

MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 1_048_576, 16_384, 32_767
"""What one sheet, and one cell, of a workbook holds; a text counts in UTF-16."""

_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_RESERVED = "history"
_NARROWEST, _WIDEST = 6, 48
_ARROW = 3  # what the button of a filter covers of a heading, in characters
_GAP = 1

_FORMATS = {
    Unit.MONEY: "#,##0;[Red]-#,##0",
    Unit.SHARES: "#,##0",
    Unit.PRICE: "#,##0.00",
    Unit.FRACTION: "0.0%",
    Unit.PERCENTILE: "0.0%",
    Unit.MULTIPLE: '#,##0.0"x"',
    Unit.COUNT: "#,##0",
    Unit.DATE: "yyyy-mm-dd",
}
_GENERAL = "General"
_SHOWN = {
    Unit.MONEY: "{:,.0f}",
    Unit.SHARES: "{:,.0f}",
    Unit.PRICE: "{:,.2f}",
    Unit.FRACTION: "{:.3%}",
    Unit.PERCENTILE: "{:.1%}",
    Unit.MULTIPLE: "{:,.1f}x",
    Unit.COUNT: "{:,}",
}


def number_format(metric: Metric) -> str:
    """Return how a spreadsheet shows the values of a column; the values stay whole."""
    if metric.unit is Unit.COUNT and metric.group is Group.IDENTITY:
        return "0"  # a number that names somebody has no thousands
    # A weight in an index of thousands is a few hundredths of a percent.
    return "0.000%" if metric.name == "weight" else _FORMATS.get(metric.unit, _GENERAL)


def width_of(title: str, metric: Metric, column: pl.Series) -> int:
    """Return the width of a column in characters: the longest value's, or the heading's."""
    if column.dtype == pl.String:
        longest = column.str.len_chars().max()
        shown = int(str(longest)) if longest is not None else 0
    elif column.dtype.is_numeric():
        ends = (value for value in (column.min(), column.max()) if value is not None)
        shown = max((len(_SHOWN.get(metric.unit, "{}").format(value)) for value in ends), default=0)
    else:
        shown = len("yyyy-mm-dd") if column.dtype == pl.Date else 0
    return min(max(len(title) + _ARROW, shown + _GAP, _NARROWEST), _WIDEST)


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names that a workbook takes: no longer than it allows, no two the same."""
    found: dict[str, str] = {}
    for name in wanted:
        plain = _NOT_IN_NAMES.sub("-", name).strip("' ") or "Table"
        new, number = plain[:_LONGEST_NAME], 1
        while new.casefold() in (*found, _RESERVED):
            number += 1
            end = f" ({number})"
            new = plain[: _LONGEST_NAME - len(end)] + end
        found[new.casefold()] = new
    return list(found.values())
