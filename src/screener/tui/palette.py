"""The palette, where keys come faster than it is filled and closed."""

from __future__ import annotations

from contextlib import suppress

from textual.command import CommandPalette

from screener.tui.screens.once import ClosesOnce


class Palette(CommandPalette, ClosesOnce):
    """Textual's own, but for moving in a list that is still empty, which ended the program.

    It stands first among the bases: the styles come from there."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # its lines are counted when it is painted for the first time
            super()._action_command_list(action)
