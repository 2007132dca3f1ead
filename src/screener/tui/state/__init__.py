"""The one place of state: a universe, the screen as it is now, and what that gives.

Widgets read it; only the main screen changes it. No widget, no Textual here.
"""

from screener.tui.state.session import Session, open_session

__all__ = ["Session", "open_session"]
