"""A line of input in which no pasted text can command the terminal."""

from __future__ import annotations

from textual.widgets import Input

from screener.present.text import safe


class SafeInput(Input):
    """An Input whose text is always safe to show: a control character becomes U+FFFD at once."""

    def validate_value(self, value: str) -> str:
        """Make a text harmless; its length stays, and so the caret's place."""
        return safe(value)
