"""How a metric is spread over the universe, and how over the companies that pass a screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from screener.model.metric import METRICS, Group, Metric, Unit
from screener.model.screen import Screen
from screener.model.verdict import Answer, Outcome
from screener.screening.compile import OUTCOME, run
from screener.screening.thresholds import Threshold, thresholds, wanted

_NUMBERS = {Unit.MONEY, Unit.PRICE, Unit.FRACTION, Unit.MULTIPLE, Unit.COUNT, Unit.SHARES}
_SIZES = {Unit.MONEY, Unit.PRICE, Unit.SHARES, Unit.MULTIPLE}
_TAIL = 0.01  # of the values lies under the range that is drawn, and as much over it
_DECADES = 100.0  # from here on equal steps would put all but a few into the first bar
_MOST_DECADES = 6
_MOST_TEXTS = 40
_DIGITS = 12


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
            return _text(value) == self.text
        if not isinstance(value, int | float) or not math.isfinite(value):
            return False
        if self.closed and value == self.high:
            return True
        above = self.low is None or value >= self.low
        return above and (self.high is None or value < self.high)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The rows of a universe by a metric's value, as the list and its filters count them.

    ``bars`` upwards, texts by frequency; ``known`` and ``unknown`` add up to all rows, and ``more``
    are the known ones of which no bar tells. ``median`` is of the known numbers. ``thresholds`` are
    the numbers that rules ask about, ``wanted`` the texts."""

    metric: Metric
    bars: tuple[Bar, ...]
    known: int
    passed: int
    unknown: int
    more: int = 0
    median: float | None = None
    thresholds: tuple[Threshold, ...] = ()
    wanted: frozenset[str] = frozenset()


def distribution(
    metrics: pl.DataFrame, screen: Screen, name: str, *, bins: int = 14
) -> Distribution:
    """Return how the metric ``name`` is spread over ``metrics`` as ``screen`` sees them.

    Numbers fall into about ``bins`` bars of one step between the first and the ninety-ninth
    percentile, sizes of several decades into steps of 1, 2, 5, 10; the rest is counted in two open
    bars, so that an outlier flattens nothing. A threshold is an edge where a round step allows."""
    metric = METRICS[name]
    every = screen.model_copy(update={"limit": None, "sort": ()})
    frame = run(metrics, every, everyone=True).rows.select(
        pl.col(name).alias("value"), passes=pl.col(OUTCOME) == Outcome.PASS.value
    )
    if metric.unit in _NUMBERS and metric.group is not Group.IDENTITY:
        return _of_numbers(metric, frame, thresholds(screen, name), bins)
    return _of_texts(metric, frame, wanted(screen, name))


def _of_numbers(
    metric: Metric, frame: pl.DataFrame, marks: tuple[Threshold, ...], bins: int
) -> Distribution:
    value = pl.col("value").cast(pl.Float64)
    known = frame.select(value, "passes").filter(pl.col("value").is_finite())
    series = known["value"]
    bars: list[Bar] = []
    if known.height:
        edges = _edges(metric, series, [mark.value for mark in marks], bins)
        # Where a value falls: 0 is under the first edge, the last under the open end.
        place = pl.lit(pl.Series(edges)).search_sorted(pl.col("value"), side="right")
        closed = edges[-1] == series.max()
        place = place.clip(upper_bound=len(edges) - closed)
        counts = known.group_by(place.alias("bar")).agg(pl.len(), pl.col("passes").sum())
        found = {int(bar): (int(count), int(passed)) for bar, count, passed in counts.iter_rows()}
        ends: list[float | None] = [None, *edges, None]
        for bar in range(len(edges) + 1):
            count, passed = found.get(bar, (0, 0))
            if count or 0 < bar < len(edges):
                last = closed and bar == len(edges) - 1
                bars.append(Bar(count, passed, ends[bar], ends[bar + 1], closed=last))
    middle = series.median()
    return Distribution(
        metric,
        tuple(bars),
        known=known.height,
        passed=int(known["passes"].sum()),
        unknown=frame.height - known.height,
        median=float(middle) if isinstance(middle, int | float) else None,
        thresholds=marks,
    )


