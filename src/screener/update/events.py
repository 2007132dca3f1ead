"""What an update tells while it runs, and at its end."""

from __future__ import annotations

from dataclasses import dataclass

from screener.build.events import Built, Progress
from screener.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Fetching(Progress):
    """So many companies are settled; ``requests`` made and ``received`` bytes since the start,
    ``seconds`` gone, and ``left``: the estimated seconds to go, None while there is no telling."""

    requests: int
    received: int
    seconds: float
    left: float | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Everything is there. ``holdings``: where they came from, in words; ``settled``: companies
    looked at; ``warnings``: what a person should know. Comes before the build begins."""

    holdings: str
    settled: int
    requests: int
    received: int
    seconds: float
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpToDate:
    """The last event where nothing has changed: the current snapshot is made of the same files."""

    snapshot: Snapshot


UpdateEvent = Progress | Fetched | Built | UpToDate
"""The last one is :class:`screener.build.Built` or :class:`UpToDate`."""
