"""A watchlist's text → entries, or one error that names file, line and what is wrong there."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from screener.errors import DataError
from screener.files import open_regular
from screener.model.metric import nearest
from screener.model.watched import Watched
from screener.toml_text import LARGEST, TomlProblem, decoded, key_line, parsed

COMPANY = "company"
"""Each entry is a table of this name."""

_KEYS = ("ticker", "name", "cik", "added", "note")
_MEND = "Mend it, or move the file away; until then nothing is written to it."
_LARGEST_CIK = 9_999_999_999
HEAD = re.compile(rf"""\s*\[\[\s*["']?{COMPANY}["']?\s*\]\]""")
"""The line that begins an entry."""


def read_source(path: Path) -> str:
    """Return the text of a watchlist, "" where there is none yet.

    Raise :class:`DataError` where it can't be one, or can't be read."""
    return read_marked(path)[1]


def read_marked(path: Path) -> tuple[bytes, str]:
    """Return the mark that some editors put before UTF-8, b"" where there is none, and the text.

    Raises as :func:`read_source`."""
    where = str(path)
    try:
        with open_regular(path) as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return b"", ""
    except OSError as error:
        raise DataError(error.strerror or str(error), where=where, next_step=_MEND) from error
    if len(data) > LARGEST:
        raise DataError("larger than 1 MB: no watchlist", where=where, next_step=_MEND)
    try:
        return codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b"", decoded(data)
    except TomlProblem as error:
        raise DataError(error.what, where=error.place(where), next_step=_MEND) from error


def parse(source: str, where: str) -> tuple[Watched, ...]:
    """Return the entries of a watchlist's text in its order; raise :class:`DataError`.

    ``where`` is its file. Keys that begin with ``x-`` and a table ``[x]`` are the user's own."""
    try:
        values = parsed(source)
    except TomlProblem as error:
        raise DataError(error.what, where=error.place(where), next_step=_MEND) from error
    for key in values:
        if key != COMPANY and not _private(key):
            wrong = f"unknown key {key!r}{nearest(key, among=[COMPANY])}"
            raise _damaged(wrong, where, _line(source, -1, key))
    tables = values.get(COMPANY, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        wrong = f"write each company as a table [[{COMPANY}]]"
        raise _damaged(wrong, where, _line(source, -1, COMPANY))
    return tuple(_entry(table, number, source, where) for number, table in enumerate(tables))


def lines_of(path: Path, entries: Sequence[Watched]) -> list[int]:
    """Return the lines that ``entries`` begin with; none where the text hides one of them."""
    source = read_source(path)
    found = [i for i, one in enumerate(parse(source, str(path))) if one in entries]
    lines = [_line(source, index, "") for index in found]
    return lines if all(lines) else []


def _entry(table: dict[str, Any], number: int, source: str, where: str) -> Watched:
    for key, value in table.items():
        if problem := _problem(key, value):
            raise _damaged(problem, where, _line(source, number, key))
    found = Watched(**{key: table[key] for key in _KEYS if key in table})
    if not (found.label and (found.cik or found.name or any(map(str.isalnum, found.ticker)))):
        wrong = "a company needs a ticker, a name or a cik"
        raise _damaged(wrong, where, _line(source, number, ""))
    return found


def _problem(key: str, value: object) -> str:
    """Return what is wrong with a key of an entry, "" if nothing is."""
    if _private(key):
        return ""
    if key not in _KEYS:
        return f"unknown key {key!r}{nearest(key, among=list(_KEYS))}"
    if key == "cik":
        right = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST_CIK
        return "" if right else "cik: write the number alone, of at most ten digits, such as 320193"
    if key == "added":
        right = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
        return "" if right else "added: write a day without quotes, such as 2026-05-04"
    return "" if isinstance(value, str) else f"{key}: write a text in quotes"


def _private(key: str) -> bool:
    return key == "x" or key.startswith("x-")


def _damaged(what: str, where: str, line: int) -> DataError:
    return DataError(what, where=f"{where}:{line}" if line else where, next_step=_MEND)


def _line(source: str, number: int, key: str) -> int:
    """Return the line of a key in the company of that number, of the company's head for "".

    -1: before the first company, or anywhere. 0 where the text hides it, as inline tables do."""
    lines = source.split("\n")
    heads = [index for index, line in enumerate(lines) if HEAD.match(line)]
    if number >= len(heads):
        return 0
    first = heads[number] if number >= 0 else 0
    if not key:
        return first + 1
    return key_line(lines, key, first)
