"""Sectors and the index in words: the columns of their table, and how much is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from screener.model.metric import METRICS
from screener.model.verdict import DebtType
from screener.model.words import counted
from screener.present.debt import money, move_text
from screener.present.text import MISSING, format_value, safe
from screener.zombies import NEVER_YES

Row = Mapping[str, Any]
"""A row of :func:`screener.screening.sectors.sectors`."""


@dataclass(frozen=True, slots=True)
class SectorColumn:
    """A column of the table: two lines of heading, and what it says of a row."""

    top: str
    bottom: str
    text: Callable[[Row], str]


def sector_columns(definition: str, move: float) -> tuple[SectorColumn, ...]:
    """Return the columns, the most important first.

    ``definition`` is that of a zombie, ``move`` (of the rate, a fraction) the one that the rows
    were computed with. Types of debt are shares of the companies whose type is known."""
    return (
        SectorColumn("", "Count", lambda row: f"{row['companies']:,}"),
        _share("Profit-", "able", "profitable_share"),
        _share("Zombies", definition.upper(), f"zombies_{definition}_share"),
        _metric("Growth", "median", "revenue_growth_median", "revenue_growth"),
        _metric("Margin", "median", "net_margin_median", "net_margin"),
        _metric("P/E ex", "losses", "pe_without_losses", "pe"),
        _metric("P/E", "all", "pe_with_losses", "pe"),
        SectorColumn("Saved a year", f"at {move_text(move)}", saved),
        SectorColumn("Cross", "1×", crossing),
        *_debt_columns(),
    )


def sector_name(row: Row, everyone: str) -> str:
    """Return the sector's name; ``everyone`` for the row of all."""
    return everyone if row["sector"] is None else safe(row["sector"])


def saved(row: Row) -> str:
    """Return what the move saves a year before tax: ``191M to 267M``, as the type of some debt is
    unknown."""
    least, most = row["interest_saved_low"], row["interest_saved_high"]
    if not row["interest_saved_known"] and not (least or most):
        return MISSING  # neither floating debt nor debt is known of anybody
    low, high = money(least), money(most)
    return low if low == high else f"{low} to {high}"


def crossing(row: Row) -> str:
    """Return how many companies the move takes over or under a coverage of 1."""
    return f"{row['crossing']:,}" if row["crossing_known"] else MISSING


def known(row: Row, definition: str, everyone: str) -> str:
    """Return how many companies each figure of a row rests on."""
    verdicts = f"{row[f'zombies_{definition}_known']:,} judged by {definition.upper()}"
    verdicts += (
        ", which needs past prices to say yes"
        if definition in NEVER_YES
        else ", drug makers before their first sales among them"
    )
    priced, earning = row["pe_with_losses_known"], row["pe_without_losses_known"]
    parts = (
        f"{sector_name(row, everyone)}: {counted(row['companies'], 'company', 'companies')}"
        " (share classes count once)",
        f"profit known of {row['profitable_known']:,}",
        verdicts,
        f"growth of {row['revenue_growth_known']:,}",
        f"margin of {row['net_margin_known']:,}",
        f"P/E of {priced:,} ({earning:,} earn)",
        f"debt type of {_typed(row):,}",
        f"floating debt of {row['interest_saved_known']:,} (the range of what is saved ends where"
        " all other debt floats)",
        f"coverage after the move of {row['crossing_known']:,}",
    )
    return " · ".join(parts)


_TYPES = tuple(
    kind.value for kind in DebtType if kind not in (DebtType.UNKNOWN, DebtType.NOT_APPLICABLE)
)
_SHORT = {"convertible": "conv."}


def _debt_columns() -> Iterator[SectorColumn]:
    for number, kind in enumerate(_TYPES):
        top = "Debt" if number == 0 else ""
        yield SectorColumn(top, _SHORT.get(kind, kind), partial(_of_typed, kind))


def _typed(row: Row) -> int:
    return sum(row[f"debt_{kind}"] for kind in _TYPES)


def _of_typed(kind: str, row: Row) -> str:
    typed = _typed(row)
    return _percent(row[f"debt_{kind}"] / typed if typed else None)


def _share(top: str, bottom: str, name: str) -> SectorColumn:
    return SectorColumn(top, bottom, lambda row: _percent(row[name]))


def _percent(share: float | None) -> str:
    return MISSING if share is None else f"{share:.0%}"


def _metric(top: str, bottom: str, name: str, metric: str) -> SectorColumn:
    return SectorColumn(top, bottom, lambda row: format_value(METRICS[metric], row[name]))
