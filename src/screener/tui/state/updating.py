"""An update at work: how far it is, how it is stopped, how it ended. No Textual here."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from screener.build.events import BuildEvent, Built, Progress, Report
from screener.errors import ScreenerError
from screener.present.text import safe
from screener.screening.universe import Universe, open_universe

if TYPE_CHECKING:
    from screener.tui.state.session import Session

Source = Callable[[], Generator[BuildEvent, None, None]]
"""Starts the work: a build from files, or whatever else yields its events and ends with ``Built``.
The generator is closed where the work is cancelled; it must then leave nothing behind."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A snapshot was made; it is open."""

    universe: Universe
    report: Report


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was changed, and why."""

    error: ScreenerError


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Nothing was changed, as was wished."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a stage is: its latest event, and when it began with how many companies done."""

    progress: Progress
    began: float
    done_then: int

    def seconds_left(self, now: float) -> float | None:
        """Return the estimated time to the end of the stage; None while there is no telling."""
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
    each attribute is replaced as a whole, so that it can be read at any time."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stop = Event()
        self.started = time.monotonic()
        self.standing: Standing | None = None
        self.outcome: Finished | Failed | Cancelled | None = None
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

    def _work(self, tell: Callable[[], object]) -> Finished | Cancelled:
        built: Built | None = None
        with closing(self._source()) as events:
            # What is built is current already: too late to cancel.
            while built is None and not self._stop.is_set():
                match next(events, None):
                    case Progress() as progress:
                        self._advance(progress)
                        tell()
                    case Built() as last:
                        built = last
                    case None:
                        raise RuntimeError("the source of an update ended without a snapshot")
        if built is None:
            return Cancelled()
        universe = open_universe(built.snapshot.path)
        universe.prepare()
        _ = universe.index  # computed here, not while the screen waits
        return Finished(universe, built.report)

    def _advance(self, progress: Progress) -> None:
        now = self.standing
        if now is not None and now.progress.stage == progress.stage:
            self.standing = Standing(progress, now.began, now.done_then)
        else:
            self.standing = Standing(progress, time.monotonic(), progress.done)


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
        case Failed(error):
            # The first line says what and where; the other one speaks of options.
            return safe(f"Nothing was updated: {str(error).splitlines()[0]}")
        case Cancelled():
            return "The update was cancelled; nothing was changed."
    return ""
