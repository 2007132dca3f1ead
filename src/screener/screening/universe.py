"""Universe: the constituents with all their metrics at a snapshot."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from screener.debt.relief import relief_by_sector
from screener.errors import UsageError
from screener.model.company import run_together, several_fit
from screener.model.metric import DEFAULT_RATE_MOVE, nearest
from screener.model.screen import DEFAULT_SCREEN, Screen, rate_move_of
from screener.model.verdict import Note
from screener.model.words import counted, quoted
from screener.screening.compile import columns, run
from screener.store.places import chosen_snapshot
from screener.store.snapshot import Snapshot, open_snapshot

if TYPE_CHECKING:
    from screener.model.distribution import Distribution
    from screener.screening.diff import Diff
    from screener.screening.explain import RuleOutcome
    from screener.screening.funnel import Funnel
    from screener.screening.zombies import Comparison

_SEPARATORS = re.compile(r"[ ./-]+")

_Known = tuple[str | None, str | None]
_TICKER, _NAME = 0, 1

_ALL = "All of them: screen export --preset everything --columns ticker,name,cik"

_OF_THE_PROGRAM = frozenset({"noted", "of_company", "prepare"})
"""What the front ends ask for and no person needs: it is not listed by ``dir``."""

Row = dict[str, Any]
"""A constituent's metrics: metric name → value, None where it is unknown."""


