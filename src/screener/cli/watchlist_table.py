"""The watchlist as a table, and as lines that people read."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from screener.cli.width import line_width
from screener.model.verdict import Outcome
from screener.model.words import counted
from screener.present.tables.table import Table
from screener.present.tables.text import text_rows
from screener.present.text import safe
from screener.screening.compile import OUTCOME, seen

if TYPE_CHECKING:
    from screener.model.screen import Screen
    from screener.watchlist.standing import WatchLine

_INDENT = "    "
_WIDEST = 1_000  # where the lines go to a pipe or a file: a note stays on one line

_NOTES = {
    "listed": "whether it is one of the companies asked about: those of the snapshot, or of"
    " --holdings or --membership; if not, all its figures are empty",
    OUTCOME: "pass, fail or unknown: what the preset's rules say of the company",
    "added": "day on which it was put on the watchlist",
    "note": "your note on it",
}
_ONLY_DATA = ("cik", "listed", "note")
"""Columns that people read in another way: below the line of the company."""


def table(lines: Sequence[WatchLine], screen: Screen, metrics: pl.DataFrame) -> Table:
    """Return a row for each entry: which company, whether the universe has it, the outcome, the
    screen's columns, the day and the note."""
    known = seen(metrics.clear(), screen).schema
    figures = [name for name in screen.columns if name not in ("ticker", "name", "cik")]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "ticker": pl.String, "name": pl.String, "cik": pl.Int64, "listed": pl.Boolean,
        OUTCOME: pl.String, **{name: known[name] for name in figures}, "added": pl.Date,
        "note": pl.String,
    }  # fmt: skip
    rows = [
        {
            "ticker": (line.row or {}).get("ticker") or line.entry.ticker or None,
            "name": (line.row or {}).get("name") or line.entry.name or None,
            "cik": (line.row or {}).get("cik") or line.entry.cik,
            "listed": line.row is not None,
            OUTCOME: None if line.outcome is None else line.outcome.value,
            **{name: (line.row or {}).get(name) for name in figures},
            "added": line.entry.added,
            "note": line.entry.note or None,
        }
        for line in lines
    ]
    return Table("watchlist", "Watchlist", pl.DataFrame(rows, schema=schema), notes=_NOTES)


def in_short(lines: Sequence[WatchLine], preset: str, place: str) -> str:
    """Return how many there are and how many of them pass; ``place`` says where they may be."""
    parts = [counted(len(lines), "watched company", "watched companies")]
    for outcome in Outcome:
        parts.append(f"{sum(line.outcome is outcome for line in lines):,} {outcome.value}")
    if absent := sum(line.row is None for line in lines):
        parts.append(f"{absent:,} not {place}")
    return f"{preset}: {' · '.join(parts)}"


def in_lines(
    lines: Sequence[WatchLine],
    found: Table,
    heading: Sequence[str],
    place: str,
    output: Path | None,
) -> list[str]:
    """Return the heading, a line for each entry with its figures, and under it what else is to be
    said of it."""
    kept = replace(found, frame=found.frame.drop(_ONLY_DATA))
    head, *rows = text_rows(kept, line_width(output))
    width = line_width(output) or _WIDEST
    told = [part for text in heading for part in textwrap.wrap(safe(text), width)]
    told += ["", *head]
    for row, line in zip(rows, lines, strict=True):
        told += [*row, *_beneath(line, place, width)]
    return told


def _beneath(line: WatchLine, place: str, width: int) -> list[str]:
    also = f"also {', '.join(line.others)}" if line.others else ""
    parts = (f"not {place}" if line.row is None else "", also, line.entry.note)
    text = safe(" · ".join(filter(None, parts)))
    return textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
