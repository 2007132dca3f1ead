"""Who is in a universe at a day: the snapshot's own constituents, those of another holdings file,
or those that a membership table names.

Figures can only come from companies whose facts the snapshot holds. Who is a member and not among
them stays in the list, with that reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screener.build.names_then import names_then
from screener.build.report_members import named
from screener.errors import SourceError
from screener.files import path_text
from screener.model.words import counted
from screener.screening.universe import Universe
from screener.sources.fund import read_fund
from screener.sources.holdings import CONSTITUENTS as HELD
from screener.sources.match import match_ciks
from screener.sources.membership import read_membership
from screener.sources.names import words

_FEWEST_WORDS = 2
_SEPARATOR = r"[ ./]+"
_OF_A_DAY = ("market_value", "quantity", "price")
"""What a holding is worth."""

STRANGER = "no facts in this snapshot under this ticker and name"
_LATER = "no facts in this snapshot: its ticker is that of a company that first filed on {}"
_CHANGED = "no facts in this snapshot: its ticker is now that of a company that had another one"


@dataclass(frozen=True)
class Membership:
    """The constituents at a day.

    ``constituents``: the columns of ``sources.ishares.CONSTITUENTS``, and cik and reason (why there
    is none). ``holdings_date``: the day of their prices, None where they have none. ``said``: where
    it comes from, in words. ``missing``: whom it can't name, in words; empty where nobody.
    ``by_report``: whether it is that of an N-PORT report."""

    constituents: pl.DataFrame
    fund: str | None
    holdings_date: dt.date | None
    said: str
    missing: str = ""
    warnings: tuple[str, ...] = ()
    price_reason: str = ""
    by_report: bool = False


def of_snapshot(universe: Universe) -> Membership:
    """Return the constituents that the snapshot has."""
    manifest = universe.snapshot.manifest
    known = pl.when(pl.col("cik").is_null()).then("reason")
    return Membership(
        universe.constituents.select(*HELD, "cik", known.alias("reason")),
        manifest.fund,
        manifest.holdings_date,
        f"the snapshot's, {manifest.members}",
        "companies that left before that day are missing",
        tuple(manifest.warnings),
        by_report=manifest.by_report,
    )


def of_holdings(universe: Universe, path: Path) -> Membership:
    """Return the constituents of another holdings file, or of an N-PORT report; raise
    :class:`SourceError` for it."""
    holdings = read_fund(path)
    by_report = holdings.securities is not None
    if by_report:
        constituents = named(holdings, universe)
    else:
        constituents = _matched(holdings.constituents, universe, holdings.as_of)
    strangers = constituents["cik"].null_count()
    day = holdings.as_of.isoformat() if holdings.as_of else "an unknown day"
    fund, file = holdings.fund or "a fund without a name", path_text(Path(path.name))
    missing = _strangers(strangers, constituents.height)
    return Membership(
        constituents,
        holdings.fund,
        holdings.as_of,
        f"{fund}, {'N-PORT report' if by_report else 'holdings'} of {day} ({file})",
        f"{missing}, by their names" if missing and by_report else missing,
        holdings.warnings,
        by_report=by_report,
    )


def of_table(universe: Universe, path: Path, day: dt.date) -> Membership:
    """Return those whom a membership table names at its last own day by ``day``, and say which day
    that is where it is another; raise :class:`SourceError` for it, and for a day before its first.

    Its own days are those on which anybody starts or ends. A table of observations, such as of the
    ends of quarters, says who was seen on them and nothing of the days between: who was last seen
    on 28 June left at some time before 30 September, and who was first seen then came at some time
    after 28 June. So an observation counts until the next one. Of a table that knows the very day
    of every change this gives the members of the day itself wherever somebody starts on the day
    after others end, as at a reconstitution; only who ends on a day after which nobody starts is
    counted until the table's next own day.

    It holds tickers alone, and one that changed hands would name today's company. So a company that
    had filed nothing by the day is not the one that bore the ticker then; nor is one that is known
    under another ticker before, unless the ticker stayed a member up to the snapshot's holdings.
    Prices are those of the snapshot's holdings, at their own day alone."""
    table = read_membership(path)
    own = _last_own_day(table, day)
    if own is None:
        raise SourceError(
            f"names no member on {day}; its first day is {min(table['start'])}",
            where=str(path),
            next_step="Choose another --as-of, or another table.",
        )
    ends = pl.col("end")
    members = table.filter(pl.col("start") <= own, ends.is_null() | (ends >= own)).unique(
        "ticker", keep="first", maintain_order=True
    )
    manifest = universe.snapshot.manifest
    now = _last_own_day(table, manifest.holdings_date or manifest.as_of)
    lasting = members.select("ticker", stayed=ends.is_null() | (ends >= now))
    of_that_day = day == manifest.holdings_date
    constituents = _of_tickers(lasting, universe, day, priced=of_that_day)
    strangers = constituents["cik"].null_count()
    return Membership(
        constituents,
        None,
        day if of_that_day else None,
        f"{path_text(Path(path.name))} {_which_day(table, own, day)}",
        _strangers(strangers, constituents.height),
        price_reason="" if of_that_day else "no price: a membership table has none",
        by_report=manifest.by_report,  # whose tickers and names these are
    )


def _last_own_day(table: pl.DataFrame, day: dt.date) -> dt.date | None:
    days: list[dt.date] = pl.concat([table["start"], table["end"]]).drop_nulls().unique().to_list()
    return max((own for own in days if own <= day), default=None)


