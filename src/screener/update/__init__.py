"""The live source: fetch what changed from EDGAR and iShares, build a snapshot, make it current.

It yields events and prints nothing. What fetches and builds is imported when it is first asked for;
whoever only looks at events does without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screener.sources.addresses import Addresses
from screener.update.events import Fetched, Fetching, UpdateEvent, UpToDate

if TYPE_CHECKING:
    from screener.update.run import UpdateRequest, current_snapshot_of, update

__all__ = [
    "Addresses",
    "Fetched",
    "Fetching",
    "UpToDate",
    "UpdateEvent",
    "UpdateRequest",
    "current_snapshot_of",
    "update",
]


def __getattr__(name: str) -> object:
    if name not in ("UpdateRequest", "current_snapshot_of", "update"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from screener.update import run

    found: object = getattr(run, name)
    return found
