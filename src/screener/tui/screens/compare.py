"""Marked companies side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screener.model.words import counted
from screener.present.side_by_side import layout
from screener.tui.pages.comparison import comparison_head, comparison_page
from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.state.marking import HOW_TO_MARK, MOST_COMPARED


class CompareDialog(Dialog):
    """Two to four companies: each metric a line, each company a column."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", "Up", tooltip="scroll"),
        Binding("down,j", "scroll(1)", "Down", tooltip="scroll"),
        Binding("pageup,ctrl+b,ctrl+u", "page(-1)", "Page up", tooltip="a page up, down"),
        Binding("pagedown,ctrl+f,ctrl+d,space", "page(1)", "Page down", tooltip="a page up, down"),
        Binding("g,home", "edge(0)", "Top", tooltip="to the top, to the end"),
        Binding("G,end", "edge(-1)", "End", tooltip="to the top, to the end"),
        Binding("left,h", "turn(-1)", "Left", tooltip="the companies to the left, right"),
        Binding("right,l", "turn(1)", "Right", tooltip="the companies to the left, right"),
        Binding("c", "toggle_own", "Columns", tooltip="only the screen's columns, or all metrics"),
        Binding("a", "toggle_every", "All", tooltip="also what nobody reports, or all pass"),
        Binding("escape,q,C", "dismiss(None)", "Close", tooltip="back"),
    ]
    DEFAULT_CSS = """
    CompareDialog { align: center middle; }
    CompareDialog VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    CompareDialog #compare-head { height: auto; background: $panel; }
    """

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        marked = session.marked.rows(session)
        self._rows, self._marked = marked[:MOST_COMPARED], len(marked)
        self._first = 0
        self._own = self._every = False

    @classmethod
    def refusal(cls, session: Session) -> str:
        """One company alone can't be compared."""
        count = len(session.marked.rows(session))
        if count > 1:
            return ""
        return f"{counted(count, 'company is', 'companies are')} marked. {HOW_TO_MARK}"

    def compose(self) -> ComposeResult:
        """Who stands in which column, and under it what scrolls."""
        box = Vertical(classes="dialog full")
        few = f": the first {MOST_COMPARED} of {self._marked} marked"
        more = few if self._marked > len(self._rows) else ""
        box.border_title = Content(f"{len(self._rows)} companies side by side{more}")
        with box:
            yield Static("", id="compare-head", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static("", id="compare-page", markup=False)

    def on_mount(self) -> None:
        """Write once the sizes are known."""
        self.call_after_refresh(self._write)

    def on_resize(self) -> None:
        """Lay out the columns anew."""
        self.call_after_refresh(self._write)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self._body.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by pages."""
        self._body.scroll_relative(y=by * max(self._body.size.height - 1, 1), animate=False)

    def action_edge(self, end: int) -> None:
        """Scroll to the top (0) or to the end (-1)."""
        self._body.scroll_to(y=0 if end == 0 else self._body.max_scroll_y, animate=False)

    def action_turn(self, by: int) -> None:
        """Bring companies into sight that there is no room for."""
        self._first += by
        self._write()

    def action_toggle_own(self) -> None:
        """Show only the screen's columns, or all metrics."""
        self._own = not self._own
        self._write()

    def action_toggle_every(self) -> None:
        """Show metrics that nobody reports, or hide them."""
        self._every = not self._every
        self._write()

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def _write(self) -> None:
        # The scrollbar may come and go with what is written: its cell is never counted on.
        width = self.query_one(".dialog").content_size.width - 1
        if width < 1:
            return
        place = layout(width, len(self._rows))
        self._first = max(0, min(self._first, len(self._rows) - place.across))
        seen = self._rows[self._first : self._first + place.across]
        page = comparison_page(
            self.session, self._rows, self._first, place, own=self._own, every=self._every
        )
        self.query_one("#compare-head", Static).update(comparison_head(seen, place))
        body = self.query_one("#compare-page", Static)
        body.styles.height = page.get_height({}, width)
        body.update(page)
        self._tell(place.across)

    def _tell(self, across: int) -> None:
        keys = ["a reported" if self._every else "a all", "c groups" if self._own else "c columns"]
        if across < len(self._rows):
            last = self._first + across
            these = f"{self._first + 1}" if across == 1 else f"{self._first + 1}–{last}"
            keys.insert(0, f"←→ {these} of {len(self._rows)}")
        subtitle = Content(" · ".join([*keys, "Esc closes"]))
        self.query_one(".dialog", Vertical).border_subtitle = subtitle
