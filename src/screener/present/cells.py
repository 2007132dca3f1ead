"""How wide a text is in a terminal, and what depends on it: padding, cutting, wrapping.

A terminal gives Chinese, Japanese and Korean characters two cells, and an accent of its own none.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable

_TWO_CELLS = frozenset("WF")
_NO_CELL = frozenset(("Mn", "Me"))
_MOST = 8  # letters in a cell, accents and all, where a text is cut


def cells_of(text: str) -> int:
    """Return how many cells a text on one line takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of_one, text))


def _cells_of_one(letter: str) -> int:
    if unicodedata.category(letter) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _TWO_CELLS else 1


def flush_left(text: str, width: int) -> str:
    """Return a text flush left in ``width`` cells; one that is longer as it is."""
    return text + " " * (width - cells_of(text))


def flush_right(text: str, width: int) -> str:
    """Return a text flush right in ``width`` cells; one that is longer as it is."""
    return " " * (width - cells_of(text)) + text


def cut(text: str, width: int, cells: Callable[[str], int] = cells_of) -> str:
    """Return a text in exactly ``width`` cells: padded, or cut with an ellipsis. ``cells`` says how
    wide a text is."""
    if cells(text) > width:
        text = text[: _MOST * width]
        while text and cells(text) > width - 1:
            text = text[:-1]
        text = text.rstrip() + "…" if width else ""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most ``width`` cells, at least two; a blank one has none."""
    if text.isascii() or all(_cells_of_one(letter) == 1 for letter in text):
        return textwrap.wrap(text, width)
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and cells_of(longer) > width:
            lines.append(line)
            longer = word
        while cells_of(longer) > width:
            part = _beginning(longer, width)
            lines.append(part)
            longer = longer[len(part) :]
        line = longer
    return [*lines, line] if line else lines


def _beginning(text: str, width: int) -> str:
    """Return as much of a text as has room, a letter at least."""
    used = 0
    for at, letter in enumerate(text):
        used += _cells_of_one(letter)
        if used > width and at:
            return text[:at]
    return text
