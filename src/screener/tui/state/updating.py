"""An update at work: how far it is, how it is stopped, how it ended. No Textual here."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from screener.build.events import Built, Progress, Report
from screener.errors import ScreenerError
from screener.present.text import safe
from screener.screening.universe import Universe, open_universe
from screener.store.snapshot import Snapshot
from screener.tui.state.update_changes import Before, universe_before
from screener.update.events import Fetched, Fetching, UpdateEvent, UpToDate

if TYPE_CHECKING:
    from screener.tui.state.session import Session


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know at once; the work goes on."""

    text: str


Source = Callable[[], Generator[UpdateEvent | Remark, None, None]]
"""Starts the work: a live update, a build from files, or whatever else yields their events and ends
with ``Built`` or ``UpToDate``. The generator is closed where the work is cancelled; it must then
leave nothing behind that the next one can't use."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A snapshot was made; it is open. ``before``: what it can be compared with."""

    universe: Universe
    report: Report
    before: Before


@dataclass(frozen=True, slots=True)
class Unchanged:
    """There was nothing new. ``universe``: that of the current snapshot, where the person looked at
    another one; None where the current one is in sight."""

    snapshot: Snapshot
    universe: Universe | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The old snapshot is current still, and why."""

    error: ScreenerError


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The old snapshot is current still, as was wished."""


Outcome = Finished | Unchanged | Failed | Cancelled


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a stage is: its latest event, and when it began with how many companies done."""

    progress: Progress
    began: float
    done_then: int

    def seconds_left(self, now: float) -> float | None:
        """Return the estimated time to the end of the stage; None while there is no telling."""
        if isinstance(self.progress, Fetching):
            return self.progress.left
        done, left = self.progress.done - self.done_then, self.progress.total - self.progress.done
        if done <= 0 or left <= 0:
            return None
        return (now - self.began) / done * left

    @property
    def share(self) -> float:
        """How much of the companies is done, from 0 to 1."""
        return self.progress.done / self.progress.total if self.progress.total else 0.0


class Update:
    """One run of a :data:`Source`. :meth:`run` belongs to a thread of its own; the rest to others:
    each attribute is replaced as a whole, so that it can be read at any time.

    ``live``: it fetches, and what it fetched stays whatever comes. ``fetched``: what came over the
    network, once all is there. ``remarks``: what it said besides."""

    def __init__(
        self, source: Source, *, live: bool = False, shown: Snapshot | None = None
    ) -> None:
        """``shown`` is the snapshot in sight."""
        self._source = source
        self._shown = shown
        self._stop = Event()
        self.live = live
        self.started = time.monotonic()
        self.standing: Standing | None = None
        self.fetched: Fetched | None = None
        self.remarks: tuple[str, ...] = ()
        self.outcome: Outcome | None = None
        self.taken = False

    @property
    def at_work(self) -> bool:
        """Whether it has not ended."""
        return self.outcome is None

    @property
    def cancelling(self) -> bool:
        """Whether it was asked to end and has not yet."""
        return self._stop.is_set() and self.at_work

    def cancel(self) -> None:
        """Ask it to end; it does with the next event of its source."""
        self._stop.set()

    def run(self, tell: Callable[[], object]) -> None:
        """Do the work; call ``tell`` whenever there is news. What is no ``ScreenerError`` is
        raised."""
        try:
            self.outcome = self._work(tell)
        except ScreenerError as error:
            self.outcome = Failed(error)
        tell()

    def _work(self, tell: Callable[[], object]) -> Outcome:
        before = universe_before()
        with closing(self._source()) as events:
            while not self._stop.is_set():
                event = next(events, None)
                match event:
                    case Progress():
                        self._advance(event)
                    case Fetched():
                        self.fetched = event
                    case Remark(text):
                        self.remarks = (*self.remarks, text)
                    case Built():  # current already: too late to cancel
                        return Finished(_opened(event.snapshot), event.report, before)
                    case UpToDate(snapshot):
                        return Unchanged(snapshot, self._other(snapshot))
                    case None:
                        raise RuntimeError("the source of an update ended without a snapshot")
                tell()
        return Cancelled()

    def _advance(self, progress: Progress) -> None:
        now = self.standing
        if now is not None and now.progress.stage == progress.stage:
            self.standing = Standing(progress, now.began, now.done_then)
        else:
            self.standing = Standing(progress, time.monotonic(), progress.done)

    def _other(self, current: Snapshot) -> Universe | None:
        """Open the current snapshot where another one is in sight. An earlier day, which was asked
        for, stays."""
        shown = self._shown
        if shown is None or shown.manifest.facts_until is not None:
            return None
        if shown.path.resolve() == current.path.resolve():
            return None
        return _opened(current)


def _opened(snapshot: Snapshot) -> Universe:
    universe = open_universe(snapshot.path)
    universe.prepare()
    _ = universe.index  # computed here, not while the screen waits
    return universe


def take(session: Session) -> str:
    """Let a session have what its update came to; return what to say of it. A change of a
    session."""
    update = session.updates.current
    if update is None or update.taken:
        return ""
    update.taken = update.outcome is not None
    match update.outcome:
        case Finished(universe, report):
            session.use_universe(universe)
            known = f"{report.with_facts:,} of {report.constituents:,} companies with figures"
            return f"New snapshot as of {universe.snapshot.manifest.as_of}: {known} (u: more)"
        case Unchanged(snapshot, universe):
            if universe is not None:
                session.use_universe(universe)
            return f"{unchanged(snapshot, opened=universe is not None)} (u: more)"
        case Failed(error):
            # The first line says what and where; the other one speaks of options.
            return safe(f"Nothing was updated: {str(error).splitlines()[0]}")
        case Cancelled():
            kept = "what was fetched is kept" if update.live else "nothing was changed"
            return f"The update was cancelled; {kept}."
    return ""


def unchanged(snapshot: Snapshot, *, opened: bool) -> str:
    """Say that there was nothing new, and what became of the snapshot in sight."""
    stays = "is opened" if opened else "stays"
    return f"Nothing has changed: the snapshot as of {snapshot.manifest.as_of} {stays}."
