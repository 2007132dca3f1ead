"""Share counts against the whole universe: a fund holds about the same part of every company.

A count far above what the fund's holding implies is one of another basis, or of more classes than
the fund can hold; what rests on it is unknown. Only the whole universe can tell, so it is done when
all companies are there."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.formulas import FORMULAS
from screener.fundamentals.reasons import OUTSIZE
from screener.model.verdict import Unknown
from screener.store.schema import REASONS

MOST = 40.0
"""How many times the implied count a share count may be: float-adjusted weights spread widely."""

_ENOUGH = 20
"""A median of fewer companies proves nothing."""

_RESTING = [
    metric
    for metric, formula in FORMULAS.items()
    if {"shares_outstanding", "shares_now"} & {*formula.variables}
]


def without_outsize_shares(
    metrics: pl.DataFrame, reasons: pl.DataFrame, holdings: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return metrics and reasons with what rests on an implausible share count made unknown.

    ``metrics``: see ``fundamentals.metrics.Fundamentals``. ``reasons``: the columns of
    ``store.schema.REASONS``. ``holdings``: cik, quantity (shares that the fund holds; one row a
    holding)."""
    held = holdings.drop_nulls().group_by("cik").agg(pl.col("quantity").sum())
    parts = (
        metrics.select("cik", "shares_outstanding")
        .join(held, on="cik")
        .filter(pl.col("shares_outstanding") > 0, pl.col("quantity") > 0)
        .select("cik", part=pl.col("quantity") / pl.col("shares_outstanding"))
    )
    if parts.height < _ENOUGH:
        return metrics, reasons
    outsize = parts.filter(pl.col("part") * MOST < pl.col("part").median())["cik"]
    if outsize.is_empty():
        return metrics, reasons
    hit = pl.col("cik").is_in(outsize.implode())
    lost = (
        metrics.filter(hit)
        .select("cik", *(pl.col(name).cast(pl.Float64) for name in _RESTING))
        .unpivot(index="cik", variable_name="metric", value_name="value")
        .drop_nulls("value")
        .select(
            "cik",
            "metric",
            kind=pl.lit(Unknown.CONFLICTING.value),
            reason=pl.lit(OUTSIZE),
        )
    )
    kept = reasons.join(lost, on=["cik", "metric"], how="anti")
    return (
        metrics.with_columns(pl.when(~hit).then(pl.col(name)).alias(name) for name in _RESTING),
        pl.concat([kept, lost.select(list(REASONS))]),
    )
