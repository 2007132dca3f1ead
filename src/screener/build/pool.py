"""The batches of a build, one process a core, or in this process where there are few.

Worker processes leave Ctrl-C to this one (see :mod:`screener.build.worker`), and end at once where
the build is given up."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, redirect_stderr
from typing import Protocol

from screener.build import worker
from screener.build.batch import Batch, BatchResult, run_batch
from screener.build.reading import Archives
from screener.errors import DataError

POOL_PAYS_FROM = 96
"""Below this many companies, starting worker processes costs more than it saves."""

_PULSE = 0.25
"""Seconds after which who waits for a batch is asked whether to go on."""

_Computed = Generator[tuple[Batch, BatchResult] | None, None, None]


@contextmanager
def computing(archives: Archives, workers: int) -> Iterator[_Computer]:
    """Give what computes batches: worker processes where there are many companies, else this one.

    The processes start at once, so that they are ready when the caller has read the other files."""
    companies = max((len(archive.ciks) for archive in archives.facts), default=0)
    if workers < 2 or companies < POOL_PAYS_FROM:
        yield _here(archives)
        return
    context = multiprocessing.get_context("spawn")
    # The other end is closed when the work is done, or for nobody any more: that ends the workers.
    hears, wanted = context.Pipe(duplex=False)
    with _spawning():
        pool = ProcessPoolExecutor(
            workers, mp_context=context, initializer=worker.watch, initargs=(hears,)
        )

    def end() -> None:
        wanted.close()
        pool.shutdown(wait=True, cancel_futures=True)

    try:
        with _spawning():
            for _ in range(workers):
                pool.submit(worker.be_ready)
        yield _there(pool, archives, end)
    finally:
        end()
        hears.close()


class _Computer(Protocol):
    def __call__(self, work: Sequence[Batch]) -> _Computed:
        """Yield each batch with its result, as they come, and None now and then while none does.

        Raises ``StorageError`` where the disk refuses and ``DataError`` where a worker process was
        ended from outside. Nobody is at work any more once the generator is closed."""


def _here(archives: Archives) -> _Computer:
    def compute(work: Sequence[Batch]) -> _Computed:
        for batch in work:
            yield batch, run_batch(batch, archives)

    return compute


def _there(pool: ProcessPoolExecutor, archives: Archives, end: Callable[[], None]) -> _Computer:
    paths = tuple(
        tuple(archive.path for archive in kind) for kind in (archives.facts, archives.submissions)
    )

    def compute(work: Sequence[Batch]) -> _Computed:
        try:
            with _spawning():
                futures: dict[Future[BatchResult], Batch] = {
                    pool.submit(worker.run, batch, *paths): batch for batch in work
                }
            waiting = set(futures)
            while waiting:
                done, waiting = wait(waiting, _PULSE, FIRST_COMPLETED)
                for future in done:
                    yield futures[future], future.result()
                if not done:
                    yield None
        except BrokenProcessPool as error:
            raise DataError(
                "a worker process was ended from outside, perhaps for want of memory",
                next_step="Free some memory and build again; nothing that was there is lost.",
            ) from error
        finally:
            end()  # before the folder goes in which they write

    return compute


@contextmanager
def _spawning() -> Iterator[None]:
    """What worker processes inherit: each computes on one thread, as they share the cores, and
    Ctrl-C, which a terminal sends to all of them, is left to this process.

    Starting one hands on the descriptor of stderr, which a stream in its place may not have: the
    terminal interface puts one there."""
    name = "POLARS_MAX_THREADS"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        with _interrupts_put_off(), _interrupts_masked(), redirect_stderr(sys.__stderr__):
            yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


@contextmanager
def _interrupts_masked() -> Iterator[None]:
    """Have the processes that are started here never see a Ctrl-C. Windows has no masks."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _interrupts_put_off() -> Iterator[None]:
    """Let a Ctrl-C wait until the end: a process that is left half started, without the orders that
    it reads first, would complain of that in a traceback.

    The mask does not do that. It is of this thread, and the system hands the signal to any other
    that takes it, such as one of polars; Python then interrupts the main thread all the same."""
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield  # nothing interrupts another thread
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
