"""Sectors and the index in words: the columns of their table, and how much is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screener.model.few import FEWEST
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
    """A column of the table: two lines of heading, and what it says of a row. Columns of one
    ``group`` add up, and belong side by side."""

    top: str
    bottom: str
    text: Callable[[Row], str]
    group: str = ""


def sector_columns(definition: str, move: float) -> tuple[SectorColumn, ...]:
    """Return the columns, the most important first.

    ``definition`` is that of a zombie, ``move`` (of the rate, a fraction) the one that the rows
    were computed with. Types of debt are shares of the companies that they apply to, and add up to
    100 %; a figure of fewer than :data:`FEWEST` companies is a dash."""
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


def told(row: Row, name: str) -> float | None:
    """Return a share, a median or a ratio of a row; None where it is unknown, or of so few
    companies that it says nothing."""
    return None if is_of_few(row, name) else row[name]


def is_of_few(row: Row, name: str) -> bool:
    """Return whether a figure is known, but of fewer companies than :data:`FEWEST`."""
    return row[name] is not None and row[_counted(name)] < FEWEST


def few_text(row: Row) -> str:
    """Return what a dash means besides unknown, where a figure of the row is left out so."""
    names = [name for name in row if name.endswith(("_share", "_median")) or name in _RATIOS]
    if not any(is_of_few(row, name) for name in names):
        return ""
    return f"{MISSING} also of fewer than {FEWEST} companies"


_RATIOS = ("pe_with_losses", "pe_without_losses")


def _counted(name: str) -> str:
    """The column that counts the companies of which a figure is."""
    if name.startswith("debt_"):
        return "debt_applicable"
    return f"{name.removesuffix('_share').removesuffix('_median')}_known"


def saved(row: Row) -> str:
    """Return what the move saves a year before tax: ``191M to 267M``, as some debt is not
    classified."""
    if not row["interest_saved_bounded"]:
        return MISSING
    low, high = money(row["interest_saved_low"]), money(row["interest_saved_high"])
    return low if low == high else f"{low} to {high}"


def crossing(row: Row) -> str:
    """Return how many companies the move takes over or under a coverage of 1."""
    return f"{row['crossing']:,}" if row["crossing_known"] else MISSING


def known(row: Row, definition: str, everyone: str) -> str:
    """Return how many companies each figure of a row rests on."""
    verdicts = f"{row[f'zombies_{definition}_known']:,} judged by {definition.upper()}"
    if definition in NEVER_YES:
        verdicts += ", which needs past prices to say yes"
    if before := row["pre_revenue"]:
        flagged = row[f"zombies_{definition}_pre_revenue"]
        verdicts += f" ({counted(before, 'pre-revenue biotech')} beside: it flags {flagged:,})"
    priced, earning = row["pe_with_losses_known"], row["pe_without_losses_known"]
    parts = (
        f"{sector_name(row, everyone)}: {counted(row['companies'], 'company', 'companies')}"
        " (share classes count once)",
        f"profit known of {row['profitable_known']:,}",
        verdicts,
        f"growth of {row['revenue_growth_known']:,}",
        f"margin of {row['net_margin_known']:,}",
        f"P/E of {priced:,}, of them {earning:,} profitable",
        f"debt type of {row['debt_applicable'] - row['debt_unknown']:,} of"
        f" {row['debt_applicable']:,} not n/a",
        f"floating debt of {row['interest_saved_known']:,}",
        f"saved a year of {row['interest_saved_bounded']:,}: from what is known to float to where"
        " all that is not classified floats, too",
        f"coverage after the move of {row['crossing_known']:,}",
        few_text(row),
    )
    return " · ".join(part for part in parts if part)


TYPES = tuple(kind.value for kind in DebtType if kind is not DebtType.NOT_APPLICABLE)
_SHORT = {"convertible": "conv."}


def _debt_columns() -> Iterator[SectorColumn]:
    for number, kind in enumerate(TYPES):
        top = "Debt" if number == 0 else ""
        yield _share(top, _SHORT.get(kind, kind), f"debt_{kind}_share", "debt")


def _share(top: str, bottom: str, name: str, group: str = "") -> SectorColumn:
    return SectorColumn(top, bottom, lambda row: _percent(told(row, name)), group)


def _percent(share: float | None) -> str:
    return MISSING if share is None else f"{share:.0%}"


def _metric(top: str, bottom: str, name: str, metric: str) -> SectorColumn:
    return SectorColumn(top, bottom, lambda row: format_value(METRICS[metric], told(row, name)))
