"""Update: which files to build from, how far it is, what it came to."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from screener.present.text import safe
from screener.tui.messages import UpdateWanted
from screener.tui.pages.update import progress_page, summary_page
from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.state.build_form import AS_OF, BETWEEN, FIELDS, Field, blamed, proposed, request
from screener.tui.state.updating import Cancelled, Failed, Finished, Update, take
from screener.tui.widgets.path_suggester import PathSuggester
from screener.tui.widgets.safe_input import SafeInput

_REFRESH = 0.2
_WIDTH, _FRAME = 76, 4
"""Of a dialog: see the style sheet."""

_HINT = f"Builds a snapshot from files and opens it. Separate paths by {BETWEEN}"
_KEYS = {
    "form": "→ completes · Enter builds · Esc closes",
    "work": "Esc cancels · Enter: go on behind",
    "done": "Enter closes · ↑↓ scrolls",
}

if TYPE_CHECKING:
    from screener.build import BuildRequest


class UpdateDialog(Dialog):
    """A form, then progress, then a summary. Closed while the work goes on, it shows how far that
    is when it is opened again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close or cancel", show=False),
        Binding("c", "cancel", "Cancel", tooltip="cancel the build"),
        Binding("enter,q,u", "close", "Close", tooltip="start; then: go on behind"),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._updates = session.updates
        self._request: BuildRequest | None = None
        self._mode = ""

    def compose(self) -> ComposeResult:
        """The form and, in its place, a page."""
        texts = proposed(self.session.universe.snapshot.manifest) | self._updates.filled
        box = VerticalScroll(classes="dialog update")
        box.border_title = Content("Update")
        with box:
            with Vertical(id="update-form"):
                yield Static(Content(_HINT), markup=False)
                for field in (*FIELDS, AS_OF):
                    yield from _row(field, texts.get(field.name, ""))
                yield Button("Build", id="update-build", compact=True, variant="primary")
                yield Static("", id="update-answer", markup=False)
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
            self._show("form")
        elif update.at_work:
            self._show("work")
            width = min(self.app.size.width, _WIDTH) - _FRAME
            self._write(progress_page(update, width, time.monotonic()))
        elif isinstance(update.outcome, Finished):
            if self._mode != "done":
                self._show("done")
                self._write(summary_page(update.outcome))
        else:
            self._ended(update)

    def _ended(self, update: Update) -> None:
        """Back to the form, with what happened."""
        self._updates.current = None
        self._show("form")
        if isinstance(update.outcome, Cancelled):
            self._answer("Cancelled; nothing was changed.")
        elif isinstance(update.outcome, Failed):
            error = update.outcome.error
            found = None if self._request is None else blamed(error, self._request)
            if found is None:
                self._answer(" ".join(str(error).splitlines()), problem=True)
            else:
                self._problems(dict([found]))

    # -- the form --------------------------------------------------------------------------------

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _build(self) -> None:
        values = {field.name: self._input(field).value for field in (*FIELDS, AS_OF)}
        self._updates.filled = values
        found = request(values)
        self._answer("")
        if isinstance(found, dict):
            self._problems(found)
            return
        from screener.build import build

        self._problems({})
        self._request = found
        self.start(Update(lambda: build(found)))

    def start(self, update: Update) -> None:
        """Begin an update and show it."""
        self._updates.current = update
        self.post_message(UpdateWanted(update))
        self._follow()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._problem((event.input.id or "").removeprefix("update-"), "")

    def _problems(self, found: dict[str, str]) -> None:
        """Tell each problem under its field, and go to the first."""
        for field in (*FIELDS, AS_OF):
            self._problem(field.name, found.get(field.name, ""))
        first = next((field for field in (*FIELDS, AS_OF) if field.name in found), None)
        if first is not None:
            self._input(first).focus()

    def _problem(self, name: str, text: str) -> None:
        line = self.query_one(f"#update-{name}-problem", Static)
        line.update(Content(safe(text)))
        line.display = bool(text)

    def _answer(self, text: str, *, problem: bool = False) -> None:
        answer = self.query_one("#update-answer", Static)
        answer.update(Content(safe(text)))
        answer.set_class(problem, "-problem")

    def _input(self, field: Field) -> Input:
        return self.query_one(f"#update-{field.name}", Input)

    # -- what is in sight ------------------------------------------------------------------------

    def _show(self, mode: str) -> None:
        if mode == self._mode:
            return
        self._mode = mode
        form, page = self.query_one("#update-form"), self.query_one("#update-page")
        form.display, page.display = mode == "form", mode != "form"
        self._box.border_subtitle = Content(_KEYS[mode])
        self._box.can_focus = mode != "form"
        if mode == "form":
            self._input(FIELDS[0]).focus()
        else:
            self._box.focus()

    def _write(self, page: Content) -> None:
        self.query_one("#update-page", Static).update(page)

    @property
    def _box(self) -> VerticalScroll:
        return self.query_one(".update", VerticalScroll)

    # -- actions ---------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Cancel what is at work; else close."""
        if self._updates.at_work is not None:
            self.action_cancel()
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

    def action_move(self, by: int) -> None:
        """Go to the next field, or scroll the page."""
        if self._mode != "form":
            self._box.scroll_relative(y=by, animate=False)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()


def _row(field: Field, text: str) -> ComposeResult:
    with Horizontal(classes="update-row"):
        yield Label(field.label, markup=False)
        yield SafeInput(
            text,
            placeholder=field.hint,
            id=f"update-{field.name}",
            compact=True,
            suggester=PathSuggester(),
        )
    problem = Static("", id=f"update-{field.name}-problem", classes="-problem", markup=False)
    problem.display = False
    yield problem
