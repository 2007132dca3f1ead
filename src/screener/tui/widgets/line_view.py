"""LineView: what the main screen's panels have in common, drawing their lines themselves."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class LineView(ScrollView):
    """A scroll view of a size of its own, however many lines there are to scroll through.

    So another number of lines needs no new layout of the whole screen, which takes longer than
    all the rest of a key stroke."""

    virtual_size = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Fit the scrollbar; should it come or go, Textual lays out anew."""
        if self.is_mounted:
            self._scroll_update(size)
