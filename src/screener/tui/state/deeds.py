"""What keys do with the company looked at, by name: changes that need no dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from screener.tui.state.marking import clear_marks, toggle_mark
from screener.tui.state.watching import toggle_watch

if TYPE_CHECKING:
    from screener.tui.state.session import Session

DEEDS: dict[str, Callable[[Session], str]] = {
    "mark": toggle_mark,
    "unmark": clear_marks,
    "watch": toggle_watch,
}
