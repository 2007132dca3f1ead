"""What changed in the index between two universes: who came and left, new tickers and names,
weights, and who of those that left is in the index of larger companies now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from screener.model.screen import Screen
from screener.screening.compile import OUTCOME
from screener.screening.identity import COMPANY
from screener.screening.judged import best_rows, side_by_side
from screener.screening.universe import Universe
from screener.sources.match import match_ciks
from screener.sources.name_index import NameIndex
from screener.sources.names import words

_HELD: dict[str, type[pl.DataType]] = {
    "ticker": pl.String,
    "name": pl.String,
    "cik": pl.Int64,
    "sector": pl.String,
    "weight": pl.Float64,
    "market_value": pl.Float64,
    OUTCOME: pl.String,
}

PROMOTED = "promoted"

INDEX: dict[str, type[pl.DataType]] = {
    "change": pl.String,
    **_HELD,
    PROMOTED: pl.Boolean,
    "ticker_before": pl.String,
    "name_before": pl.String,
}
"""The columns of the changes of the index: figures are those of now, of a company that was removed
those it had. ``promoted`` is null where the larger index is not known, and of all but the removed;
``ticker_before`` and ``name_before`` are null of all but the renamed."""

INDEX_NOTES = {
    "change": "added, removed or renamed",
    "weight": "share of the index, of now; of a removed company the one it had",
    "market_value": "value of the fund's position in USD, of now or, of a removed one, before",
    OUTCOME: "pass, fail or unknown: what the screen says where the company is listed",
    PROMOTED: "whether a removed company is in the larger index; empty where that is not known",
    "ticker_before": "of a renamed company",
    "name_before": "of a renamed company",
}

WEIGHTS: dict[str, type[pl.DataType]] = {
    "ticker": pl.String,
    "name": pl.String,
    "cik": pl.Int64,
    "weight_before": pl.Float64,
    "weight": pl.Float64,
    "weight_change": pl.Float64,
    "quantity_before": pl.Float64,
    "quantity": pl.Float64,
    "index_shares_change": pl.Float64,
}
"""The columns of the weights. A company of several share classes has their sum, null where that of
one of them is unknown."""

WEIGHTS_NOTES = {
    "ticker": "of now; of several share classes that of the first",
    "weight_before": "share of the index before, the sum of all share classes",
    "weight": "the same now",
    "weight_change": "weight - weight_before: 0.001 is a tenth of a percent of the index",
    "quantity_before": "shares that the fund held before",
    "quantity": "shares that the fund holds now",
    "index_shares_change": "about the change of its shares in the index: quantity / quantity_before"
    " over the median of that ratio, by which the fund itself grew or shrank, - 1; a split"
    " counts, too; unknown where the ratio is known of fewer than 20 companies",
}

_FEWEST_OF_A_FUND = 20


@dataclass(frozen=True, slots=True)
class IndexChanges:
    """What changed in the index; companies are told apart as in
    :func:`screener.screening.diff.diff`.

    ``added`` and ``removed``: a row for each company, by ticker. ``renamed``: a row for each share
    class, of a company that is in both, whose ticker or name is another. All three have the columns
    of :data:`INDEX`. ``weights``: a row for each company that is in both, the largest change first,
    with the columns of :data:`WEIGHTS`. ``renames_known``: false where one of the universes is that
    of an N-PORT report, which spells names in its own way and has tickers of another day; then
    ``renamed`` is empty."""

    added: pl.DataFrame
    removed: pl.DataFrame
    renamed: pl.DataFrame
    weights: pl.DataFrame
    renames_known: bool = True

    def table(self) -> pl.DataFrame:
        """Return all changes but those of weights: the added, the removed, the renamed."""
        return pl.concat([self.added, self.removed, self.renamed])


def index_changes(before: Universe, after: Universe, screen: Screen) -> IndexChanges:
    """Compare the two indexes; ``screen`` says what passes.

    The holdings are read for the quantities: raise :class:`screener.errors.SnapshotError` where
    they are damaged."""
    was, now, _ = side_by_side(before, after, screen)
    by_report = [universe.snapshot.manifest.by_report for universe in (before, after)]
    renamed = _renamed(was, now)
    sides = zip((was, now), (before, after), strict=True)
    quantities = [_quantities(rows, universe.constituents) for rows, universe in sides]
    return IndexChanges(
        added=_listed(now, was, "added"),
        removed=_listed(was, now, "removed"),
        renamed=renamed.clear() if any(by_report) else renamed,
        weights=_weights(was, now, *quantities),
        renames_known=not any(by_report),
    )


def with_promoted(found: IndexChanges, larger: pl.DataFrame) -> IndexChanges:
    """Say of each company that was removed whether it is among ``larger``: the holdings of the fund
    of the larger index, with the columns ticker and name.

    It is where a holding has its ticker and a name that fits, or the same name in full, or where
    only one company has its name but for its form: tickers change. A ticker alone tells nothing:
    another company may have it by now."""
    # A holdings file numbers nobody: here a company is who has the same words for a name, so that
    # its share classes are one.
    names = [" ".join(sorted(words(name))) for name in larger["name"]]
    filers = larger.select("ticker", title="name").with_columns(
        cik=pl.Series(names, dtype=pl.String).rank("dense").cast(pl.Int64)
    )
    left = found.removed.select(pl.col("ticker", "name").fill_null("-"))
    by_name = left.with_columns(ticker=pl.lit("-"))
    by_ticker, by_words = (
        match_ciks(listed, [filers])["cik"].is_not_null() for listed in (left, by_name)
    )
    # In full: names of one word are too short for less (BRP Group and BRP Inc. are two).
    index = NameIndex(larger["name"].fill_null("").to_list(), legal=True)
    in_full = pl.Series([bool(index.find(name)) for name in left["name"]], dtype=pl.Boolean)
    is_there = (by_ticker | by_words | in_full).alias(PROMOTED)
    return replace(found, removed=found.removed.with_columns(is_there))


def _listed(here: pl.DataFrame, there: pl.DataFrame, change: str) -> pl.DataFrame:
    """Return the companies that only ``here`` has."""
    only = best_rows(here.join(there, on=COMPANY, how="anti"))
    return _shaped(only.sort("ticker", "name", nulls_last=True), change)


def _shaped(rows: pl.DataFrame, change: str) -> pl.DataFrame:
    given = {name for name in INDEX if name in rows.columns}
    blank = {name: pl.lit(None, dtype) for name, dtype in INDEX.items() if name not in given}
    return rows.with_columns(**blank | {"change": pl.lit(change)}).select(list(INDEX))


def _renamed(was: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Pair the listings that a company no longer has with those that it did not have: by ticker,
    by name, else as they stand. One without a partner is a share class that came or left."""
    identity = [COMPANY, "ticker", "name"]
    gone, came = (
        one.join(other, on=identity, how="anti", nulls_equal=True)
        for one, other in ((was, now), (now, was))
    )
    gone = gone.select(COMPANY, ticker_before="ticker", name_before="name")
    pairs = []
    for by in (["ticker"], ["name"], []):
        gone, came = (
            frame.with_columns(place=pl.int_range(pl.len()).over(COMPANY, *keys))
            for frame, keys in ((gone, [f"{name}_before" for name in by]), (came, by))
        )
        found = came.join(
            gone,
            left_on=[COMPANY, "place", *by],
            right_on=[COMPANY, "place", *(f"{name}_before" for name in by)],
            coalesce=False,
            maintain_order="left",
        ).drop(f"{COMPANY}_right", "place_right")
        pairs.append(found)
        mine, theirs = [*identity, "place"], [COMPANY, "ticker_before", "name_before"]
        came = came.join(found, on=mine, how="anti", nulls_equal=True)
        gone = gone.join(found, on=[*theirs, "place"], how="anti", nulls_equal=True)
    every = pl.concat(pairs).sort("ticker", "name", nulls_last=True, maintain_order=True)
    return _shaped(every, "renamed")


