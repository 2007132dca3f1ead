"""The SEC's ticker list, and older ones: they know companies by the tickers they had."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from screener.errors import SourceError
from screener.files import replace_file
from screener.sources.edgar import read_tickers
from screener.sources.http import PASSING, Client, LostError
from screener.update.folder import MAKE_ROOM, Folder

NAME = "tickers/company_tickers.json.gz"

_OLDER = re.compile(r"tickers/company_tickers_\d{4}Q[1-4]\.json\.gz", re.ASCII)
_LIMIT = 64 * 2**20
_ATTEMPTS = 3
_MOST_OLDER = 8
"""Quarters: two years of renamed and merged companies."""


async def fetch_tickers(
    client: Client, folder: Folder, today: dt.date, *, full: bool
) -> tuple[str, ...]:
    """Have the newest list, anew where everything is (``full``); return what a person should know.

    The one that was there becomes that of its quarter. Raises what ends the whole update, and
    :class:`SourceError` where there is no list at all."""
    try:
        url = client.addresses.tickers
        known = folder.kept(NAME) if not full and _is_readable(folder.place(NAME)) else None
        answer = await client.get(url, limit=_LIMIT, kept=known, attempts=_ATTEMPTS)
        if answer.status == "absent":
            raise SourceError("there is no ticker list", where=url)
        if answer.status == "found":
            folder.looked_at(answer, read_tickers)
            _set_aside(folder, today)
            folder.keep(NAME, answer)
    except LostError:
        raise
    except PASSING as error:
        if not folder.has(NAME):
            raise
        return (f"no newer ticker list could be had: {error.what}",)
    return ()


def ticker_files(folder: Folder) -> tuple[Path, ...]:
    """Return the lists that are whole, the newest first."""
    every = (folder.place(name) for name in [NAME, *reversed(_older(folder))])
    return tuple(path for path in every if _is_readable(path))


def _older(folder: Folder) -> list[str]:
    """Return the names of the quarters' lists, the oldest first."""
    return [name for name in folder.names("tickers") if _OLDER.fullmatch(name)]


def _is_readable(path: Path) -> bool:
    try:
        read_tickers(path)
    except SourceError:
        return False
    return True


def _set_aside(folder: Folder, today: dt.date) -> None:
    origin = folder.ledger.origin(NAME)
    if origin is None or not folder.has(NAME):
        return
    day = dt.date.fromisoformat(origin.fetched[:10])
    if (day.year, _quarter(day)) == (today.year, _quarter(today)):
        return
    older = f"tickers/company_tickers_{day.year}Q{_quarter(day)}.json.gz"
    replace_file(folder.place(older), folder.place(NAME).read_bytes(), next_step=MAKE_ROOM)
    for name in _older(folder)[:-_MOST_OLDER]:
        folder.remove(name)


def _quarter(day: dt.date) -> int:
    return (day.month + 2) // 3
