"""What values a metric has in a universe: what a person has to know to choose a threshold."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.model.metric import METRICS, Unit
from screener.model.verdict import Answer

_WORDS = (Unit.TEXT, Unit.VERDICT, Unit.FLAG)


@dataclass(frozen=True, slots=True)
class Spread:
    """The values of a metric: ``known`` of ``total`` rows have one.

    ``ends``: the least, the median and the greatest of figures and days, as far as there are any.
    ``counts``: of texts, verdicts and flags the values with their rows, the most frequent first.
    """

    known: int
    total: int
    ends: tuple[object, ...] = ()
    counts: tuple[tuple[object, int], ...] = ()


def spread(metrics: pl.DataFrame, name: str) -> Spread:
    """Return the spread of a metric over a frame as ``compile.seen`` gives it.

    The verdict "unknown" is no value, nor is a NaN or an infinity."""
    metric, column = METRICS[name], metrics.get_column(name)
    if metric.unit is Unit.VERDICT:
        column = column.filter(column != Answer.UNKNOWN.value)
    elif column.dtype.is_float():
        column = column.filter(column.is_finite())
    column = column.drop_nulls()
    if metric.unit in _WORDS:
        counts = (
            column.value_counts(name="rows")
            .sort("rows", name, descending=[True, False])
            .iter_rows()
        )
        return Spread(column.len(), metrics.height, counts=tuple(counts))
    if column.is_empty():
        return Spread(0, metrics.height)
    # Of an even number the lower of the two in the middle: a value that there is, also of days.
    middle = column.sort()[(column.len() - 1) // 2]
    return Spread(column.len(), metrics.height, (column.min(), middle, column.max()))


def texts(metrics: pl.DataFrame, name: str) -> list[str]:
    """Return the texts that a metric has, in the order of the alphabet; none of other metrics."""
    column = metrics.get_column(name)
    if METRICS[name].unit is not Unit.TEXT:
        return []
    return [str(value) for value in column.drop_nulls().unique().sort()]
