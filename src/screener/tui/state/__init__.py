"""The one place of state: a universe, the screen as it is now, and what that gives.

Widgets read it; only the main screen changes it. No widget, no Textual here. The session brings
polars with it and is imported when it is first asked for: the first frame does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.tui.state.session import Session, open_session

__all__ = ["Session", "open_session"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from screener.tui.state import session

    found: object = getattr(session, name)
    return found
