"""Completing a path, as a shell does."""

from __future__ import annotations

import os
from itertools import islice, takewhile
from pathlib import Path

_MOST = 20_000
"""Names of a folder that are looked at: a mailbox is not worth waiting for."""


def complete_folder(text: str) -> tuple[str, list[str]]:
    """Return ``text`` with its last part completed as far as it is certain, and the folders that
    it may mean.

    ``~`` means the home folder. Hidden folders are meant only by a text with a dot.
    """
    head, separator, last = text.rpartition("/")
    try:
        folder = Path(head + separator or ".").expanduser()
        with os.scandir(folder) as entries:
            names = sorted(
                entry.name
                for entry in islice(entries, _MOST)
                if entry.name.startswith(last)
                and entry.is_dir()
                and (last.startswith(".") or not entry.name.startswith("."))
            )
    except (OSError, ValueError, RuntimeError):  # not there, not readable, a NUL, no such home
        return text, []
    if not names:
        return text, []
    common = _common(names) + ("/" if len(names) == 1 else "")
    return f"{head}{separator}{common}", names


def complete_path(text: str) -> str | None:
    """Return ``text`` completed to the first file or folder that it may mean; None for none."""
    head, separator, last = text.rpartition("/")
    if not last:
        return None
    try:
        with os.scandir(Path(head + separator or ".").expanduser()) as entries:
            fitting = [e for e in islice(entries, _MOST) if e.name.startswith(last)]
            first = min(fitting, key=lambda entry: entry.name, default=None)
            if first is None or first.name == last:
                return None
            return f"{head}{separator}{first.name}{'/' if first.is_dir() else ''}"
    except (OSError, ValueError, RuntimeError):
        return None


def _common(names: list[str]) -> str:
    """The beginning that all names share; sorted, the first and the last decide."""
    first, last = names[0], names[-1]
    same = zip(first, last, strict=False)
    return first[: sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], same))]
