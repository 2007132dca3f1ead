"""Which columns the table shows, and in which order; the table behind follows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screener.model.metric import METRICS
from screener.screening.compile import seen
from screener.screening.coverage import known_shares
from screener.screening.spread import Spread, spread
from screener.tui.pages import column_list
from screener.tui.pages.metric_hint import metric_hint
from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.state.columns import Columns, moved, show_columns, shown, toggled
from screener.tui.widgets.columns import fitting
from screener.tui.widgets.safe_input import SafeInput
from screener.tui.widgets.steady_list import SteadyList

_LOW = 16
"""Height of a terminal from which there is room for two lines on the metric."""


class ColumnChooser(Dialog):
    """Lists all metrics by group. Nothing is lost by trying: Esc gives back the columns."""

    DEFAULT_CSS = """
    ColumnChooser { align: center bottom; background: transparent; }
    ColumnChooser OptionList, ColumnChooser OptionList:focus {
        height: 1fr;
        border: none;
        padding: 0;
        background: $surface;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    ColumnChooser #column-hint { height: 2; color: $foreground 80%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_column", "Toggle", tooltip="show or hide the column"),
        Binding("less_than_sign,shift+up", "move(-1)", "Earlier", tooltip="move it"),
        Binding("greater_than_sign,shift+down", "move(1)", "Later", tooltip="move it"),
        Binding("slash", "filter", "Filter", tooltip="filter by name, label, group, formula"),
        Binding("r", "preset", "Preset", tooltip="back to the preset's columns"),
        Binding("up", "cursor(-1)", "Up", priority=True, tooltip="up, down"),
        Binding("down", "cursor(1)", "Down", priority=True, tooltip="up, down"),
        Binding("k", "cursor(-1)", "Up", tooltip="up, down"),
        Binding("j", "cursor(1)", "Down", tooltip="up, down"),
        Binding("enter", "keep", "Keep", priority=True, tooltip="keep the columns"),
        Binding("c,q", "keep", "Keep", tooltip="keep the columns"),
        Binding("escape", "undo", "Undo", tooltip="back to the columns as they were"),
    ]
    KEYS = (
        "Space toggles · < > move · / filters · r preset · Enter keeps · Esc undoes",
        "Space toggles · < > move · Enter keeps · Esc undoes",
        "Space · < > · Enter keeps · Esc undoes",
        "Space < > / Enter Esc",
    )
    FILTER = ("/ filters by name, label, group or formula", "/ filters")

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._before, self._at = shown(session), session.metric
        self._frame = seen(session.universe.metrics, session.screen)
        self._shares = known_shares(self._frame)
        self._spreads: dict[str, Spread] = {}
        self._places: dict[str, int] = {}
        """Where columns stood that were hidden here."""
        self._hints = 2
        """Lines of the hint: known here at once, in its size with the next layout only."""

    def compose(self) -> ComposeResult:
        """A filter, the list, and what the metric is."""
        box = Vertical(classes="dialog columns")
        box.border_title = Content("Columns")
        with box:
            field = SafeInput()
            field.add_class("-one-line")
            yield field
            yield SteadyList(markup=False)
            yield Static(id="column-hint", markup=False)

    def on_mount(self) -> None:
        """Start on the column under the table's cursor."""
        self.query_one(OptionList).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Write the lines for this width."""
        width = min(event.size.width, 90) - 6
        self.query_one(".dialog").border_subtitle = Content(fitting(self.KEYS, width))
        self.query_one(SafeInput).placeholder = fitting(self.FILTER, width)
        self._hints = 2 if event.size.height >= _LOW else 1
        self.query_one("#column-hint").styles.height = self._hints
        self.call_after_refresh(self._fill)

    # -- the list --------------------------------------------------------------------------------

    @property
    def _here(self) -> str:
        """The metric under the cursor, "" where the filter finds none."""
        option = self.query_one(OptionList).highlighted_option
        return (option.id or "") if option is not None else ""

    def _fill(self) -> None:
        """Write all lines anew; the cursor stays on its metric while that is among them."""
        options, here = self.query_one(OptionList), self._here or self._at
        width, columns = options.scrollable_content_region.width, shown(self.session)
        lines: list[Option] = []
        for group, metrics in column_list.found(self.query_one(SafeInput).value):
            lines.append(Option(column_list.heading(group, width), disabled=True))
            lines += [
                Option(self._line(metric.name, columns), id=metric.name) for metric in metrics
            ]
        options.set_options(lines)
        names = [option.id for option in lines]
        if names:
            options.highlighted = names.index(here) if here in names else 1
        self._show_hint()

    def _line(self, name: str, columns: Columns) -> Content:
        width = self.query_one(OptionList).scrollable_content_region.width
        return column_list.line(METRICS[name], columns, self._shares.get(name, 0.0), width)

    @on(OptionList.OptionHighlighted)
    def _show_hint(self) -> None:
        name, hint = self._here, self.query_one("#column-hint", Static)
        if not name:
            hint.update(Content("No metric has that."))
            return
        if name not in self._spreads:
            self._spreads[name] = spread(self._frame, name)
        texts = metric_hint(name, self._spreads[name], hint.size.width, self._hints)
        lines = [Content(text).truncate(hint.size.width, ellipsis=True) for text in texts]
        hint.update(Content("\n").join(lines))

    # -- what is pressed -------------------------------------------------------------------------

    def action_cursor(self, by: int) -> None:
        """Move in the list, also from the filter."""
        super().action_cursor(by)
        options = self.query_one(OptionList)
        if options.highlighted == 1:
            options.scroll_home(animate=False)  # its heading too

    def action_filter(self) -> None:
        """Go to the filter."""
        self.query_one(SafeInput).focus()

    @on(Input.Changed)
    def _filtered(self) -> None:
        self._fill()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_toggle_column()

    def action_toggle_column(self) -> None:
        """Show the metric as a column, or hide it."""
        columns, name = shown(self.session), self._here
        if not name:
            return
        after = toggled(columns, name, self._places.get(name))
        if after == columns:
            self.query_one("#column-hint", Static).update(Content("One column has to stay."))
            return
        if name in columns:
            self._places[name] = columns.index(name)
        self._set(after, name)

    def action_move(self, by: int) -> None:
        """Move the column earlier or later."""
        columns, name = shown(self.session), self._here
        after = moved(columns, name, by)
        if after != columns:
            self._set(after, name)

    def action_preset(self) -> None:
        """Give back the preset's columns."""
        self._set(self.session.base.columns, "")

    def action_keep(self) -> None:
        """Leave the columns as they are now; out of the filter first go to the list."""
        if self.query_one(SafeInput).has_focus:
            self.query_one(OptionList).focus()
        else:
            self.dismiss(None)

    def action_undo(self) -> None:
        """Give back the columns; in the filter take that off first."""
        field = self.query_one(SafeInput)
        if field.has_focus or field.value:
            field.value = ""
            self.query_one(OptionList).focus()
            return
        before, at = self._before, self._at
        self.dismiss(None if shown(self.session) == before else _showing(before, at))

    def _set(self, columns: Columns, at: str) -> None:
        self.apply(_showing(columns, at))
        options = self.query_one(OptionList)
        for option in options.options:
            if option.id:
                options.replace_option_prompt(option.id, self._line(option.id, columns))
        self._show_hint()


def _showing(columns: Columns, at: str) -> Change:
    def change(session: Session) -> str:
        show_columns(session, columns, at=at)
        return ""

    return change
