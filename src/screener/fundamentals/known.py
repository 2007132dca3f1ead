"""Point in time: which value of each period was known on a given day, and whether it was recast.

A fact is known from the day it was filed. Among the filings of one (tag, unit, start, end) up to
that day the latest wins, fact by fact, because amendments are often partial. Facts come from
periodic reports, and from an 8-K only where it restates whole statements; never from proxy or
registration statements, whose figures are at times mis-scaled."""

from __future__ import annotations

import datetime as dt

import polars as pl

PERIODIC_FORMS = ("10-K", "10-Q", "10-KT", "10-QT", "20-F", "40-F")
ANNUAL_FORMS = ("10-K", "10-KT", "20-F", "40-F", "8-K")

RECAST_TAGS = 12
"""An 8-K that carries this many of the concept table's tags restates whole statements."""

BASIS_TOLERANCE = 0.005
"""A comparative that differs by more than this share from the value filed before is a recast."""

_FACT = ["cik", "tag", "unit", "start", "end"]


def known_facts(facts: pl.LazyFrame, as_of: dt.date) -> pl.DataFrame:
    """Return one row per fact: its latest value as of the end of ``as_of``.

    ``facts`` has the columns of ``store.schema.FACTS``. The result adds ``id`` (Int64, from 1),
    ``annual`` (Boolean: it stood in an annual report), ``first_filed`` (Date: when the period was
    first reported), ``recast_at`` and ``recast_from`` (Date: the value changed by more than
    :data:`BASIS_TOLERANCE` in a filing of ``recast_at``; the last one with the old value was filed
    on ``recast_from``; null where it never changed)."""
    base_form = pl.col("form").str.strip_suffix("/A")
    recast_8k = (base_form == "8-K") & (
        pl.col("tag").n_unique().over("cik", "accession") >= RECAST_TAGS
    )
    vintages = (
        facts.filter(pl.col("filed") <= as_of, pl.col("end") <= pl.col("filed"))
        .filter(base_form.is_in(PERIODIC_FORMS) | recast_8k)
        .with_columns(
            annual=base_form.is_in(ANNUAL_FORMS).any().over(_FACT),
            first_filed=pl.col("filed").min().over(_FACT),
        )
        # One value a filing: where a filing states a figure twice, the less rounded one.
        .sort(*_FACT, "filed", "accession", _roundness(), "value")
        .unique([*_FACT, "filed", "accession"], keep="first", maintain_order=True)
        .with_columns(
            before=pl.col("value").shift(1).over(_FACT),
            filed_before=pl.col("filed").shift(1).over(_FACT),
        )
        .with_columns(
            changed=(pl.col("value") - pl.col("before")).abs()
            > pl.col("before").abs() * BASIS_TOLERANCE
        )
    )
    changes = (
        vintages.filter("changed")
        .group_by(_FACT, maintain_order=True)
        .agg(recast_at=pl.col("filed").last(), recast_from=pl.col("filed_before").last())
    )
    return (
        vintages.unique(_FACT, keep="last", maintain_order=True)
        .drop("before", "filed_before", "changed")
        .join(changes, on=_FACT, how="left", nulls_equal=True, maintain_order="left")
        .with_row_index("id", offset=1)
        .with_columns(pl.col("id").cast(pl.Int64))
        .collect()
    )


def _roundness() -> pl.Expr:
    """Order values of one filing by how far they are rounded: exact ones first."""
    value = pl.col("value").abs()
    return pl.sum_horizontal((value % 10**power == 0).cast(pl.Int8) for power in (3, 5, 6, 8, 9))
