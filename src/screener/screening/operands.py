"""The operands of a figure: what it was computed from, with period and filing."""

from __future__ import annotations

import math

import polars as pl

from screener.screening.universe import Row, Universe

YEAR_DAYS = 350
"""A period of as many days is a year and no part of one: a fiscal year of 52 weeks has 364."""


def operands(universe: Universe, row: Row, metric: str) -> pl.DataFrame:
    """Return the operands of a company's metric: columns of ``store.schema.LINEAGE``, by role; a
    year before the parts of years that are added to it and subtracted from it, evidence last.

    ``row`` is one of ``universe.metrics``. Empty where no filing gave any."""
    found = universe.of_company("lineage", row["cik"]).filter(pl.col("metric") == metric)
    part = ((pl.col("end") - pl.col("start")).dt.total_days() < YEAR_DAYS).fill_null(value=False)
    return found.sort("role", pl.col("sign") == 0, part, "end", "start", "tag", "accession")


def sums(found: pl.DataFrame) -> list[tuple[str, float]]:
    """Return what the operands of each role add up to, where a metric has several roles."""
    if found["role"].n_unique() < 2:  # a single one is the value itself
        return []
    signed = found.filter(pl.col("sign") != 0)
    added = signed.group_by("role", maintain_order=True).agg(
        (pl.col("sign") * pl.col("value")).sum()
    )
    return list(added.iter_rows())


def same(again: object, stored: object) -> bool:
    """Return whether a recomputed value is the stored one, but for the rounding of floats."""
    if isinstance(again, float) and isinstance(stored, float | int):
        return math.isclose(again, stored, rel_tol=1e-9, abs_tol=1e-9)
    return again == stored
