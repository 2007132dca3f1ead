"""The two sums behind a growth rate: what it compares."""

from __future__ import annotations

import polars as pl

from screener.screening.universe import Row, Universe


def compared_revenue(universe: Universe, row: Row) -> tuple[float, float] | None:
    """Return the revenue of twelve months and of the twelve a year before, in dollars.

    ``row`` is a row of ``universe.metrics``; None where its revenue growth is unknown.
    """
    if row["revenue_growth"] is None:
        return None
    operands = universe.of_company("lineage", row["cik"])
    operands = operands.filter(pl.col("metric") == "revenue_growth")
    sums = operands.group_by("role").agg((pl.col("sign") * pl.col("value")).sum())
    found: dict[str, float] = dict(sums.rows())
    now, before = found.get("revenue_ttm_now"), found.get("revenue_ttm_prior")
    return None if now is None or before is None else (now, before)
