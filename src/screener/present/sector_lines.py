"""Sectors and the index as plain lines: the table, the definitions of a zombie, what is known."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from screener.model.metric import Unit
from screener.present.cells import cells_of, flush_left, flush_right
from screener.present.sectors import (
    TYPES,
    Row,
    few_text,
    known,
    sector_columns,
    sector_name,
    told,
)
from screener.present.text import MISSING
from screener.zombies import DEFINITIONS, NEVER_YES

LIKE: dict[str, str | Unit] = {
    **dict.fromkeys(
        (
            "profitable_share",
            *(f"zombies_{name}_share" for name in DEFINITIONS),
            *(f"debt_{kind}_share" for kind in TYPES),
        ),
        Unit.FRACTION,
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
    names = ["", "Sector", *(sector_name(row, everyone) for row in rows)]
    columns = [
        (one.group, [one.top, one.bottom, *map(one.text, rows)])
        for one in sector_columns(definition, move)
    ]
    lines = _blocks(names, columns, width)
    by_definition = [("", _by_definition(name, rows)) for name in DEFINITIONS]
    beside = ("", [_BESIDE, *(f"{row['pre_revenue']:,}" for row in rows)])
    zombies = ["Zombies, of those judged", *names[2:]]
    lines += ["", *_blocks(zombies, [*by_definition, beside], width)]
    for note in (known(rows[-1], definition, everyone), _meanings(rows)):
        lines += ["", *textwrap.wrap(note, min(width or _PARAGRAPH, _PARAGRAPH))]
    return lines


_BESIDE = "pre-revenue"


def _meanings(rows: Sequence[Row]) -> str:
    """Say what the figures of the tables are of."""
    parts = (
        "P/E: the market caps together over the earnings of twelve months together; ex losses: of"
        " the profitable ones",
        "Cross 1×: companies whose interest coverage the move takes over or under 1",
        f"Zombies by {', '.join(NEVER_YES)}: {MISSING}, since that needs past prices to say yes",
        f"{_BESIDE}: drug and biotech companies before their first sales, counted beside",
        "Types of debt: of the companies that they apply to, those of unknown type among them",
        # Of the last row it stands above, with what else that one rests on.
        "" if few_text(rows[-1]) else next(filter(None, map(few_text, rows)), ""),
    )
    return " · ".join(part for part in parts if part)


def _by_definition(name: str, rows: Sequence[Row]) -> list[str]:
    shares = [told(row, f"zombies_{name}_share") for row in rows]
    texts = [MISSING if share is None else f"{share:.1%}" for share in shares]
    return [name, *texts]


_Column = tuple[str, Sequence[str]]
"""A column's group, "" where it is of none, and its cells."""


def _blocks(names: Sequence[str], columns: Sequence[_Column], width: int | None) -> list[str]:
    """Lay the columns beside the names, and what has no room in further blocks below."""
    lines: list[str] = []
    rest = list(columns)
    while rest:
        taken = _fitting(names, rest, width)
        block, rest = rest[:taken], rest[taken:]
        padded = [_left(names), *(_right(cells) for _, cells in block)]
        lines += ["", *_joined(padded)] if lines else _joined(padded)
    return lines


def _fitting(names: Sequence[str], columns: Sequence[_Column], width: int | None) -> int:
    """Return how many columns have room beside the names: at least one. A group of which only a
    part has room waits for the next block, unless the block begins with it."""
    used, taken = max(map(cells_of, names)), 0
    for _, cells in columns:
        used += _GAP + max(map(cells_of, cells))
        if width is not None and used > width and taken:
            break
        taken += 1
    here = [group for group, _ in columns[:taken]]
    cut = columns[taken][0] if taken < len(columns) else ""
    return here.index(cut) or taken if cut and cut in here else taken


def _left(cells: Sequence[str]) -> list[str]:
    return [flush_left(cell, max(map(cells_of, cells))) for cell in cells]


def _right(cells: Sequence[str]) -> list[str]:
    return [flush_right(cell, max(map(cells_of, cells))) for cell in cells]


def _joined(columns: Sequence[Sequence[str]]) -> list[str]:
    return [(" " * _GAP).join(cells).rstrip() for cells in zip(*columns, strict=True)]
