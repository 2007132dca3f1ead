"""A list of options whose cursor stays in sight, whatever takes room from the list."""

from __future__ import annotations

from textual.widgets import OptionList


class SteadyList(OptionList):
    """An OptionList that scrolls to its cursor once it has another size.

    Textual scrolls where the cursor moves, by the size that the list has then. A text under it that
    grows because of the move takes its lines only with the next layout, and who asks for a scroll
    after the next refresh may be served before that."""

    def on_resize(self) -> None:
        """Scroll once the list has forgotten where its lines broke in the old width."""
        self.call_next(self.scroll_to_highlight)
