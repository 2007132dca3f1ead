"""The table of companies, drawn a line at a time.

Only the lines on screen are made, each once for a position of the cursor; changing two thousand
rows costs no more than changing twenty. The header stays at the top, the first column at the left;
the others move by whole columns, so that no number is ever cut in two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip

from screener.tui import glyphs
from screener.tui.messages import (
    CellHovered,
    ColumnsMoved,
    RowHighlighted,
    RowOpened,
    SortRequested,
)
from screener.tui.state.field import Field
from screener.tui.widgets.columns import GAP, Column, Placed, arrange, fit, measure
from screener.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    import polars as pl

Notes = Mapping[str, Collection[int | None]]
"""Metric → the CIKs of those companies whose figure bears a mark."""


class CompanyTable(LineView, can_focus=True):
    """Rows of a ``metrics`` frame with a row cursor and a column cursor.

    Fill it with :meth:`show`. Posts ``RowHighlighted``, ``RowOpened`` and ``SortRequested``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", tooltip="row up, down"),
        Binding("down,j", "move(1)", "Down", tooltip="row up, down"),
        Binding("left,h,less_than_sign", "column(-1)", "Left", tooltip="column left, right"),
        Binding("right,l,greater_than_sign", "column(1)", "Right", tooltip="column left, right"),
        Binding("pageup,ctrl+b", "page(-1.0)", "Page up", tooltip="a page up, down"),
        Binding("pagedown,ctrl+f", "page(1.0)", "Page down", tooltip="a page up, down"),
        Binding("ctrl+u", "page(-0.5)", "Half page up", tooltip="half a page up, down"),
        Binding("ctrl+d", "page(0.5)", "Half page down", tooltip="half a page up, down"),
        Binding("g,home,ctrl+home", "edge(0)", "First", tooltip="first row"),
        Binding("end,ctrl+end", "edge(-1)", "Last", tooltip="last row"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "companytable--header",
        "companytable--header-column",
        "companytable--frozen",
        "companytable--row",
        "companytable--zombie",
        "companytable--unknown",
        "companytable--cursor",
        "companytable--cursor-cell",
        "companytable--message",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._frame: pl.DataFrame | None = None
        self._names: tuple[str, ...] = ()
        self._marks: Sequence[str] = ()
        self._noted: Notes = {}
        self._hovered: tuple[int, int] | None = None
        self._sort = ""
        self._message: tuple[str, ...] = ()
        self._lines: list[str] = []  # the message, wrapped
        self._columns: list[Column] = []
        self._placed: list[Placed] = []
        self._left = 1
        self._gutter = 3  # the cursor, the row's marks, a blank
        self._strips: LRUCache[tuple[int, bool], Strip] = LRUCache(128)
        self.cursor_row = 0
        self.cursor_column = 0

    # -- filling ---------------------------------------------------------------------------------

    def show(
        self,
        frame: pl.DataFrame,
        fields: Sequence[Field],
        *,
        marks: Sequence[str] = (),
        noted: Notes | None = None,
        sort: str = "",
        message: Sequence[str] = (),
        row: int = 0,
        column: str = "",
    ) -> None:
        """Show the ``fields`` of ``frame``, a part of ``metrics``, with the cursor on ``row`` and
        ``column``, where there is that one; "" leaves it on its column.

        ``marks`` holds a text of :mod:`screener.tui.glyphs` for each row, "" for none; ``noted``
        says of which companies' figures something must be known: they bear a mark; ``sort`` is a
        sort key ("-pe" = descending); ``message`` is shown line by line where there are no rows.
        """
        before = self.column_name
        at = column or before
        self._frame, self._marks, self._noted = frame, marks, noted or {}
        self._names = tuple(field.metric.name for field in fields)
        self._sort, self._message = sort, tuple(message)
        self._gutter = 2 + max([1, *map(len, marks)])
        self._columns = measure(frame, fields)
        self.forget_tooltip()
        self.cursor_column = self._names.index(at) if at in self._names else 0
        self.cursor_row = max(0, min(row, frame.height - 1))
        if at != before:
            self._left = 1  # then as far to the right as it takes to see the column
        self._arrange()
        if at != before:
            self._move_column(self.cursor_column)
        self._bring_row_into_view()

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return 0 if self._frame is None else self._frame.height

    @property
    def column_name(self) -> str:
        """The metric under the column cursor; empty before the first filling."""
        return self._names[self.cursor_column] if self._names else ""

    @property
    def hidden_columns(self) -> tuple[int, int]:
        """How many columns are out of sight to the left and to the right."""
        if not self._placed:
            return 0, 0
        return self._left - 1, len(self._columns) - 1 - self._placed[-1].index

    # -- moving ----------------------------------------------------------------------------------

    def move_to(self, row: int) -> None:
        """Put the row cursor on ``row`` (clamped) and bring it into view."""
        row = max(0, min(row, self.row_count - 1))
        if row != self.cursor_row:
            before, self.cursor_row = self.cursor_row, row
            self._refresh_rows(before, row)
            self.post_message(RowHighlighted(row))
        self._bring_row_into_view()

    def reveal(self, row: int) -> None:
        """Put the row cursor on ``row`` with rows on both sides of it in view."""
        self.scroll_to(y=row - self._visible_rows // 3, animate=False)
        self.move_to(row)

    def action_move(self, by: int) -> None:
        """Move the row cursor by some rows; where there are none, scroll the message."""
        if not self.row_count:
            self.scroll_relative(y=by, animate=False)
            return
        self.move_to(self.cursor_row + by)

    def action_page(self, pages: float) -> None:
        """Move the row cursor by (parts of) a page, and the page with it."""
        step = round(max(self._visible_rows - 1, 1) * pages) or (1 if pages > 0 else -1)
        self.scroll_to(y=self.scroll_offset.y + step, animate=False)
        if self.row_count:
            self.move_to(self.cursor_row + step)

    def action_edge(self, row: int) -> None:
        """Move to the first row (0) or the last (-1)."""
        self.move_to(row if row >= 0 else self.row_count - 1)

    def action_column(self, by: int) -> None:
        """Move the column cursor."""
        self._move_column(self.cursor_column + by)

    def action_open(self) -> None:
        """Ask for the detail of the row under the cursor."""
        if self.row_count:
            self.post_message(RowOpened(self.cursor_row))

    def action_sort(self) -> None:
        """Ask to sort by the column under the cursor."""
        if self._names:
            self.post_message(SortRequested(self.column_name))

    def _move_column(self, index: int) -> None:
        self.cursor_column = max(0, min(index, len(self._columns) - 1))
        if 0 < self.cursor_column < self._left:
            self._left = self.cursor_column
        self._arrange()
        while self.cursor_column > self._placed[-1].index if self._placed else False:
            self._left += 1
            self._arrange()

    # -- mouse -----------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click on the header sorts, on a row moves the cursor; a second click opens it."""
        position = event.get_content_offset(self)
        if position is None:
            return
        column = next((place.index for place in self._placed if place.holds(position.x)), None)
        if position.y == 0:
            if column is not None:
                self._move_column(column)
                self.action_sort()
            return
        row = self.scroll_offset.y + position.y - 1
        if row >= self.row_count:
            return
        self.move_to(row)
        if column is not None:
            self._move_column(column)
        if event.chain == 2:
            self.action_open()

    def _on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        event.stop()
        self.action_column(1)

    def _on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        event.stop()
        self.action_column(-1)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell what cell the mouse rests on: whoever knows more of it sets the tooltip."""
        position = event.get_content_offset(self)
        cell = None
        if position is not None and position.y > 0:
            row = self.scroll_offset.y + position.y - 1
            column = next((p.index for p in self._placed if p.holds(position.x)), None)
            if row < self.row_count and column is not None:
                cell = row, column
        if cell != self._hovered:
            self.forget_tooltip()
            self._hovered = cell
            if cell is not None:
                self.post_message(CellHovered(cell[0], self._names[cell[1]]))

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self.forget_tooltip()

    def is_hovered(self, row: int, metric: str) -> bool:
        """Say whether the mouse still rests on a metric of a row."""
        return self._hovered is not None and self._hovered == (row, self._names.index(metric))

    def forget_tooltip(self) -> None:
        """What was said of a cell is no longer true, or no longer asked for."""
        self._hovered, self.tooltip = None, None

    # -- drawing ---------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Find out anew which columns fit."""
        self._arrange()
        self._move_column(self.cursor_column)
        self._bring_row_into_view()

    def notify_style_update(self) -> None:
        """Forget drawn lines when the theme, the focus or the colours change."""
        super().notify_style_update()
        self._strips.clear()

    def on_focus(self) -> None:
        """Draw the cursor as active."""
        self._redraw()

    def on_blur(self) -> None:
        """Draw the cursor as inactive."""
        self._redraw()

    @property
    def _visible_rows(self) -> int:
        return max(self.size.height - 1, 1)

    @property
    def _width(self) -> int:
        return max(self.size.width - self.scrollbar_gutter.width, 0)

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _arrange(self) -> None:
        # At the right end a wider window would otherwise show emptiness beside hidden columns.
        self._left = max(1, min(self._left, max(len(self._columns) - 1, 1)))
        width = self._width - 1  # a blank between the last figures and the scrollbar
        self._placed = arrange(self._columns, self._left, width, gutter=self._gutter)
        while self._left > 1:
            wider = arrange(self._columns, self._left - 1, width, gutter=self._gutter)
            if wider[-1].index < len(self._columns) - 1:
                break
            self._left, self._placed = self._left - 1, wider
        self._lines = [
            line.plain
            for text in self._message
            for line in Content(text or " ").wrap(max(width - 1, 1))
        ]
        self.virtual_size = Size(1, 1 + (self.row_count or len(self._lines) + 1))
        self._redraw()
        self.post_message(ColumnsMoved())

    def _bring_row_into_view(self) -> None:
        if not self.row_count:
            return
        top, visible = self.scroll_offset.y, self._visible_rows
        if self.cursor_row < top:
            self.scroll_to(y=self.cursor_row, animate=False)
        elif self.cursor_row >= top + visible:
            self.scroll_to(y=self.cursor_row - visible + 1, animate=False)

    def _refresh_rows(self, *rows: int) -> None:
        for row in rows:
            self.refresh(Region(0, row + 1 - self.scroll_offset.y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Draw line ``y`` of the widget: the header, a row, a line of the message or nothing."""
        width = self._width
        if y == 0:
            return self._header()
        row = self.scroll_offset.y + y - 1
        if row < self.row_count:
            key = (row, row == self.cursor_row)
            strip = self._strips.get(key)
            if strip is None:
                strip = self._strips[key] = self._row(row)
            return strip
        if not self.row_count and row - 1 in range(len(self._lines)):
            style = self.get_component_rich_style("companytable--message")
            return self._line([Segment(" " + self._lines[row - 1], style)], style)
        return Strip.blank(width, self.rich_style)

    def _header(self) -> Strip:
        base = self.get_component_rich_style("companytable--header")
        under = self.get_component_rich_style("companytable--header-column")
        segments = [Segment(" " * self._gutter, base)]
        key, arrow = self._sort.removeprefix("-"), "▼" if self._sort.startswith("-") else "▲"
        for place in self._placed:
            column = self._columns[place.index]
            label = column.field.heading + (arrow if column.field.metric.name == key else "")
            style = under if place.index == self.cursor_column else base
            segments.append(Segment(fit(label, place.width, right=column.right_aligned), style))
            segments.append(Segment(" " * GAP, base))
        return self._line(segments, base)

    def _row(self, row: int) -> Strip:
        assert self._frame is not None
        mark = self._marks[row] if self._marks else ""
        current = row == self.cursor_row
        base = self._row_style(mark, current)
        segments = [Segment(fit((glyphs.CURSOR if current else " ") + mark, self._gutter), base)]
        cell = self.get_component_rich_style("companytable--cursor-cell") if current else base
        frozen = self.get_component_rich_style("companytable--frozen", partial=True)
        cik = self._frame.item(row, "cik")
        for place in self._placed:
            column = self._columns[place.index]
            field = column.field
            text = field.text(self._frame.item(row, field.source))
            style = cell if current and place.index == self.cursor_column else base
            if place.index == 0:
                style += Style(bold=frozen.bold)
            noted = cik in self._noted.get(field.metric.name, ())
            segments.append(Segment(fit(text, place.width, right=column.right_aligned), style))
            # The mark stands in the gap, so that digits stay under one another.
            segments.append(Segment(fit(glyphs.NOTED if noted else "", GAP), base))
        return self._line(segments, base)

    def _row_style(self, mark: str, current: bool) -> Style:
        if current:
            return self.get_component_rich_style("companytable--cursor")
        if glyphs.ZOMBIE in mark:
            return self.get_component_rich_style("companytable--zombie")
        if glyphs.UNKNOWN in mark:
            return self.get_component_rich_style("companytable--unknown")
        return self.get_component_rich_style("companytable--row")

    def _line(self, segments: list[Segment], style: Style) -> Strip:
        # The gap after the last column may reach over the edge; what it covers is blank.
        return Strip(segments).adjust_cell_length(self._width, style)
