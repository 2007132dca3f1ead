"""What a screen and each of its rules say of every row of a universe, and of every company."""

from __future__ import annotations

import polars as pl

from screener.model.screen import Screen
from screener.model.verdict import Outcome
from screener.screening.compile import OUTCOME, joined, outcomes, seen, told
from screener.screening.identity import COMPANY

_BEST_FIRST = [Outcome.PASS.value, Outcome.UNKNOWN.value, Outcome.FAIL.value]


def judged(metrics: pl.DataFrame, screen: Screen) -> pl.DataFrame:
    """Return the metrics as the screen sees them, with texts of ``Outcome``: the column
    :data:`OUTCOME`, and one for each rule (:func:`rule_column`)."""
    frame = seen(metrics, screen)
    found = outcomes(frame, screen)
    said = {OUTCOME: joined(found.values(), frame.height)}
    said |= {rule_column(key): column for key, column in found.items()}
    return frame.with_columns(told(pl.lit(column)).alias(name) for name, column in said.items())


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
