"""What an export writes: which columns of what is listed, in which form."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screener.model.metric import METRICS
from screener.model.words import counted
from screener.screening.listing import listing
from screener.tui.state.session import Session


@dataclass(slots=True)
class ExportOptions:
    """``every_column``: all metrics, not only those shown. ``explain``: a column for each rule.
    ``excel_safe``: in CSV a ``'`` before texts that a spreadsheet would run as a formula."""

    every_column: bool = False
    explain: bool = False
    excel_safe: bool = False


def selected(session: Session, options: ExportOptions) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the listed rows, and the names of the columns to write: where a column shows
    percentiles its values, too."""
    screen, percentiles = session.screen, session.percentiles
    if options.every_column:
        screen = screen.model_copy(update={"columns": tuple(METRICS)})
        percentiles = tuple(sorted(session.in_sector))
    return listing(session.result.rows, screen, percentiles=percentiles, explain=options.explain)


def described(session: Session, options: ExportOptions) -> str:
    """Return how much would be written: ``4 companies, 11 columns``."""
    _, names = selected(session, options)
    companies = counted(session.rows, "company", "companies")
    return f"{companies}, {counted(len(names), 'column')}"


def refusal(path: Path) -> str:
    """Return why nothing can be written under this name, "" where something can."""
    from screener.present.tables.writing import SUFFIXES, format_of
    from screener.store.places import is_part_of_snapshot

    if format_of(path) is None:
        return f"The name's end says the format: {' '.join(SUFFIXES)}"
    with suppress(OSError, RuntimeError, ValueError):  # told where it is written
        if is_part_of_snapshot(path):
            return "This is a part of a snapshot: choose another name."
    return ""


def write(session: Session, options: ExportOptions, path: Path) -> None:
    """Write what is listed to ``path`` in the format that its name asks for.

    Raise :class:`screener.errors.UsageError` for more than the format holds, and
    :class:`screener.errors.StorageError` where the disk refuses: what was there stays."""
    from screener.files import replace_file
    from screener.present.tables.companies import companies
    from screener.present.tables.writing import encode, format_of
    from screener.screening.about import about_screen

    rows, names = selected(session, options)
    label = session.preset_label
    data = encode(
        [companies(rows, names, session.screen.title or label)],
        format_of(path) or "csv",
        about_screen(session.universe, session.screen, session.result, label),
        created=session.universe.snapshot.manifest.created,
        excel_safe=options.excel_safe,
    )
    replace_file(path, data, next_step="Choose another place; nothing was lost.")