def _which_day(table: pl.DataFrame, own: dt.date, day: dt.date) -> str:
    if own == day:
        return f"at {day}"
    if own == _last_own_day(table, dt.date.max):
        return f"at {day}, whose newest day is {own}"
    return f"at {own}, its last day by {day}"


def _strangers(count: int, total: int) -> str:
    if not count:
        return ""
    return f"{count:,} of {counted(total, 'member')} are none of this snapshot's companies"


def _matched(constituents: pl.DataFrame, universe: Universe, day: dt.date | None) -> pl.DataFrame:
    """Add cik and reason: by ticker where the name is one that its company has or had, else by a
    name that only one bore at ``day``, else by one that only one has now."""
    listed = universe.constituents.filter(pl.col("cik").is_not_null(), pl.col("ticker") != "-")
    by_listing = listed.select("ticker", "cik", title="name")
    by_filer = (
        listed.select("ticker", "cik")
        .join(universe.companies.select("cik", title="entity_name"), on="cik")
        .drop_nulls()
    )
    then = names_then(universe, day)
    found = match_ciks(constituents, [by_listing, by_filer, universe.tickers, then.by_ticker])
    known = universe.constituents.select("name", "cik").drop_nulls().unique(maintain_order=True)
    names: dict[tuple[str, ...], set[int]] = {}
    for name, cik in known.iter_rows():
        names.setdefault(tuple(sorted(words(name))), set()).add(cik)
    taken = set(found["cik"].drop_nulls())
    ciks = []
    for name, cik in found.select("name", "cik").iter_rows():
        bore = then.at_first(cik, name)
        if bore != cik and bore not in taken:
            ciks.append(bore)
        else:
            ciks.append(_renamed(name, names, taken) if cik is None else cik)
    return found.with_columns(cik=pl.Series(ciks, dtype=pl.Int64)).with_columns(
        reason=pl.when(pl.col("cik").is_null()).then(pl.lit(STRANGER))
    )


def _renamed(name: str, names: dict[tuple[str, ...], set[int]], taken: set[int]) -> int | None:
    """Return whose name it is under another ticker: of one company, which no other row is. One word
    is too little: BRP Group and BRP Inc. are two companies."""
    if len(words(name)) < _FEWEST_WORDS:
        return None
    same = names.get(tuple(sorted(words(name))), set()) - taken
    return next(iter(same)) if len(same) == 1 else None


def _of_tickers(
    members: pl.DataFrame, universe: Universe, day: dt.date, *, priced: bool
) -> pl.DataFrame:
    """Give each ticker the snapshot's row of it, but for the weight, and for what belongs to a day
    of holdings unless they are ``priced`` on that day.

    ``members``: ticker, and ``stayed``: whether it has been a member from the day up to now. A
    ticker that no holding has is that of the company which the ticker files know under it."""
    key = pl.col("ticker").str.replace_all(_SEPARATOR, "-")  # as the SEC writes a share class
    listed = (
        universe.constituents.filter(pl.col("ticker") != "-")
        .select("name", "sector", "exchange", "currency", "cik", *_OF_A_DAY, key=key)
        .unique("key", keep="first", maintain_order=True)
    )
    first_of = listed.drop_nulls("cik").unique("cik", keep="first", maintain_order=True)
    once = (
        universe.tickers.select("cik", key=key)
        .join(listed, on="key", how="anti")
        .unique("key", keep="first", maintain_order=True)
        .join(first_of.drop("key"), on="cik", maintain_order="left")
        .with_columns(pl.lit(None, dtype=HELD[name]).alias(name) for name in _OF_A_DAY)
    )
    found = (
        members.with_columns(key=key)
        .join(
            pl.concat([listed, once.select(listed.columns)]),
            on="key",
            how="left",
            maintain_order="left",
        )
        .join(
            universe.companies.select("cik", "first_filed"),
            on="cik",
            how="left",
            maintain_order="left",
        )
    )
    later = (pl.col("first_filed") > day).fill_null(value=False)
    listed_now = pl.col("key").is_in(listed["key"].implode())
    changed = pl.col("cik").is_in(_newly_named(listed, universe.tickers, key).implode())
    changed = (listed_now & changed & ~pl.col("stayed")).fill_null(value=False)
    another = later | changed
    return found.with_columns(
        reason=pl.when(later)
        .then(pl.format(_LATER, "first_filed"))
        .when(changed)
        .then(pl.lit(_CHANGED))
        .when(pl.col("cik").is_null())
        .then(pl.lit(STRANGER)),
        **{
            name: pl.when(~another).then(pl.col(name))
            for name in ("cik", "name", "sector", "exchange")
        },
        **{name: pl.when(~another & pl.lit(priced)).then(pl.col(name)) for name in _OF_A_DAY},
        weight=pl.lit(None, dtype=HELD["weight"]),
    ).select(*HELD, "cik", "reason")


def _newly_named(listed: pl.DataFrame, tickers: pl.DataFrame, key: pl.Expr) -> pl.Series:
    """Return the companies that the oldest ticker file which has them knows under other tickers
    than that of any holding of theirs. Of one company, MOGA is MOG-A."""
    together = pl.col("key").str.replace_all("-", "")
    oldest = (
        tickers.filter(pl.col("file") == pl.col("file").max().over("cik"))
        .with_columns(key=key)
        .with_columns(key=together)
    )
    held = listed.select("cik", key=together)
    unchanged = oldest.join(held, on=["cik", "key"], how="semi")["cik"]
    return oldest.filter(~pl.col("cik").is_in(unchanged.implode()))["cik"].unique()
