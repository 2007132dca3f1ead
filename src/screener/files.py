"""Reading files that may be anything, and writing a user's file so that what was there stays."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
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


def replace_file(path: Path, data: bytes, *, next_step: str, new: bool = False) -> None:
    """Write ``data`` to ``path`` atomically, keeping the rights of the file that it replaces.

    A link stays a link. With ``new`` a file that is there, or comes at the same moment, is left
    alone: ``FileExistsError``. Raise :class:`StorageError` with ``next_step`` where the disk
    refuses."""
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
        with temporary.open("xb") as stream:
            if final.exists():
                temporary.chmod(final.stat().st_mode & 0o777)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if new:
            _put_first(temporary, final)
        else:
            temporary.replace(final)
    except FileExistsError:
        raise
    except OSError as error:
        raise _refusal(error, path, next_step) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def disk_errors(path: Path, next_step: str) -> Iterator[None]:
    """Turn what the disk refuses at ``path`` into a :class:`StorageError` with ``next_step``."""
    try:
        yield
    except OSError as error:
        raise _refusal(error, path, next_step) from error


def _refusal(error: OSError, path: Path, next_step: str) -> StorageError:
    return StorageError(error.strerror or str(error), where=str(path), next_step=next_step)


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
