"""Taking something out of the screen, to the clipboard or to a browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from screener.model.words import counted
from screener.tui.state.taking import newest_filing, row_of, ticker_of

if TYPE_CHECKING:
    from textual.app import App

    from screener.tui.state import Session

_NOBODY = "There is no company here."
_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def copy(app: App[Any], session: Session, what: str) -> str:
    """Copy the "ticker" or the "row" of the company looked at; return what to say of it."""
    if session.here is None:
        return _NOBODY
    ticker = ticker_of(session)
    if what == "ticker":
        if not ticker:
            return "This holding has no ticker."
        app.copy_to_clipboard(ticker)
        return f"Copied {ticker}"
    row = row_of(session)
    app.copy_to_clipboard(row)
    width = counted(row.count("\t") + 1, "column")
    return f"Copied the row of {ticker or 'this holding'}: {width}"


def open_filing(app: App[Any], session: Session) -> str:
    """Open the newest filing of the company looked at; return what to say of it.

    The address is said in any case: whether a window came up can't be known."""
    if session.here is None:
        return _NOBODY
    url = newest_filing(session)
    if url is None:
        return f"No filing of {ticker_of(session) or 'this holding'} is known."
    if not can_open_browser():
        return f"No browser can be opened from here: {url}"
    import webbrowser

    try:
        app.open_url(url)
    except (OSError, webbrowser.Error):
        return f"The browser can't be opened: {url}"
    return f"Opening {url}"


def can_open_browser(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether opening an address gives a window that the person sees.

    Not over SSH, and not where a browser would take over the terminal that the screen is drawn on.
    """
    if any(environment.get(name) for name in _REMOTE):
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    if not any(environment.get(name) for name in _DISPLAYS):
        return False
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    # A generic one runs in the foreground: that is w3m or lynx.
    return type(browser) is not webbrowser.GenericBrowser