@dataclass(frozen=True, repr=False)
class Universe:
    """The constituents of a snapshot with their metrics.

    ``metrics``: a row per constituent, with the columns and dtypes of
    :data:`screener.store.schema.METRICS_TABLE`. The other tables are read when they are first asked
    for; their columns stand in :mod:`screener.store.schema`. Each raises
    :class:`screener.errors.SnapshotError` where it is damaged. ``snapshot.manifest`` says which day
    it is, whose companies they are and where they come from.

    A company is asked for by its ticker, its name or a part of it, or its CIK (a whole number): see
    :meth:`find`. A screen that is not given is the preset profitable-growers as it ships. A move of
    short-term rates is a fraction (-0.005) or a text ("-50bp", "-0.5%").
    """

    snapshot: Snapshot
    metrics: pl.DataFrame

    def __dir__(self) -> list[str]:
        """List what people need: notebooks offer it."""
        return [name for name in super().__dir__() if name not in _OF_THE_PROGRAM]

    def __repr__(self) -> str:
        """Say which companies, as of when: a notebook shows it."""
        manifest = self.snapshot.manifest
        rows = counted(self.metrics.height, "constituent")
        return f"<Universe of {manifest.members!r} as of {manifest.as_of}: {rows}>"

    @cached_property
    def constituents(self) -> pl.DataFrame:
        """Return the holdings that are listed companies; the reason where one has no figures."""
        return self.snapshot.table("constituents")

    @cached_property
    def companies(self) -> pl.DataFrame:
        """Return the SEC filers of the universe."""
        return self.snapshot.table("companies")

    @cached_property
    def tickers(self) -> pl.DataFrame:
        """Return under which tickers and names the companies are or were listed."""
        return self.snapshot.table("tickers")

    @cached_property
    def former_names(self) -> pl.DataFrame:
        """Return which names the companies had before, and from when to when."""
        return self.snapshot.table("former_names")

    @cached_property
    def reasons(self) -> pl.DataFrame:
        """Return why metrics are unknown and how verdicts came out (cik, metric, reason)."""
        return self.snapshot.table("reasons")

    @cached_property
    def noted(self) -> dict[str, frozenset[int]]:
        """Return, by metric, the CIKs of the companies of whose figure something must be known: it
        is derived, stands in for another or is contradicted in part."""
        kinds = [kind.value for kind in Note]
        found = self.scan("reasons").filter(pl.col("kind").is_in(kinds))
        by_metric = found.group_by("metric").agg("cik").collect()
        return {metric: frozenset(ciks) for metric, ciks in by_metric.iter_rows()}

    def prepare(self) -> None:
        """Read now what a screen of the whole universe needs beside the metrics, so that a damaged
        table is told at once. Raise :class:`SnapshotError`."""
        _ = self.noted, self.pre_revenue

    @cached_property
    def lineage(self) -> pl.DataFrame:
        """Return the operands of every metric."""
        return self.snapshot.table("lineage")

    @cached_property
    def instruments(self) -> pl.DataFrame:
        """Return the debt instruments of the companies whose filings' instances were read."""
        return self.snapshot.table("instruments")

    def relief(self, move: float | str = DEFAULT_RATE_MOVE) -> pl.DataFrame:
        """Return what a move of short-term rates saves by sector and, last, for all.

        See :func:`screener.debt.relief.relief_by_sector` for the columns. Raise
        :class:`UsageError` for what is no move."""
        return relief_by_sector(self.metrics, rate_move_of(move))

    def sectors(self, move: float | str = DEFAULT_RATE_MOVE) -> pl.DataFrame:
        """Return what each sector and, last, the index is like: profitable and zombie shares,
        medians, P/E, types of debt, and what a move of short-term rates does.

        See :func:`screener.screening.sectors.sectors` for the columns. Raise :class:`UsageError`
        for what is no move."""
        from screener.screening.sectors import sectors

        return sectors(self.metrics, self.pre_revenue, rate_move_of(move))

    @cached_property
    def index(self) -> Row:
        """Return what the index is like, at the default move of the rate: the last row of
        :meth:`sectors` but for what the move saves."""
        from screener.screening.sectors import whole

        return whole(self.metrics, self.pre_revenue).row(0, named=True)

    @cached_property
    def pre_revenue(self) -> frozenset[int]:
        """Return the CIKs of the drug and biotech companies before their first sales: they stand
        beside every share of zombies."""
        from screener.screening.zombies import pre_revenue_of

        return pre_revenue_of(self)

    @cached_property
    def years(self) -> pl.DataFrame:
        """Return the companies' fiscal years."""
        return self.snapshot.table("years")

    @cached_property
    def quarters(self) -> pl.DataFrame:
        """Return the companies' quarters."""
        return self.snapshot.table("quarters")

    def of_company(self, table: str, cik: int | None) -> pl.DataFrame:
        """Return a table's rows about one company, as they are stored; none for no number.

        Whole tables take up to forty megabytes, and a page about a company asks for its rows again
        and again: so only its rows are decoded, and kept until another company is asked about."""
        key = (table, cik)
        found = self._kept.get(key)
        if found is None:
            mine = pl.col("cik") == pl.lit(cik, dtype=pl.Int64)
            found = self.scan(table).filter(mine).collect()
            for other in [other for other in self._kept if other[1] != cik]:
                self._kept.pop(other, None)
            self._kept[key] = found
        return found

    def debt_of(self, company: str | int | None) -> pl.DataFrame:
        """Return a company's debt by instrument, the largest first; no rows where none is known.

        The columns of :data:`screener.store.schema.INSTRUMENTS`. ``company`` as for :meth:`find`,
        which raises for a text; None is a holding without a filer."""
        cik = self.find(company)["cik"] if isinstance(company, str) else company
        return self.of_company("instruments", cik).sort("amount", descending=True)

    def scan(self, table: str) -> pl.LazyFrame:
        """Return a table of the snapshot (:data:`screener.store.schema.TABLES`), such as the large
        "facts", to take some of its rows and columns; it is as it was when first asked for."""
        if (whole := self.__dict__.get(table)) is not None:  # read already
            return pl.LazyFrame(whole)
        if table not in self._scanned:
            self._scanned[table] = self.snapshot.scan(table)
        return self._scanned[table]

    @cached_property
    def _scanned(self) -> dict[str, pl.LazyFrame]:
        return {}

    @cached_property
    def _kept(self) -> dict[tuple[str, int | None], pl.DataFrame]:
        return {}

    def screen(self, screen: Screen = DEFAULT_SCREEN) -> pl.DataFrame:
        """Return the rows that pass, sorted and limited: the screen's columns of ``metrics``.

        With ``unknown="include"`` also those that fail only for a missing figure; then a column
        ``outcome`` says "pass" or "unknown".
        """
        return run(self.metrics, screen).rows.select(columns(screen))

    def explain(
        self, company: str | int, screen: Screen = DEFAULT_SCREEN
    ) -> tuple[RuleOutcome, ...]:
        """Return what each rule of ``screen`` says of a company: pass, fail or unknown, and why.

        ``company`` as for :meth:`find`, which raises for it."""
        from screener.screening.explain import explain

        return explain(self, screen, self.find(company))

    def funnel(self, screen: Screen = DEFAULT_SCREEN) -> Funnel:
        """Return what each rule of ``screen`` removes, alone and in order."""
        from screener.screening.funnel import funnel

        return funnel(self.metrics, screen)

    def distribution(
        self, metric: str, screen: Screen = DEFAULT_SCREEN, *, bins: int = 14
    ) -> Distribution:
        """Return how a metric is spread over all rows and over those that pass ``screen``: bars
        with their counts, the median, how many are unknown.

        Raise :class:`UsageError` for what is no metric or has no bars, such as a name."""
        from screener.model.distribution import spreadable
        from screener.screening.distribution import distribution

        return distribution(self.metrics, screen, spreadable(metric).name, bins=bins)

    def percentiles(self, *metrics: str) -> pl.DataFrame:
        """Return ``metrics`` with a column ``NAME_percentile`` for each of the names: where the
        company stands in its sector, 0 to 1, null where that is unknown.

        See :func:`screener.screening.percentile.with_percentiles`, which raises for what has none.
        """
        from screener.screening.percentile import with_percentiles

        return with_percentiles(self.metrics, metrics)

    def changes(self, earlier: Universe, screen: Screen = DEFAULT_SCREEN) -> Diff:
        """Return what changed from an ``earlier`` universe to this one: who entered and left
        ``screen`` and by which rule, who came into the index or left it, who has filed."""
        from screener.screening.diff import diff

        return diff(earlier, self, screen)

    def zombies(self) -> Comparison:
        """Return the definitions of a zombie side by side: counts, overlap, differences, years."""
        from screener.screening.zombies import compare

        return compare(self)

    def zombie_record(self, company: str | int) -> pl.DataFrame:
        """Return a company's fiscal years, oldest first, with what the definitions read and say.

        The columns of :data:`screener.store.schema.YEARS`. ``company`` as for :meth:`find`."""
        return self.of_company("years", self.find(company)["cik"]).sort("period_end")

    def find(self, company: str | int) -> Row:
        """Return the row of a ticker, or else of a name, or of a part that only one name has; of a
        whole number the first row of the company with that CIK.

        Case doesn't matter, nor does the separator of a share class; the exact ticker wins over its
        variants (BF.B, BF-B, BFB). Raise :class:`UsageError` with the nearest tickers where there
        is no such company, with the candidates where there are several.
        """
        if not isinstance(company, str):
            return self._of_filer(int(company))
        known = list(self.metrics.select("ticker", "name").iter_rows())
        place = self.snapshot.manifest.place
        return self.metrics.row(_position(company.strip(), known, place), named=True)

    def _of_filer(self, cik: int) -> Row:
        mine = self.metrics.filter(pl.col("cik") == cik).head(1)
        if mine.is_empty():
            raise UsageError(f"no company with the CIK {cik} in this snapshot", next_step=_ALL)
        return mine.row(0, named=True)


