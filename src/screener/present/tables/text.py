"""Tables for people: aligned columns, figures as on the screen."""

from __future__ import annotations

from screener.model.metric import Unit
from screener.present.tables.table import Table
from screener.present.text import format_value, safe

_LEFT = (Unit.TEXT, Unit.VERDICT, Unit.DATE, Unit.FLAG)
_GAP = "  "


def text_lines(table: Table) -> list[str]:
    """Return a line of headings and a line for each row; what is unknown is a dash."""
    columns = []
    for name in table.frame.columns:
        meaning = table.meaning(name)
        cells = [meaning.label, *(format_value(meaning, value) for value in table.frame[name])]
        cells = [safe(cell) for cell in cells]
        width = max(map(len, cells))
        left = meaning.unit in _LEFT
        columns.append([cell.ljust(width) if left else cell.rjust(width) for cell in cells])
    return [_GAP.join(cells).rstrip() for cells in zip(*columns, strict=True)]
