"""The terminal interface: paints first, opens the data beside, hands over to the main screen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from signal import Signals
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import App, SystemCommand
from textual.screen import Screen as TextualScreen

from screener.errors import ScreenerError
from screener.present.text import safe
from screener.tui.commands import ScreenerCommands
from screener.tui.dressed import DressedApp
from screener.tui.ending import end_by, on_hang_up, on_signals
from screener.tui.frugal import import_polars_frugally, settle
from screener.tui.messages import (
    AddressOpened,
    IndexKnown,
    Opened,
    OpenFailed,
    TerminalGone,
    UpdateMoved,
    UpdateWanted,
)
from screener.tui.palette import Palette
from screener.tui.remembering import SECONDS, Remembering, remembered_theme
from screener.tui.screens.main import MainScreen
from screener.tui.screens.too_small import TooSmallScreen, too_small

if TYPE_CHECKING:
    from textual.driver import Driver

    from screener.model.screen import Screen
    from screener.tui.state.session import Source
    from screener.tui.state.updating import Update


class ScreenerApp(DressedApp[ScreenerError | None]):
    """Coordinates: reads the snapshot and runs updates in workers, watches the terminal's size.

    All else is in the screens. What a worker raises beside a ``ScreenerError`` is a fault of the
    program: Textual ends it with a traceback, and :func:`run` with an error.
    """

    TITLE = "screen"
    CSS_PATH = "app.tcss"
    COMMANDS = App.COMMANDS | {ScreenerCommands}

    def __init__(
        self, source: Source = None, screen: Screen | None = None, preset: str = ""
    ) -> None:
        """See :func:`run`."""
        super().__init__()
        self._source, self._start, self._preset = source, screen, preset
        self._main = MainScreen()
        self._leaving = False
        self._remembering: Remembering | None = None
        self.ended_by: Signals | None = None
        self.dress(remembered_theme())

    def get_driver_class(self) -> type[Driver]:
        """Choose as Textual does; a terminal that is closed must not hold the program up."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from screener.tui.driver import LastingDriver

        return LastingDriver

    def get_default_screen(self) -> TextualScreen[None]:
        """Start on the main screen."""
        return self._main

    def on_mount(self) -> None:
        """Read the data beside the first frame: the one fills the other's waits."""
        on_signals(self._leave)
        self._open()

    def _leave(self, number: Signals) -> None:
        self.ended_by = number
        self.exit()

    @on(TerminalGone)
    def _terminal_gone(self) -> None:
        if self.ended_by is None:
            on_hang_up(self._leave)

    @work(thread=True)
    def _open(self) -> None:
        import_polars_frugally()
        from screener.tui.state import open_session
        from screener.tui.state.memory import resume

        try:
            if self._start is None and not self._preset:
                session, notice = resume(self._source)
            else:
                session = open_session(self._source, self._start, self._preset)
                notice = ""
        except ScreenerError as error:
            self.post_message(OpenFailed(error))
        else:
            self.post_message(Opened(session, notice))
            self.post_message(IndexKnown(session.universe.index))  # the companies don't wait for it

    @on(Opened)
    def _opened(self, message: Opened) -> None:
        # In its own turn: the screen may not have its widgets yet.
        self._main.call_later(self._main.open, message.session, message.notice)
        self._remembering = Remembering(message.session, self.theme)
        self.set_interval(SECONDS, self._remember)

    @on(IndexKnown)
    def _index_known(self, message: IndexKnown) -> None:
        self._main.call_later(self._main.show_index, message.index)
        settle()

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
        """Whatever ends the program: remember where the person left off, and don't wait for the
        whole of an update."""
        if (update := self._main.update_at_work) is not None:
            update.cancel()
        news = self._news()
        if self._remembering is not None and news:
            self._remembering.write(news)

    @on(OpenFailed)
    def _failed(self, message: OpenFailed) -> None:
        self.exit(message.error)

    # -- updates ---------------------------------------------------------------------------------

    @on(UpdateWanted)
    def _update_wanted(self, message: UpdateWanted) -> None:
        self._update(message.update)

    @work(thread=True)
    def _update(self, update: Update) -> None:
        update.run(lambda: self.post_message(UpdateMoved()))

    @on(UpdateMoved)
    def _update_moved(self) -> None:
        if self._leaving and self._main.update_at_work is None:
            self.exit()
        else:
            self._main.show_update()

    async def action_quit(self) -> None:
        """Leave; first wait for the end of an update, which is cancelled. Asked twice: at once."""
        update = self._main.update_at_work
        if update is None or self._leaving:
            self.exit()
            return
        self._leaving = True
        update.cancel()
        self._main.show_update()

    def _fatal_error(self) -> None:
        """Leave with a traceback, as Textual does, but without what the variables hold: the contact
        is among them, and people send tracebacks around."""
        from rich.traceback import Traceback

        self.bell()
        self.panic(Traceback(width=None))

    @work(thread=True)
    def action_open_address(self, address: str) -> None:
        """Open an address, such as a filing's, in the browser."""
        from screener.tui.browser import open_in_browser

        self.post_message(AddressOpened(address, opened=open_in_browser(address)))

    @on(AddressOpened)
    def _address_opened(self, message: AddressOpened) -> None:
        how = "Opened in the browser" if message.opened else "No browser can be opened from here"
        self._main.say(f"{how}: {message.address}")

    # -- the terminal ----------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Cover everything with a message while the terminal is too small."""
        covered = isinstance(self.screen, TooSmallScreen)
        if too_small(event.size) and isinstance(self.screen, Palette):
            self.screen.dismiss()  # it can't be laid out in a few cells
        if too_small(event.size) and not covered:
            self.push_screen(TooSmallScreen())
        elif covered and not too_small(event.size):
            self.pop_screen()

    def action_command_palette(self) -> None:
        """Open the palette, but not over the message that the terminal is too small."""
        if not isinstance(self.screen, TooSmallScreen | Palette):
            self.push_screen(Palette(id="--command-palette"))

    async def on_event(self, event: events.Event) -> None:
        """Make pasted text harmless, whatever field it goes to."""
        if isinstance(event, events.Paste):
            event.text = safe(event.text)
        await super().on_event(event)

    def get_system_commands(self, screen: TextualScreen[object]) -> Iterable[SystemCommand]:
        """Offer themes and leaving; the screens offer the rest."""
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand(
            "Light or dark", "Bright colours on dark, or the other way", self.action_toggle_dark
        )
        yield SystemCommand("Quit", "Leave the program (q)", self.action_quit)


def run(source: Source, screen: Screen | None, preset: str) -> None:
    """Run the terminal interface until the person leaves.

    ``source`` is a universe, or a snapshot's folder, None for the current one, else the sample;
    ``screen`` the starting state instead of the preset's own; ``preset`` a name or a file. With
    neither of the two it starts where the last run left off.
    Raise :class:`screener.errors.ScreenerError` where the data or the preset can't be read, and
    after a fault of the program, which is printed.
    """
    app = ScreenerApp(source, screen, preset)
    error = app.run()
    if app.ended_by is not None:
        end_by(app.ended_by)
    if error is not None:
        raise error
    if app.return_code:
        raise ScreenerError(
            "the program failed at something that it did not expect; the traceback above says more",
            next_step="Snapshots and presets are as they were. Please report it.",
        )
