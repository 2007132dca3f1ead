"""The form of a live update: what it will do, who asks, and the way to the form of files."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Label, Static

from screener.present.text import safe
from screener.tui.state.live import WHY, Live, Opening, Refused, begin, opening
from screener.tui.state.updates import Updates
from screener.tui.widgets.safe_input import SafeInput


class LiveForm(Vertical):
    """Asks for the contact once; then Enter is enough."""

    class Wanted(Message):
        """Begin a live update."""

        def __init__(self, live: Live) -> None:
            super().__init__()
            self.live = live

    class FilesWanted(Message):
        """Show the form of files."""

    def __init__(self, updates: Updates) -> None:
        super().__init__()
        self._updates = updates
        self._opening: Opening = opening(updates)

    def compose(self) -> ComposeResult:
        """What will be done, the contact with the reason, the two buttons."""
        yield Static(Content("\n".join(self._opening.lines)), markup=False)
        with Horizontal(classes="update-row"):
            yield Label("Contact", markup=False)
            yield SafeInput(
                self._opening.contact,
                placeholder="such as Jane Doe jane@example.com",
                id="update-contact",
                compact=True,
            )
        problem = Static("", id="update-contact-problem", classes="-problem", markup=False)
        problem.display = False
        yield problem
        yield Static(Content(WHY), markup=False)
        with Horizontal(id="update-buttons"):
            yield Button("Update", id="update-live", compact=True, variant="primary")
            yield Button("Build from files (f)", id="update-files", compact=True)
        yield Static("", id="update-live-answer", markup=False)

    def on_mount(self) -> None:
        """Tell at once that the settings are damaged."""
        self.answer(self._opening.problem, problem=True)

    def start(self) -> None:
        """Go to the contact while there is none, else to the button."""
        self.query_one("#update-live" if self._contact.value else "#update-contact").focus()

    def answer(self, text: str, *, problem: bool = False) -> None:
        """Say a plain text, on as many lines as it has, below the buttons."""
        answer = self.query_one("#update-live-answer", Static)
        answer.update(Content("\n".join(safe(line) for line in text.split("\n"))))
        answer.set_class(problem, "-problem")
        if text:  # in a low terminal it may be out of sight
            self.call_after_refresh(answer.scroll_visible, animate=False)

    @property
    def _contact(self) -> Input:
        return self.query_one("#update-contact", Input)

    @on(Input.Submitted)
    @on(Button.Pressed, "#update-live")
    def _begin(self, event: Message) -> None:
        event.stop()
        found = begin(self._contact.value, self._updates)
        if isinstance(found, Live):
            self._tell(Refused())
            self.post_message(self.Wanted(found))
        else:
            self._tell(found)

    @on(Button.Pressed, "#update-files")
    def _files(self, event: Message) -> None:
        event.stop()
        self.post_message(self.FilesWanted())

    @on(Input.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self._problem("")

    def _tell(self, found: Refused) -> None:
        self._problem(found.contact)
        self.answer(found.settings, problem=True)
        if found.contact:
            self._contact.focus()

    def _problem(self, text: str) -> None:
        line = self.query_one("#update-contact-problem", Static)
        line.update(Content(safe(text)))
        line.display = bool(text)
