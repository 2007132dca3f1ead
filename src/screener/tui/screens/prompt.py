"""One line of input over the screen: a growth threshold, or a ticker to find."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

Check = Callable[[str, bool], str]
"""Takes the text and whether Enter was pressed; returns what is wrong, "" if nothing is."""


class PromptScreen(ModalScreen[bool]):
    """Ask for one line. ``check`` is asked at each change and at Enter; True once it accepts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Close", show=False)
    ]

    def __init__(self, title: str, check: Check, *, value: str = "", hint: str = "") -> None:
        super().__init__()
        self._title, self._check, self._value, self._hint = title, check, value, hint

    def compose(self) -> ComposeResult:
        """A box with a field and a line under it."""
        box = Vertical(classes="dialog prompt")
        box.border_title = Content(self._title)
        with box:
            yield Input(self._value, id="prompt-input")
            yield Static(Content(self._hint), id="prompt-answer", markup=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._say(self._check(event.value, False))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        problem = self._check(event.value, True)
        if problem:
            self._say(problem)
        else:
            self.dismiss(True)

    def _say(self, text: str) -> None:
        answer = self.query_one("#prompt-answer", Static)
        answer.update(Content(text or self._hint))
        answer.set_class(bool(text), "-problem")
