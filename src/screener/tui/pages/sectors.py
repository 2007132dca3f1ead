"""The table of sectors as text: aligned cells, as many whole columns as fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from screener.present.sectors import Row, sector_columns, sector_name
from screener.tui.widgets.columns import Placed, arrange, fit

GUTTER = 3
"""Cells before the names: the cursor, and the mark of a sector that the filter names."""

_NAME = (14, 24)


@dataclass(frozen=True, slots=True)
class _Width:
    narrowest: int
    widest: int


class SectorTable:
    """Rows of :func:`screener.screening.sectors.sectors` as lines of text.

    ``everyone`` names the last row; see :func:`screener.present.sectors.sector_columns` for
    ``definition`` and ``move``."""

    def __init__(self, rows: Sequence[Row], definition: str, move: float, everyone: str) -> None:
        columns = sector_columns(definition, move)
        self._top = ["", *(column.top for column in columns)]
        self._bottom = ["Sector", *(column.bottom for column in columns)]
        self._cells = [
            [sector_name(row, everyone), *(column.text(row) for column in columns)] for row in rows
        ]
        self._widths = [
            _Width(*_NAME) if index == 0 else _Width(width, width)
            for index, width in enumerate(
                max(map(cell_len, column))
                for column in zip(self._top, self._bottom, *self._cells, strict=True)
            )
        ]

    def placed(self, first: int, width: int) -> list[Placed]:
        """Return where columns stand in ``width`` cells: the names, then columns from ``first``."""
        return arrange(self._widths, first, width, gutter=GUTTER)

    def reachable(self, first: int, width: int) -> int:
        """Return ``first``, or the column that it has to be for no room to stay empty at the right:
        never beyond the one from which the last column can be seen."""
        first = max(first, 1)
        while first > 1 and self.placed(first - 1, width)[-1].index == len(self._widths) - 1:
            first -= 1
        return first

    def hidden(self, placed: Sequence[Placed]) -> tuple[int, int]:
        """Return how many columns there are to the left and the right of those in sight."""
        return placed[1].index - 1, len(self._widths) - 1 - placed[-1].index

    def heading(self, placed: Sequence[Placed]) -> tuple[str, str]:
        """Return the two lines over the table."""
        return self._line(self._top, placed), self._line(self._bottom, placed)

    def line(self, number: int, placed: Sequence[Placed]) -> str:
        """Return a row's cells, without the gutter's marks."""
        return self._line(self._cells[number], placed)[GUTTER:]

    def _line(self, cells: Sequence[str], placed: Sequence[Placed]) -> str:
        text = ""
        for column in placed:
            text += " " * (column.x - cell_len(text))
            text += fit(cells[column.index], column.width, right=column.index > 0)
        return text
