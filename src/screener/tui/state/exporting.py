"""What an export writes: which columns of what is listed, in which form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screener.model.metric import METRICS
from screener.model.words import counted
from screener.screening.compile import OUTCOME, columns, explained
from screener.tui.state.session import Session


@dataclass(slots=True)
class ExportOptions:
    """``every_column``: all metrics, not only those shown. ``explain``: a column for each rule.
    ``excel_safe``: a ``'`` before texts that a spreadsheet would run as a formula."""

    every_column: bool = False
    explain: bool = False
    excel_safe: bool = False


def selected(session: Session, options: ExportOptions) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the listed rows, and the names of the columns to write."""
    names = columns(session.screen)
    if options.every_column:
        names = (*METRICS, *(name for name in names if name == OUTCOME))
    if not options.explain:
        return session.result.rows, names
    rows, added = explained(session.result.rows, session.screen)
    return rows, (*names, *added)


def described(session: Session, options: ExportOptions) -> str:
    """Return how much would be written: ``4 companies, 11 columns``."""
    _, names = selected(session, options)
    companies = counted(session.rows, "company", "companies")
    return f"{companies}, {counted(len(names), 'column')}"


def write(session: Session, options: ExportOptions, path: Path) -> None:
    """Write what is listed to ``path``; raise :class:`screener.errors.StorageError`."""
    from screener.present.csv_file import write_csv

    rows, names = selected(session, options)
    write_csv(rows, names, path, excel_safe=options.excel_safe)
