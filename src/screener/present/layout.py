"""Text in a given width: columns, of which one may be cut short or wrap, and long lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Sequence

from screener.present.cells import cells_of, cut, flush_right, wrapped
from screener.present.text import safe

GAP = "  "
_BELOW = "    "
"""Before what goes on below, on a line of its own."""

_SHORTEST = 12  # of a text that is cut short
_NARROWEST = 24  # of a column that wraps

_WORD = re.compile(r" *[^ ]+")

Cells = tuple[str, ...]


def lay_out(
    rows: Sequence[Cells],
    width: int,
    *,
    right: Collection[int] = (),
    cut: int | None = None,
    wraps: bool = False,
) -> list[str]:
    """Return the rows, whose cells are of the same number, as lines that are indented by a gap.

    ``right``: the columns that are set flush right; ``cut``: the one that ends in an ellipsis where
    the lines would be longer than ``width`` cells. ``wraps``: the last column goes on below
    itself; a line break in it begins a new line. Text from outside is made harmless."""
    texts = [(*map(safe, row[:-1]), _harmless(row[-1]) if wraps else safe(row[-1])) for row in rows]
    if not texts:
        return []
    columns = len(texts[0])
    widths = [max(_widest(row[column]) for row in texts) for column in range(columns)]
    over = sum(widths) + len(GAP) * columns - width
    if cut is not None and over > 0:
        # What can wrap gives way before what would be lost.
        over -= max(widths[-1] - _NARROWEST, 0) if wraps else 0
        widths[cut] = min(widths[cut], max(widths[cut] - max(over, 0), _SHORTEST))
    lines: list[str] = []
    for row in texts:
        cells = [
            _padded(cell, widths[column], at_right=column in right)
            for column, cell in enumerate(row)
        ]
        if wraps:
            lines += _hung("".join(f"{GAP}{cell}" for cell in cells[:-1]) + GAP, row[-1], width)
        else:
            lines.append("".join(f"{GAP}{cell}" for cell in cells).rstrip())
    return lines


def fitted(lines: Iterable[str], width: int | None, hang: int = 2) -> list[str]:
    """Return the lines, those that are longer than ``width`` in several: what follows the first is
    indented by ``hang`` more. None: as they are. What has no space in it is never broken."""
    if width is None:
        return list(lines)
    found: list[str] = []
    for line in lines:
        if cells_of(line) <= width:
            found.append(line)
            continue
        now, *words = _WORD.findall(line)
        indent = " " * (len(line) - len(line.lstrip()) + hang)
        for word in words:
            alone = indent + word.lstrip(" ")
            # A word that no line has room for, such as a path, is no better on a line of its own.
            if cells_of(now) + cells_of(word) <= width or cells_of(alone) > width:
                now += word
            else:
                found.append(now)
                now = alone
        found.append(now)
    return found


def beside(before: str, text: str, width: int | None) -> list[str]:
    """Return ``text`` beside ``before``: where it is too long for that it goes on below itself, or,
    without room for a column, on lines of its own. None: one line."""
    whole = f"{before}{text}".rstrip()
    if width is None or cells_of(whole) <= width:
        return [whole]
    room = width - cells_of(before)
    if room < _NARROWEST:
        return [before.rstrip(), *fitted([f"{_BELOW}{text}"], width, hang=0)]
    first, *rest = _whole_words(text, room)
    return [f"{before}{first}", *(" " * cells_of(before) + part for part in rest)]


def _whole_words(text: str, room: int) -> list[str]:
    if cells_of(text) == len(text):
        return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    return wrapped(text, room)


def stacked(
    rows: Sequence[Cells], width: int | None, right: Collection[int] = ()
) -> list[list[str]]:
    """Return the lines of each row, columns under each other: one where ``width`` has room for it
    (None has), else as many as the columns need, the later ones indented."""
    if not rows:
        return []
    widths = [max(map(cells_of, column)) for column in zip(*rows, strict=True)]
    parts = _parts(widths, width)
    found: list[list[str]] = []
    for row in rows:
        lines = [
            (_BELOW if number else "")
            + GAP.join(
                _padded(row[column], widths[column], at_right=column in right) for column in part
            ).rstrip()
            for number, part in enumerate(parts)
        ]
        found.append(fitted(lines, width))  # a column may be wider than a line
    return found


def _parts(widths: Sequence[int], width: int | None) -> list[list[int]]:
    """Return the columns of each line, by their numbers."""
    parts: list[list[int]] = [[]]
    for column, its in enumerate(widths):
        before = sum(widths[other] + len(GAP) for other in parts[-1])
        indent = len(_BELOW) if len(parts) > 1 else 0
        if width is not None and parts[-1] and indent + before + its > width:
            parts.append([])
        parts[-1].append(column)
    return parts


def _harmless(cell: str) -> str:
    return "\n".join(safe(line) for line in cell.split("\n"))


def _widest(cell: str) -> int:
    return max(map(cells_of, cell.split("\n")))


def _padded(cell: str, width: int, *, at_right: bool) -> str:
    if at_right and cells_of(cell) <= width:
        return flush_right(cell, width)
    return cut(cell, width)


def _hung(before: str, text: str, width: int) -> list[str]:
    """Return the text beside ``before``, in as many lines as it needs."""
    room = max(width - cells_of(before), _NARROWEST)
    parts = [part for line in text.split("\n") for part in wrapped(line, room) or [""]]
    blank = " " * cells_of(before)
    return [
        f"{before if number == 0 else blank}{part}".rstrip() for number, part in enumerate(parts)
    ]
