"""One basis: whether the operands of a sum belong to the same presentation of the books.

After a divestiture or a reclassification a filing restates the periods that it shows for
comparison, and only those. A year as first filed plus this year's nine months minus last year's
*restated* nine months is then a mixture (Kimberly-Clark in 2025: 19,724M by that sum, 16,471M on
one basis).

The rule: a recast happened after the last filing of an old value (``recast_from``) and not after
the first filing of the new one (``recast_at``). Where one moment explains all recasts among the
operands, it is the one to look at, else the newest recast is. Every operand must have been filed
(again) since, or must itself have been recast by it. Anything else is not known to be on one basis.
"""

from __future__ import annotations

import polars as pl


def one_basis(operands: pl.Series, known: pl.DataFrame) -> pl.Series:
    """Return for each list of signed ids whether its facts stand on one basis.

    ``operands``: List(Int64), ids of ``known`` (see ``known.known_facts``), negated where
    subtracted. The result is Boolean and never null: a list without recast facts is on one basis.
    """
    rows = pl.DataFrame({"operands": operands}).with_row_index("row")
    members = rows.explode("operands", empty_as_null=True).select(
        "row", id=pl.col("operands").abs()
    )
    recast = known.filter(pl.col("recast_at").is_not_null()).select("id")
    suspects = members.join(recast, on="id", how="semi").select("row").unique()
    facts = known.select("id", "filed", "recast_at", "recast_from")
    mixed = (
        members.join(suspects, on="row", how="semi")
        .join(facts, on="id")
        .join(_moments(members, facts), on="row")
        .filter(
            pl.col("filed") < pl.col("not_after"),
            pl.col("recast_at").is_null() | (pl.col("recast_at") <= pl.col("after")),
        )["row"]
        .unique()
    )
    return rows.select(~pl.col("row").is_in(mixed.implode())).to_series().alias("one_basis")


def restatements(operands: pl.Series, known: pl.DataFrame) -> pl.Series:
    """Return for each list of signed ids which restatement divides it, in words; null without one.

    Where several facts were recast, the newest recast of the newest period is named.
    """
    rows = pl.DataFrame({"operands": operands}).with_row_index("row")
    recast = known.filter(pl.col("recast_at").is_not_null()).select("id", "end", "recast_at")
    newest = (
        rows.explode("operands", empty_as_null=True)
        .select("row", id=pl.col("operands").abs())
        .join(recast, on="id")
        .sort("recast_at", "end")
        .unique("row", keep="last")
        .select(
            "row",
            text=pl.format(
                "the filing of {} restates the period to {}, not all the others",
                pl.col("recast_at").dt.to_string("%Y-%m-%d"),
                pl.col("end").dt.to_string("%Y-%m-%d"),
            ),
        )
    )
    return rows.join(newest, on="row", how="left", maintain_order="left")["text"]


def _moments(members: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """The moment of the recast in each row: ``after`` one day, ``not_after`` another."""
    common = (pl.col("recast_from").max(), pl.col("recast_at").min())
    newest = pl.col("recast_at") == pl.col("recast_at").max()
    last = (pl.col("recast_from").filter(newest).min(), pl.col("recast_at").max())
    one_moment = common[0] < common[1]
    return (
        members.join(facts.filter(pl.col("recast_at").is_not_null()), on="id")
        .group_by("row")
        .agg(
            after=pl.when(one_moment).then(common[0]).otherwise(last[0]),
            not_after=pl.when(one_moment).then(common[1]).otherwise(last[1]),
        )
    )
