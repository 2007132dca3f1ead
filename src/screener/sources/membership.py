"""A membership table: which tickers were in an index from when to when.

A CSV file with a header and the columns ``ticker``, ``start`` and ``end`` (or ``start_date``,
``end_date``), days as ``YYYY-MM-DD``, both of them days of membership; an empty end is open. A
ticker may stand in several rows. Whether the days are those of the changes or those on which
somebody looked (the ends of quarters: a start is where the ticker was first seen, an end where it
was last seen) the file doesn't say; what that means for the days between is told where it is asked,
in :func:`screener.build.membership.of_table`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from screener.errors import SourceError
from screener.model.days import iso_day
from screener.sources.text import clean, read_bytes

MEMBERSHIP: dict[str, type[pl.DataType]] = {
    "ticker": pl.String,
    "start": pl.Date,
    "end": pl.Date,
}
"""Columns of :func:`read_membership`; ``end`` is null where it is open."""

_SIZE_LIMIT = 50_000_000
_NEXT_STEP = "Give a CSV file with the columns ticker,start,end and days as YYYY-MM-DD."
_NAMES = {
    "ticker": "ticker",
    "start": "start",
    "start_date": "start",
    "end": "end",
    "end_date": "end",
}


def read_membership(path: Path) -> pl.DataFrame:
    """Read a membership table; return the columns of :data:`MEMBERSHIP` in the file's order.

    Raises SourceError, with the file and where possible the line, when it is missing, too large, no
    UTF-8, without the columns, empty, or a day is none or ends before it starts."""
    data = read_bytes(path, what="a membership table", limit=_SIZE_LIMIT, next_step=_NEXT_STEP)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("not UTF-8 text", path) from error
    try:
        rows = list(_rows(text, path))
    except csv.Error as error:
        raise _refused(f"no CSV: {error}", path) from error
    if not rows:
        raise _refused("holds no member", path)
    return pl.DataFrame(rows, schema=MEMBERSHIP, orient="row")


def _rows(text: str, path: Path) -> Iterator[tuple[str, dt.date, dt.date | None]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [_NAMES.get(cell.strip().casefold(), "") for cell in next(reader, [])]
    missing = [name for name in MEMBERSHIP if name not in header]
    if missing:
        raise _refused(f"has no column {' and '.join(missing)}", path)
    at = {name: header.index(name) for name in MEMBERSHIP}
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        where = f"{path}, line {reader.line_num}"
        if len(row) <= max(at.values()):
            raise SourceError("a row is too short", where=where, next_step=_NEXT_STEP)
        ticker = clean(row[at["ticker"]]).upper()
        start, end = _day(row[at["start"]], where), _day(row[at["end"]], where)
        if not ticker or start is None:
            what = "a row without a ticker" if not ticker else "a row without a start"
            raise SourceError(what, where=where, next_step=_NEXT_STEP)
        if end is not None and end < start:
            raise SourceError(f"{ticker} ends before it starts", where=where, next_step=_NEXT_STEP)
        yield ticker, start, end


def _day(cell: str, where: str) -> dt.date | None:
    text = cell.strip()
    if not text:
        return None
    try:
        return iso_day(text)
    except ValueError:
        raise SourceError(
            f"{clean(text)[:40]!r} is not a day", where=where, next_step=_NEXT_STEP
        ) from None


def _refused(what: str, path: Path) -> SourceError:
    return SourceError(what, where=str(path), next_step=_NEXT_STEP)
