"""One update at a time: the second says who is at work, and leaves."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from screener.errors import BusyError
from screener.files import open_regular, replace_file
from screener.store.snapshot import storage_errors

_MAKE_ROOM = "Free some space, or see that you may write there; nothing is lost."


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder of fetched files. The system lets go of it when the process ends, however it
    does.

    Raise :class:`BusyError` where another process holds it, and
    :class:`screener.errors.StorageError` where the disk refuses."""
    from filelock import FileLock, Timeout

    holder = folder / "at-work"
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "update.lock", blocking=False, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise BusyError(
                f"another update is at work{_who(holder)}",
                where=str(folder),
                next_step="Wait until it has ended; the current snapshot can be used meanwhile.",
            ) from None
    try:
        text = f"{os.getpid()} {time.strftime('%H:%M')}\n"
        replace_file(holder, text.encode(), next_step=_MAKE_ROOM)
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        with open_regular(holder) as stream:
            number, since = stream.read(40).decode("ascii").split()
    except (OSError, ValueError):
        return ""
    return f" (process {number}, since {since})" if number.isdecimal() else ""
