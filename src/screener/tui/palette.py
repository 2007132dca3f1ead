"""The palette, where a key comes before its list is filled."""

from __future__ import annotations

from contextlib import suppress

from textual.command import CommandPalette


class Palette(CommandPalette):
    """Textual's own, but for moving in a list that is still empty, which ended the program."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # its lines are counted when it is painted for the first time
            super()._action_command_list(action)
