"""Jump to a ticker or a name."""

from __future__ import annotations

from screener.present.text import safe
from screener.tui.screens.dialog import going_to
from screener.tui.screens.prompt import Prompt
from screener.tui.state.finding import find

_NOBODY = "No company of this snapshot has that ticker or name."


class FindDialog(Prompt):
    """The table's cursor follows what is typed; Enter stays there, or opens a company that is not
    listed."""

    TITLE = "Find a ticker or a name"
    HINT = "Enter jumps"

    def changed(self, text: str) -> str:
        """Show where the text leads."""
        if not text.strip():
            return ""
        found = find(self.session, text)
        if found is None:
            return _NOBODY
        if found.index is None:
            label = f"{found.row['ticker']} {found.row['name']}"
            return safe(f"{label} is not in the list: Enter shows why.")
        self.apply(going_to(found.row))
        return ""

    def entered(self, text: str) -> str:
        """Go there."""
        if not text.strip():
            self.dismiss(None)
            return ""
        found = find(self.session, text)
        if found is None:
            return _NOBODY
        self.dismiss(going_to(found.row))
        return ""
