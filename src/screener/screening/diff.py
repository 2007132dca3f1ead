"""What changed from one universe to another: in a screen, in the index and in the filings."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.model.screen import Screen
from screener.model.verdict import Outcome
from screener.screening.compile import OUTCOME
from screener.screening.filings import new_filings
from screener.screening.identity import COMPANY
from screener.screening.judged import best_rows, companies, side_by_side
from screener.screening.moves import Move, moves
from screener.screening.universe import Universe

LISTED: dict[str, type[pl.DataType]] = {
    "ticker": pl.String,
    "name": pl.String,
    "cik": pl.Int64,
    "sector": pl.String,
    OUTCOME: pl.String,  # a text of Outcome: what the screen says where the company is listed
}
"""The columns of the companies that came into the index or left it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Companies, a company of several share classes once: of the index and of those that pass
    before and after; of those that are in both, how many fail no longer but are unknown now, and
    how many were unknown and fail now."""

    companies_before: int
    companies: int
    passed_before: int
    passed: int
    became_unknown: int
    became_failing: int


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed. A company of several share classes stands once, by its row that passes, else
    its first.

    ``entered`` and ``left``: the companies that pass the screen only after, or only before, by
    ticker, with the rules that say something else; among them those that came into the index or
    left it. ``added`` and ``removed``: the companies that came into the index and left it, by
    ticker, with the columns of :data:`LISTED`. ``filings``: the companies in both that have filed
    since, the newest filing first, with the columns of
    :data:`screener.screening.filings.FILINGS`. ``alike``: the companies that are left out of all
    this, because a fund's report tells only their names: pairs that may be one, with the columns of
    :data:`screener.screening.alike.ALIKE`."""

    entered: tuple[Move, ...]
    left: tuple[Move, ...]
    added: pl.DataFrame
    removed: pl.DataFrame
    filings: pl.DataFrame
    counts: Counts
    alike: pl.DataFrame

    @property
    def left_out(self) -> list[str]:
        """Return the names of ``alike`` as they were before, each once."""
        return self.alike["name_before"].unique(maintain_order=True).to_list()


def diff(before: Universe, after: Universe, screen: Screen) -> Diff:
    """Compare two universes as ``screen`` sees each: with its move of the rate and its definition
    of a zombie.

    A company is the same by its CIK, or by ticker and name: see
    :func:`screener.screening.identity.keyed`. It passes where any of its share classes does; a
    company that fails only for a missing figure does not pass, whatever ``screen.unknown`` says,
    and ``screen.limit`` cuts nothing off."""
    was, now, alike = side_by_side(before, after, screen)
    both = (
        companies(was)
        .join(companies(now), on=COMPANY, how="full", coalesce=True, suffix="_now")
        .select(COMPANY, was=OUTCOME, now=f"{OUTCOME}_now")
    )
    passed, failed, unknown = (pl.lit(outcome.value) for outcome in Outcome)
    passed_before, passes = pl.col("was").eq_missing(passed), pl.col("now").eq_missing(passed)
    entered = both.filter(passes & ~passed_before).select(COMPANY)
    left = both.filter(passed_before & ~passes).select(COMPANY)
    counts = both.select(
        companies_before=pl.col("was").count(),
        companies=pl.col("now").count(),
        passed_before=passed_before.sum(),
        passed=passes.sum(),
        became_unknown=((pl.col("was") == failed) & (pl.col("now") == unknown)).sum(),
        became_failing=((pl.col("was") == unknown) & (pl.col("now") == failed)).sum(),
    ).row(0, named=True)
    return Diff(
        entered=moves(was, now, entered, after, screen, entering=True),
        left=moves(was, now, left, after, screen, entering=False),
        added=_listed(now, both.filter(pl.col("was").is_null())),
        removed=_listed(was, both.filter(pl.col("now").is_null())),
        filings=new_filings(was, now, before.companies, after.companies),
        counts=Counts(**counts),
        alike=alike,
    )


def _listed(rows: pl.DataFrame, those: pl.DataFrame) -> pl.DataFrame:
    return (
        best_rows(rows.join(those.select(COMPANY), on=COMPANY, how="semi"))
        .select(list(LISTED))
        .sort("ticker", "name", nulls_last=True)
    )
