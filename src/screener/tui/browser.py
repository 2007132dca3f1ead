"""Open an address in the person's browser, without a text browser painting over the screen."""

from __future__ import annotations

from pathlib import PurePath

_TEXT_BROWSERS = {"www-browser", "links", "elinks", "lynx", "w3m"}


def open_in_browser(address: str) -> bool:
    """Open an address; return whether there is a browser that took it. This can take seconds."""
    import webbrowser

    try:
        browser = webbrowser.get()
        name = PurePath(str(getattr(browser, "name", ""))).name
        return name not in _TEXT_BROWSERS and browser.open(address)
    except (webbrowser.Error, OSError):
        return False
