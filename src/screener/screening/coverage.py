"""How much of a universe each metric covers, and why it is unknown for the rest."""

from __future__ import annotations

import polars as pl

from screener.errors import SnapshotError
from screener.model.metric import METRICS, Unit
from screener.model.verdict import Answer, Unknown
from screener.store.places import REBUILD


def unknown_kinds(
    metrics: pl.DataFrame, constituents: pl.DataFrame, reasons: pl.DataFrame
) -> pl.DataFrame:
    """Return metric, kind (text of ``Unknown``), count: how many rows of ``metrics`` each metric is
    unknown in, and why.

    The tables are those of a snapshot (``store.schema``); ``constituents`` has the rows of
    ``metrics`` in their order. What neither a reason of the company nor of the holding explains is
    *not reported*: an exchange that the sources leave out. Raise :class:`SnapshotError` where the
    tables are not of one snapshot."""
    if not metrics["ticker"].equals(constituents["ticker"], null_equal=True):
        raise SnapshotError(
            "damaged: its constituents are not those of its metrics",
            next_step=REBUILD,
        )
    unknown = metrics.select(
        pl.col("cik").alias("company"),
        constituents["kind"].alias("of_holding"),
        *(_unknown(name).alias(name) for name in METRICS if name in metrics.columns),
    ).unpivot(index=["company", "of_holding"], variable_name="metric", value_name="unknown")
    return (
        unknown.filter("unknown")
        .join(
            reasons.select("cik", "metric", "kind"),
            left_on=["company", "metric"],
            right_on=["cik", "metric"],
            how="left",
        )
        .group_by(
            "metric",
            kind=pl.coalesce("kind", "of_holding", pl.lit(Unknown.NOT_REPORTED.value)),
        )
        .agg(count=pl.len())
        .sort("metric", "count", "kind", descending=[False, True, False])
    )


def _unknown(name: str) -> pl.Expr:
    column = pl.col(name)
    if METRICS[name].unit is Unit.VERDICT:
        return column == Answer.UNKNOWN.value
    return column.is_null()


def known_shares(metrics: pl.DataFrame) -> dict[str, float]:
    """Return for each metric the share of rows in which it is known, 0 to 1; 0 without rows.

    ``metrics`` is a frame as ``compile.seen`` gives it."""
    names = [name for name in METRICS if name in metrics.columns]
    if not metrics.height:
        return dict.fromkeys(names, 0.0)
    unknown = metrics.select(_unknown(name).fill_null(True).mean().alias(name) for name in names)
    return {name: 1.0 - share for name, share in unknown.row(0, named=True).items()}
