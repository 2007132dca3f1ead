"""One line of input at the foot of the screen: what it changes can be seen above it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from screener.tui.screens.dialog import Dialog
from screener.tui.widgets.safe_input import SafeInput


class Prompt(Dialog):
    """Asks for one line. A subclass says what it is for and what becomes of the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False)
    ]
    TITLE: ClassVar[str] = ""
    HINT: ClassVar[str] = ""

    def start(self) -> str:
        """Return the text to begin with."""
        return ""

    def changed(self, text: str) -> str:
        """Look at the text at each change; return what is wrong with it, "" if nothing is."""
        raise NotImplementedError

    def entered(self, text: str) -> str:
        """Dismiss the dialog with what the text asks for, or return what is wrong with it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """A box with a field and a line under it."""
        box = Vertical(classes="dialog prompt")
        box.border_title = Content(self.TITLE)
        with box:
            yield SafeInput(self.start(), id="prompt-input")
            yield Static(Content(self.HINT), id="prompt-answer", markup=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self.say(self.changed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if problem := self.entered(event.value):
            self.say(problem)

    def say(self, text: str) -> None:
        """Show a plain text under the field; the hint in place of an empty one."""
        answer = self.query_one("#prompt-answer", Static)
        answer.update(Content(text or self.HINT))
        answer.set_class(bool(text), "-problem")
