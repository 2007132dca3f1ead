"""The last line: the keys that matter here, as many as fit, or for a while what just happened."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from screener.tui.state import notice


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does; ``action`` ("" for none) runs on a click. Low ``rank`` stays."""

    key: str
    label: str
    action: str
    rank: int

    @property
    def width(self) -> int:
        """Cells it takes, with the gap that follows."""
        return cell_len(self.key) + 1 + cell_len(self.label) + 2


class StatusLine(Static):
    """A line of hints. Which ones is told by :meth:`show`."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id)
        self._hints: tuple[Hint, ...] = ()
        self._notice: Timer | None = None

    def show(self, hints: tuple[Hint, ...]) -> None:
        """Show these hints, in this order."""
        self._hints = hints
        if self._notice is None:
            self._write()

    def say(self, text: str) -> None:
        """Show a plain text in place of the hints, for some seconds, on as many lines as needed."""
        if self._notice is not None:
            self._notice.stop()
        self._notice = self.set_timer(notice.SECONDS, self.hush)
        self.update(Content.styled(f" {text}", "bold"))

    def hush(self) -> None:
        """Go back from a text to the hints."""
        if self._notice is not None:
            self._notice.stop()
            self._notice = None
            self._write()

    def on_resize(self) -> None:
        """Drop or bring back hints."""
        if self._notice is None:
            self._write()

    def _write(self) -> None:
        room = self.size.width - 1
        chosen = set()
        for hint in sorted(self._hints, key=lambda hint: hint.rank):
            if hint.width - 2 > room:
                break
            room -= hint.width
            chosen.add(hint)
        parts: list[Content] = [Content(" ")]
        for hint in self._hints:
            if hint in chosen:
                link = f"@click={hint.action} " if hint.action else ""
                parts += [
                    Content.styled(hint.key, f"{link}bold"),
                    Content.styled(f" {hint.label}", link),
                    Content("  "),
                ]
        self.update(Content("").join(parts))
