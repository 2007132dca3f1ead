"""Tags that hold a part of revenue at times: a total less such a part is no quarter.

A company that gives up the total's tag goes on under the tag that held a part beside it. Where both
stand for one period, the smaller is a part there; where the total's tag is gone, the other may hold
all. The difference of the two is nothing."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import FLOWS
from screener.fundamentals.known import BASIS_TOLERANCE

_TOTAL = "Revenues"
_OTHERS = sorted({tag for flow in FLOWS if flow.name == "revenue" for tag in flow.tags} - {_TOTAL})
_PERIOD = ["cik", "start", "end"]


def without_mixed(quarters: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """Return the quarters without differences of proven parts and what is not proven to be one.

    ``quarters``: see ``periods.quarter_values``; ``flows``: see ``periods.flow_values``."""
    totals = flows.filter(pl.col("tag") == _TOTAL).select(*_PERIOD, total="value")
    short = pl.col("total") - pl.col("value") > BASIS_TOLERANCE * pl.col("total").abs()
    parts = (
        flows.filter(pl.col("tag").is_in(_OTHERS))
        .join(totals, on=_PERIOD)
        .filter(short)
        .select(id=pl.col("operands").list.first(), part=pl.lit(value=True))
    )
    numbered = quarters.with_row_index("row")
    mixed = (
        numbered.filter(pl.col("tag").is_in(_OTHERS), pl.col("operands").list.len() > 1)
        .select("row", id="operands")
        .explode("id", empty_as_null=True)
        .with_columns(pl.col("id").abs())
        .join(parts, on="id", how="left")
        .group_by("row")
        .agg(mixed=pl.col("part").is_null().any() & pl.col("part").is_not_null().any())
        .filter("mixed")["row"]
    )
    return numbered.filter(~pl.col("row").is_in(mixed.implode())).drop("row")
