"""The reconstitutions of an index in words, and how a snapshot stands to them."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence

from screener.model.calendar import Basis, Reconstitution, Status, since, status
from screener.model.words import counted
from screener.present.text import MISSING

MEMBERSHIP = "A universe is the fund's portfolio, not the index provider's official list."

_WIDEST = 80
_HEADS = ("cycle", "rank day", "lists", "effective", "when", "basis")


def calendar_lines(found: Sequence[Reconstitution], day: dt.date) -> list[str]:
    """Return the reconstitutions as people read them on ``day``, and what the columns mean."""
    rows = [_HEADS, *(_cells(one, day) for one in found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [f"Reconstitutions of the Russell US indexes, seen on {long_day(day)}", ""]
    for cells in rows:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        lines.append("  ".join(padded).rstrip())
    notes = [
        "effective: after the close of that day. lists: preliminary additions and deletions,"
        " from that day on."
    ]
    if any(one.basis is Basis.RULE for one in found):
        notes.append(
            "by the rule: the fourth Friday of June and, from 2026, the second Friday of December;"
            " ranked on the last business day of April and October. Check with the index provider."
        )
    if any(one.rank_day is None for one in found):
        notes.append(f"{MISSING} is not known: before 2023 the rank day was in May.")
    return [*lines, "", *(line for note in notes for line in wrapped(note))]


def relation(holdings: dt.date | None, day: dt.date) -> str:
    """Return how a snapshot's holdings stand to the reconstitutions, seen on ``day``."""
    if holdings is None:
        return "The holdings have no date: whether their membership is of today can't be told."
    of = f"The holdings of {holdings}"
    if day < holdings:
        return f"{of} are later than {long_day(day)}: their membership is not of that day."
    missed = since(holdings, day)
    if not missed:
        return f"{of} are of the membership of {long_day(day)}: no reconstitution since."
    return (
        f"{of} are before the reconstitution of {long_day(missed[0].effective)}:"
        f" {counted(len(missed), 'reconstitution')} since; membership is out of date."
    )


def long_day(day: dt.date) -> str:
    """Return a day with its weekday: ``Fri 26 Jun 2026``."""
    return f"{_short_day(day)} {day.year}"


def wrapped(text: str, indent: str = "") -> list[str]:
    """Return a sentence as lines that any terminal has room for, ``indent`` before the later
    ones."""
    return textwrap.wrap(
        text, _WIDEST, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _cells(one: Reconstitution, day: dt.date) -> tuple[str, ...]:
    return (
        f"{one.effective:%b %Y}",
        MISSING if one.rank_day is None else _short_day(one.rank_day),
        _lists(one.preliminary),
        _short_day(one.effective),
        _when(one, day),
        one.basis.value,
    )


def _short_day(day: dt.date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _lists(preliminary: str) -> str:
    """Return an ISO day or month without its year, which is that of the cycle."""
    if not preliminary:
        return MISSING
    if len(preliminary) == len("2026-11"):
        return f"{dt.date.fromisoformat(preliminary + '-01'):%B}"
    return _short_day(dt.date.fromisoformat(preliminary))


def _when(one: Reconstitution, day: dt.date) -> str:
    days = (one.effective - day).days
    if days < 0:
        return f"{counted(-days, 'day')} ago"
    text = "today" if days == 0 else f"in {counted(days, 'day')}"
    return f"{text}: next" if status(one, day) is Status.NEXT else text
