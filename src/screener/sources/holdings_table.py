"""The table inside a holdings file: where it begins, where it ends, and whether it was cut.

The header is found by its names and the table's end by a blank line (it may hold a no-break space);
lines are never counted, for files come with and without the lines above the header.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from screener.errors import SourceError
from screener.model.words import counted
from screener.sources.decimals import is_missing
from screener.sources.text import clean

NEXT_STEP = "Download the fund's holdings from ishares.com as CSV, and give that file."

_COLUMNS = {
    "ticker": "Ticker",
    "name": "Name",
    "sector": "Sector",
    "asset_class": "Asset Class",
    "market_value": "Market Value",
    "quantity": "Quantity",
    "price": "Price",
    "exchange": "Exchange",
    "currency": "Currency",
    "weight": "Weight (%)",
}
_OPTIONAL = frozenset({"currency", "weight"})  # the layout of 2017 has no currency
_OTHER_NAMES = {"shares": "quantity"}

_HEADER_WITHIN = 100  # lines
_DISCLAIMER = 100  # a lone cell of so many characters is a disclaimer, not a cut row
_AMOUNT = re.compile(r"[-+(]?[\d.,]|-$")
_PREAMBLE_KEYS = ("fund holdings as of", "inception date", "total net assets", "shares outstanding")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Table:
    """What a holdings file says, as text.

    ``rows`` are the table's rows: column → cell, ``-`` and all; every row has the same columns.
    ``as_of`` and ``shares_outstanding`` are the preamble's texts, None when it has none.
    """

    fund: str | None
    as_of: str | None
    shares_outstanding: str | None
    rows: list[dict[str, str]]
    warnings: list[str]


def decode(data: bytes, path: Path) -> str:
    """Return the file's text: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise SourceError(
        "is no text in UTF-8, UTF-16 or Windows-1252, so not a holdings file (CSV)",
        where=str(path),
        next_step=NEXT_STEP,
    )


def read_table(text: str, path: Path) -> Table:
    """Find the table. Raises SourceError when it is missing, cut, empty or lacks columns."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start, delimiter, header = _find_header(lines, path)
    preamble = [row for line in lines[:start] if any(map(clean, row := _split(line, delimiter)))]
    as_of = _preamble_value(preamble, "fund holdings as of")
    columns = _columns(header, f"{path}, line {start + 1}")
    rows, warnings = _read_rows(
        lines, start, delimiter=delimiter, width=len(header), columns=columns, path=path
    )
    if not rows:
        raise _no_rows(as_of, path)
    return Table(
        fund=_fund_name(preamble),
        as_of=as_of,
        shares_outstanding=_preamble_value(preamble, "shares outstanding"),
        rows=rows,
        warnings=warnings,
    )


def parse_date(text: str) -> date | None:
    """Return the date of ``May 05, 2026``, ``05/May/2026``, ``2026-05-05`` or ``05.05.2026``."""
    text = clean(text)
    if match := re.fullmatch(r"([A-Za-z]{3,9})\.? (\d{1,2}), ?(\d{4})", text):
        month, day, year = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})[-/ .]([A-Za-z]{3,9})[-/ .](\d{4})", text):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        day, month, year = match.groups()
    else:
        return None
    try:
        number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _find_header(lines: list[str], path: Path) -> tuple[int, str, list[str]]:
    for number, line in enumerate(lines[:_HEADER_WITHIN]):
        for delimiter in ",;\t":
            header = [clean(name).lower() for name in _split(line, delimiter)]
            if "ticker" in header and "name" in header:
                return number, delimiter, header
    raise SourceError(
        f"is not a holdings file: no header with Ticker and Name in {_HEADER_WITHIN} lines",
        where=str(path),
        next_step=NEXT_STEP,
    )


def _columns(header: list[str], where: str) -> dict[str, int]:
    known = {label.lower(): column for column, label in _COLUMNS.items()} | _OTHER_NAMES
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        if name in known:
            found.setdefault(known[name], index)
    missing = [
        label
        for column, label in _COLUMNS.items()
        if column not in found | dict.fromkeys(_OPTIONAL)
    ]
    if missing:
        raise SourceError(
            f"the holdings' header lacks {', '.join(missing)}", where=where, next_step=NEXT_STEP
        )
    return found


def _read_rows(
    lines: list[str], start: int, *, delimiter: str, width: int, columns: dict[str, int], path: Path
) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows, and a warning if some are misshapen; a misshapen last row means a cut."""
    rows: list[dict[str, str]] = []
    misshapen: list[int] = []
    last, ended = 0, False
    for line, cells in _numbered(lines, start + 1, delimiter, path):
        while len(cells) > width and not cells[-1]:
            cells.pop()
        whole = len(cells) == width
        if not any(cells):
            ended = True
        elif ended:  # disclaimers, unless it looks like a holding
            whole = whole and _AMOUNT.match(cells[columns["market_value"]]) is not None
        elif not whole and not (len(cells) == 1 and len(cells[0]) >= _DISCLAIMER):
            misshapen.append(line)
            last = line
        if whole and any(cells):
            rows.append({name: cells[index] for name, index in columns.items()})
            last = line
    in_quotes = not ended and lines[-1].count('"') % 2 == 1
    if last and (last in misshapen or in_quotes):
        raise SourceError(
            "the file is cut: its last row is not whole",
            where=f"{path}, line {last}",
            next_step=NEXT_STEP,
        )
    if not misshapen:
        return rows, []
    told = ", ".join(map(str, misshapen[:3])) + (", …" if len(misshapen) > 3 else "")
    return rows, [
        f"{counted(len(misshapen), 'misshapen row')} of the holdings left out (line {told})"
    ]


def _numbered(
    lines: list[str], skip: int, delimiter: str, path: Path
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row below the header with the number of its first line."""
    reader = csv.reader((line + "\n" for line in lines[skip:]), delimiter=delimiter)
    line = skip + 1
    try:
        for cells in reader:
            yield line, [clean(cell) for cell in cells]
            line = skip + reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            f"can't be read as a table: {error}", where=f"{path}, line {line}", next_step=NEXT_STEP
        ) from error


def _no_rows(as_of: str | None, path: Path) -> SourceError:
    if as_of is not None and is_missing(as_of):
        return SourceError(
            "holds no holdings: its date is not a trading day",
            where=str(path),
            next_step="Download the holdings of a trading day.",
        )
    return SourceError(
        "the file is cut: there are no holdings below its header",
        where=str(path),
        next_step=NEXT_STEP,
    )


def _fund_name(preamble: list[list[str]]) -> str | None:
    """Return the first line above the header, unless that is a ``key,value`` already."""
    if not preamble or (len(preamble[0]) > 1 and clean(preamble[0][0]).lower() in _PREAMBLE_KEYS):
        return None
    return ", ".join(cell for cell in map(clean, preamble[0]) if cell)


def _preamble_value(preamble: list[list[str]], key: str) -> str | None:
    for row in preamble:
        if len(row) > 1 and clean(row[0]).lower() == key:
            return clean(row[1])
    return None


def _split(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line; none where it is too long for a table's."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
