"""Reading files that may be anything, and writing a user's file so that what was there stays."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from screener.errors import StorageError


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading. Raise ``OSError`` for what is none: a pipe would wait for ever."""
    return _opened(path, stat.S_ISREG)


def open_readable(path: Path) -> BinaryIO:
    """Open a file, or a pipe that somebody writes to, for reading.

    Raise ``OSError`` for what has no end, such as a device; a pipe without a writer is empty."""
    return _opened(path, stat.S_ISREG, stat.S_ISFIFO)


def _opened(path: Path, *kinds: Callable[[int], bool]) -> BinaryIO:
    # Without waiting, as opening a pipe does for its writer.
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    mode = os.fstat(descriptor).st_mode
    if not any(is_kind(mode) for is_kind in kinds):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a file", str(path))
    if stat.S_ISFIFO(mode):
        os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, "rb")


def path_text(path: Path) -> str:
    """Return a path as text that every file takes: bytes of a name that are no text become �."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def replace_file(
    path: Path,
    data: bytes,
    *,
    next_step: str,
    new: bool = False,
    private: bool = False,
    tidy: bool = False,
) -> None:
    """Write ``data`` to ``path`` atomically, keeping the rights of the file that it replaces.

    A link stays a link. With ``new`` a file that is there, or comes at the same moment, is left
    alone: ``FileExistsError``. With ``private`` nobody but the user can read a file that was not
    there before. With ``tidy`` what killed programs left of such files in the folder goes: for
    folders of few files. Raise :class:`StorageError` with ``next_step`` where the disk refuses."""
    # Through a link, so that the link stays a link.
    final = Path(os.path.realpath(path))
    temporary = final.with_name(f".{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        if path.is_symlink() and final.is_symlink():  # resolved, and still a link: it is a circle
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if final.exists() and not final.is_file():
            raise StorageError(
                "not a file", where=str(path), next_step="Choose the name of a file."
            )
        with _created(temporary, 0o600 if private else 0o666) as stream:
            if final.exists():
                temporary.chmod(final.stat().st_mode & 0o777)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if new:
            _put_first(temporary, final)
        else:
            temporary.replace(final)
        if tidy:
            _remove_leftovers(final.parent)
    except FileExistsError:
        raise
    except OSError as error:
        raise _refusal(error, path, next_step) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


_LEFTOVER = re.compile(r"\.(\d{1,9})-[0-9a-f]{8}\.part", re.ASCII)
_LONG = 60.0  # seconds in which any small file is written, also by another machine


def _remove_leftovers(folder: Path) -> None:
    """Remove files that :func:`replace_file` began in processes that are gone."""
    # What can't be removed hinders nobody.
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            match = _LEFTOVER.fullmatch(path.name)
            if match is None or is_running(int(match[1])):
                continue
            about = path.lstat()
            if stat.S_ISREG(about.st_mode) and time.time() - about.st_mtime > _LONG:
                path.unlink(missing_ok=True)


def is_running(pid: int) -> bool:
    """Whether there is a process of this number, as far as this system says."""
    if os.name == "nt":
        return True  # os.kill would end it there; a leftover costs only disk
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@contextlib.contextmanager
def disk_errors(path: Path, next_step: str) -> Iterator[None]:
    """Turn what the disk refuses at ``path`` into a :class:`StorageError` with ``next_step``."""
    try:
        yield
    except OSError as error:
        raise _refusal(error, path, next_step) from error


def _refusal(error: OSError, path: Path, next_step: str) -> StorageError:
    return StorageError(error.strerror or str(error), where=str(path), next_step=next_step)


def _created(path: Path, mode: int) -> BinaryIO:
    """Open a file that was not there for writing; the user's mask takes from ``mode``."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, mode), "wb")


def _put_first(temporary: Path, final: Path) -> None:
    """Give a file its name if nobody bears it: a link can't be made over another file."""
    try:
        os.link(temporary, final)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: the moment between looking and writing is short
        if final.exists():
            raise FileExistsError(final) from None
        temporary.replace(final)


@contextlib.contextmanager
def alone(folder: Path, *, patience: float, next_step: str) -> Iterator[None]:
    """Keep other copies of the program out of a folder meanwhile: those that ask so, too.

    The lock is the system's, on the folder itself: it leaves no file, and ends with its process.
    ``patience``: seconds to wait for another one. Raise :class:`StorageError` with ``next_step``
    after them. Where there are no such locks, what has to be short is."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # a folder that may not be read: whether it can be written is seen soon
        yield
        return
    try:
        end = time.monotonic() + patience
        with contextlib.suppress(OSError):  # a disk that knows no locks
            while time.monotonic() < end:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    time.sleep(0.01)
                else:
                    break
            else:
                raise StorageError(
                    "another program keeps it busy", where=str(folder), next_step=next_step
                )
        yield
    finally:
        os.close(handle)
