"""The batches of a build, one process a core, or in this process where there are few.

Worker processes end with this one, however it ends, and leave Ctrl-C to it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from screener.build.batch import Batch, BatchResult, run_batch
from screener.build.reading import Archives
from screener.errors import DataError
from screener.sources.archive import open_archive

_POOL_PAYS_FROM = 3
"""Below this many batches, starting worker processes costs more than it saves."""

_Paths = tuple[Path, ...]


def run_batches(
    work: Sequence[Batch], archives: Archives, workers: int
) -> Iterator[tuple[Batch, BatchResult]]:
    """Yield each batch with its result, as they come.

    Raises ``StorageError`` where the disk refuses and ``DataError`` where a worker process was
    ended from outside."""
    if workers < 2 or len(work) < _POOL_PAYS_FROM:
        for batch in work:
            yield batch, run_batch(batch, archives)
        return
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_end_with_parent,
    )
    paths = tuple(
        tuple(archive.path for archive in kind) for kind in (archives.facts, archives.submissions)
    )
    try:
        with _spawning():
            futures: dict[Future[BatchResult], Batch] = {
                pool.submit(_run_in_worker, batch, *paths): batch for batch in work
            }
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool as error:
        raise DataError(
            "a worker process was ended from outside, perhaps for want of memory",
            next_step="Free some memory and build again; nothing that was there is lost.",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _spawning() -> Iterator[None]:
    """What worker processes inherit: each computes on one thread, as they share the cores, and
    Ctrl-C, which a terminal sends to all of them, is left to this process."""
    name = "POLARS_MAX_THREADS"
    before = os.environ.get(name)
    os.environ[name] = "1"
    masked = _mask_interrupt()
    try:
        yield
    finally:
        if masked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def _mask_interrupt() -> set[int] | None:
    """Hold Ctrl-C back; return the mask to restore. Windows has no masks."""
    if not hasattr(signal, "pthread_sigmask"):
        return None
    return {int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})}


def _end_with_parent() -> None:
    """Watch over the parent: a worker waits for work forever once its parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def _run_in_worker(batch: Batch, facts: _Paths, submissions: _Paths) -> BatchResult:
    return run_batch(batch, _opened(facts, submissions))


@lru_cache(maxsize=1)
def _opened(facts: _Paths, submissions: _Paths) -> Archives:
    """Open the archives once in a worker, which lives no longer than the build."""
    return Archives(
        facts=tuple(open_archive(path) for path in facts),
        submissions=tuple(open_archive(path) for path in submissions),
    )
