"""One figure with everything behind it; the arrows go to the next metric or company."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screener.errors import ScreenerError
from screener.model.metric import METRICS
from screener.present.text import safe
from screener.tui.screens.dialog import Dialog
from screener.tui.state import Session


class FigureDialog(Dialog):
    """Shows the figure under the table's cursor and the facts that it comes from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i,enter", "dismiss(None)", "Close", show=False),
        Binding("left,h", "metric(-1)", "Left", tooltip="the column before, after"),
        Binding("right,l", "metric(1)", "Right", tooltip="the column before, after"),
        Binding("down,j", "scroll(1)", "Down", tooltip="scroll"),
        Binding("up,k", "scroll(-1)", "Up", tooltip="scroll"),
    ]

    @classmethod
    def refusal(cls, session: Session) -> str:
        """Say that there is no company whose figure it could be."""
        return "" if session.here is not None else "There is no company here."

    def compose(self) -> ComposeResult:
        """A page that scrolls."""
        columns = self.session.screen.columns
        self._metric = self.session.metric if self.session.metric in columns else columns[0]
        with VerticalScroll(classes="dialog figure") as self._box:
            yield Static(id="figure-page", markup=False)
        self._box.border_subtitle = Content("←→ other columns · Esc closes")

    def on_mount(self) -> None:
        """Fill it, once it is known how wide it is."""
        self.call_after_refresh(self._write)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._write)

    def action_metric(self, by: int) -> None:
        """Go to another column of the table."""
        columns = self.session.screen.columns
        index = columns.index(self._metric) + by
        self._metric = columns[max(0, min(index, len(columns) - 1))]
        self._write()

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self._box.scroll_relative(y=by, animate=False)

    def _write(self) -> None:
        from screener.tui.pages.figure import figure_page

        metric, row = METRICS[self._metric], self.session.here
        if row is None:
            self.dismiss(None)
            return
        self._box.border_title = Content(f"{safe(str(row['ticker']))} · {metric.label}")
        try:
            page = figure_page(self.session, row, metric, max(self._box.size.width - 3, 20))
        except ScreenerError as error:  # a table that is read only now is damaged
            page = Content.styled(safe(str(error)), "$warning")
        self.query_one("#figure-page", Static).update(page)
        self._box.scroll_home(animate=False)
