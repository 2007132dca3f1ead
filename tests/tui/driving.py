"""The app under a pilot: press keys, read the cells that a person would see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.events import Key
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from screener.errors import ScreenerError
from screener.model.screen import Screen
from screener.tui.app import ScreenerApp
from screener.tui.screens.main import MainScreen
from screener.tui.state import Session
from screener.tui.state.session import Source
from screener.tui.widgets.company_table import CompanyTable

_HOPS = 4
"""Messages that one key can set off one after the other: key, action, message, dialog."""


class Driver:
    """Hands and eyes."""

    def __init__(self, app: ScreenerApp, pilot: Pilot[ScreenerError | None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def main(self) -> MainScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def session(self) -> Session:
        assert self.main.session is not None
        return self.main.session

    @property
    def table(self) -> CompanyTable:
        return self.main.query_one(CompanyTable)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other: without the pilot's sleeps, which add up to minutes."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            written = key if len(key) == 1 else key_to_character(name)
            self.app.post_message(Key(name, written))
            for _ in range(_HOPS):
                await self.pilot.pause(0)
        await self.pilot.pause()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        # On a busy machine the screen learns of its size later than the app.
        await self.until(lambda: self.app.screen.size == (width, height))
        for _ in range(_HOPS):
            await self.pilot.pause(0)

    async def write(self, text: str) -> None:
        """Replace what stands in the focused field."""
        await self.press("ctrl+a", "ctrl+k")
        await self.press(*text)

    async def until(self, ready: Callable[[], bool]) -> None:
        for _ in range(400):
            if ready():
                await self.pilot.pause()
                return
            await self.pilot.pause(0.01)
        raise AssertionError("waited in vain:\n" + self.text())

    async def shows(self, text: str) -> None:
        await self.until(lambda: text in self.text())

    def lines(self) -> list[str]:
        """What stands on each line of the terminal."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.lines())

    def line(self, beginning: str) -> str:
        """The first line in which a text stands."""
        return next(line for line in self.lines() if beginning in line)

    def tickers(self) -> list[str]:
        """The listed companies, in order."""
        return self.session.result.rows["ticker"].to_list()


@asynccontextmanager
async def running(
    source: Source,
    size: tuple[int, int] = (80, 24),
    *,
    preset: str = "",
    screen: Screen | None = None,
    tooltips: bool = False,
) -> AsyncIterator[Driver]:
    """The app with a universe, or the snapshot at a path, open."""
    app = ScreenerApp(source, screen, preset)
    async with app.run_test(size=size, tooltips=tooltips) as pilot:
        driver = Driver(app, pilot)
        await driver.until(lambda: driver.main.session is not None)
        yield driver
