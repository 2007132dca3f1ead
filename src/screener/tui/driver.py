"""The driver of a terminal that may be closed at any moment."""

from __future__ import annotations

import errno
import termios
from threading import Event
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

from screener.tui.messages import TerminalGone

if TYPE_CHECKING:
    from typing import IO


class Lasting:
    """A file that takes texts also when its terminal is gone: they then go nowhere.

    Textual writes in a thread that an error ends. Whoever writes on fills its queue, and waits for
    it forever: the program would not end with its terminal."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write a text, if there is a terminal."""
        try:
            return self._file.write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        """Have the terminal, if there is one, show what was written."""
        try:
            self._file.flush()
        except OSError:
            return

    def fileno(self) -> int:
        """Return the descriptor of the file."""
        return self._file.fileno()


class Leaving(Event):
    """Set where nothing shall be read any more: by whoever says so, or as the terminal is gone.

    Who has no controlling terminal gets no signal then: reading it just gives nothing, for ever."""

    def __init__(self, terminal: int) -> None:
        super().__init__()
        self._terminal = terminal
        self.gone = False

    def is_set(self) -> bool:
        """Say whether to stop; asked before everything that is read."""
        if not self.gone:
            try:
                termios.tcgetattr(self._terminal)
            except (OSError, termios.error):
                self.gone = True
        return self.gone or super().is_set()


class LastingDriver(LinuxDriver):
    """Textual's driver, which writes to a terminal for as long as that lasts, and says when it is
    gone."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.exit_event = self._leaving = Leaving(self.fileno)
        if self._file is not None:
            self._file = Lasting(self._file)  # type: ignore[assignment]  # all that is used of one

    def run_input_thread(self) -> None:
        """Read what is typed until told to stop, or until the terminal is gone."""
        try:
            super().run_input_thread()
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            self._leaving.gone = True
        if self._leaving.gone:
            self._app.post_message(TerminalGone())
