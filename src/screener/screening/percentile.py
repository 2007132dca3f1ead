"""Percentiles: where a company stands among those of its sector."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from screener.errors import UsageError
from screener.model.few import FEWEST
from screener.model.naming import metric_named
from screener.model.percentile import percentile_column, why_no_percentile
from screener.model.screen import Screen
from screener.screening.compile import seen


def with_percentiles(metrics: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return ``metrics`` with a column ``NAME_percentile`` (Float64, 0 to 1) for each of ``names``.

    It is the share of the sector's companies with a known value that have a lower one, ties
    counting half: 0.5 is the median, whatever the figure's direction is. Null where the value or
    the sector is unknown, or where fewer than :data:`FEWEST` companies have a value. A company
    with two share classes counts once. Raise :class:`UsageError` for what is no metric, or none
    that can be ranked."""
    names = rankable(names)
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


def ranked(metrics: pl.DataFrame, screen: Screen, names: Sequence[str]) -> pl.DataFrame:
    """Return ``metrics`` for ``screen`` to be run on, with the percentiles of the metrics ``names``
    as that screen sees them: after its move of the rate, and among all companies, not among those
    that pass."""
    return with_percentiles(seen(metrics, screen), names) if names else metrics


def rankable(names: Sequence[str], where: str = "") -> tuple[str, ...]:
    """Return ``names``, each once; raise :class:`UsageError` where one is no metric, or none that
    can be ranked. ``where`` is the option that names them."""
    for name in names:
        if why := why_no_percentile(metric_named(name, where)):
            raise UsageError(
                f"{name} {why}: it can't be ranked within a sector",
                where=where,
                next_step="A figure can, such as net_margin or debt_to_equity.",
            )
    return tuple(dict.fromkeys(names))


_COMPANY = "a company's number"


def _known(name: str) -> pl.Expr:
    value = pl.col(name).cast(pl.Float64)
    return pl.when(value.is_finite() & pl.col("sector").is_not_null()).then(value)
