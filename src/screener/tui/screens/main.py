"""The screen people live in: header, filters, table, company, keys. It alone changes the state."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer

from screener.errors import ScreenerError
from screener.model.metric import METRICS, sort_label
from screener.model.words import counted
from screener.present.text import safe
from screener.tui import messages
from screener.tui.bindings import MAIN
from screener.tui.hints import COMPANY, FILTERS, TABLE
from screener.tui.widgets.company_table import CompanyTable
from screener.tui.widgets.detail import Detail
from screener.tui.widgets.facet_panel import FacetPanel
from screener.tui.widgets.header import Header
from screener.tui.widgets.status import StatusLine

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.screens.dialog import Change
    from screener.tui.state import Session
    from screener.tui.state.updating import Update

_DETAIL_DELAY = 0.06
"""Seconds that the cursor rests on a row before its company is looked up: held keys stay fluid."""

_TOOLTIP_DELAY = 0.2
"""Seconds that the mouse rests on a cell before its source is looked up."""


class MainScreen(Screen[None]):
    """Empty until :meth:`open` gives it a session."""

    AUTO_FOCUS = "CompanyTable"
    BINDINGS: ClassVar[list[BindingType]] = MAIN

    session: Session | None = None
    _titles: tuple[str, str] = ("", "")
    _pending: Timer | None = None
    _resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Everything there is; sizes decide what is seen."""
        self._lay_out(self.app.size)  # from the first frame on
        yield Header(id="header")
        with Horizontal(id="body"):
            yield FacetPanel(id="facets")
            with Vertical(id="right"):
                yield CompanyTable(id="table")
                yield Detail(id="detail")
        yield StatusLine(id="status")

    def on_mount(self) -> None:
        """Show the keys before there is anything to use them on."""
        self.query_one(StatusLine).show(TABLE)

    def open(self, session: Session, notice: str = "") -> None:
        """Take a session, show it, and say what of the last time could not be taken up again."""
        self.session = session
        self._show()
        notices = [notice] if notice else []
        if session.watching.error is not None:
            notices.append(safe(f"The watchlist: {session.watching.error}"))
        if notices:
            self.say(" · ".join(notices))

    # -- changing --------------------------------------------------------------------------------

    def change(self, change: Change | None) -> None:
        """Carry out a change of the session, show what it gives and say what it says."""
        if self.session is None or change is None:
            return
        notice, before = "", self.session.other
        try:
            notice = change(self.session)
        except ScreenerError as error:  # such as a preset's file that is gone since it was listed
            notice = safe(str(error))
        self._show()
        if notice:
            self.say(notice)
        if self.session.other is not None and self.session.other is not before:
            self.call_after_refresh(self.action_detail)

    def say(self, notice: str) -> None:
        """Say a plain text in the last line."""
        self.query_one(StatusLine).say(notice)

    def _do(self, change: Callable[[Session], object]) -> None:
        def silent(session: Session) -> str:
            change(session)
            return ""

        self.change(silent)

    @property
    def update_at_work(self) -> Update | None:
        """The update that has not ended."""
        return None if self.session is None else self.session.updates.at_work

    def show_update(self) -> None:
        """Show how far an update is, and take what it came to once nothing lies over the screen:
        a dialog may hold on to what the session is now."""
        if self.session is None:
            return
        self.query_one(Header).show(self.session)
        if self.session.updates.ready and self.app.screen is self:
            from screener.tui.state.updating import take

            self.change(take)

    def on_screen_resume(self) -> None:
        """Take what an update came to while a dialog was open."""
        self.show_update()

    # -- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        session = self.session
        if session is None:
            return
        from screener.tui.state.wording import why_empty

        table = self.query_one(CompanyTable)
        self.query_one(Header).show(session)
        self.query_one(FacetPanel).show(session.facets)
        table.show(
            session.result.rows,
            session.fields,
            marks=session.marks(),
            noted=session.universe.noted,
            sort=session.sort,
            message=() if session.rows else why_empty(session),
            row=session.cursor,
            column=session.metric,
        )
        session.metric = table.column_name
        self._title_table()
        self._show_detail_soon()

    def show_index(self, index: Row) -> None:
        """Say what the whole index is like."""
        if self.session is not None:
            self.session.index = index
            self.query_one(Header).show(self.session)

    def _title_table(self) -> None:
        session, table = self.session, self.query_one(CompanyTable)
        if session is None:
            return
        kept = session.result.passed + (
            session.result.unknown if session.screen.unknown == "include" else 0
        )
        shown = counted(session.rows, "company", "companies")
        if kept > session.rows:
            shown = f"{session.rows:,} of {counted(kept, 'company', 'companies')}"
        marked = f" · {len(session.marked):,} marked" if session.marked else ""
        order = f" · {sort_label(session.sort)}" if session.sort else ""
        left, right = table.hidden_columns
        more = [f"‹ {counted(left, 'column')}"] if left else []
        more += [f"{counted(right, 'column')} ›"] if right else []
        titles = f"{shown}{marked}{order}", "  ".join(more)
        if titles != self._titles:  # a border's text draws the whole table anew
            self._titles = titles
            table.border_title, table.border_subtitle = map(Content, titles)

    def _show_detail_soon(self) -> None:
        if self._pending is not None:
            self._pending.stop()
        self._pending = self.set_timer(_DETAIL_DELAY, self._show_detail)

    def _show_detail(self) -> None:
        if self.session is not None:
            self.query_one(Detail).show(self.session, self.session.here)

    # -- sizes -----------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay out anew."""
        self._lay_out(self.size)
        self.call_after_refresh(self._title_table)

    def _lay_out(self, size: Size) -> None:
        """Decide what stands side by side and what lies over the table or pushes it aside."""
        self.set_class(size.width < 100, "-facets-away")
        self.set_class(size.width < 76, "-facets-alone")
        self.set_class(not _has_room_for_detail(size), "-detail-over")
        self._bring_up(self.focused)

    def _bring_up(self, panel: object) -> None:
        """Bring a panel to sight that has no room of its own, and put the others of those away."""
        # Only there: another class is a new look at every style, and a new layout.
        away, over = self.has_class("-facets-away"), self.has_class("-detail-over")
        self.set_class(away and isinstance(panel, FacetPanel), "-facets-open")
        self.set_class(over and isinstance(panel, Detail), "-detail-open")

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused panel; put away what only lay over the table."""
        focused = self.focused
        self._bring_up(focused)
        status = self.query_one(StatusLine)
        if isinstance(focused, FacetPanel):
            status.show(FILTERS)
        else:
            status.show(COMPANY if isinstance(focused, Detail) else TABLE)

    # -- actions ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing but help and leaving is possible before there is a session."""
        return self.session is not None or action not in _NEED_SESSION

    def action_dialog(self, name: str) -> None:
        """Open a dialog of :data:`screener.tui.screens.catalogue.DIALOGS`."""
        from screener.tui.screens.catalogue import dialog_class

        if self.session is None:
            return
        self.query_one(StatusLine).hush()
        dialog = dialog_class(name)
        if refusal := dialog.refusal(self.session):
            self.query_one(StatusLine).say(refusal)
        else:
            before = self.session.result
            opened = dialog(self.session, self.change)
            if self.session.result is not before:  # the watchlist was read anew
                self._show()
            self.app.push_screen(opened, self.change)

    def action_company(self, deed: str) -> None:
        """Do with the company looked at what :data:`screener.tui.state.deeds.DEEDS` has."""
        from screener.tui.state.deeds import DEEDS

        self.change(DEEDS[deed])

    def action_help(self) -> None:
        """Show every key."""
        from screener.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_back(self) -> None:
        """Go back to the table."""
        self.query_one(CompanyTable).focus()

    def action_focus_facets(self) -> None:
        """Go to the filters; they come to sight where there is no room to show them always."""
        panel = self.query_one(FacetPanel)
        self._bring_up(panel)
        panel.focus()

    def action_detail(self) -> None:
        """Go to the company under the cursor; over the table where there is no room beneath."""
        if self.session is None or self.session.here is None:
            return
        self._show_detail()
        detail = self.query_one(Detail)
        self._bring_up(detail)
        detail.focus()

    def action_sort_column(self) -> None:
        """Sort by the column under the cursor."""
        self._do(lambda session: session.sort_by(session.metric))

    def action_hide_column(self) -> None:
        """Hide the column under the cursor."""
        from screener.tui.state.columns import hide_column

        self.change(hide_column)

    def action_rate(self, steps: int) -> None:
        """Move the assumed short-term rate; interest saved and coverage after it follow."""
        self.change(lambda session: session.step_rate(steps))

    def action_toggle_unknown(self) -> None:
        """Show or hide rows that fail only for a missing figure."""
        self._do(lambda session: session.toggle_unknown())

    def action_in_sector(self) -> None:
        """Show the column as percentiles within the sector, or as values again."""
        self.change(lambda session: session.toggle_in_sector())

    def action_reset(self) -> None:
        """Go back to the preset."""
        self._do(lambda session: session.reset())

    def action_relax(self) -> None:
        """Where nobody passes: take off the rule that costs most."""
        self.change(lambda session: session.relax())

    def action_copy(self, what: str) -> None:
        """Copy the "ticker" or the "row" of the company looked at."""
        from screener.tui.state.taking import taken

        def change(session: Session) -> str:
            text, notice = taken(session, what)
            if text:
                self.app.copy_to_clipboard(text)
            return notice

        self.change(change)

    async def action_open_filing(self) -> None:
        """Open the newest filing behind the company's figures."""
        from screener.tui.state.taking import newest_filing

        address = ""

        def change(session: Session) -> str:
            nonlocal address
            address, notice = newest_filing(session)
            return notice

        self.change(change)
        if address:
            await self.run_action(f"app.open_address({address!r})")

    # -- what widgets say ------------------------------------------------------------------------

    @on(messages.SortRequested)
    def _sort(self, message: messages.SortRequested) -> None:
        self._do(lambda session: session.sort_by(message.metric))

    @on(messages.FacetChosen)
    def _choose(self, message: messages.FacetChosen) -> None:
        self._do(lambda session: session.choose(message.facet, message.value))

    @on(messages.GrowthStepped)
    def _step_growth(self, message: messages.GrowthStepped) -> None:
        self._do(lambda session: session.step_growth(message.step))

    @on(messages.RowHighlighted)
    def _highlighted(self, message: messages.RowHighlighted) -> None:
        if self.session is not None:
            self.session.look_at_row(message.row)
        self.query_one(StatusLine).hush()
        self._show_detail_soon()

    @on(messages.CellHovered)
    def _hovered(self, message: messages.CellHovered) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(
            _TOOLTIP_DELAY, lambda: self._tell(message.row, message.metric)
        )

    def _tell(self, row: int, metric: str) -> None:
        from screener.tui.pages.figure import tooltip

        session, table = self.session, self.query_one(CompanyTable)
        if session is None or not table.is_hovered(row, metric):
            return
        with suppress(ScreenerError):  # a damaged table is told on the company page
            table.tooltip = tooltip(session, session.row(row), METRICS[metric])

    @on(messages.ColumnsMoved)
    def _columns_moved(self) -> None:
        if self.session is not None:
            self.session.metric = self.query_one(CompanyTable).column_name
        self._title_table()

    @on(messages.RowOpened)
    def _row_opened(self) -> None:
        self.action_detail()

    @on(messages.NeighbourWanted)
    def _neighbour(self, message: messages.NeighbourWanted) -> None:
        self.query_one(CompanyTable).action_move(message.step)

    @on(messages.PanelClosed)
    def _panel_closed(self) -> None:
        self.action_back()


_NEED_SESSION = frozenset(
    binding.action.partition("(")[0]
    for binding in MAIN
    if isinstance(binding, Binding) and binding.action not in ("help", "back", "app.quit")
)


def _has_room_for_detail(size: Size) -> bool:
    return (size.width >= 140 or size.height >= 36) and size.height >= 24
