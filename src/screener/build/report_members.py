"""Which of a snapshot's companies the holdings of an N-PORT report are, by their names.

A report has hardly any tickers. What the snapshot knows - its constituents, and its companies'
tickers and names - lends them, as a holdings file and the SEC's lists do when a snapshot is built
from a report. Where the share class can't be told, the company still can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from screener.build.names_then import NamesThen, names_then
from screener.screening.universe import Universe
from screener.sources.borrowed import borrowed
from screener.sources.holdings import CONSTITUENTS, NO_TICKER, UNKNOWN_SECTOR, Holdings
from screener.sources.name_index import NameIndex
from screener.sources.names import share_class

UNNAMED = "an N-PORT report has no tickers, and no company of this snapshot has this name"


def lent(holdings: Holdings, universe: Universe) -> Holdings:
    """Return a report's holdings with the tickers and sectors that the companies of ``universe``
    have. Its warnings stay those of the report: strangers are no fault of it."""
    return _lent(holdings, universe, names_then(universe, holdings.as_of))


def _lent(holdings: Holdings, universe: Universe, then: NamesThen) -> Holdings:
    lists = [*_lists(universe), then.borne]
    found = borrowed(holdings, universe.constituents.select(list(CONSTITUENTS)), lists)
    return replace(found, warnings=holdings.warnings)


def named(holdings: Holdings, universe: Universe) -> pl.DataFrame:
    """Return a report's constituents with what :func:`lent` gives them, and ``cik`` and ``reason``:
    which company of ``universe`` each is, null where none or several have its name.

    One that is a constituent without a number is listed as that one is."""
    assert holdings.securities is not None, "other files have tickers of their own"
    names, then = _Names(universe), names_then(universe, holdings.as_of)
    found = _lent(holdings, universe, then).constituents
    pairs = holdings.securities.select("issuer", "title").iter_rows()
    ciks = [
        then.at_first(names.company(ticker, pair), *pair)
        for ticker, pair in zip(found["ticker"], pairs, strict=True)
    ]
    ciks = _of_one_issuer(ciks, holdings.securities)
    return _as_listed(found.with_columns(cik=pl.Series(ciks, dtype=pl.Int64)), universe)


def _lists(universe: Universe) -> list[pl.DataFrame]:
    """Return the SEC's lists as far as the snapshot has kept them, the newest first."""
    files = universe.tickers.sort("file", maintain_order=True)
    return files.partition_by("file", maintain_order=True)


class _Names:
    """The companies of a universe, by ticker and by every name that the snapshot knows."""

    def __init__(self, universe: Universe) -> None:
        listed = universe.constituents.select("name", "cik", "ticker")
        self._of_ticker: dict[str, set[int | None]] = {}
        for source in (universe.tickers, listed):  # the fund's own tickers go before
            own: dict[str, set[int | None]] = {}
            for ticker, cik in source.select("ticker", "cik").iter_rows():
                own.setdefault(ticker, set()).add(cik)
            self._of_ticker |= own
        titles = [listed.select(title="name", cik="cik")]
        titles += [files.select("title", "cik") for files in _lists(universe)]
        titles.append(universe.companies.select(title="entity_name", cik="cik").drop_nulls())
        self._indices = [
            (NameIndex(frame["title"].to_list(), cut=at == 0, legal=at > 0), frame["cik"].to_list())
            for at, frame in enumerate(titles)
        ]

    def company(self, ticker: str, names: Sequence[str]) -> int | None:
        """Return the company of a ticker that was lent by its name; without one, that which alone
        has one of the ``names``."""
        if ticker != NO_TICKER:
            return _only(self._of_ticker.get(ticker, set()))
        for index, ciks in self._indices:
            for name in names:
                if found := {ciks[at] for at in index.find(name)}:
                    return _only(found)
        return None


def _only(found: set[int | None]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None


def _of_one_issuer(ciks: list[int | None], securities: pl.DataFrame) -> list[int | None]:
    """Leave a company unknown that rows of several issuers would be: another one, which is none of
    the snapshot's, may have the same name.

    An issuer has one LEI. Where it isn't told, different securities must be different classes, as
    far as ISINs and CUSIPs tell securities apart."""
    rows: dict[int, list[_Security]] = {}
    found = [
        _Security(*row)
        for row in securities.select("issuer", "title", "lei", "isin", "cusip").iter_rows()
    ]
    for cik, security in zip(ciks, found, strict=True):
        if cik is not None:
            rows.setdefault(cik, []).append(security)
    doubtful = {cik for cik, its in rows.items() if len(its) > 1 and not _may_be_one(its)}
    return [None if cik in doubtful else cik for cik in ciks]


@dataclass(frozen=True, slots=True)
class _Security:
    issuer: str
    title: str
    lei: str | None
    isin: str | None
    cusip: str | None

    @property
    def share_class(self) -> str | None:
        return share_class(self.title) or share_class(self.issuer)


def _may_be_one(rows: Sequence[_Security]) -> bool:
    issuers = {row.lei for row in rows}
    if None not in issuers:
        return len(issuers) == 1
    if len(issuers - {None}) > 1:
        return False
    lots = {(row.isin or row.cusip, row.share_class) for row in rows if row.isin or row.cusip}
    return len({security for security, _ in lots}) == len({letter for _, letter in lots})


def _as_listed(rows: pl.DataFrame, universe: Universe) -> pl.DataFrame:
    """Fill in sectors by company, and the name of a constituent that has a ticker but no number."""
    sectors = (
        universe.constituents.filter(pl.col("sector") != UNKNOWN_SECTOR)
        .drop_nulls("cik")
        .group_by("cik")
        .agg(its_sector=pl.when(pl.col("sector").n_unique() == 1).then(pl.col("sector").first()))
    )
    unnumbered = (
        universe.constituents.filter(pl.col("cik").is_null(), pl.col("ticker") != NO_TICKER)
        .select("ticker", its_name="name")
        .unique("ticker", keep="none")
    )
    unknown = pl.col("sector") == UNKNOWN_SECTOR
    nameless = pl.col("cik").is_null()
    return (
        rows.join(sectors, on="cik", how="left", maintain_order="left")
        .join(unnumbered, on="ticker", how="left", maintain_order="left")
        .with_columns(
            sector=pl.when(unknown).then(pl.coalesce("its_sector", "sector")).otherwise("sector"),
            name=pl.when(nameless).then(pl.coalesce("its_name", "name")).otherwise("name"),
            reason=pl.when(nameless).then(pl.lit(UNNAMED)),
        )
        .select(*CONSTITUENTS, "cik", "reason")
    )