def open_universe(path: str | os.PathLike[str] | None = None) -> Universe:
    """Open the snapshot at ``path``; else the data folder's current one; else the bundled sample.

    Raise :class:`screener.errors.SnapshotError` where it is missing, damaged or of another schema.
    """
    snapshot = open_snapshot(chosen_snapshot(None if path is None else Path(path)))
    return Universe(snapshot, snapshot.table("metrics"))


def _position(wanted: str, known: list[_Known], place: str) -> int:
    """Return which row is meant: the first way of reading ``wanted`` that fits any decides."""
    for normalise, field in _WAYS:
        target = normalise(wanted)
        hits = [i for i, row in enumerate(known) if normalise(row[field] or "") == target]
        if target and hits:
            return _only(wanted, hits, known)
    part = wanted.casefold()
    hits = [i for i, (_, name) in enumerate(known) if part and part in (name or "").casefold()]
    if hits:
        return _only(wanted, hits, known)
    if not part:
        raise UsageError("no company is named: the text is empty")
    tickers = sorted({ticker for ticker, _ in known if ticker})
    raise UsageError(
        f"no company {quoted(wanted)} {place}{nearest(wanted.upper(), among=tickers)}",
        next_step=_ALL,
    )


def _only(wanted: str, hits: list[int], known: list[_Known]) -> int:
    # Rows of one ticker and one name can't be told apart in words: the first stands for them.
    candidates = list(dict.fromkeys(known[index] for index in hits))
    if len(candidates) == 1:
        return hits[0]
    raise several_fit(
        wanted,
        (" ".join(filter(None, pair)) for pair in candidates),
        "Write the ticker exactly as it is listed, or more of the name.",
    )


def _spelled_out(ticker: str) -> str:
    return _SEPARATORS.sub(".", ticker.upper())


def _run_together(ticker: str) -> str:
    # A holding without a ticker is listed as "-": that must not run together to nothing.
    return run_together(ticker) or ticker


_WAYS: tuple[tuple[Callable[[str], str], int], ...] = (
    (str, _TICKER),
    (str.upper, _TICKER),
    (_spelled_out, _TICKER),
    (_run_together, _TICKER),
    (str.casefold, _NAME),
)
"""How a text is compared with what, the strictest first."""
