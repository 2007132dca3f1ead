"""Tag switches: two tags of one concept that prove to be the same line are read as one series.

Companies move from one tag to another and back (Alphabet's revenue: Revenues until FY2021, the
contract tag for FY2022 to FY2024, Revenues again for FY2025). The newer filing tags its
comparatives anew, so the periods in which both tags stand show whether they mean the same: if they
agree in every such period, and one of them is not zero, each fills the other's gaps. A part beside
a total never agrees everywhere and stays apart."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import FLOWS, Industry
from screener.fundamentals.known import BASIS_TOLERANCE

_APART = frozenset({"net_income", "net_interest"})
"""Concepts whose tags are never one series: ProfitLoss holds the minority's share."""

_PERIOD = ["cik", "concept", "start", "end"]


def spliced(flows: pl.DataFrame) -> pl.DataFrame:
    """Return the flows (see ``periods.flow_values``) with each tag's gaps filled from its equals.

    A filled-in row keeps the operand of the fact that it comes from, so lineage names the true tag.
    """
    tagged = flows.join(_tags(), on="tag")
    both = tagged.join(tagged.select(*_PERIOD, "tag", "value"), on=_PERIOD, suffix="_other").filter(
        pl.col("tag") != pl.col("tag_other")
    )
    apart = (pl.col("value") - pl.col("value_other")).abs()
    agree = apart <= BASIS_TOLERANCE * pl.col("value").abs()
    equals = (
        both.group_by("cik", "concept", "tag", "tag_other")
        .agg(same=agree.all() & (pl.col("value") != 0).any())
        .filter("same")
        .select("cik", "concept", tag="tag_other", as_tag="tag")
    )
    filled = (
        tagged.join(equals, on=["cik", "concept", "tag"])
        .sort("order", "tag")
        .with_columns(tag="as_tag")
        .join(flows, on=["cik", "tag", "start", "end"], how="anti")
        .unique(["cik", "tag", "start", "end"], keep="first", maintain_order=True)
        .select(flows.columns)
    )
    return pl.concat([flows, filled]).sort("cik", "tag", "start", "end")


def _tags() -> pl.DataFrame:
    rows = [
        (concept.name, candidate.terms[0][0], order)
        for concept in FLOWS
        if concept.name not in _APART
        for order, candidate in enumerate(concept.of(Industry.GENERAL))
        if len(candidate.terms) == 1
    ]
    return pl.DataFrame(rows, schema=["concept", "tag", "order"], orient="row").unique(
        "tag", keep="first"
    )
