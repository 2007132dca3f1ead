"""Opening an address: never in a text browser, and honest about who took it."""

from __future__ import annotations

import webbrowser

import pytest

from screener.tui.browser import open_in_browser


class Browser:
    def __init__(self, name: str) -> None:
        self.name = name
        self.opened: list[str] = []

    def open(self, address: str) -> bool:
        self.opened.append(address)
        return True


@pytest.mark.parametrize(("name", "takes"), [("firefox", True), ("/usr/bin/w3m", False)])
def test_a_text_browser_would_paint_over_the_screen(
    monkeypatch: pytest.MonkeyPatch, name: str, takes: bool
) -> None:
    browser = Browser(name)
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    assert open_in_browser("https://example.org/") is takes
    assert bool(browser.opened) is takes


def test_no_browser_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert open_in_browser("https://example.org/") is False
