"""What is shown while the terminal is too small for anything else."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

SMALLEST = Size(40, 10)
"""The smallest terminal in which the program can be used."""


def too_small(size: Size) -> bool:
    """Whether a terminal of this size can't show the screens."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height


class TooSmallScreen(ModalScreen[None]):
    """A plain message over everything; it goes away by itself when the terminal grows."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "Quit", show=False)]

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(
            f"Terminal too small: {SMALLEST.width}×{SMALLEST.height} needed."
            " Enlarge it, or q quits.",
            markup=False,
        )
