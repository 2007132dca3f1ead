"""The palette, where keys come faster than it is filled and closed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette


class Palette(CommandPalette):
    """Textual's own, but for moving in a list that is still empty, which ended the program."""

    _was_dismissed = False

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close, at the first of two keys in one burst. (A mixin would hide the styles.)"""
        if self._was_dismissed:
            return AwaitComplete()
        self._was_dismissed = True
        return super().dismiss(result)

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # its lines are counted when it is painted for the first time
            super()._action_command_list(action)
