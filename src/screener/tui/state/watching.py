"""The watchlist as a session sees it: what is on it, what is wrong with it, how it changes."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from screener.errors import ScreenerError, UsageError
from screener.present.text import safe
from screener.screening.compile import not_there
from screener.screening.universe import Row
from screener.tui import glyphs
from screener.tui.state import notice
from screener.watchlist import (
    Watched,
    WatchIndex,
    load_watchlist,
    standing,
    unwatch,
    watch,
    write_note,
)
from screener.watchlist.standing import WatchLine

if TYPE_CHECKING:
    from screener.tui.state.session import Session


class Watching:
    """The watchlist's entries as they were last read.

    ``error`` says why it can't be read; then there are none, and every change raises it: a damaged
    file is never written to. ``taken`` is called whenever there are other entries."""

    def __init__(self, today: Callable[[], dt.date] = dt.date.today) -> None:
        self.today = today
        self.taken: Callable[[], None] = lambda: None
        self.entries: tuple[Watched, ...] = ()
        self.error: ScreenerError | None = None
        self._index = WatchIndex(())
        self._asked: tuple[tuple[Watched, ...], float] | None = None

    def load(self) -> None:
        """Read the file anew: another program may have written to it."""
        entries: tuple[Watched, ...] = ()
        self.error = None
        try:
            entries = load_watchlist()
        except ScreenerError as error:
            self.error = error
        self._take(entries)

    def find(self, row: Row) -> Watched | None:
        """Return the entry of a row's company."""
        return self._index.find(row)

    def toggle(self, row: Row) -> str:
        """Put a row's company on the watchlist or take it off. See :meth:`remove`."""
        self.load()
        if entries := self._index.every(row):
            return self.remove(*entries)
        new = Watched.of(row, self.today())
        self._take(watch(new))
        then = "N writes a note, W opens it"
        return f"{glyphs.WATCHED} {safe(new.label)} is on the watchlist · {then}"

    def remove(self, *entries: Watched, row: Row | None = None) -> str:
        """Take a company's entries off; with a note at the second time, so that no slip loses it.

        ``row``: the company, where it may have other entries than these, which stay."""
        asked, self._asked = self._asked, None
        label = safe(entries[0].label)
        if notes := " · ".join(safe(entry.note) for entry in entries if entry.note):
            now = time.monotonic()
            if asked is None or asked[0] != entries or now - asked[1] > notice.SECONDS:
                self._asked = (entries, now)
                return f"{label} has a note: {notes} · the same key again removes both"
        self._take(unwatch(*entries))
        if row is not None and self.find(row) is not None:
            return f"One entry of {label} is off the watchlist; another one stays"
        return f"{label} is off the watchlist"

    def note(self, entry: Watched, text: str) -> str:
        """Write the note of an entry, of one that is not on the list yet too; "" takes it off."""
        self._take(write_note(entry, text))
        return f"The note on {safe(entry.label)} is {'written' if text else 'taken off'}"

    def entry_for(self, row: Row) -> Watched:
        """Return the entry of a row's company, or one that could be put on the list."""
        return self.find(row) or Watched.of(row, self.today())

    def forget_question(self) -> None:
        """Whoever did something else has not confirmed anything."""
        self._asked = None

    def _take(self, entries: tuple[Watched, ...]) -> None:
        self.entries = entries
        self._index = WatchIndex(entries)
        self.taken()


def watch_lines(session: Session) -> list[WatchLine]:
    """Return the watchlist in its order with what the session's screen says of each company."""
    return standing.watch_lines(session.universe.metrics, session.screen, session.watching.entries)


def toggle_watch(session: Session) -> str:
    """Put the company looked at on the watchlist, or take it off."""
    if session.here is None:
        return "There is no company here to watch."
    return session.watching.toggle(session.here)


def only_watched(session: Session) -> str:
    """List the watched companies and no others, whatever the other filters say of them."""
    watched = tuple(entry.identity for entry in session.watching.entries)
    place = session.universe.snapshot.manifest.place
    absent = len(not_there(session.universe.metrics, watched))
    if absent == len(watched):
        raise UsageError(f"No watched company is {place}.")
    rules = {
        "profitable": False, "growth_above": None, "sectors": (), "debt_types": (), "where": "",
        "zombies": "include", "limit": None, "tickers": (), "watched": watched,
    }  # fmt: skip
    session.change(session.screen.model_copy(update=rules))
    left_out = f" · {absent:,} not {place}" if absent else ""
    return (
        f"Only the watchlist, without other filters{left_out} · r is back to {session.preset_name}"
    )
