"""Dialog: a window over the main screen. It reads the session and answers with a change of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import ModalScreen
from textual.widgets import OptionList

from screener.tui.screens.once import ClosesOnce

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session

Change = Callable[["Session"], str]
"""Changes a session and returns what to say of it in the last line, "" for nothing."""


class Dialog(ClosesOnce, ModalScreen[Change | None]):
    """Dismiss it with a :data:`Change`, or with None where nothing shall change.

    What has to be seen at once, while the dialog stays, goes through :meth:`apply`."""

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        """``apply`` carries out a change and shows the main screen anew."""
        super().__init__()
        self.session = session
        self.apply = apply

    @classmethod
    def refusal(cls, session: Session) -> str:
        """Return why the dialog has nothing to show now, "" if it has; then it stays shut."""
        return ""

    def action_cursor(self, by: int) -> None:
        """Move in the dialog's list as the arrow keys do: for the keys that vi has for it."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()


def going_to(company: Row) -> Change:
    """Return the change that goes to a company, listed or not."""

    def change(session: Session) -> str:
        session.go_to(company)
        return ""

    return change
