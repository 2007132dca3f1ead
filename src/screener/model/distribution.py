"""How a metric is spread: bars of values with their counts, and what rules ask about among them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from screener.errors import UsageError
from screener.model.metric import Metric
from screener.model.naming import metric_named

OF_ITS_OWN = ("ticker", "name", "cik")
"""Metrics that tell of one company each: a bar of one for every one says nothing."""


def spreadable(name: str, where: str = "") -> Metric:
    """Return the metric of this name where its values have bars to be counted in; raise
    :class:`UsageError` where it has none, or where there is no such metric. ``where`` is the option
    or argument that names it."""
    metric = metric_named(name, where)
    if name in OF_ITS_OWN:
        raise UsageError(
            f"every company has a {name} of its own: there is nothing to count",
            where=where,
            next_step="Every other metric can be asked for: screen fields",
        )
    return metric


@dataclass(frozen=True, slots=True)
class Threshold:
    """What passes is ``op`` (= <> < <= > >=) ``value``."""

    op: str
    value: float


@dataclass(frozen=True, slots=True)
class Bar:
    """How many rows have a value from ``low`` up to, not including, ``high``, and how many of them
    pass. A None as ``low`` or ``high`` is an open end; a ``closed`` bar includes ``high``, the
    greatest value that there is; a ``text`` stands for itself."""

    count: int
    passed: int
    low: float | None = None
    high: float | None = None
    text: str = ""
    closed: bool = False

    def holds(self, value: object) -> bool:
        """Whether a value of the metric is among those that are counted here."""
        if self.text:
            return bar_text(value) == self.text
        if not isinstance(value, int | float) or not math.isfinite(value):
            return False
        if self.closed and value == self.high:
            return True
        above = self.low is None or value >= self.low
        return above and (self.high is None or value < self.high)

    def parted_by(self, threshold: Threshold) -> bool:
        """Whether a threshold lies within the bar, not at an end of it."""
        return self.holds(threshold.value) and threshold.value not in (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The rows of a universe by a metric's value, as the list and its filters count them.

    ``bars`` upwards, texts by frequency; ``known`` and ``unknown`` add up to all rows, and ``more``
    are the known ones of which no bar tells. ``passed``, ``unknown_passed`` and ``more_passed`` are
    those of them that pass the screen. ``median`` is of the known numbers. ``thresholds`` are the
    numbers that rules ask about, ``wanted`` the texts."""

    metric: Metric
    bars: tuple[Bar, ...]
    known: int
    passed: int
    unknown: int
    unknown_passed: int
    more: int = 0
    more_passed: int = 0
    median: float | None = None
    thresholds: tuple[Threshold, ...] = ()
    wanted: frozenset[str] = frozenset()

    def place(self, threshold: Threshold) -> int:
        """Return before which bar a threshold lies, or within which; behind the last one it is
        their number."""
        value = threshold.value
        for number, bar in enumerate(self.bars):
            under_all = number == 0 and bar.low is not None and value < bar.low
            if under_all or bar.low == value or bar.parted_by(threshold):
                return number
        return len(self.bars)


def bar_text(value: object) -> str:
    """Return a value as the text of its bar; of a date the month."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strftime("%Y-%m") if hasattr(value, "strftime") else str(value)
