"""The top of the screen: which data, how old, which preset, how many pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from screener.tui.widgets.columns import fit, fitting

if TYPE_CHECKING:
    from screener.tui.state import Session

_SAMPLE = (
    "Sample data: fictional companies. u fetches real ones, as does `screen update`",
    "Sample data: fictional companies. u fetches real ones",
    "Sample data: fictional companies",
)


class Header(Static):
    """Two lines, and a third where the companies are fictional. It fills itself from a session."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id)
        self._session: Session | None = None

    def show(self, session: Session) -> None:
        """Show what the session says now."""
        self._session = session
        self._write()

    def on_resize(self) -> None:
        """Choose the wording that fits the new width."""
        self._write()

    def _write(self) -> None:
        session, width = self._session, self.size.width
        if session is None or width < 1:
            self.update(Content(" Opening the snapshot …"))
            return
        from screener.tui.state.wording import counts, second_lines, titles

        lines = [
            self._title(titles(session), session, width).stylize("bold"),
            _sides(second_lines(session), width) or Content(_first_fit(counts(session), width)),
        ]
        if session.is_sample:
            lines.append(Content.styled(_first_fit(_SAMPLE, width), "bold reverse $warning"))
        # The height is told: a wide terminal's line must not wrap while a narrow one is laid out,
        # and only another height needs another layout of the whole screen.
        self.styles.height = len(lines)
        self.update(Content("\n").join(lines), layout=False)

    def _title(self, names: tuple[str, ...], session: Session, width: int) -> Content:
        """The data's name, and beside it how far an update is that goes on behind."""
        update = session.updates.at_work
        if update is not None:
            from screener.tui.pages.update import short_progress

            pairs = ((name, text) for text in short_progress(update) for name in (*names, ""))
            if line := _sides(pairs, width):
                return line
        return Content(_first_fit(names, width))


def _first_fit(candidates: tuple[str, ...], width: int) -> str:
    return fit(f" {fitting(candidates, width - 2)}", width)


def _sides(candidates: Iterable[tuple[str, str]], width: int) -> Content | None:
    """The first pair that fits, at both ends of the line; None where none does."""
    for left, right in candidates:
        room = width - cell_len(left) - cell_len(right) - 4
        if room >= 0:
            return Content.assemble(f" {left}", " " * (room + 2), (right, "bold $accent"), " ")
    return None
