"""The top of the screen: which data, how old, which preset, how many pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from screener.tui.widgets.columns import fit

if TYPE_CHECKING:
    from screener.tui.state import Session

_SAMPLE = (
    "Sample data: fictional companies. Build your own with `screen build`",
    "Sample data: fictional companies. Build: `screen build`",
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
        from screener.tui.state.wording import corners, counts, titles

        names, update = titles(session), session.updates.at_work
        if update is None:
            title = Content(_first_fit(names, width))
        else:
            from screener.tui.pages.update import short_progress

            title = _sides((*names, ""), short_progress(update), width)
        lines = [
            title.stylize("bold"),
            _sides(counts(session), corners(session), width),
        ]
        if session.is_sample:
            lines.append(Content.styled(_first_fit(_SAMPLE, width), "bold reverse $warning"))
        self.update(Content("\n").join(lines))


def _first_fit(candidates: tuple[str, ...], width: int) -> str:
    for text in candidates:
        if cell_len(text) + 2 <= width:
            return fit(f" {text}", width)
    return fit(f" {candidates[-1]}", width)


def _sides(left: tuple[str, ...], right: tuple[str, ...], width: int) -> Content:
    """The longest wording of ``left`` that leaves room for one of ``right`` at the other end."""
    for corner in right:
        for text in left:
            room = width - cell_len(text) - cell_len(corner) - 4
            if room >= 0:
                return Content.assemble(f" {text}", " " * (room + 2), (corner, "bold $accent"), " ")
    return Content(_first_fit(left, width))
