"""Tickers and sectors for an N-PORT report, which has none: from files that do.

A ticker comes from the last holdings file of the fund, else from the SEC's ticker list, and only to
a row whose name one company alone has; a sector comes from the holdings file. What several could
lend stays unknown: another company's figures would be worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from screener.sources.holdings import CONSTITUENTS, NO_TICKER, UNKNOWN_SECTOR, Holdings
from screener.sources.name_index import NameIndex
from screener.sources.names import may_be_cut, share_class

_NO_COMMON = re.compile(r"-(?:P[A-Z]?|WT?[A-Z]?|U|UN|R|RI|RT|RW|V)$")
"""How the SEC ends the tickers of preferred shares, warrants, units and rights."""

_LEFTOVER = frozenset("FGHILMNOPQRSTUVWXYZ")
"""Fifth letters of Nasdaq tickers, and of those that trade over the counter, which tell something
else than a class of common shares (A, B, C, K)."""


def borrowed(
    holdings: Holdings, last: pl.DataFrame | None, tickers: Sequence[pl.DataFrame]
) -> Holdings:
    """Return a report's holdings with the tickers and sectors that its rows can borrow.

    ``last``: the constituents of the last holdings file (``holdings.CONSTITUENTS``), None without
    one. ``tickers``: the SEC's lists as :func:`screener.sources.edgar.read_tickers` returns them,
    the newest first. A ticker that the report has itself stays. A row that finds none keeps ``-``,
    and "Other" for a sector; warnings count both.
    """
    securities = holdings.securities
    if securities is None:
        return holdings
    rows = [
        _Row((issuer, title), share_class(title) or share_class(issuer), isin or cusip, lei)
        for issuer, title, cusip, isin, lei in securities.select(
            "issuer", "title", "cusip", "isin", "lei"
        ).iter_rows()
    ]
    lists = _TickerLists(tickers)
    lender = _Lender(pl.DataFrame(schema=CONSTITUENTS) if last is None else last, lists)
    same = [lender.same(row) for row in rows]
    sectors = [lender.sector(places) for places in same]
    stated = holdings.constituents["ticker"].to_list()
    found = [
        own if own != NO_TICKER else _ticker(row, places, lender, lists)
        for own, row, places in zip(stated, rows, same, strict=True)
    ]
    found = _unshared(rows, stated, found)
    return replace(
        holdings,
        constituents=holdings.constituents.with_columns(
            ticker=pl.Series(found, dtype=pl.String),
            sector=pl.Series([sector or UNKNOWN_SECTOR for sector in sectors], dtype=pl.String),
        ),
        warnings=(*holdings.warnings, *_doubts(found, sectors)),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    names: tuple[str, ...]
    share_class: str | None
    security: str | None  # its ISIN or CUSIP
    lei: str | None


class _TickerLists:
    """The SEC's lists, the newest first."""

    def __init__(self, frames: Sequence[pl.DataFrame]) -> None:
        self._lists = [_TickerList(frame) for frame in frames]

    def named(self, row: _Row) -> list[str]:
        """Return the tickers of the one company that has the row's name; none where several have
        it. A list that has it goes before older ones."""
        found = (each.named(row) for each in self._lists)
        return next((tickers for tickers in found if tickers is not None), [])

    def beside(self, ticker: str) -> list[str] | None:
        """Return all tickers of the company that has this one; None where no list has it."""
        found = (each.beside(ticker) for each in self._lists)
        return next((tickers for tickers in found if tickers is not None), None)


