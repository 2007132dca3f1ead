"""Remembers the session and the theme while the program runs: some seconds after a change, and at
the end."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.tui.state import Session

SECONDS = 4.0
"""How often it is looked whether something new is to be remembered."""


def remembered_theme() -> str:
    """Return the name of the theme of the last run; "" where it can't be told.

    This alone is needed before the first frame, so it is read without what the rest takes to load;
    a damaged file is told of by :func:`screener.tui.state.memory.recall`.
    """
    import tomllib

    from screener import paths
    from screener.files import open_regular

    try:
        with open_regular(paths.memory_file()) as stream:
            theme = tomllib.loads(stream.read(100_000).decode()).get("theme", "")
    except (OSError, ValueError, RecursionError):
        return ""
    return theme if isinstance(theme, str) else ""


class Remembering:
    """Tells what a person changed since the start, and writes that and nothing else.

    What only the command line asked for is of that run: it is not remembered."""

    def __init__(self, session: Session, theme: str) -> None:
        """``session`` and ``theme`` as they are at the start."""
        self._last = self._values(session, theme)
        self._lock = Lock()  # the last words may meet a worker

    def news(self, session: Session, theme: str) -> dict[str, object]:
        """Return what is to be written now; the same is not given twice, also if it can't be."""
        now = self._values(session, theme)
        last, self._last = self._last, now
        view = {key: now[key] for key in now if key != "theme"}
        # Columns and order belong to their preset.
        changed = dict(view) if any(last[key] != view[key] for key in view) else {}
        if now["theme"] != last["theme"]:
            changed["theme"] = now["theme"]
        return changed

    def write(self, news: dict[str, object]) -> None:
        """Write; may run in a thread. A disk that refuses is no matter."""
        from screener.tui.state.memory import remember

        with self._lock:
            remember(news)

    def _values(self, session: Session, theme: str) -> dict[str, object]:
        from screener.tui.state.memory import view_of

        return {**view_of(session).model_dump(), "theme": theme}
