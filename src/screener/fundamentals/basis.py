"""One basis: whether the operands of a sum belong to the same presentation of the books.

After a divestiture, a merger of equals or a reclassification, a filing restates the periods that it
shows for comparison, and only those. A year as first filed plus this year's nine months minus last
year's *restated* nine months is then a mixture (Kimberly-Clark in 2025: 19,724M by that sum,
16,471M on one basis).

The rule: let the newest recast among the operands have appeared on ``recast_at``, the last filing
of the old value on ``recast_from``. Every other operand must have been filed (again) at or after
``recast_at``, or must itself have been recast after ``recast_from``. Anything else is not known to
be on one basis."""

from __future__ import annotations

import polars as pl


def one_basis(operands: pl.Series, known: pl.DataFrame) -> pl.Series:
    """Return for each list of signed ids whether its facts stand on one basis (Boolean, never
    null)."""
    recast_ids = known.filter(pl.col("recast_at").is_not_null()).select("id")
    rows = pl.DataFrame({"operands": operands}).with_row_index("row")
    members = rows.explode("operands", empty_as_null=True).select(
        "row", id=pl.col("operands").abs()
    )
    suspects = members.filter(
        pl.col("row").is_in(members.join(recast_ids, on="id", how="semi")["row"].unique().implode())
    )
    facts = known.select("id", "filed", "recast_at", "recast_from")
    event_at = pl.col("recast_at").max().over("row")
    event_from = (
        pl.col("recast_from")
        .filter(pl.col("recast_at") == pl.col("recast_at").max())
        .min()
        .over("row")
    )
    mixed = (
        suspects.join(facts, on="id")
        .with_columns(event_at=event_at, event_from=event_from)
        .filter(
            pl.col("filed") < pl.col("event_at"),
            pl.col("recast_at").is_null() | (pl.col("recast_at") <= pl.col("event_from")),
        )["row"]
        .unique()
    )
    return rows.select(~pl.col("row").is_in(mixed.implode())).to_series().alias("one_basis")
