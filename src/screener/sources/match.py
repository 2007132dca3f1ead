"""Which SEC filer is a constituent? By ticker, and never against the evidence of the names.

Holdings and ticker files are of different dates, and in between companies change their tickers
and names. A wrong match would show one company's figures under another's name, so a ticker counts
only if some name of its filer, in any of the ticker files, fits the holding's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from screener.sources.names import glued, is_ordinary, same_company, same_name, words

_NO_TICKER = "the holdings file gives no ticker"
_NO_FILER = "no SEC filer under this ticker"


def match_ciks(constituents: pl.DataFrame, tickers: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add ``cik`` (Int64) and ``reason`` (String: why there is none) to the constituents.

    ``constituents`` has at least the columns ticker and name; ``tickers`` are frames as
    :func:`screener.sources.edgar.read_tickers` returns them, the newest first. A ticker is looked
    up as it stands in each file in turn; then with space, dot or slash as a hyphen (``MOG A`` →
    ``MOG-A``); then with a hyphen before its last letter (``MOGA`` → ``MOG-A``). Two share classes
    of a company get the same ``cik``. A row without ticker is matched by name, if exactly one
    filer has it.
    """
    filers = _Filers(tickers)
    found = [filers.match(*row) for row in constituents.select("ticker", "name").iter_rows()]
    return constituents.with_columns(
        pl.Series("cik", [cik for cik, _ in found], dtype=pl.Int64),
        pl.Series("reason", [reason for _, reason in found], dtype=pl.String),
    )


class _Filers:
    """The ticker files, newest first, and every title that a filer has in any of them."""

    def __init__(self, tickers: Sequence[pl.DataFrame]) -> None:
        self._files: list[dict[str, tuple[int, str]]] = []
        self._titles: dict[int, set[str]] = {}
        for frame in tickers:
            file: dict[str, tuple[int, str]] = {}
            for ticker, cik, title in frame.select("ticker", "cik", "title").iter_rows():
                file.setdefault(ticker, (cik, title))
                self._titles.setdefault(cik, set()).add(title)
            self._files.append(file)

    def match(self, ticker: str, name: str) -> tuple[int, None] | tuple[None, str]:
        if ticker == "-":
            cik = self._only_one_named(name)
            return (cik, None) if cik is not None else (None, _NO_TICKER)
        other: tuple[int, str] | None = None
        for spelling in _spellings(ticker):
            for age, file in enumerate(self._files):
                if spelling not in file:
                    continue
                cik, title = file[spelling]
                if any(same_company(name, known, ticker) for known in self._titles[cik]):
                    return cik, None
                if other is None and spelling == ticker:
                    other = (age, title)
        if other is None:
            return None, _NO_FILER
        age, title = other
        return None, f"ticker {'once belonged' if age else 'now belongs'} to {title}"

    def _only_one_named(self, name: str) -> int | None:
        if len(words(name)) < 2:  # one word is too little: BRP Group and BRP Inc. are two companies
            return None
        same = [
            cik
            for cik, titles in self._titles.items()
            if any(_says_the_same(name, title) for title in titles)
        ]
        return same[0] if len(same) == 1 else None


def _says_the_same(name: str, title: str) -> bool:
    """Say whether two names are the same; ordinary words must stand in the same order: FIRST BANK
    is not BANK FIRST."""
    return same_name(name, title) and (not is_ordinary(name) or glued(name) == glued(title))


def _spellings(ticker: str) -> Iterator[str]:
    yield ticker
    hyphened = re.sub(r"[ ./]+", "-", ticker)
    if hyphened != ticker:
        yield hyphened
    if re.fullmatch(r"[A-Z]{2,}", ticker):
        yield f"{ticker[:-1]}-{ticker[-1]}"
