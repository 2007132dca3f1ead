"""The driver of a terminal that may be closed at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

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


class LastingDriver(LinuxDriver):
    """Textual's driver, which writes to a terminal for as long as that lasts."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self._file is not None:
            self._file = Lasting(self._file)  # type: ignore[assignment]  # all that is used of one
