"""Save the screen as it is now as a preset."""

from __future__ import annotations

from collections.abc import Callable

from screener.errors import ScreenerError
from screener.present.text import safe
from screener.presets import is_taken
from screener.tui.screens.dialog import Change
from screener.tui.screens.prompt import Prompt
from screener.tui.state import Session
from screener.tui.state.keeping import name_problem, proposed_name, save


class SavePresetDialog(Prompt):
    """Asks for a name. A taken one needs Enter twice."""

    TITLE = "Save as a preset"
    HINT = "A name: a-z, 0-9, - and _. Enter saves, Esc closes."

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._confirmed = ""

    def start(self) -> str:
        """Propose a name."""
        return proposed_name(self.session)

    def changed(self, text: str) -> str:
        """Say what is wrong with the name, or that it is taken."""
        self._confirmed = ""
        name = text.strip()
        if not name:
            return ""
        if problem := name_problem(name):
            return problem
        return f"{name} is a preset of yours: Enter twice replaces it." if is_taken(name) else ""

    def entered(self, text: str) -> str:
        """Save."""
        name = text.strip()
        if problem := name_problem(name):
            return problem
        replace = is_taken(name)
        if replace and self._confirmed != name:
            self._confirmed = name
            return f"Enter again replaces {name}; its comments stay."
        try:
            change = save(self.session, name, replace=replace)
        except ScreenerError as error:
            return safe(f"{error}".replace("\n", ". "))
        self.dismiss(change)
        return ""