def _weights(
    was: pl.DataFrame, now: pl.DataFrame, quantities_before: pl.DataFrame, quantities: pl.DataFrame
) -> pl.DataFrame:
    before = _summed(was, ["weight"]).join(quantities_before, on=COMPANY, how="left")
    here = _summed(now, ["weight"]).join(quantities, on=COMPANY, how="left")
    names = now.unique(COMPANY, keep="first", maintain_order=True)
    return (
        names.select(COMPANY, "ticker", "name", "cik")
        .join(here, on=COMPANY, maintain_order="left")
        .join(before, on=COMPANY, suffix="_before", maintain_order="left")
        .with_columns(
            weight_change=pl.col("weight") - pl.col("weight_before"),
            index_shares_change=_of_the_index(pl.col("quantity") / pl.col("quantity_before")),
        )
        .select(list(WEIGHTS))
        .sort(
            *(pl.col(name).abs() for name in ("weight_change", "index_shares_change")),
            "ticker", "name",
            descending=[True, True, False, False], nulls_last=True,
        )
    )  # fmt: skip


def _of_the_index(ratio: pl.Expr) -> pl.Expr:
    """Return the change of shares in the index from the ratios of the shares that the fund holds:
    most companies' differ by how much the fund itself has grown."""
    known = pl.when(ratio.is_finite() & (ratio >= 0)).then(ratio)
    fund = pl.when((known.count() >= _FEWEST_OF_A_FUND) & (known.median() > 0)).then(known.median())
    return known / fund - 1


def _quantities(rows: pl.DataFrame, holdings: pl.DataFrame) -> pl.DataFrame:
    """Return the shares that the fund holds of each company."""
    identity = ["ticker", "name", "cik"]
    known = rows.select(*identity, COMPANY).unique(identity, keep="first", maintain_order=True)
    return _summed(holdings.join(known, on=identity, nulls_equal=True), ["quantity"])


def _summed(rows: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Return the sums for each company, null where one of the values is."""
    return rows.group_by(COMPANY, maintain_order=True).agg(
        pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()) for name in names
    )
