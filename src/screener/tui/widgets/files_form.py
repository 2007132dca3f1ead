"""The form of a build from files: a field for each kind, what is wrong with it, a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Label, Static

from screener.errors import ScreenerError
from screener.present.text import safe
from screener.tui.state.build_form import AS_OF, BETWEEN, FIELDS, Field, blamed, proposed, request
from screener.tui.widgets.path_suggester import PathSuggester
from screener.tui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from screener.build import BuildRequest
    from screener.tui.state import Session

_HINT = f"Builds a snapshot from files and opens it. Separate paths by {BETWEEN}"


class FilesForm(Vertical):
    """Proposes the files of the snapshot in sight, or what was written here before."""

    class Wanted(Message):
        """Build from these files."""

        def __init__(self, request: BuildRequest) -> None:
            super().__init__()
            self.request = request

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._updates = session.updates
        self._texts = proposed(session.universe.snapshot.manifest) | self._updates.filled
        self._request: BuildRequest | None = None

    def compose(self) -> ComposeResult:
        """A row for each field."""
        yield Static(Content(_HINT), markup=False)
        for field in (*FIELDS, AS_OF):
            yield from _row(field, self._texts.get(field.name, ""))
        yield Button("Build", id="update-build", compact=True, variant="primary")
        yield Static("", id="update-answer", markup=False)

    def start(self) -> None:
        """Go to the first field."""
        self._input(FIELDS[0]).focus()

    def answer(self, text: str) -> None:
        """Say a plain text below the button."""
        self._answer(text)

    def fail(self, error: ScreenerError) -> None:
        """Tell why a build failed, under the field of the file if it was for one."""
        found = None if self._request is None else blamed(error, self._request)
        if found is None:
            self._answer(" ".join(str(error).splitlines()), problem=True)
        else:
            self._problems(dict([found]))

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _build(self, event: Message) -> None:
        event.stop()
        values = {field.name: self._input(field).value for field in (*FIELDS, AS_OF)}
        self._updates.filled = values
        found = request(values)
        self._answer("")
        if isinstance(found, dict):
            self._problems(found)
            return
        self._problems({})
        self._request = found
        self.post_message(self.Wanted(found))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
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
