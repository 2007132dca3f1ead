"""Whose a name was on an earlier day, by the former names that filing histories tell.

A ticker alone is no evidence, as it may have changed hands, and a name of today need not be that of
the day: old Hertz Global Holdings is Herc Holdings now, and another company bears its old name. A
former name with its period tells both: who was called so on the day, and who was not yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from screener.screening.universe import Universe
from screener.sources.edgar import TICKERS
from screener.sources.name_index import NameIndex

_LAG = dt.timedelta(days=31)
"""A fund's file may follow a new name some weeks late, or go before the first filing under it."""

_LAG_OF_TICKERS = dt.timedelta(days=366)
"""The same where the ticker speaks for it, too."""


@dataclass(frozen=True)
class NamesThen:
    """What the companies of a snapshot were called on a day.

    ``by_ticker``: ticker, cik and title, a row for each name that a company had on the day or in
    the year before under each ticker that it has or had; where the day is not known, for every
    former name. It is evidence only together with the ticker. ``borne``: the names of the day
    alone, under the tickers of today; they tell a company by themselves where only one has them.
    Empty where the day is not known."""

    by_ticker: pl.DataFrame
    borne: pl.DataFrame
    _index: NameIndex
    _places: list[tuple[int, bool]]
    _later: frozenset[int]

    def company(self, *names: str) -> int | None:
        """Return the company that bore the first of the names that anybody bore on the day: one of
        which it is a former name, and no other bore the same."""
        for name in names:
            found = [self._places[at] for at in self._index.find(name)]
            if found:
                ciks = {cik for cik, _ in found}
                return ciks.pop() if len(ciks) == 1 and any(was for _, was in found) else None
        return None

    def at_first(self, cik: int | None, *names: str) -> int | None:
        """Return ``cik``, the company that has one of the names today, but where it is unknown or
        filed first after the day the one that bore the name then, if that is known."""
        if cik is None or cik in self._later:
            found = self.company(*names)
            return cik if found is None else found
        return cik


def names_then(universe: Universe, day: dt.date | None) -> NamesThen:
    """Return what the companies of ``universe`` were called on ``day``; None: it is unknown."""
    former = universe.former_names
    late, borne = former, former.clear()
    if day is not None:
        begun = former.filter(pl.col("since") <= day + _LAG)
        late = begun.filter(pl.col("until") >= day - _LAG_OF_TICKERS)
        borne = begun.filter(pl.col("until") >= day - _LAG)
    today = _names_of_today(universe, former, day)
    held = (
        universe.constituents.filter(pl.col("ticker") != "-").select("ticker", "cik").drop_nulls()
    )
    names = pl.concat(
        [borne.select("name", "cik", was=True), today.select("name", "cik", was=False)]
    )
    return NamesThen(
        _under(pl.concat([held, universe.tickers.select("ticker", "cik")]), late),
        _under(held, borne),
        NameIndex(names["name"].to_list(), legal=True),
        list(names.select("cik", "was").iter_rows()),
        frozenset(_first_filed_after(universe, day)["cik"]),
    )


def _names_of_today(universe: Universe, former: pl.DataFrame, day: dt.date | None) -> pl.DataFrame:
    """Return name and cik of the companies that may have been called as today on the day: of all
    but those that were called otherwise for some time before and after it, or had not filed."""
    names = pl.concat(
        [
            universe.constituents.select("name", "cik"),
            universe.companies.select("cik", name="entity_name").select("name", "cik"),
        ]
    ).drop_nulls()
    if day is None:
        return names
    otherwise = former.filter(pl.col("since") <= day - _LAG, pl.col("until") >= day + _LAG)
    # By the facts alone it may have filed before.
    later = _first_filed_after(universe, day).filter(pl.col("first_filed_source") == "submissions")
    return names.join(otherwise, on="cik", how="anti").join(later, on="cik", how="anti")


def _first_filed_after(universe: Universe, day: dt.date | None) -> pl.DataFrame:
    if day is None:
        return universe.companies.clear()
    return universe.companies.filter(pl.col("first_filed") > day)


def _under(tickers: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Return the names under the tickers of their companies."""
    return (
        names.select("cik", title="name")
        .join(tickers.unique(maintain_order=True), on="cik", maintain_order="left_right")
        .select(list(TICKERS))
    )
