"""Update: a live one or a build from files, how far it is, what it came to."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from screener.build.events import BuildEvent
from screener.errors import ScreenerError
from screener.tui.messages import UpdateWanted
from screener.tui.pages.update import progress_page, summary_page, unchanged_page
from screener.tui.screens.changes import ChangesDialog
from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.state.update_changes import Short, in_short
from screener.tui.state.updating import Failed, Finished, Unchanged, Update, take
from screener.tui.widgets.files_form import FilesForm
from screener.tui.widgets.live_form import LiveForm

Mode = Literal["live", "files", "work", "done"]

_REFRESH = 0.2
_WIDTH, _FRAME = 76, 4
"""Of a dialog: see the style sheet."""

_KEYS: dict[Mode, str] = {
    "live": "Enter updates · Tab moves · Esc closes",
    "files": "→ completes · Enter builds · Esc back",
    "work": "Esc cancels · Enter: go on behind",
    "done": "Enter closes · ↑↓ scrolls",
}


class UpdateDialog(Dialog):
    """A form, then progress, then a summary. Closed while the work goes on, it shows how far that
    is when it is opened again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close or cancel", show=False),
        Binding("c", "cancel", "Cancel", tooltip="cancel; what was fetched is kept"),
        Binding("enter,q,u", "close", "Close", tooltip="start; then: go on behind"),
        Binding("f", "files", "From files", tooltip="build from files, not beside a field"),
        Binding("d", "changes", "Changes", tooltip="at the end: all that changed"),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    class Compared(Message):
        """The worker has found out what changed."""

        def __init__(self, short: Short) -> None:
            super().__init__()
            self.short = short

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._updates = session.updates
        self._mode: Mode | None = None
        self._live, self._files = LiveForm(session.updates), FilesForm(session)

    def compose(self) -> ComposeResult:
        """Two forms and a page, one of them in sight."""
        box = VerticalScroll(classes="dialog update")
        box.border_title = Content("Update")
        with box:
            yield self._live
            yield self._files
            yield Static("", id="update-page", markup=False)

    def on_mount(self) -> None:
        """Show the update there is, else the form."""
        self._follow()
        self.set_interval(_REFRESH, self._follow)

    def _follow(self) -> None:
        """Show the update as it is now; let the session have what it came to."""
        if self._updates.ready:
            self.apply(take)
        update = self._updates.current
        if update is None:
            self._show(self._mode if self._mode in ("live", "files") else "live")
        elif update.at_work:
            self._show("work")
            width = min(self.app.size.width, _WIDTH) - _FRAME
            self._write(progress_page(update, width, time.monotonic()))
        elif isinstance(update.outcome, Finished | Unchanged):
            if self._mode != "done":
                self._show("done")
                self._sum_up(update, update.outcome)
        else:
            self._ended(update)

    def _ended(self, update: Update) -> None:
        """Back to the form, with what happened."""
        self._updates.current = None
        self._show("live" if update.live else "files")
        if isinstance(update.outcome, Failed):
            error = update.outcome.error
            if update.live:
                self._live.answer(str(error), problem=True)
            else:
                self._files.fail(error)
        elif update.live:
            self._live.answer(
                "Cancelled; what was fetched is kept, and the next update goes on from there."
            )
        else:
            self._files.answer("Cancelled; nothing was changed.")

    # -- the beginning ---------------------------------------------------------------------------

    @on(LiveForm.Wanted)
    def _fetch(self, event: LiveForm.Wanted) -> None:
        self._live.answer("")
        self.start(Update(event.live, live=True, shown=self.session.universe.snapshot))

    @on(FilesForm.Wanted)
    def _build(self, event: FilesForm.Wanted) -> None:
        def source() -> Generator[BuildEvent, None, None]:
            from screener.build import build

            return build(event.request)

        self.start(Update(source))

    def start(self, update: Update) -> None:
        """Begin an update and show it."""
        self._updates.current = update
        self.post_message(UpdateWanted(update))
        self._follow()

    # -- the end ---------------------------------------------------------------------------------

    def _sum_up(self, update: Update, outcome: Finished | Unchanged) -> None:
        if isinstance(outcome, Unchanged):
            self._write(unchanged_page(update, outcome))
        else:
            self._write(summary_page(update, outcome, None))
            self._compare(outcome)

    @work(thread=True)
    def _compare(self, finished: Finished) -> None:
        try:
            found = in_short(self.session, finished.before)
        except ScreenerError as error:
            found = Short(lines=tuple(str(error).splitlines()))
        self.post_message(self.Compared(found))

    @on(Compared)
    def _compared(self, message: Compared) -> None:
        update = self._updates.current
        if update is not None and isinstance(update.outcome, Finished):
            self._write(summary_page(update, update.outcome, message.short))

    # -- what is in sight ------------------------------------------------------------------------

    def _show(self, mode: Mode) -> None:
        if mode == self._mode:
            return
        self._mode = mode
        forms: dict[Mode, LiveForm | FilesForm] = {"live": self._live, "files": self._files}
        for name, form in forms.items():
            form.display = name == mode
        self.query_one("#update-page").display = mode not in forms
        self._box.border_subtitle = Content(_KEYS[mode])
        self._box.can_focus = mode not in forms
        if mode in forms:
            forms[mode].start()
        else:
            self._box.focus()

    def _write(self, page: Content) -> None:
        self.query_one("#update-page", Static).update(page)

    @property
    def _box(self) -> VerticalScroll:
        return self.query_one(".update", VerticalScroll)

    # -- actions ---------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Cancel what is at work; from the files go back; else close."""
        if self._updates.at_work is not None:
            self.action_cancel()
        elif self._mode == "files":
            self._show("live")
        else:
            self.action_close()

    def action_cancel(self) -> None:
        """Ask the update to end."""
        if self._updates.at_work is not None:
            self._updates.at_work.cancel()
            self._follow()

    def action_close(self) -> None:
        """Close; what is at work goes on."""
        if self._updates.at_work is None:
            self._updates.current = None  # its summary was seen
        self.dismiss(None)

    @on(LiveForm.FilesWanted)
    def action_files(self) -> None:
        """Go to the form of files."""
        if self._mode == "live":
            self._show("files")

    def action_changes(self) -> None:
        """Show all that changed; from there a person may go to a company."""
        if self._mode == "done":
            self.app.push_screen(ChangesDialog(self.session, self.apply), self._go)

    def _go(self, change: Change | None) -> None:
        if change is not None:
            self._updates.current = None
            self.dismiss(change)

    def action_move(self, by: int) -> None:
        """Go to the next field, or scroll the page."""
        if self._mode not in ("live", "files"):
            self._box.scroll_relative(y=by, animate=False)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()
