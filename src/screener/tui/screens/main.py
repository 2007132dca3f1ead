"""The screen people live in: header, filters, table, company, keys. It alone changes the state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer

from screener.errors import PresetError
from screener.model.words import counted
from screener.present.text import format_value, safe
from screener.tui import messages
from screener.tui.hints import COMPANY, FILTERS, TABLE
from screener.tui.widgets.company_table import CompanyTable, sort_label
from screener.tui.widgets.detail import Detail
from screener.tui.widgets.facet_panel import FacetPanel
from screener.tui.widgets.header import Header
from screener.tui.widgets.status import StatusLine

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session

_DETAIL_DELAY = 0.06
"""Seconds that the cursor rests on a row before its company is looked up: held keys stay fluid."""


_RATE_STEP = 0.0025
"""What one key press moves the assumed rate by: 25 bp."""

_NEED_SESSION = {
    "focus_facets", "presets", "export", "find", "reset", "toggle_unknown", "ask_growth", "detail",
    "sort_column", "relax", "rate_up", "rate_down",
}  # fmt: skip


class MainScreen(Screen[None]):
    """Empty until :meth:`open` gives it a session."""

    AUTO_FOCUS = "CompanyTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "focus_facets", "Filters", show=False),
        Binding("p", "presets", "Presets", show=False),
        Binding("e", "export", "Export", show=False),
        Binding("t", "find", "Find", show=False),
        Binding("r", "reset", "Reset", show=False),
        Binding("R", "relax", "Relax", show=False),
        Binding("U", "toggle_unknown", "Unknown", show=False),
        Binding("plus,equals_sign", "rate_up", "Rates up", show=False),
        Binding("minus", "rate_down", "Rates down", show=False),
        Binding("question_mark", "help", "Help", show=False),
        Binding("q", "app.quit", "Quit", show=False),
        Binding("escape", "back", "Back", show=False),
    ]

    session: Session | None = None
    _other: Row | None = None
    """A company that is not listed, shown because it was searched for."""
    _pending: Timer | None = None

    def compose(self) -> ComposeResult:
        """Everything there is; sizes decide what is seen."""
        self._lay_out(self.app.size)  # from the first frame on
        yield Header(id="header")
        with Horizontal(id="body"):
            yield FacetPanel(id="facets")
            with Vertical(id="right"):
                yield CompanyTable(format_value, id="table")
                yield Detail(id="detail")
        yield StatusLine(id="status")

    def on_mount(self) -> None:
        """Show the keys before there is anything to use them on."""
        self.query_one(StatusLine).show(TABLE)

    def open(self, session: Session) -> None:
        """Take a session and show it."""
        self.session = session
        self._show()

    # -- showing ---------------------------------------------------------------------------------

    def _show(self, row: int = 0) -> None:
        session = self.session
        if session is None:
            return
        self._other = None
        table = self.query_one(CompanyTable)
        self.query_one(Header).show(session)
        self.query_one(FacetPanel).show(session.facets)
        table.show(
            session.result.rows,
            session.screen.columns,
            marks=session.marks(),
            sort=session.sort,
            message=() if session.rows else session.why_empty(),
            row=row,
        )
        self._title_table()

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
        order = f" · {sort_label(session.sort)}" if session.sort else ""
        table.border_title = Content(f"{shown}{order}")
        left, right = table.hidden_columns
        more = [f"‹ {counted(left, 'column')}"] if left else []
        more += [f"{counted(right, 'column')} ›"] if right else []
        table.border_subtitle = Content("  ".join(more))

    def _show_detail(self) -> None:
        session, table = self.session, self.query_one(CompanyTable)
        if session is None:
            return
        row = self._other
        if row is None and session.rows:
            row = session.row(min(table.cursor_row, session.rows - 1))
        self.query_one(Detail).show(session, row)

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

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused panel; put away what only lay over the table."""
        focused = self.focused
        self.set_class(isinstance(focused, FacetPanel), "-facets-open")
        self.set_class(isinstance(focused, Detail), "-detail-open")
        status = self.query_one(StatusLine)
        if isinstance(focused, FacetPanel):
            status.show(FILTERS)
        else:
            status.show(COMPANY if isinstance(focused, Detail) else TABLE)

    # -- actions ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing but help and leaving is possible before there is a session."""
        return self.session is not None or action not in _NEED_SESSION

    def action_back(self) -> None:
        """Go back to the table."""
        self.query_one(CompanyTable).focus()

    def action_focus_facets(self) -> None:
        """Go to the filters; they come to sight where there is no room to show them always."""
        self.add_class("-facets-open")
        self.query_one(FacetPanel).focus()

    def action_detail(self) -> None:
        """Go to the company under the cursor; over the table where there is no room beneath."""
        if self._other is None and not self.query_one(CompanyTable).row_count:
            return
        self._show_detail()
        self.add_class("-detail-open")
        self.query_one(Detail).focus()

    def action_help(self) -> None:
        """Show every key."""
        from screener.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_sort_column(self) -> None:
        """Sort by the column under the cursor."""
        self.query_one(CompanyTable).action_sort()

    def _move_rate(self, step: float) -> None:
        """Move the assumed short-term rate; interest saved and coverage after it follow."""
        if self.session is not None:
            row = self.query_one(CompanyTable).cursor_row
            self.session.move_rate(step)
            self._show(row)

    def action_rate_up(self) -> None:
        """One step up."""
        self._move_rate(_RATE_STEP)

    def action_rate_down(self) -> None:
        """One step down."""
        self._move_rate(-_RATE_STEP)

    def action_toggle_unknown(self) -> None:
        """Show or hide rows that fail only for a missing figure."""
        if self.session is not None:
            self.session.toggle_unknown()
            self._show()

    def action_reset(self) -> None:
        """Go back to the preset."""
        if self.session is not None:
            self.session.reset()
            self._show()

    def action_relax(self) -> None:
        """Where nobody passes: take off the rule that costs most."""
        if self.session is not None and not self.session.rows:
            self.session.relax()
            self._show()

    def action_presets(self) -> None:
        """Choose a preset."""
        if self.session is not None:
            from screener.tui.screens.preset_picker import PresetPicker

            self.app.push_screen(PresetPicker(self.session), self._use_preset)

    def _use_preset(self, name: str | None) -> None:
        if self.session is None or name is None:
            return
        try:
            self.session.use_preset(name)
        except PresetError as error:  # the file changed since it was listed
            self.query_one(StatusLine).say(safe(str(error)))
        else:
            self._show()

    def action_export(self) -> None:
        """Write the list to a file."""
        if self.session is not None:
            from screener.tui.screens.export import ExportScreen

            self.app.push_screen(ExportScreen(self.session), self._exported)

    def _exported(self, path: Path | None) -> None:
        if self.session is not None and path is not None:
            where = safe(str(path.absolute()))
            written = counted(self.session.rows, "company", "companies")
            self.query_one(StatusLine).say(f"{written} written to {where}")

    def action_find(self) -> None:
        """Jump to a ticker or a name."""
        if self.session is not None:
            from screener.tui.screens.prompt import PromptScreen

            self.app.push_screen(
                PromptScreen("Find a ticker or a name", self._find, hint="Enter jumps")
            )

    def _find(self, text: str, entered: bool) -> str:
        assert self.session is not None
        if not text.strip():
            return ""
        found = self.session.find(text)
        if found is None:
            return "No company of this snapshot has that ticker or name."
        if found.index is not None:
            self.query_one(CompanyTable).reveal(found.index)
            return ""
        if entered:
            self._other = found.row
            self.call_after_refresh(self.action_detail)
            return ""
        label = f"{found.row['ticker']} {found.row['name']}"
        return safe(f"{label} is not in the list: Enter shows why.")

    @on(messages.GrowthAsked)
    def action_ask_growth(self) -> None:
        """Type the growth threshold."""
        if self.session is not None:
            from screener.tui.screens.prompt import PromptScreen
            from screener.tui.state import growth_text

            value = growth_text(self.session.screen)
            hint = "In percent: 4% or 4. Empty: no threshold."
            self.app.push_screen(
                PromptScreen("Revenue growth over", self._growth, value=value, hint=hint)
            )

    def _growth(self, text: str, entered: bool) -> str:
        from screener.tui.state import parse_growth

        assert self.session is not None
        try:
            threshold = parse_growth(text)
        except ValueError as error:
            return safe(str(error))
        if entered:
            self.session.choose("growth", threshold)
            self._show()
        return ""

    # -- what widgets say ------------------------------------------------------------------------

    @on(messages.SortRequested)
    def _sort(self, message: messages.SortRequested) -> None:
        if self.session is not None:
            self.session.sort_by(message.metric)
            self._show()

    @on(messages.FacetChosen)
    def _choose(self, message: messages.FacetChosen) -> None:
        if self.session is not None:
            self.session.choose(message.facet, message.value)
            self._show()

    @on(messages.GrowthStepped)
    def _step_growth(self, message: messages.GrowthStepped) -> None:
        if self.session is not None:
            self.session.step_growth(message.step)
            self._show()

    @on(messages.RowHighlighted)
    def _highlighted(self) -> None:
        self._other = None
        self.query_one(StatusLine).hush()
        if self._pending is not None:
            self._pending.stop()
        self._pending = self.set_timer(_DETAIL_DELAY, self._show_detail)

    @on(messages.ColumnsMoved)
    def _columns_moved(self) -> None:
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


def _has_room_for_detail(size: Size) -> bool:
    return (size.width >= 140 or size.height >= 36) and size.height >= 24
