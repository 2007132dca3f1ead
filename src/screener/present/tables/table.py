"""A table with the meaning of its columns, and what is known about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from screener.model.metric import METRICS, Group, Metric, Unit

LEFT = frozenset({Unit.TEXT, Unit.VERDICT, Unit.DATE, Unit.FLAG})
"""What is set flush left where people read it; figures stand under figures."""

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
"""A column's name; a condition, which may head one too, stays as it is."""

_WORDS = {"url": "URL", "sha256": "SHA-256"}

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
    ``title`` heads the table where people read it. ``cells`` are of a column of values of several
    kinds: the metric that each row's is read like; in a column of texts a date is an ISO text, a
    flag ``true`` or ``false``."""

    name: str
    title: str
    frame: pl.DataFrame
    like: Mapping[str, str | Unit | Metric] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Sequence[Metric]] = field(default_factory=dict)

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

    def meanings(self, column: str) -> Sequence[Metric]:
        """Return the metric that each row's value of a column is read like."""
        return self.cells.get(column) or [self.meaning(column)] * self.frame.height

    @property
    def whole(self) -> dict[str, list[bool]]:
        """Return of each column of floats with values of several kinds which ones count something:
        they are written as integers."""
        return {
            name: [metric.unit is Unit.COUNT for metric in metrics]
            for name, metrics in self.cells.items()
            if self.frame.schema[name].is_float()
        }

    def heading(self, column: str) -> str:
        """Return what heads a column where people read it: a metric's label, or the column's name
        in words: ``Spread low`` of ``spread_low``."""
        label = self.meaning(column).label
        if label != column or not _NAME.fullmatch(column):
            return label
        return _WORDS.get(column) or column.replace("_", " ").capitalize()

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
