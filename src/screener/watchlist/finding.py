"""Which entry of a watchlist a text means: a ticker, a name, a part of one, or the number of a
filer, also of companies that no snapshot has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener.errors import ScreenerError, UsageError
from screener.model.company import run_together
from screener.model.metric import nearest
from screener.model.watched import Identity, Watched, WatchIndex
from screener.model.words import counted

if TYPE_CHECKING:
    from screener.screening.universe import Row

_CIK = re.compile(r"(?:CIK)? ?0*(\d+)", re.IGNORECASE)
_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means: an ``entry`` of the list; or the ``row`` of a company that is not on it;
    or neither, for the ``problem`` that the universe had with it."""

    entry: Watched | None = None
    row: Row | None = None
    problem: ScreenerError | None = None


def meant(wanted: str, entries: Sequence[Watched], find: Callable[[str], Row]) -> Meant:
    """Return what ``wanted`` means; ``find`` looks a company up in the universe, or raises.

    A ticker, number or whole name that the list itself has decides. Then the universe, which knows
    companies by other tickers than when they were put on the list: a part of a name on the list
    must not stand for another company's ticker. A part of a name decides last. Raise
    :class:`UsageError` where several companies may be meant."""
    text = wanted.strip()
    for fits in (_has_ticker, _has_number, _has_name):
        if hits := [entry for entry in entries if fits(text, entry)]:
            return Meant(_only(wanted, hits))
    part = text.casefold()
    hits = [entry for entry in entries if part and part in entry.name.casefold()]
    try:
        row = find(wanted)
    except ScreenerError as problem:
        return Meant(_only(wanted, hits)) if hits else Meant(problem=problem)
    entry, other = WatchIndex(entries).find(row), Watched.identified(_identity(row))
    if entry is not None:
        return Meant(entry)
    if hits and not (_has_ticker(text, other) or _has_name(text, other)):
        _only(wanted, [*hits, other])
    return Meant(row=row)


def not_on_the_list(wanted: str, entries: Sequence[Watched]) -> UsageError:
    """Return the error of a text that means no entry, with the nearest tickers."""
    near = nearest(wanted.strip().upper(), among=[entry.ticker for entry in entries])
    return UsageError(
        f"{wanted!r} is not on the watchlist{near}",
        next_step="What is on it: screen watchlist list",
    )


def _has_ticker(text: str, entry: Watched) -> bool:
    # A holding without a ticker is listed as "-".
    return bool(run_together(text)) and run_together(text) == run_together(entry.ticker)


def _has_number(text: str, entry: Watched) -> bool:
    match = _CIK.fullmatch(text)
    return match is not None and entry.cik is not None and match[1] == str(entry.cik)


def _has_name(text: str, entry: Watched) -> bool:
    return bool(text) and text.casefold() == entry.name.casefold()


def _identity(row: Row) -> Identity:
    return row["cik"], row["ticker"] or "", row["name"] or ""


def _only(wanted: str, hits: list[Watched]) -> Watched:
    different = list(dict.fromkeys(hits))
    if len(different) == 1:
        return different[0]
    texts = sorted(_told(entry) for entry in different)[:_MOST_CANDIDATES]
    more = len(different) - len(texts)
    texts += [f"and {more:,} more"] if more else []
    raise UsageError(
        f"{wanted!r} fits {counted(len(different), 'company', 'companies')}: {', '.join(texts)}",
        next_step="Write the ticker, more of the name, or the CIK.",
    )


def _told(entry: Watched) -> str:
    number = f"CIK {entry.cik}" if entry.cik is not None else ""
    return " ".join(filter(None, (entry.ticker, entry.name, number)))
