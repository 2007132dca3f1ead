"""Everything that can go wrong on purpose, in one tree.

::

    ScreenerError                 the program says what, where and what next; never a traceback
    ├── UsageError        exit 2  the request can't be understood
    │   └── PresetError           a preset is missing, damaged or wrong
    ├── DataError         exit 3  the data is missing or damaged
    │   ├── SourceError           a file from outside is not what it should be
    │   └── SnapshotError         a snapshot is missing, damaged or of another schema
    ├── StorageError      exit 3  the disk refused: full, read-only, not permitted
    │   └── BusyError             another process is at the same work
    └── NetworkError      exit 4  the network is gone, or what came over it can't be trusted
        └── RefusedError          a source refused: too many requests, or it wants a contact

Standard library only: every room may import this one.
"""

from __future__ import annotations

from functools import partial
from typing import Any


class ScreenerError(Exception):
    """An expected failure, told in one or two lines.

    ``what`` went wrong, ``where`` (a file, line, column or field; may be empty) and the
    ``next_step`` that a person can take (may be empty). ``exit_code`` is what the command line
    returns."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        super().__init__(what, where, next_step)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors of worker processes come back by pickle, which knows no named arguments."""
        return partial(type(self), where=self.where, next_step=self.next_step), (self.what,)

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        parts = [line, self.next_step] if self.next_step else [line]
        # A name may hold line breaks; an error has one line, and one for what to do.
        return "\n".join(" ".join(part.split("\n")) for part in parts)


class UsageError(ScreenerError):
    """The request can't be understood: an option, a name, a value."""

    exit_code = 2


class PresetError(UsageError):
    """A preset is missing, damaged or holds a wrong key, type or name."""


class DataError(ScreenerError):
    """The data is missing or damaged."""

    exit_code = 3


class SourceError(DataError):
    """A file from outside is not what it should be."""


class SnapshotError(DataError):
    """A snapshot is missing, damaged or of another schema version."""


class StorageError(ScreenerError):
    """The disk refused: full, read-only or not permitted."""

    exit_code = 3


class BusyError(StorageError):
    """Another process is at the same work; it is left alone."""


class NetworkError(ScreenerError):
    """The network is gone, or what came over it can't be trusted."""

    exit_code = 4


class RefusedError(NetworkError):
    """A source refused: too many requests, or it wants to know who asks. Asking on makes it
    worse."""
