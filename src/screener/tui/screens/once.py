"""A window that closes once, however many keys of one burst ask for it."""

from __future__ import annotations

from typing import Any

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen


class ClosesOnce(ModalScreen[Any]):
    """To be put before another modal screen among a class's bases.

    Of two keys that are there before the first is handled, the second finds the window closing:
    Textual would close the one beneath, and at last the program."""

    _was_dismissed = False

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close, at the first time."""
        if self._was_dismissed:
            return AwaitComplete()
        self._was_dismissed = True
        return super().dismiss(result)
