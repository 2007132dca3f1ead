"""The look of the program: its themes, and colours that can be read wherever it is shown."""

from __future__ import annotations

import os
from typing import TypeVar

from textual.app import App
from textual.filter import Monochrome, NoColor

from screener.tui.legible import legible, starting_theme
from screener.tui.theme import DARK, LIGHT, counterpart

Left = TypeVar("Left")
"""What the program returns when it is left."""


class DressedApp(App[Left]):
    """An app in the program's themes, or in one of Textual's, each mended where text is faint."""

    def dress(self, wanted: str) -> None:
        """Take the theme of that name, or what suits the terminal where there is no such.

        Before the program runs: another theme than that of the first frame is a second reading of
        all styles."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        few = self.no_color or self.console.color_system in (None, "standard")
        self.theme = starting_theme(wanted, self.available_themes, os.environ, few=few)

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables, mended where a text could not be read."""
        # Texts with a style of their own look there.
        self.theme_variables = legible(super().get_css_variables(), self.current_theme)
        return self.theme_variables

    def watch_theme(self) -> None:
        """Without colours, those of a theme become greys, and the terminal's own go altogether.

        Textual chooses between the two before there is a theme."""
        if self.no_color:
            colourless = NoColor() if self.native_ansi_color else Monochrome()
            kept = [f for f in self._filters if not isinstance(f, NoColor | Monochrome)]
            self._filters = [*kept, colourless]

    def action_toggle_dark(self) -> None:
        """Change to the light or the dark theme of the same kind."""
        self.theme = counterpart(self.current_theme)
