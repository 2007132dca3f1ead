"""Tables for people: aligned columns, figures as on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from screener.present.cells import cells_of, flush_left, flush_right
from screener.present.tables.cleaning import flat
from screener.present.tables.table import LEFT, Table
from screener.present.text import format_value, safe

_GAP = "  "


def text_lines(table: Table) -> list[str]:
    """Return a line of headings and a line for each row; what is unknown is a dash."""
    columns = []
    frame = flat(table.frame)
    for name in frame.columns:
        meaning = table.meaning(name)
        cells = [meaning.label, *(format_value(meaning, value) for value in frame[name])]
        cells = [safe(cell) for cell in cells]
        width = max(map(cells_of, cells))
        flush = flush_left if meaning.unit in LEFT else flush_right
        columns.append([flush(cell, width) for cell in cells])
    return [_GAP.join(cells).rstrip() for cells in zip(*columns, strict=True)]


def tables_lines(tables: Sequence[Table]) -> list[str]:
    """Return the lines of one table, or of several with their titles and a blank line between."""
    if len(tables) == 1:
        return text_lines(tables[0])
    lines: list[str] = []
    for table in tables:
        lines += ["", safe(table.title), *text_lines(table)]
    return lines[1:]
