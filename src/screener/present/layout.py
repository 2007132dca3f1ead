"""Columns of text in a given width: one may be cut short, the last one wraps below itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from screener.present.cells import cells_of, cut, flush_right, wrapped
from screener.present.text import safe

GAP = "  "
_SHORTEST = 12  # of a text that is cut short
_NARROWEST = 24  # of a column that wraps

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
