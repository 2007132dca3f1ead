"""One company: why it passes or fails, its figures, its zombie verdict with the years behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual

from screener.errors import ScreenerError
from screener.model.company import company_key
from screener.present.text import safe
from screener.tui.messages import NeighbourWanted, PanelClosed
from screener.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session


class Detail(LineView, can_focus=True):
    """A page about one company, that scrolls. Fill it with :meth:`show`.

    It draws its lines itself: another company is one repaint, and no layout of the screen."""

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
        self._page = Content("")
        self._strips: list[Strip] | None = None  # of the page as it is; None: to be made

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
        self._page = self._written()
        self._strips = None
        self.virtual_size = Size(1, len(self._page.plain.split("\n")))
        self.refresh()

    def _written(self) -> Content:
        width = self._width
        if self._subject is None or width < 1:
            return Content("")
        from screener.tui.pages.company import company_page

        try:
            return company_page(*self._subject, width, self.size.height)
        except ScreenerError as error:  # a table of the snapshot that is read only now is damaged
            wrapped = Content.styled(safe(str(error)), "$warning").wrap(width)
            return Content("\n").join(wrapped)

    @property
    def _width(self) -> int:
        return self.size.width - self.scrollbar_gutter.width

    # -- drawing ---------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the page, or nothing below its end."""
        width = max(self._width, 0)
        if self._strips is None:
            self._strips = Visual.to_strips(self, self._page, width, None, self.visual_style)
        index = y + self.scroll_offset.y
        if index >= len(self._strips):
            return Strip.blank(width, self.rich_style)
        strip = self._strips[index].adjust_cell_length(width, self.rich_style)
        return strip.apply_offsets(0, index)

    def notify_style_update(self) -> None:
        """Draw anew when the theme or the colours change."""
        super().notify_style_update()
        self._strips = None

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that the mouse has selected."""
        return selection.extract(self._page.plain), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what the mouse selects."""
        self._strips = None
        self.refresh()
