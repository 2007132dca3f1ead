"""Updates whose events come when the test says so."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator
from pathlib import Path

from tests.tui.driving import Driver

from screener.build import Built, Report
from screener.store.snapshot import open_snapshot
from screener.tui.screens.update import UpdateDialog
from screener.tui.state.updating import Remark, Update
from screener.update import UpdateEvent


class Script:
    """A source of events. :meth:`say` one and it comes; an exception is raised."""

    def __init__(self) -> None:
        self._events: queue.Queue[UpdateEvent | Remark | Exception] = queue.Queue()
        self.closed = threading.Event()

    def __call__(self) -> Generator[UpdateEvent | Remark, None, None]:
        try:
            while True:
                event = self._events.get(timeout=30)
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.closed.set()

    def say(self, *events: UpdateEvent | Remark | Exception) -> None:
        for event in events:
            self._events.put(event)


async def begin(screen: Driver, *, live: bool = False) -> Script:
    """Open the dialog and start a scripted update."""
    await screen.press("u")
    dialog = screen.app.screen
    assert isinstance(dialog, UpdateDialog)
    script = Script()
    dialog.start(Update(script, live=live, shown=screen.session.universe.snapshot))
    return script


def built(path: Path, *warnings: str) -> Built:
    """The last event: the current snapshot of a root."""
    report = Report(9, 8, 8, 7, 1234, {"revenue_ttm": 0.875}, {"no facts": 1}, list(warnings))
    return Built(open_snapshot(path), report)
