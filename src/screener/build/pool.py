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
from typing import Protocol

from screener.build.batch import Batch, BatchResult, run_batch
from screener.build.reading import Archives
from screener.errors import DataError
from screener.sources.archive import open_archive

POOL_PAYS_FROM = 96
"""Below this many companies, starting worker processes costs more than it saves."""

_Paths = tuple[Path, ...]


@contextmanager
def computing(archives: Archives, workers: int) -> Iterator[_Computer]:
    """Give what computes batches: worker processes where there are many companies, else this one.

    The processes start at once, so that they are ready when the caller has read the other files."""
    companies = max((len(archive.ciks) for archive in archives.facts), default=0)
    if workers < 2 or companies < POOL_PAYS_FROM:
        yield _here(archives)
        return
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_end_with_parent,
    )
    try:
        with _spawning():
            for _ in range(workers):
                pool.submit(_be_ready)
        yield _there(pool, archives)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Computer(Protocol):
    def __call__(self, work: Sequence[Batch]) -> Iterator[tuple[Batch, BatchResult]]:
        """Yield each batch with its result, as they come.

        Raises ``StorageError`` where the disk refuses and ``DataError`` where a worker process was
        ended from outside."""


def _here(archives: Archives) -> _Computer:
    def compute(work: Sequence[Batch]) -> Iterator[tuple[Batch, BatchResult]]:
        for batch in work:
            yield batch, run_batch(batch, archives)

    return compute


def _there(pool: ProcessPoolExecutor, archives: Archives) -> _Computer:
    paths = tuple(
        tuple(archive.path for archive in kind) for kind in (archives.facts, archives.submissions)
    )

    def compute(work: Sequence[Batch]) -> Iterator[tuple[Batch, BatchResult]]:
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

    return compute


def _be_ready() -> None:
    """Do nothing: to be called, a worker has to be there and to have imported this room."""


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
