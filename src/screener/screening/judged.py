"""What a screen and each of its rules say of every row of a universe, and of every company."""

from __future__ import annotations

import polars as pl

from screener.model.screen import Screen
from screener.model.verdict import Outcome
from screener.screening.alike import alike
from screener.screening.compile import OUTCOME, joined, outcomes, seen, told
from screener.screening.identity import COMPANY, keyed
from screener.screening.universe import Universe

_BEST_FIRST = [Outcome.PASS.value, Outcome.UNKNOWN.value, Outcome.FAIL.value]


def judged(metrics: pl.DataFrame, screen: Screen) -> pl.DataFrame:
    """Return the metrics as the screen sees them, with texts of ``Outcome``: the column
    :data:`OUTCOME`, and one for each rule (:func:`rule_column`)."""
    frame = seen(metrics, screen)
    found = outcomes(frame, screen)
    said = {OUTCOME: joined(found.values(), frame.height)}
    said |= {rule_column(key): column for key, column in found.items()}
    return frame.with_columns(told(pl.lit(column)).alias(name) for name, column in said.items())


def side_by_side(
    before: Universe, after: Universe, screen: Screen
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return the judged rows of two universes that bear a company, the same in both, and the pairs
    of companies that were left out, because only their names tell whether they are one
    (:data:`screener.screening.alike.ALIKE`)."""
    was, now = keyed(judged(before.metrics, screen), judged(after.metrics, screen))
    by_report = [universe.snapshot.manifest.by_report for universe in (before, after)]
    pairs = alike(was, now, was_report=by_report[0], now_report=by_report[1])
    of_before = pairs.select(pl.col("company_before").alias(COMPANY))
    return (
        was.join(of_before, on=COMPANY, how="anti"),
        now.join(pairs.select(COMPANY), on=COMPANY, how="anti"),
        pairs,
    )


def rule_column(key: str) -> str:
    """Return the column that says what the rule of this key says."""
    return f"rule {key}"


def best_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each company of judged rows that bear a company: the one of which the screen
    says the best (pass, else unknown), of several the first as stored."""
    best_first = pl.col(OUTCOME).cast(pl.Enum(_BEST_FIRST))
    return rows.sort(best_first, maintain_order=True).unique(
        COMPANY, keep="first", maintain_order=True
    )


def companies(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what the screen says of each company: columns :data:`COMPANY`, :data:`OUTCOME`."""
    return best_rows(rows).select(COMPANY, OUTCOME)