def _of_texts(metric: Metric, frame: pl.DataFrame, chosen: frozenset[str]) -> Distribution:
    told = frame.with_columns(
        pl.col("value").map_elements(_text, return_dtype=pl.String, skip_nulls=True)
    )
    known = told.filter(pl.col("value").is_not_null())
    if metric.unit is Unit.VERDICT:
        known = known.filter(pl.col("value") != Answer.UNKNOWN.value)
    counts = (
        known.group_by("value")
        .agg(pl.len().alias("count"), pl.col("passes").sum().alias("passed"))
        .sort(["count", "value"], descending=[True, False])
    )
    # Names and tickers tell of one company each: a bar of one cell for every one says nothing.
    shown = counts.head(0 if metric.name in ("ticker", "name", "cik") else _MOST_TEXTS)
    if metric.unit is Unit.DATE:
        shown = shown.sort("value")
    return Distribution(
        metric,
        tuple(Bar(int(count), int(passed), text=text) for text, count, passed in shown.iter_rows()),
        known=known.height,
        passed=int(known["passes"].sum()),
        unknown=frame.height - known.height,
        more=known.height - int(shown["count"].sum()),
        wanted=chosen,
    )


def _text(value: object) -> str:
    """A value as the text of its bar; of a date the month."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strftime("%Y-%m") if hasattr(value, "strftime") else str(value)


_LARGEST = 1e300
"""Beyond it the difference of two figures is no number any more."""


def _edges(metric: Metric, series: pl.Series, marks: Sequence[float], bins: int) -> list[float]:
    """The edges of the bars, upwards; round numbers."""
    series = series.clip(-_LARGEST, _LARGEST)
    low, high = (_quantile(series, share) for share in (_TAIL, 1 - _TAIL))
    least, most = _quantile(series, 0.0), _quantile(series, 1.0)
    if low == high:
        low, high = least, most
    if metric.unit in _SIZES and least >= 0 < high:
        smallest = _quantile(series.filter(series > 0), _TAIL)
        if high / smallest >= _DECADES:
            return _decades(smallest, high)
    whole = metric.unit is Unit.COUNT
    if low == high:
        step = 1.0 if whole or not low else _round_up(abs(low) / 2, whole=False)
    else:
        step = _step(low, high, marks, bins, whole=whole)
    first, last = math.floor(_clean(low / step)), math.floor(_clean(high / step))
    if whole or high != most or _clean(step * last) != most or first == last:
        last += 1  # else the greatest value is an edge, and belongs to the bar that ends there
    return [_clean(step * index) for index in range(first, last + 1)]


def _quantile(series: pl.Series, share: float) -> float:
    found = series.quantile(share, "nearest")
    assert found is not None  # the series is not empty
    return float(found)


def _step(low: float, high: float, marks: Sequence[float], bins: int, *, whole: bool) -> float:
    """A round step that gives about ``bins`` bars; if one near by makes each mark an edge, that."""
    step = _round_up((high - low) / bins, whole=whole)
    inside = [mark for mark in marks if low <= mark <= high]
    near = [_clean(step * share) for share in (1.0, 0.8, 2.0, 0.5, 0.4)]
    for other in near if inside else ():
        if not (whole and other % 1) and all(_divides(other, mark) for mark in inside):
            return other
    return step


def _divides(step: float, mark: float) -> bool:
    return abs(mark / step - round(mark / step)) < 1e-9


def _round_up(size: float, *, whole: bool) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten; of whole numbers the next of 1, 2, 5."""
    power = 10.0 ** math.floor(math.log10(max(size, 1.0) if whole else size))
    digits = (1.0, 2.0, 5.0) if whole else (1.0, 2.0, 2.5, 5.0)
    return next(
        (_clean(digit * power) for digit in digits if digit * power >= size * (1 - 1e-9)),
        _clean(10 * power),
    )


def _decades(low: float, high: float) -> list[float]:
    """Edges of 1, 2, 5 times powers of ten around a range; of many decades only powers."""
    first, last = math.floor(math.log10(low)), math.floor(math.log10(high)) + 1
    stride = math.ceil((last - first) / _MOST_DECADES)
    digits = (1.0, 2.0, 5.0) if stride == 1 else (1.0,)
    powers = range(first, last + stride, stride)
    edges = [_clean(digit * 10.0**power) for power in powers for digit in digits]
    start = max((index for index, edge in enumerate(edges) if edge <= low), default=0)
    stop = next((index for index, edge in enumerate(edges) if edge > high), len(edges) - 1)
    return edges[start : stop + 1]


def _clean(value: float) -> float:
    """Without the rounding error of its making: 0.30000000000000004 is 0.3."""
    return float(f"{value:.{_DIGITS}g}")
