"""Completing a path, as a shell does."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import islice, takewhile
from pathlib import Path

_MOST = 20_000
"""Names of a folder that are looked at: a mailbox is not worth waiting for."""

_UNREADABLE = (OSError, ValueError, RuntimeError)
"""A folder that is not there or not readable, a NUL, a home of nobody."""


def complete_folder(text: str) -> tuple[str, list[str]]:
    """Return ``text`` with its last part completed as far as it is certain, and the folders that
    it may mean.

    ``~`` means the home folder. Hidden folders are meant only by a text with a dot.
    """
    folder, last = _parts(text)
    with suppress(*_UNREADABLE):
        names = [
            entry.name
            for entry in _beginning(folder, last)
            if entry.is_dir() and (last.startswith(".") or not entry.name.startswith("."))
        ]
        if names:
            return f"{folder}{_common(names)}{'/' if len(names) == 1 else ''}", names
    return text, []


def complete_path(text: str) -> str | None:
    """Return ``text`` completed to the first file or folder that it may mean; None for none."""
    folder, last = _parts(text)
    if not last:
        return None
    with suppress(*_UNREADABLE):
        first = next(iter(_beginning(folder, last)), None)
        if first is not None and first.name != last:
            return f"{folder}{first.name}{'/' if first.is_dir() else ''}"
    return None


def _parts(text: str) -> tuple[str, str]:
    """The folder of a path as it is written, with its slash, and the part that is being typed."""
    head, separator, last = text.rpartition("/")
    return head + separator, last


def _beginning(folder: str, last: str) -> list[os.DirEntry[str]]:
    """What of a folder begins with ``last``, by name."""
    with os.scandir(Path(folder or ".").expanduser()) as entries:
        fitting = [entry for entry in islice(entries, _MOST) if entry.name.startswith(last)]
    return sorted(fitting, key=lambda entry: entry.name)


def _common(names: list[str]) -> str:
    """The beginning that all names share; sorted, the first and the last decide."""
    first, last = names[0], names[-1]
    same = zip(first, last, strict=False)
    return first[: sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], same))]
