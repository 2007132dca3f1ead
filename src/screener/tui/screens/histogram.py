"""How the metric under the table's cursor is spread over all companies and over those that pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screener.model.distribution import Bar, Distribution
from screener.present.distribution import heading
from screener.screening.distribution import distribution
from screener.screening.facets import FacetName
from screener.tui.pages.distribution import Line, chart, chartable, summary
from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.widgets.steady_list import SteadyList

_FACETS: dict[str, FacetName] = {
    "revenue_growth": "growth",
    "sector": "sector",
    "debt_type": "debt",
    "profitable": "profitable",
}
"""The metrics of which a bar can be made a filter."""


class HistogramDialog(Dialog):
    """A bar for each range or text; left and right go through the columns of the table."""

    DEFAULT_CSS = """
    HistogramDialog { align: center middle; }
    HistogramDialog OptionList, HistogramDialog OptionList:focus {
        height: 1fr; border: none; padding: 0; background: $surface;
        scrollbar-size: 0 1; scrollbar-gutter: stable; overflow-x: hidden;
    }
    HistogramDialog OptionList > .option-list--option { padding: 0; }
    HistogramDialog OptionList > .option-list--option-disabled { color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,H", "dismiss(None)", "Close", show=False),
        Binding("left,h", "column(-1)", "Left", priority=True, tooltip="another column"),
        Binding("right,l", "column(1)", "Right", priority=True, tooltip="another column"),
        Binding("j", "cursor(1)", "Down", show=False),
        Binding("k", "cursor(-1)", "Up", show=False),
    ]

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._columns = chartable(session.screen.columns)
        # The cursor begins on the ticker, of which there is nothing to draw.
        wanted = (session.metric, session.sort.removeprefix("-"))
        self._metric = next((n for n in wanted if n in self._columns), self._columns[0])
        self._found: Distribution | None = None
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        """The summary over the bars."""
        with Vertical(classes="dialog histogram"):
            yield Static(markup=False)
            yield SteadyList(markup=False)

    def on_mount(self) -> None:
        """Draw once the box has its width."""
        self.call_after_refresh(self._look)

    def on_resize(self) -> None:
        """Fit the bars to the new width."""
        if self._found is not None:
            self.call_after_refresh(self._draw)

    def action_column(self, by: int) -> None:
        """Show another column of the table."""
        at = self._columns.index(self._metric) + by
        self._metric = self._columns[at % len(self._columns)]
        self._look()

    def _look(self) -> None:
        session = self.session
        self._found = distribution(session.universe.metrics, session.screen, self._metric)
        self._draw()
        options = self.query_one(OptionList)
        here = next((n for n, line in enumerate(self._lines) if _marked(line)), None)
        first = next((n for n, line in enumerate(self._lines) if line.bar is not None), None)
        options.highlighted = first if here is None else here
        if here is None:
            options.scroll_home(animate=False)

    def _draw(self) -> None:
        found = self._found
        assert found is not None
        box, options = self.query_one(Vertical), self.query_one(OptionList)
        box.border_title = Content(heading(found))
        enter = " · Enter filters" if self._metric in _FACETS else ""
        box.border_subtitle = Content(f"←→ column{enter} · Esc closes")
        width = max(box.content_size.width - 1, 1)  # beside the scrollbar
        head = Content("\n").join(summary(self.session, found))
        self.query_one(Static).update(head)
        self._lines = chart(self.session, found, width)
        # As high as what it holds: an automatic height would push the last bars out of the box.
        box.styles.height = head.get_height({}, box.content_size.width) + len(self._lines) + 2
        highlighted = options.highlighted
        options.clear_options()
        options.add_options(Option(line.text, disabled=line.bar is None) for line in self._lines)
        if highlighted is not None and highlighted < len(self._lines):
            options.highlighted = highlighted

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        bar, facet = self._lines[event.option_index].bar, _FACETS.get(self._metric)
        if bar is not None and facet is not None:
            self.dismiss(_filter(facet, bar))


def _marked(line: Line) -> bool:
    return line.bar is not None and not line.text.plain.startswith(" ")


def _filter(facet: FacetName, bar: Bar) -> Change:
    """Growth over the bar's lower end, or a text among those that pass."""

    def change(session: Session) -> str:
        if facet == "growth":
            session.choose(facet, bar.low)
        elif facet == "profitable":
            session.choose(facet, bar.text == "yes")
        else:
            session.choose(facet, bar.text)
        return ""

    return change
