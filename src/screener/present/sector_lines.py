"""Sectors and the index as plain lines: the table, the definitions of a zombie, what is known."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from screener.model.metric import Unit
from screener.present.sectors import Row, known, sector_columns, sector_name
from screener.present.text import MISSING
from screener.zombies import DEFINITIONS, NEVER_YES

LIKE: dict[str, str | Unit] = {
    **dict.fromkeys(
        ("profitable_share", *(f"zombies_{name}_share" for name in DEFINITIONS)), Unit.FRACTION
    ),
    "revenue_growth_median": "revenue_growth",
    "net_margin_median": "net_margin",
    "pe_with_losses": "pe",
    "pe_without_losses": "pe",
    "interest_saved_low": Unit.MONEY,
    "interest_saved_high": Unit.MONEY,
}
"""What the columns of :func:`screener.screening.sectors.sectors` are read like, as a ``Table`` asks
for it; the others are counts and names."""

_GAP = 2
_PARAGRAPH = 100


def sector_lines(
    rows: Sequence[Row], definition: str, move: float, everyone: str, width: int | None
) -> list[str]:
    """Return the table and the five definitions, then how many companies each figure rests on.

    ``rows`` of :func:`screener.screening.sectors.sectors`, ``move`` the one they were computed
    with, ``definition`` that of a zombie, ``everyone`` the name of the last row. In fewer than
    all the columns' cells of ``width`` (None: any) the rest of the columns follow below."""
    columns = sector_columns(definition, move)
    names = ["", "Sector", *(sector_name(row, everyone) for row in rows)]
    cells = [[one.top, one.bottom, *map(one.text, rows)] for one in columns]
    lines = _blocks(names, cells, width)
    by_definition = [_by_definition(name, rows) for name in DEFINITIONS]
    zombies = ["Zombies, of those judged", *names[2:]]
    lines += ["", *_blocks(zombies, by_definition, width)]
    never = ", ".join(NEVER_YES)
    notes = (
        known(rows[-1], definition, everyone),
        f"Zombies by {never}: {MISSING}, since that needs past prices to say yes"
        " · Types of debt: of the companies whose type is known",
    )
    for note in notes:
        lines += ["", *textwrap.wrap(note, min(width or _PARAGRAPH, _PARAGRAPH))]
    return lines


def _by_definition(name: str, rows: Sequence[Row]) -> list[str]:
    shares = [row[f"zombies_{name}_share"] for row in rows]
    texts = [MISSING if share is None else f"{share:.1%}" for share in shares]
    return [name, *texts]


def _blocks(names: Sequence[str], columns: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Lay the columns beside the names, and what has no room in further blocks below."""
    lines: list[str] = []
    rest = list(columns)
    while rest:
        taken = _fitting(names, rest, width)
        block, rest = rest[:taken], rest[taken:]
        padded = [_left(names), *map(_right, block)]
        lines += ["", *_joined(padded)] if lines else _joined(padded)
    return lines


def _fitting(names: Sequence[str], columns: Sequence[Sequence[str]], width: int | None) -> int:
    """Return how many columns have room beside the names: at least one."""
    used, taken = max(map(len, names)), 0
    for column in columns:
        used += _GAP + max(map(len, column))
        if width is not None and used > width and taken:
            break
        taken += 1
    return taken


def _left(cells: Sequence[str]) -> list[str]:
    return [cell.ljust(max(map(len, cells))) for cell in cells]


def _right(cells: Sequence[str]) -> list[str]:
    return [cell.rjust(max(map(len, cells))) for cell in cells]


def _joined(columns: Sequence[Sequence[str]]) -> list[str]:
    return [(" " * _GAP).join(cells).rstrip() for cells in zip(*columns, strict=True)]
