"""What a worker process of a build does: a batch after the other, until nobody wants them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from functools import lru_cache
from multiprocessing.connection import Connection, wait
from pathlib import Path

from screener.build.batch import Batch, BatchResult, run_batch
from screener.build.reading import Archives
from screener.sources.archive import open_archive

_Paths = tuple[Path, ...]

_COMPUTING = threading.Lock()
"""Held while the process is in the middle of a batch, where it may end at any instant. While it
hands over a result it may not: the parent would wait for the rest of it forever."""

_state = {"computing": False, "given up": False}


def watch(hears: Connection) -> None:
    """Watch over the parent: end at once where it gives the work up, or is gone itself.

    A worker would wait for work forever once its parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(hears, parent.sentinel), daemon=True).start()


def be_ready() -> None:
    """Do nothing: to be called, a worker has to be there and to have imported this room."""


def run(batch: Batch, facts: _Paths, submissions: _Paths) -> BatchResult:
    """Run a batch on the files of these archives."""
    _switch(computing=True)
    try:
        return run_batch(batch, _opened(facts, submissions))
    finally:
        _switch(computing=False)


def _watch(hears: Connection, parent: int) -> None:
    if hears in wait([hears, parent]):
        _give_up()
        wait([parent])
    os._exit(1)


def _give_up() -> None:
    with _COMPUTING:
        _state["given up"] = True
        if _state["computing"]:
            os._exit(1)


def _switch(*, computing: bool) -> None:
    with _COMPUTING:
        if _state["given up"] and computing:
            os._exit(1)
        _state["computing"] = computing


@lru_cache(maxsize=1)
def _opened(facts: _Paths, submissions: _Paths) -> Archives:
    """Open the archives once in a worker, which lives no longer than the build."""
    return Archives(
        facts=tuple(open_archive(path) for path in facts),
        submissions=tuple(open_archive(path) for path in submissions),
    )
