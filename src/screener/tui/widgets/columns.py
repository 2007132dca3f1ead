"""How wide a table's columns are, and which of them stand side by side in a given width.

A column is shown whole or not at all: half a number is another number. Only text columns shrink,
and a text that is cut ends in an ellipsis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from rich.cells import cell_len, set_cell_size

from screener.model.metric import Unit
from screener.tui.state.field import Field

if TYPE_CHECKING:
    import polars as pl

GAP = 2
"""Blank cells between two columns."""

_TEXT_LIMITS = {"ticker": (4, 8), "name": (16, 34), "sector": (11, 24), "industry": (12, 40)}
_OTHER_TEXT = (6, 24)
_WIDEST_FIGURE = 24  # an absurd figure is cut, and marked so, rather than push all others out
_SCALED = {Unit.MONEY, Unit.SHARES}
_LEFT_ALIGNED = {Unit.TEXT, Unit.VERDICT, Unit.FLAG, Unit.DATE}


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a table column; widths in cells, without the gap."""

    field: Field
    narrowest: int
    widest: int

    @property
    def right_aligned(self) -> bool:
        """Whether values end at the right edge, as numbers do."""
        return self.field.in_sector or self.field.metric.unit not in _LEFT_ALIGNED


class Sized(Protocol):
    """What :func:`arrange` has to know of a column: widths in cells, without the gap."""

    @property
    def narrowest(self) -> int:
        """The least that it can do with."""

    @property
    def widest(self) -> int:
        """The most that it has a use for."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column that is on screen: its index in the table, where it starts and how wide it is."""

    index: int
    x: int
    width: int

    def holds(self, x: int) -> bool:
        """Whether the cell at ``x`` belongs to this column or to the gap that follows it."""
        return self.x <= x < self.x + self.width + GAP


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return ``text`` in exactly ``width`` cells: padded, or cut with an ellipsis."""
    length = cell_len(text)
    if length > width:
        if width < 1:
            return ""
        text = set_cell_size(text, width - 1).rstrip() + "…"
        length = cell_len(text)
    padding = " " * (width - length)
    return padding + text if right else text + padding


def fitting(texts: Sequence[str], width: int) -> str:
    """Return the first of ``texts``, from the longest to the shortest, that fits; else the last."""
    return next((text for text in texts if cell_len(text) <= width), texts[-1])


def measure(frame: pl.DataFrame, fields: Sequence[Field]) -> list[Column]:
    """Return the columns of ``fields`` with widths that suit the values in ``frame``.

    Only the values that can be the longest are written, so that two thousand rows cost no more
    than ten."""
    columns = []
    for field in fields:
        metric = field.metric
        heading = cell_len(field.heading) + 1  # room for the sort arrow
        longest = max((cell_len(field.text(v)) for v in _long_values(frame, field)), default=1)
        if metric.unit is Unit.TEXT:
            least, most = _TEXT_LIMITS.get(metric.name, _OTHER_TEXT)
            widest = max(heading, min(longest, most))
            columns.append(Column(field, max(heading, min(widest, least)), widest))
        else:
            width = max(heading, min(longest, _WIDEST_FIGURE))
            columns.append(Column(field, width, width))
    return columns


def arrange(columns: Sequence[Sized], first: int, width: int, *, gutter: int) -> list[Placed]:
    """Place column 0, then columns from ``first`` on, as many as fit ``width`` cells.

    What is left over is shared among the text columns. At least one column follows column 0 however
    narrow it gets, so that the column cursor can always be seen.
    """
    if not columns:
        return []
    chosen = [0]
    used = gutter + columns[0].narrowest
    for index in range(max(first, 1), len(columns)):
        used += GAP + columns[index].narrowest
        if used > width and len(chosen) > 1:
            used -= GAP + columns[index].narrowest
            break
        chosen.append(index)
    spare = max(width - used, 0)
    placed, x = [], gutter
    for index in chosen:
        column = columns[index]
        extra = min(spare, column.widest - column.narrowest)
        spare -= extra
        placed.append(Placed(index, x, column.narrowest + extra))
        x += column.narrowest + extra + GAP
    return placed


def _long_values(frame: pl.DataFrame, field: Field) -> list[Any]:
    metric = field.metric
    series = frame.get_column(field.source).drop_nulls()
    if series.is_empty():
        return []
    if metric.unit is Unit.TEXT:
        lengths = series.str.len_bytes()  # wide characters have more bytes too
        return series.gather(lengths.arg_sort(descending=True).head(12)).to_list()
    if metric.unit in (Unit.VERDICT, Unit.FLAG, Unit.DATE):
        return series.unique().head(12).to_list()
    if series.dtype.is_float():
        series = series.filter(series.is_finite())
    extremes: list[Any] = [v for v in (series.min(), series.max()) if v is not None]
    if metric.unit in _SCALED and not field.in_sector:
        # 1.23B is longer than 310B: the extremes alone don't tell.
        extremes += [math.copysign(1.23e9, value) for value in extremes]
    return extremes
