"""Opening an address: only where that gives a window, and honest about who took it."""

from __future__ import annotations

import webbrowser

import pytest

from screener.tui.browser import open_in_browser

ADDRESS = "https://example.org/"
WINDOWS = {"DISPLAY": ":0"}


class Browser(webbrowser.BackgroundBrowser):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return True


@pytest.mark.parametrize(
    ("environment", "browser", "opens"),
    [
        (WINDOWS, Browser("firefox"), True),
        ({"WAYLAND_DISPLAY": "w"}, Browser("firefox"), True),
        (WINDOWS | {"SSH_TTY": "/dev/pts/1"}, Browser("firefox"), False),
        (WINDOWS, Browser("/usr/bin/w3m"), False),
        (WINDOWS, webbrowser.GenericBrowser("other"), False),
        ({}, Browser("firefox"), False),
    ],
)
def test_a_browser_is_opened_only_where_it_has_a_window_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    browser: webbrowser.BaseBrowser,
    opens: bool,
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    assert open_in_browser(ADDRESS, environment) is opens
    assert getattr(browser, "opened", []) == ([ADDRESS] if opens else [])


def test_no_browser_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert open_in_browser(ADDRESS, WINDOWS) is False
