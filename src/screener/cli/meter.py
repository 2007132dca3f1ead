"""How far an update is: one line that is rewritten in a terminal; else a line now and then."""

from __future__ import annotations

import shutil
import time

from screener.build.events import Progress
from screener.cli.streams import is_live, show_progress, tell
from screener.model.words import counted
from screener.present.age import clock
from screener.present.status import size_text
from screener.update.events import Fetching

_SHORTEST_BAR, _LONGEST_BAR = 8, 32
_AROUND = 6  # brackets, blanks and the last column of the terminal
_LINE_SECONDS = 20.0
"""Between two lines of a log, of one stage."""


class Meter:
    """Shows events on stderr. Use as a context manager: what stands there at the end is wiped."""

    def __init__(self) -> None:
        self._live = is_live()
        self._stage, self._told = "", 0.0

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        show_progress("")

    def show(self, event: Progress) -> None:
        """Show one event."""
        if self._live:
            width = shutil.get_terminal_size((80, 24)).columns
            show_progress(line(event, width)[: width - 1])
        elif event.stage != self._stage or time.monotonic() - self._told >= _LINE_SECONDS:
            self._stage, self._told = event.stage, time.monotonic()
            tell(line(event, 0))

    def pause(self) -> None:
        """Clear the line for a message."""
        show_progress("")


def line(event: Progress, width: int) -> str:
    """Return an event in words; in a terminal of ``width`` characters without what there is no room
    for, and with a bar where there is."""
    parts = _parts(event)
    text = " · ".join(parts)
    room = width - len(event.stage) - _AROUND
    if width and len(text) > room:
        text = " · ".join(part for part in parts if not part.endswith(("request", "requests")))
    return f"{event.stage}{_bar(event, room - len(text))}: {text}"


def _parts(event: Progress) -> list[str]:
    parts = [f"{event.done:,} of {counted(event.total, 'company', 'companies')}"]
    if not event.total:
        parts = []
    if isinstance(event, Fetching):
        parts += [counted(event.requests, "request"), size_text(event.received)]
        if event.seconds >= 1:
            parts.append(f"{event.requests / event.seconds:.1f}/s")
        if event.left is not None:
            parts.append(f"{clock(event.left)} left")
    return parts


def _bar(event: Progress, room: int) -> str:
    size = min(room, _LONGEST_BAR)
    if not event.total or size < _SHORTEST_BAR:
        return ""
    filled = size * event.done // event.total
    return f" [{'#' * filled}{'.' * (size - filled)}]"
