"""Which entry of a watchlist a text means: a ticker, a name, a part of one, or the number of a
filer, also of companies that no snapshot has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from screener.errors import ScreenerError, UsageError
from screener.model.company import company_key, run_together, several_fit
from screener.model.metric import nearest
from screener.model.watched import Identity, Watched, WatchIndex
from screener.model.words import quoted

if TYPE_CHECKING:
    from screener.screening.universe import Row, Universe

_CIK = re.compile(r"(?:CIK)? ?0*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means: ``entries`` of the list, all of one company; or the ``row`` of a company
    that is not on it; or neither, for the ``problem`` that the universe had with it."""

    entries: tuple[Watched, ...] = ()
    row: Row | None = None
    problem: ScreenerError | None = None


class Finder:
    """A watchlist, and the universe that is asked for what the list does not know."""

    def __init__(self, entries: Sequence[Watched], universe: Callable[[], Universe]) -> None:
        """``universe`` is called when it is first needed, and may raise :class:`ScreenerError`."""
        self.entries = entries
        self.index = WatchIndex(entries)
        self._open = universe

    @cached_property
    def universe(self) -> Universe:
        """Return the universe, opened once."""
        return self._open()

    def meant(self, wanted: str) -> Meant:
        """Return what ``wanted`` means.

        A ticker, number or whole name that the list itself has decides. Then the universe, which
        knows companies by other tickers than when they were put on the list: a part of a name on
        the list must not stand for another company's ticker. A part of a name decides last. Raise
        :class:`UsageError` where several companies may be meant, or nothing is named."""
        text = wanted.strip()
        if not text:
            raise UsageError("no company is named: the text is empty", where="COMPANY")
        for fits in (_has_ticker, _has_number, _has_name):
            if hits := [entry for entry in self.entries if fits(text, entry)]:
                return Meant(self._one_company(wanted, hits))
        part = text.casefold()
        hits = [entry for entry in self.entries if part in entry.name.casefold()]
        try:
            row = self.universe.find(wanted)
        except ScreenerError as problem:
            return Meant(self._one_company(wanted, hits)) if hits else Meant(problem=problem)
        entry, other = self.index.find(row), Watched.identified(_identity(row))
        if entry is not None:
            return Meant((entry,))
        if hits and not (_has_ticker(text, other) or _has_name(text, other)):
            raise _several(wanted, [*hits, other])
        return Meant(row=row)

    def company_of(self, entry: Watched) -> tuple[Watched, ...]:
        """Return all entries of an entry's company in the list's order: by the filer's number, and
        by the universe's rows where it can be opened."""
        same = {one for key in self._keys[entry] for one in self._companies[key]}
        numbers = {one.cik for one in same} - {None}
        if len(numbers) > 1:  # a name that two companies have says of neither that it is the other
            same = {one for one in same if _alike(one, entry)}
        return tuple(one for one in dict.fromkeys(self.entries) if one in same)

    @cached_property
    def _keys(self) -> dict[Watched, set[object]]:
        found: dict[Watched, set[object]] = {
            entry: {entry.cik if entry.cik is not None else entry.identity}
            for entry in self.entries
        }
        for row in self._rows():
            for entry in self.index.every(row):
                found[entry].add(company_key(row))
        return found

    @cached_property
    def _companies(self) -> dict[object, list[Watched]]:
        found: dict[object, list[Watched]] = {}
        for entry, keys in self._keys.items():
            for key in keys:
                found.setdefault(key, []).append(entry)
        return found

    def _rows(self) -> Iterable[Row]:
        try:
            metrics = self.universe.metrics
        except ScreenerError:  # the list alone knows whom it means, too
            return ()
        return metrics.select("cik", "ticker", "name").iter_rows(named=True)

    def _one_company(self, wanted: str, hits: list[Watched]) -> tuple[Watched, ...]:
        different = tuple(dict.fromkeys(hits))
        first, *others = different
        if all(_alike(one, first) for one in others):
            return different
        numbers = {one.cik for one in different} - {None}
        if len(numbers) < 2 and set(different) <= set(self.company_of(first)):
            return different
        raise _several(wanted, different)


def _alike(one: Watched, other: Watched) -> bool:
    """Whether two entries are of one company by what they say themselves."""
    by_number = one.cik is not None and one.cik == other.cik
    return by_number or one.identity == other.identity


def not_on_the_list(wanted: str, entries: Sequence[Watched]) -> UsageError:
    """Return the error of a text that means no entry, with the nearest tickers."""
    near = nearest(
        wanted.strip().upper(), among=[entry.ticker for entry in entries if entry.ticker]
    )
    return UsageError(
        f"{quoted(wanted)} is not on the watchlist{near}",
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


def _several(wanted: str, hits: Iterable[Watched]) -> UsageError:
    return several_fit(wanted, map(_told, hits), "Write the ticker, more of the name, or the CIK.")


def _told(entry: Watched) -> str:
    number = f"CIK {entry.cik}" if entry.cik is not None else ""
    return " ".join(filter(None, (entry.ticker, entry.name, number)))
