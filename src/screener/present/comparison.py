"""Companies side by side: each metric as a line of texts, and which of them is the best."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screener.model.metric import METRICS, Group, Metric, Unit
from screener.model.verdict import Answer
from screener.present.text import format_value

_ANSWERS = {Answer.NO.value: 0.0, Answer.YES.value: 1.0}


@dataclass(frozen=True, slots=True)
class Line:
    """A metric of several companies, in their order.

    ``best`` is the index of the best value; None where neither direction is good, where fewer than
    two are known, or where two that are written alike share the first place. ``known``: whether any
    value is; ``differs``: whether not all are written alike."""

    metric: Metric
    cells: tuple[str, ...]
    best: int | None
    known: bool

    @property
    def differs(self) -> bool:
        """Whether not all values are written alike."""
        return len(set(self.cells)) > 1


def compare(rows: Sequence[Mapping[str, Any]], metrics: Iterable[str]) -> list[Line]:
    """Return a line for each of ``metrics`` about ``rows``, rows of a universe's metrics."""
    return [_line(METRICS[name], [row[name] for row in rows]) for name in metrics]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title; ``group`` is that of their metrics, None where they are chosen ones."""

    title: str
    lines: tuple[Line, ...]
    group: Group | None = None


def sections(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str] | None,
    *,
    title: str = "",
    every: bool = False,
) -> list[Section]:
    """Return the lines of ``columns`` under ``title``, or of all metrics by group.

    ``every``: also metrics that none of the companies reports. Who a company is stands above its
    column, not in a line."""
    if columns is not None:
        groups: list[tuple[str, Group | None, Sequence[str]]] = [(title, None, columns)]
    else:
        groups = [(group.value.capitalize(), group, _of(group)) for group in _GROUPS]
    found = []
    for heading, group, names in groups:
        lines = compare(rows, [name for name in dict.fromkeys(names) if name not in _IN_THE_HEAD])
        shown = tuple(line for line in lines if every or line.known)
        if shown or group is None:
            found.append(Section(heading, shown, group))
    return found


_GROUPS = (
    Group.GROWTH, Group.PROFIT, Group.CASH_FLOW, Group.BALANCE, Group.DEBT, Group.ZOMBIE,
    Group.VALUE, Group.PERIOD, Group.HOLDING, Group.IDENTITY,
)  # fmt: skip
_IN_THE_HEAD = ("ticker", "name", "as_of")


def _of(group: Group) -> list[str]:
    return [metric.name for metric in METRICS.values() if metric.group is group]


def _line(metric: Metric, values: Sequence[Any]) -> Line:
    cells = tuple(format_value(metric, value) for value in values)
    known = any(value is not None and value != Answer.UNKNOWN.value for value in values)
    return Line(metric, cells, _best(metric, values, cells), known)


_AMOUNTS = (Unit.MONEY, Unit.SHARES)


def _best(metric: Metric, values: Sequence[Any], cells: Sequence[str]) -> int | None:
    # An amount is larger where the company is: that is no merit.
    if metric.higher_is_better is None or metric.unit in _AMOUNTS:
        return None
    ranks = {
        i: rank for i, value in enumerate(values) if (rank := _rank(metric, value)) is not None
    }
    if len(ranks) < 2:
        return None
    first = (max if metric.higher_is_better else min)(ranks, key=ranks.__getitem__)
    # A mark between two figures that look the same would be a riddle.
    shared = any(cells[i] == cells[first] for i in ranks if i != first)
    return None if shared else first


def _rank(metric: Metric, value: Any) -> float | None:
    """Return a value as a number that can be compared; None for what is unknown or no answer."""
    if metric.unit is Unit.VERDICT:
        return _ANSWERS.get(value)
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    return None
