"""Open an address in the person's browser, where that gives a window that the person sees."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import PurePath

_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
_TEXT_BROWSERS = {"www-browser", "links", "elinks", "lynx", "w3m"}


def open_in_browser(address: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Open an address; return whether a browser with a window took it. This can take seconds.

    Not over SSH, and not with a browser that would paint over the terminal."""
    if any(environment.get(name) for name in _REMOTE):
        return False
    has_windows = sys.platform in ("darwin", "win32")
    if not has_windows and not any(environment.get(name) for name in _DISPLAYS):
        return False
    import webbrowser

    try:
        browser = webbrowser.get()
        # A generic one runs in the foreground: that is w3m or lynx.
        paints = type(browser) is webbrowser.GenericBrowser or _name(browser) in _TEXT_BROWSERS
        return not paints and browser.open(address)
    except (webbrowser.Error, OSError):
        return False


def _name(browser: object) -> str:
    return PurePath(str(getattr(browser, "name", ""))).name
