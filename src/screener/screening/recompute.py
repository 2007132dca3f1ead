"""A value again from its operands alone, whichever room made it."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.lineage import recompute
from screener.zombies import UNCOVERED, recount


def recomputed(metric: str, operands: pl.DataFrame) -> float | bool | int | None:
    """Return a metric's value from its lineage rows; None where they don't determine one.

    ``operands``: one company's rows of ``store.schema.LINEAGE``. Verdicts are not numbers: None.
    """
    if metric != UNCOVERED:
        return recompute(metric, operands)
    rows = operands.filter(pl.col("metric") == metric)
    return recount(rows) if rows.height else None
