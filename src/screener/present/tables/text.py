"""Tables for people: aligned columns, figures as on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from screener.present.layout import stacked
from screener.present.tables.cleaning import flat
from screener.present.tables.table import LEFT, Table
from screener.present.text import format_value, safe


def text_lines(table: Table, width: int | None = None) -> list[str]:
    """Return a line of headings and a line for each row, or as many as ``width`` makes of each;
    what is unknown is a dash."""
    return [line for lines in text_rows(table, width) for line in lines]


def text_rows(table: Table, width: int | None = None) -> list[list[str]]:
    """Return the lines of the headings, then those of each row."""
    columns = []
    right = []
    frame = flat(table.frame)
    for number, name in enumerate(frame.columns):
        meaning = table.meaning(name)
        each = zip(table.meanings(name), frame[name], strict=True)
        cells = [table.heading(name), *(format_value(metric, value) for metric, value in each)]
        columns.append([safe(cell) for cell in cells])
        if meaning.unit not in LEFT:
            right.append(number)
    return stacked(list(zip(*columns, strict=True)), width, right)


def tables_lines(tables: Sequence[Table], width: int | None = None) -> list[str]:
    """Return the lines of one table, or of several with their titles and a blank line between."""
    if len(tables) == 1:
        return text_lines(tables[0], width)
    lines: list[str] = []
    for table in tables:
        lines += ["", safe(table.title), *text_lines(table, width)]
    return lines[1:]
