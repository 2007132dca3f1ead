"""One company: why it passes or fails, its figures, its zombie verdict with the years behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screener.errors import ScreenerError
from screener.model.company import company_key
from screener.present.text import safe
from screener.tui.messages import NeighbourWanted, PanelClosed

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session


class Detail(VerticalScroll, can_focus=True):
    """A page about one company, that scrolls. Fill it with :meth:`show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_by(-1)", "Up", tooltip="scroll"),
        Binding("down,j", "scroll_by(1)", "Down", tooltip="scroll"),
        Binding("ctrl+u", "scroll_by(-8)", "Half page up", tooltip="scroll by eight"),
        Binding("ctrl+d", "scroll_by(8)", "Half page down", tooltip="scroll by eight"),
        Binding("g", "scroll_home", "Top", tooltip="to the top"),
        Binding("left,h", "neighbour(-1)", "Previous", tooltip="previous, next company"),
        Binding("right,l", "neighbour(1)", "Next", tooltip="previous, next company"),
        Binding("escape,q,enter", "close", "Back", tooltip="back to the table"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._subject: tuple[Session, Row] | None = None
        self._page = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """The page."""
        yield self._page

    def show(self, session: Session, row: Row | None) -> None:
        """Show a company as ``session``'s screen sees it; None: nothing to show."""
        before, self._subject = self._subject, None if row is None else (session, row)
        ticker = "" if row is None else safe(str(row["ticker"] or ""))
        aside = "" if row is None else session.set_aside(row)
        self.border_title = Content(f"{ticker} {aside}".strip())
        self._write()
        if before is None or row is None or company_key(before[1]) != company_key(row):
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Fit the columns of figures to the new width."""
        self._write()

    def action_scroll_by(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_relative(y=lines, animate=False)

    def action_neighbour(self, step: int) -> None:
        """Show the previous or the next company of the list."""
        self.post_message(NeighbourWanted(step))

    def action_close(self) -> None:
        """Go back to the table."""
        self.post_message(PanelClosed())

    def _write(self) -> None:
        width = self.size.width - 1
        if self._subject is None or width < 1:
            self._page.update(Content(""))
            return
        from screener.tui.pages.company import company_page

        try:
            page = company_page(*self._subject, width, self.size.height)
        except ScreenerError as error:  # a table of the snapshot that is read only now is damaged
            page = Content.styled(safe(str(error)), "$warning")
        # Said outright: of two updates that meet one layout, Textual may keep the first's height.
        self._page.styles.height = page.get_height({}, width)
        self._page.update(page, layout=False)
