"""The growth threshold in figures."""

from __future__ import annotations

from screener.model.screen import format_percent, parse_percent
from screener.present.text import safe
from screener.tui.screens.prompt import Prompt
from screener.tui.state import Session


class GrowthDialog(Prompt):
    """Asks for a percentage; an empty text takes the threshold off."""

    TITLE = "Revenue growth over"
    HINT = "In percent: 4% or 4. Empty: no threshold."

    def start(self) -> str:
        """Begin with the threshold as it is."""
        return format_percent(self.session.screen.growth_above) or ""

    def changed(self, text: str) -> str:
        """Say what is no percentage."""
        try:
            parse_growth(text)
        except ValueError as error:
            return safe(str(error))
        return ""

    def entered(self, text: str) -> str:
        """Set the threshold."""
        try:
            threshold = parse_growth(text)
        except ValueError as error:
            return safe(str(error))

        def change(session: Session) -> str:
            session.choose("growth", threshold)
            return ""

        self.dismiss(change)
        return ""


def parse_growth(text: str) -> float | None:
    """Return a threshold as a fraction from ``"4%"`` or ``"4"``; None from an empty text or "any".

    Here a bare number can only mean percent: the field says so. Raise ValueError.
    """
    text = text.strip().replace(",", ".")
    if text.casefold() in ("", "any"):
        return None
    try:
        value = parse_percent(text if text.endswith("%") else f"{text}%")
    except ValueError:
        raise ValueError(f"{text!r} is not a percentage: write 4% or 4") from None
    assert isinstance(value, float)
    return value
