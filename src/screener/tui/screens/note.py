"""The note on a company of the watchlist."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Input

from screener.errors import ScreenerError
from screener.present.text import safe
from screener.tui.screens.dialog import Change
from screener.tui.screens.prompt import Prompt
from screener.tui.state import Session
from screener.watchlist import Watched

LONGEST = 500
"""Characters of a note that can be typed here; a longer one in the file is shown and kept."""


class NoteDialog(Prompt):
    """Asks for a note; Enter writes it and puts the company on the watchlist if need be."""

    TITLE = "Note"
    HINT = "Enter writes it to the watchlist. Empty: no note."

    def __init__(
        self, session: Session, apply: Callable[[Change], None], entry: Watched | None = None
    ) -> None:
        """``entry``: whose note; None: that of the company looked at."""
        super().__init__(session, apply)
        if entry is None:
            here = session.here
            assert here is not None
            session.watching.load()  # which may take the company out of sight
            entry = session.watching.entry_for(here)
        self._entry = entry

    @classmethod
    def refusal(cls, session: Session) -> str:
        """There may be no company to write about."""
        return "" if session.here is not None else "There is no company here to write about."

    def on_mount(self) -> None:
        """Name the company; begin at the note's end, so that typing adds to it."""
        self.query_one(".prompt").border_title = Content(f"Note on {safe(self._entry.label)}")
        field = self.query_one(Input)
        field.select_on_focus = False
        field.max_length = LONGEST
        field.cursor_position = len(field.value)
        if self.session.watching.error is not None:
            self.say(safe(str(self.session.watching.error)))

    def start(self) -> str:
        """Begin with the note as it is."""
        return safe(self._entry.note)

    def changed(self, text: str) -> str:
        """Any text is a note."""
        return ""

    def entered(self, text: str) -> str:
        """Write the note; where that fails the text stays in the field."""
        if text == self.start():
            self.dismiss(None)
            return ""
        problem = ""

        def change(session: Session) -> str:
            nonlocal problem
            try:
                return session.watching.note(self._entry, text.strip())
            except ScreenerError as error:
                problem = safe(str(error))
                return ""

        self.apply(change)
        if problem:
            self._read_again()
        else:
            self.dismiss(None)
        return problem

    def _read_again(self) -> None:
        """What another program wrote meanwhile has been told: the next Enter may replace it."""

        def load(session: Session) -> str:
            session.watching.load()
            return ""

        self.apply(load)
        for entry in self.session.watching.entries:
            if entry.identity == self._entry.identity:
                self._entry = entry
