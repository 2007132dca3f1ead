"""Give a preset of the user's another name."""

from __future__ import annotations

from collections.abc import Callable

from screener.errors import ScreenerError
from screener.present.text import safe
from screener.presets import is_taken
from screener.tui.screens.dialog import Change
from screener.tui.screens.prompt import Prompt
from screener.tui.state import Session
from screener.tui.state.keeping import name_problem, rename


class RenamePresetDialog(Prompt):
    """Asks for the new name; never takes that of another preset."""

    TITLE = "Rename"
    HINT = "A name: a-z, 0-9, - and _. Enter renames, Esc closes."

    def __init__(self, session: Session, apply: Callable[[Change], None], name: str) -> None:
        super().__init__(session, apply)
        self._old = name

    def start(self) -> str:
        """Begin with the name as it is."""
        return self._old

    def changed(self, text: str) -> str:
        """Say what is wrong with the name."""
        name = text.strip()
        if name in ("", self._old):
            return ""
        if problem := name_problem(name):
            return problem
        return f"There is a preset {name} already." if is_taken(name) else ""

    def entered(self, text: str) -> str:
        """Rename."""
        name = text.strip()
        if name == self._old:
            self.dismiss(None)
            return ""
        if problem := self.changed(name) or name_problem(name):
            return problem
        try:
            change = rename(self._old, name)
        except ScreenerError as error:
            return safe(f"{error}".replace("\n", ". "))
        self.dismiss(change)
        return ""
