"""The watchlist: what its companies are now, and the notes on them."""

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

from screener.errors import ScreenerError
from screener.present.text import safe
from screener.tui.pages.watchlist import note_in_full, summary, watchlist_head, watchlist_line
from screener.tui.screens.dialog import Change, Dialog, going_to
from screener.tui.screens.note import NoteDialog
from screener.tui.state import Session
from screener.tui.state.watching import only_watched, watch_lines
from screener.tui.widgets.steady_list import SteadyList
from screener.watchlist.standing import WatchLine

_EMPTY = "Nothing is watched yet: * in the table puts a company here, N writes a note on it."


class WatchlistDialog(Dialog):
    """Lists the watched companies; Enter goes to one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor(1)", "Down", show=False),
        Binding("k", "cursor(-1)", "Up", show=False),
        Binding("N,n", "note", "Note", tooltip="write the note"),
        Binding("asterisk,delete", "remove", "Remove", tooltip="take off the watchlist"),
        Binding("o", "only", "Only these", tooltip="list only the watched companies"),
        Binding("escape,q,W", "dismiss(None)", "Close", tooltip="back"),
    ]
    DEFAULT_CSS = """
    WatchlistDialog { align: center middle; }
    WatchlistDialog OptionList {
        height: 1fr; padding: 0; background: $surface; scrollbar-size-vertical: 1;
    }
    WatchlistDialog OptionList, WatchlistDialog OptionList:focus { border: none; }
    WatchlistDialog #watch-head { height: 1; }
    WatchlistDialog #watch-foot { height: auto; max-height: 5; }
    """

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        session.watching.load()
        self._lines = watch_lines(session)
        self._place = session.universe.snapshot.manifest.place
        self._notice = ""  # stays until the cursor moves
        self._at = 0

    def compose(self) -> ComposeResult:
        """Titles, the list, and a line for the whole note or what just happened."""
        box = Vertical(classes="dialog full")
        box.border_subtitle = Content("N note · * remove · o only these · Esc closes")
        with box:
            yield Static("", id="watch-head", markup=False)
            yield SteadyList(markup=False)
            yield Static("", id="watch-foot", markup=False)

    def on_mount(self) -> None:
        """Fill the list once the width is known."""
        self.query_one(OptionList).focus()
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Cut names and notes anew."""
        self.call_after_refresh(self._fill)

    def action_note(self) -> None:
        """Write the note of the company under the cursor."""
        if (line := self._here) is not None:
            note = NoteDialog(self.session, self.apply, line.entry)
            self.app.push_screen(note, lambda _: self._read_again())

    def action_remove(self) -> None:
        """Take the company off the watchlist; one with a note at the second time."""
        if (line := self._here) is None:
            return
        said = ""

        def change(session: Session) -> str:
            nonlocal said
            try:
                said = session.watching.remove(line.entry, row=line.row)
            except ScreenerError as error:
                said = safe(str(error))
            return ""

        self.apply(change)
        self._notice = said
        self._read_again()

    def action_only(self) -> None:
        """List the watched companies and no others."""
        if self._lines:
            self.dismiss(only_watched)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        row = self._lines[event.option_index].row
        if row is not None:
            self.dismiss(going_to(row))

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index != self._at:
            self._at, self._notice = event.option_index, ""
        self._tell()

    def _tell(self) -> None:
        """Say what just happened, else the whole note of the company under the cursor."""
        line = self._here
        if self._notice:
            self._say(self._notice)
        elif line is not None:
            self._say(note_in_full(line, self._place), problem=line.row is None)
        elif self.session.watching.error is not None:
            self._say(safe(str(self.session.watching.error)))
        else:
            self._say(_EMPTY, problem=False)

    @property
    def _here(self) -> WatchLine | None:
        at = self.query_one(OptionList).highlighted
        return self._lines[at] if at is not None and at < len(self._lines) else None

    def _read_again(self) -> None:
        self._lines = watch_lines(self.session)
        self._fill()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        width = self.query_one(".dialog").content_size.width - 1  # a scrollbar
        if width < 1:
            return
        self.query_one(".dialog", Vertical).border_title = Content(summary(self._lines))
        self.query_one("#watch-head", Static).update(watchlist_head(width))
        options.set_options(
            Option(watchlist_line(line, width, self._place)) for line in self._lines
        )
        if self._lines:
            self._at = options.highlighted = min(self._at, len(self._lines) - 1)
        self._tell()

    def _say(self, text: str, *, problem: bool = True) -> None:
        foot = self.query_one("#watch-foot", Static)
        foot.update(Content(text))
        foot.set_class(problem, "-problem")
