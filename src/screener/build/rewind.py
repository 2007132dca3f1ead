"""A universe as it was known on an earlier day, from the facts that its snapshot holds.

Every vintage of every fact is kept with the day on which it was filed, so nothing but what was
filed by then is used. What the snapshot does not keep for every day stays as it says: the industry
is the one it names, and the debt by instrument is that of the newest filing, which is known only
from its day on."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl

from screener.build.assemble import assemble, coverage, unknown_by_kind
from screener.build.companies import FILERS
from screener.build.debt_notes import OLD_DAYS
from screener.build.figures import Figures, figures
from screener.build.holdings import of_companies, priced, unpriced
from screener.build.kept import find, keep, key_of
from screener.build.membership import Membership, of_snapshot
from screener.build.reading import NO_FACTS
from screener.errors import UsageError
from screener.model.days import day_of
from screener.model.verdict import Unknown
from screener.model.words import counted
from screener.screening.universe import Universe
from screener.store.held import HeldSnapshot, Tables, in_memory
from screener.store.manifest import Manifest

_AT_ONCE = 512
"""Companies computed together: enough for polars to be quick, few enough for the memory."""

_MOST_THREADS = 4
"""Parts computed at a time. Most steps of one keep one core busy, so that others find room beside
it; more take more memory."""


def rewind(
    universe: Universe,
    as_of: dt.date | str,
    membership: Membership | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Universe:
    """Return the universe of ``membership`` (None: the snapshot's own) as known at the end of
    ``as_of``, a day or a text ``YYYY-MM-DD``.

    Its manifest says so. What was computed is kept in the cache folder (:mod:`.kept`).
    ``on_progress`` is told how many companies of how many are done, where anything is to be
    computed. Raise :class:`UsageError` for what is no day and for a day after the snapshot's as-of
    date, :class:`screener.errors.SnapshotError` where it is damaged.
    """
    as_of = day_of(as_of)
    snapshot = universe.snapshot
    known_until = snapshot.manifest.as_of
    if as_of > known_until:
        raise UsageError(
            f"the snapshot knows what was filed up to {known_until}, not to {as_of}",
            next_step="Choose an earlier day, or make a newer snapshot: screen update",
        )
    if membership is None and as_of == known_until:
        return universe
    members = membership or of_snapshot(universe)
    constituents = priced(members.constituents, members.holdings_date, as_of, members.price_reason)
    key = key_of(snapshot.manifest, (as_of, members.said, members.warnings), constituents)
    tables: Tables | None = find(key)
    if tables is None:
        computed = _computed(universe, constituents, as_of, on_progress)
        names_of = {"tickers": universe.tickers, "former_names": universe.former_names}
        new = {**assemble(constituents, computed, as_of), **names_of}
        keep(key, as_of, new)
        tables = new
    names = ("constituents", "companies", "metrics", "reasons")
    frames = {name: tables[name].lazy().collect() for name in names}
    missing = (
        members.missing,
        unpriced(constituents, as_of),
        _before_their_facts(frames["constituents"], as_of),
        _undated_debt(universe, frames, as_of),
    )
    told = "; ".join(filter(None, missing))
    manifest = _manifest(universe, members, as_of, frames, told, chosen=membership is not None)
    facts = _facts(universe, as_of, frames["companies"])
    held = HeldSnapshot(snapshot.path, manifest, in_memory({**tables, **frames, "facts": facts}))
    return Universe(held, frames["metrics"])


def _before_their_facts(constituents: pl.DataFrame, as_of: dt.date) -> str:
    """Say of how many companies no fact was filed by the day, where that is most of them."""
    known = constituents.filter(pl.col("cik").is_not_null())
    bare = known.filter(pl.col("kind") == Unknown.NO_FACTS.value)["cik"].n_unique()
    if bare * 2 <= known["cik"].n_unique():
        return ""
    return f"of {counted(bare, 'company', 'companies')} no fact was filed by {as_of}"


def _facts(universe: Universe, as_of: dt.date, companies: pl.DataFrame) -> pl.LazyFrame:
    of_members = pl.col("cik").is_in(companies["cik"].implode())
    return universe.scan("facts").filter(pl.col("filed") <= as_of, of_members)


def _manifest(
    universe: Universe,
    members: Membership,
    as_of: dt.date,
    tables: dict[str, pl.DataFrame],
    missing: str,
    *,
    chosen: bool,
) -> Manifest:
    now = universe.snapshot.manifest
    return replace(
        now,
        as_of=as_of,
        fund=members.fund,
        holdings_date=members.holdings_date,
        newest_filing=tables["companies"].select(pl.col("latest_filed").max()).item(),
        tables={},
        counts={
            "matched": tables["constituents"]["cik"].count(),
            "with_facts": tables["constituents"]["reason"].null_count(),
            **{name: table.height for name, table in tables.items()},
        },
        coverage=coverage(tables["metrics"]),
        reasons=unknown_by_kind(tables),
        warnings=list(members.warnings),
        membership=members.said,
        missing=missing,
        facts_until=now.as_of,
        by_report=members.by_report,
        chosen=chosen,
    )


def _undated_debt(universe: Universe, tables: dict[str, pl.DataFrame], as_of: dt.date) -> str:
    """Say of how many companies the debt by instrument is known only after the day."""
    members = tables["companies"]["cik"].implode()
    later = universe.instruments.filter(pl.col("filed") > as_of, pl.col("cik").is_in(members))
    count = later["cik"].n_unique()
    if not count:
        return ""
    whose = counted(count, "company", "companies")
    return f"the debt by instrument of {whose} is of later filings, so its type is mostly unknown"


def _computed(
    universe: Universe,
    constituents: pl.DataFrame,
    as_of: dt.date,
    on_progress: Callable[[int, int], None] | None,
) -> list[Figures]:
    holdings = of_companies(constituents)
    known = _filers(universe, holdings["cik"])
    not_before = dt.date.fromordinal(max(as_of.toordinal() - OLD_DAYS, 1))
    instruments = universe.instruments.filter(pl.col("filed") <= as_of, pl.col("end") >= not_before)
    facts = universe.scan("facts")

    def instruments_of(ciks: Sequence[int]) -> pl.DataFrame:
        return instruments.filter(pl.col("cik").is_in(pl.Series(ciks, dtype=pl.Int64).implode()))

    def figures_of(part: pl.DataFrame) -> Figures:
        first, last = part["cik"].min(), part["cik"].max()
        of_part = facts.filter(
            pl.col("cik").is_between(pl.lit(first, pl.Int64), pl.lit(last, pl.Int64)),
            pl.col("cik").is_in(part["cik"].implode()),
        ).collect()
        of_these = known.join(part.select("cik"), on="cik", how="semi")
        return figures(of_these, of_part, part, as_of, instruments_of)

    found = list[Figures]()
    if on_progress is not None:
        on_progress(0, holdings.height)
    # In the order of CIKs, as the facts are, so that a part of their file is decoded only once.
    parts = [holdings[at : at + _AT_ONCE] for at in range(0, max(holdings.height, 1), _AT_ONCE)]
    pool = ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1, len(parts)))
    try:
        for of_part in pool.map(figures_of, parts):
            found.append(of_part)
            if on_progress is not None:
                on_progress(min(len(found) * _AT_ONCE, holdings.height), holdings.height)
    finally:  # also where a Ctrl-C ends it: nobody wants what was not begun
        pool.shutdown(wait=False, cancel_futures=True)
    return found


def _filers(universe: Universe, ciks: pl.Series) -> pl.DataFrame:
    """What the snapshot knows of these companies beside their facts: the columns of
    ``companies.FILERS``."""
    by_history = pl.col("first_filed_source") == "submissions"
    failures = (
        universe.constituents.select("cik", "reason")
        .drop_nulls("cik")
        .unique("cik", keep="first", maintain_order=True)
    )
    return (
        pl.DataFrame({"cik": ciks})
        .join(universe.companies, on="cik", how="left", maintain_order="left")
        .join(failures, on="cik", how="left", maintain_order="left")
        .with_columns(
            first_filed=pl.when(by_history).then("first_filed"),
            failure=pl.col("reason").fill_null(NO_FACTS),
        )
        .select(list(FILERS))
    )