class _TickerList:
    """Who has which name, and which tickers of common shares."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._ciks = frame["cik"].to_list()
        self._index = NameIndex(frame["title"].to_list(), legal=True)
        self._tickers: dict[int, list[str]] = {}
        self._cik_of: dict[str, int] = {}
        for ticker, cik in frame.select("ticker", "cik").iter_rows():
            self._tickers.setdefault(cik, []).append(ticker)
            self._cik_of.setdefault(_plain(ticker), cik)

    def named(self, row: _Row) -> list[str] | None:
        for name in row.names:
            ciks = {self._ciks[at] for at in self._index.find(name)}
            if ciks:
                return _common(self._tickers[ciks.pop()]) if len(ciks) == 1 else []
        return None

    def beside(self, ticker: str) -> list[str] | None:
        cik = self._cik_of.get(_plain(ticker))
        return None if cik is None else _common(self._tickers[cik])


class _Lender:
    """The last holdings file."""

    def __init__(self, last: pl.DataFrame, lists: _TickerLists) -> None:
        self._names = last["name"].to_list()
        self._tickers = last["ticker"].to_list()
        self._sectors = last["sector"].to_list()
        self._index = NameIndex(self._names, cut=True)
        self._lists = lists

    def same(self, row: _Row) -> list[int]:
        """Return the places of the holdings that have the row's name."""
        return next(filter(None, map(self._index.find, row.names)), [])

    def sector(self, same: list[int]) -> str | None:
        """Return the sector of these holdings; None where they disagree."""
        sectors = {self._sectors[at] for at in same} - {UNKNOWN_SECTOR}
        return sectors.pop() if len(sectors) == 1 else None

    def ticker(self, row: _Row, same: list[int]) -> str | None:
        """Return the ticker of the one of these holdings that has the row's share class."""
        alike = [at for at in same if share_class(self._names[at]) == row.share_class]
        if len(same) == 1 and not alike and self._may_be(same[0], row):
            alike = same
        elif len(same) > 1 and any(self._class_is_cut(at) for at in same):
            alike = []
        if len(alike) != 1 or self._tickers[alike[0]] == NO_TICKER:
            return None
        ticker: str = self._tickers[alike[0]]
        common = self._lists.beside(ticker)  # funds hold warrants under a company's plain name
        return None if common and _plain(ticker) not in map(_plain, common) else ticker

    def _class_is_cut(self, at: int) -> bool:
        return may_be_cut(self._names[at]) and share_class(self._names[at]) is None

    def _may_be(self, at: int, row: _Row) -> bool:
        """Say whether a holding can be the row's though only one of them tells a class: where its
        company has no other shares."""
        if row.share_class is not None and share_class(self._names[at]) is not None:
            return False
        return len(self._lists.beside(self._tickers[at]) or ()) == 1


def _ticker(row: _Row, same: list[int], lender: _Lender, lists: _TickerLists) -> str:
    lent = lender.ticker(row, same)
    if len(same) > 1 or (lent is not None and lists.beside(lent) is not None):
        return lent or NO_TICKER
    listed = lists.named(row)  # it may have another ticker by now
    if len(listed) > 1 and row.share_class is not None:
        listed = [ticker for ticker in listed if ticker.endswith(f"-{row.share_class}")]
    return listed[0] if len(listed) == 1 else lent or NO_TICKER


def _common(tickers: list[str]) -> list[str]:
    """Return the tickers of common shares, as far as a ticker tells."""
    return [
        ticker
        for ticker in tickers
        if not _NO_COMMON.search(ticker)
        and ("-" in ticker or len(ticker) < 5 or ticker[-1] not in _LEFTOVER)
    ]


def _plain(ticker: str) -> str:
    """Return MOGA for MOG A, MOG-A and MOGA."""
    return re.sub(r"[ ./-]", "", ticker)


def _unshared(rows: list[_Row], stated: list[str], lent: list[str]) -> list[str]:
    """Take a borrowed ticker from rows of several securities that found the same. Where a row has
    neither ISIN nor CUSIP, the issuer and the title say which security it is."""
    of_title = {(row.lei, row.names): row.security for row in rows if row.security}
    titles = [(row.lei, row.names) for row in rows]
    securities = [
        row.security or of_title.get(title) or title
        for row, title in zip(rows, titles, strict=True)
    ]
    claims = Counter(ticker for ticker, _ in set(zip(lent, securities, strict=True)))
    return [
        ticker if ticker == own or claims[ticker] == 1 else NO_TICKER
        for ticker, own in zip(lent, stated, strict=True)
    ]


def _doubts(tickers: list[str], sectors: list[str | None]) -> Iterator[str]:
    for what, missing in (("ticker", tickers.count(NO_TICKER)), ("sector", sectors.count(None))):
        if missing:
            yield f"of {missing:,} of {len(tickers):,} holdings no {what} could be told by its name"
