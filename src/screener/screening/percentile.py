"""Percentiles: where a company stands among those of its sector."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from screener.model.metric import METRICS, Group, Metric, Unit

FEWEST = 5
"""With fewer companies of known value a percentile says nothing."""

_FIGURES = {Unit.MONEY, Unit.FRACTION, Unit.MULTIPLE, Unit.COUNT, Unit.SHARES}
_OF_A_HOLDING = {Group.IDENTITY, Group.HOLDING, Group.PERIOD}


def has_percentile(metric: Metric) -> bool:
    """Return whether a metric is a figure of a company that can be ranked: neither a text nor a
    date, nor what belongs to the fund's position."""
    return metric.unit in _FIGURES and metric.group not in _OF_A_HOLDING


def percentile_column(metric: str) -> str:
    """Return the name of the column that :func:`with_percentiles` adds for a metric."""
    return f"{metric} in sector"


def with_percentiles(metrics: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return ``metrics`` with a column "NAME in sector" (Float64, 0 to 1) for each of ``names``.

    It is the share of the sector's companies with a known value that have a lower one, ties
    counting half: 0.5 is the median, whatever the figure's direction is. Null where the value or
    the sector is unknown, or where fewer than :data:`FEWEST` companies have a value. A company
    with two share classes counts once."""
    for name in names:
        if not has_percentile(METRICS[name]):
            raise ValueError(f"{name!r} has no percentile")
    # The classes of a company share its figures; a row without a number stands for itself.
    company = pl.coalesce(pl.col("cik"), -1 - pl.int_range(pl.len(), dtype=pl.Int64))
    sector = pl.col("sector")
    known = {name: _known(name) for name in names}
    first = metrics.select(
        sector,
        company.alias(_COMPANY),
        *(value.alias(name) for name, value in known.items()),
    ).unique(_COMPANY, keep="first", maintain_order=True)
    ranks = first.select(
        _COMPANY,
        *(
            pl.when(pl.col(name).count().over("sector") >= FEWEST)
            .then((pl.col(name).rank("average") - 0.5).over("sector"))
            .truediv(pl.col(name).count().over("sector"))
            .alias(percentile_column(name))
            for name in names
        ),
    )
    return (
        metrics.with_columns(company.alias(_COMPANY))
        .join(ranks, on=_COMPANY, how="left", maintain_order="left")
        .drop(_COMPANY)
    )


_COMPANY = "a company's number"


def _known(name: str) -> pl.Expr:
    value = pl.col(name).cast(pl.Float64)
    return pl.when(value.is_finite() & pl.col("sector").is_not_null()).then(value)
