"""What widgets tell the main screen. Widgets post these; only the main screen changes the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from screener.errors import ScreenerError
    from screener.screening.facets import FacetChoice, FacetName
    from screener.screening.universe import Row
    from screener.tui.state import Session
    from screener.tui.state.updating import Update


class TerminalGone(Message):
    """Nothing can be typed any more, and nobody sees anything."""


class SortRequested(Message):
    """Sort by a metric, or reverse if it is sorted by that one already."""

    def __init__(self, metric: str) -> None:
        super().__init__()
        self.metric = metric


class RowHighlighted(Message):
    """The table's cursor stands on another row."""

    def __init__(self, row: int) -> None:
        super().__init__()
        self.row = row


class CellHovered(Message):
    """The mouse rests on a metric of a row."""

    def __init__(self, row: int, metric: str) -> None:
        super().__init__()
        self.row, self.metric = row, metric


class ColumnsMoved(Message):
    """Other columns of the table are in sight."""


class RowOpened(Message):
    """Show why this row passes or fails."""

    def __init__(self, row: int) -> None:
        super().__init__()
        self.row = row


class FacetChosen(Message):
    """Set a facet to a value; where several may be chosen, toggle it."""

    def __init__(self, facet: FacetName, value: FacetChoice) -> None:
        super().__init__()
        self.facet = facet
        self.value = value


class GrowthStepped(Message):
    """Move the growth threshold by a fraction (0.01 = one percentage point)."""

    def __init__(self, step: float) -> None:
        super().__init__()
        self.step = step


class PanelClosed(Message):
    """A panel wants to give the focus back to the table."""


class Opened(Message):
    """The worker has read the universe and the first screen."""

    def __init__(self, session: Session, notice: str = "") -> None:
        """``notice`` is what to say of it, "" for nothing."""
        super().__init__()
        self.session = session
        self.notice = notice


class IndexKnown(Message):
    """The worker has found out what the whole index is like."""

    def __init__(self, index: Row) -> None:
        super().__init__()
        self.index = index


class OpenFailed(Message):
    """The worker could not read the universe or the preset."""

    def __init__(self, error: ScreenerError) -> None:
        super().__init__()
        self.error = error


class AddressOpened(Message):
    """An address was given to the browser, or nobody took it."""

    def __init__(self, address: str, *, opened: bool) -> None:
        super().__init__()
        self.address = address
        self.opened = opened


class NeighbourWanted(Message):
    """Show the company that many rows further on."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step


class UpdateWanted(Message):
    """Run an update beside the screen."""

    def __init__(self, update: Update) -> None:
        super().__init__()
        self.update = update


class UpdateMoved(Message):
    """There is news of the update: it is further, or has ended."""
