"""A table with the meaning of its columns, and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from screener.model.metric import METRICS, Group, Metric, Unit

LEFT = frozenset({Unit.TEXT, Unit.VERDICT, Unit.DATE, Unit.FLAG})
"""What is set flush left where people read it; figures stand under figures."""

About = tuple[tuple[str, str], ...]
"""What a reader of the file needs to know: the criteria, the snapshot's date, the membership, the
sources. Pairs of what and its value, in order."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written.

    ``name`` tells it apart from the others of a command: the value of ``--table``, the sheet's
    name. ``frame`` holds raw values (fractions, whole USD, null for unknown). ``like`` says of a
    column that is no metric what it is read like: a metric's name, a :class:`Unit` or a metric made
    for it; without it the dtype decides, and a float has no unit. ``notes`` says what a column
    means, as a metric's formula does; of a metric whose formula is not that of this table, too.
    ``title`` heads the table where people read it."""

    name: str
    title: str
    frame: pl.DataFrame
    like: Mapping[str, str | Unit | Metric] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, column: str) -> Metric:
        """Return the metric that a column is read like, labelled with the column's name."""
        like = self.like.get(column, column)
        if isinstance(like, Metric):
            return like
        if isinstance(like, str) and not isinstance(like, Unit) and like in METRICS:
            of = METRICS[like]
            label = of.label if like == column else column
            # Under its own name: that of a weight says how many digits people see.
            return Metric(of.name, label, of.unit, of.group, of.formula)
        unit = like if isinstance(like, Unit) else _unit(self.frame.schema[column])
        # Of the group of periods: no sign before growth, thousands apart in counts.
        return Metric(column, column, unit, Group.PERIOD, "")

    def explained(self, column: str) -> str:
        """Return what a column means in words: its note, else the metric's formula, else ""."""
        like = self.like.get(column, column)
        own = like if isinstance(like, Metric) else METRICS.get(column) if like == column else None
        return self.notes.get(column) or (own.formula if own is not None else "")


def _unit(dtype: pl.DataType) -> Unit:
    if dtype == pl.Boolean:
        return Unit.FLAG
    if dtype == pl.Date:
        return Unit.DATE
    if dtype.is_integer():
        return Unit.COUNT
    return Unit.NUMBER if dtype.is_float() else Unit.TEXT
