"""The terminal interface: paints first, opens the data beside, hands over to the main screen."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import App, SystemCommand
from textual.filter import Monochrome, NoColor
from textual.screen import Screen as TextualScreen

from screener.errors import ScreenerError
from screener.tui.commands import ScreenerCommands
from screener.tui.legible import legible, starting_theme
from screener.tui.messages import Opened, OpenFailed
from screener.tui.remembering import SECONDS, Remembering, remembered_theme
from screener.tui.screens.main import MainScreen
from screener.tui.screens.too_small import TooSmallScreen, too_small
from screener.tui.theme import DARK, LIGHT, counterpart

if TYPE_CHECKING:
    from screener.model.screen import Screen


class ScreenerApp(App[ScreenerError | None]):
    """Coordinates: reads the snapshot in a worker and watches the terminal's size.

    All else is in the screens.
    """

    TITLE = "screen"
    CSS_PATH = "app.tcss"
    COMMANDS = App.COMMANDS | {ScreenerCommands}

    def __init__(
        self, universe_path: Path | None = None, screen: Screen | None = None, preset: str = ""
    ) -> None:
        """See :func:`run`."""
        super().__init__()
        self._universe_path, self._start, self._preset = universe_path, screen, preset
        self._main = MainScreen()
        self._remembering: Remembering | None = None

    def get_default_screen(self) -> TextualScreen[None]:
        """Start on the main screen."""
        return self._main

    def on_mount(self) -> None:
        """Dress up; read the data once the first frame is out."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        few = self.no_color or self.console.color_system in (None, "standard")
        self.theme = starting_theme(remembered_theme(), self.available_themes, os.environ, few=few)
        self.call_after_refresh(self._open)

    @work(thread=True)
    def _open(self) -> None:
        from screener.tui.state import open_session
        from screener.tui.state.memory import resume

        try:
            if self._start is None and not self._preset:
                session, notice = resume(self._universe_path)
            else:
                session = open_session(self._universe_path, self._start, self._preset)
                notice = ""
        except ScreenerError as error:
            self.post_message(OpenFailed(error))
        else:
            self.post_message(Opened(session, notice))

    @on(Opened)
    def _opened(self, message: Opened) -> None:
        self._main.open(message.session)
        if message.notice:
            self._main.change(lambda _: message.notice)
        self._remembering = Remembering(message.session, self.theme)
        self.set_interval(SECONDS, self._remember)

    def _remember(self) -> None:
        news = self._news()
        if self._remembering is not None and news:
            # What goes wrong there but a disk that refuses is a mistake, and shall be seen.
            self.run_worker(partial(self._remembering.write, news), thread=True)

    def _news(self) -> dict[str, object]:
        session = self._main.session
        if self._remembering is None or session is None:
            return {}
        return self._remembering.news(session, self.theme)

    def on_unmount(self) -> None:
        """Remember where the person left off."""
        news = self._news()
        if self._remembering is not None and news:
            self._remembering.write(news)

    @on(OpenFailed)
    def _failed(self, message: OpenFailed) -> None:
        self.exit(message.error)

    def on_resize(self, event: events.Resize) -> None:
        """Cover everything with a message while the terminal is too small."""
        covered = isinstance(self.screen, TooSmallScreen)
        if too_small(event.size) and not covered:
            self.push_screen(TooSmallScreen())
        elif covered and not too_small(event.size):
            self.pop_screen()

    def action_command_palette(self) -> None:
        """Open the palette, but not over the message that the terminal is too small."""
        if not isinstance(self.screen, TooSmallScreen):
            super().action_command_palette()

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables, mended where a text could not be read."""
        # Texts with a style of their own look there.
        self.theme_variables = legible(super().get_css_variables(), self.current_theme)
        return self.theme_variables

    def watch_theme(self) -> None:
        """Without colours, those of a theme become greys, and the terminal's own go altogether.

        Textual chooses between the two before there is a theme."""
        if self.no_color:
            colourless = NoColor() if self.native_ansi_color else Monochrome()
            kept = [f for f in self._filters if not isinstance(f, NoColor | Monochrome)]
            self._filters = [*kept, colourless]

    def action_toggle_dark(self) -> None:
        """Change to the light or the dark theme of the same kind."""
        self.theme = counterpart(self.current_theme)

    def get_system_commands(self, screen: TextualScreen[object]) -> Iterable[SystemCommand]:
        """Offer themes and leaving; the screens offer the rest."""
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand(
            "Light or dark", "Bright colours on dark, or the other way", self.action_toggle_dark
        )
        yield SystemCommand("Quit", "Leave the program (q)", self.action_quit)


def run(universe_path: Path | None, screen: Screen | None, preset: str) -> None:
    """Run the terminal interface until the person leaves.

    ``universe_path`` is a snapshot's folder, None for the current one, else the bundled sample;
    ``screen`` the starting state instead of the preset's own; ``preset`` a name or a file. With
    neither of the two it starts where the last run left off.
    Raise :class:`screener.errors.ScreenerError` where the data or the preset can't be read.
    """
    error = ScreenerApp(universe_path, screen, preset).run()
    if error is not None:
        raise error
