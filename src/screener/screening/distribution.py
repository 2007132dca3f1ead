"""How a metric is spread over the universe, and how over the companies that pass a screen."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from screener.model.distribution import OF_ITS_OWN, Bar, Distribution, Threshold, bar_text
from screener.model.metric import METRICS, Group, Metric, Unit
from screener.model.screen import Screen
from screener.model.verdict import Answer, Outcome
from screener.screening.compile import OUTCOME, run
from screener.screening.thresholds import thresholds, wanted

_NUMBERS = {Unit.MONEY, Unit.PRICE, Unit.FRACTION, Unit.MULTIPLE, Unit.COUNT, Unit.SHARES}
_SIZES = {Unit.MONEY, Unit.PRICE, Unit.SHARES, Unit.MULTIPLE}
_TAIL = 0.01  # of the values lies under the range that is drawn, and as much over it
_DECADES = 100.0  # from here on equal steps would put all but a few into the first bar
_MORE_FOR_DECADES = 9 / 7  # bars than of equal steps: 1, 2, 5, 10 leave no smaller choice
_FINER = (1, 2, 5, 10)
"""Into how many steps a digit of a decade may be parted (1, 2, 3 …; 1, 1.5, 2 …; and so on), where
more bars are asked for than 1, 2, 5 give."""
_MOST_TEXTS = 40
_DIGITS = 12


def has_ranges(metric: Metric) -> bool:
    """Whether a metric's values are numbers that are counted in ranges; else each is a text."""
    return metric.unit in _NUMBERS and metric.group is not Group.IDENTITY


def distribution(
    metrics: pl.DataFrame, screen: Screen, name: str, *, bins: int = 14
) -> Distribution:
    """Return how the metric ``name`` is spread over ``metrics`` as ``screen`` sees them.

    Numbers fall into about ``bins`` bars of one step between the first and the ninety-ninth
    percentile, sizes of several decades into steps of 1, 2, 5, 10, of finer ones where those are
    too few, of powers of ten where they are too many; the rest is counted in two open bars, so that
    an outlier flattens nothing. A threshold is an edge where a round step allows."""
    metric = METRICS[name]
    every = screen.model_copy(update={"limit": None, "sort": ()})
    frame = run(metrics, every, everyone=True).rows.select(
        pl.col(name).alias("value"), passes=pl.col(OUTCOME) == Outcome.PASS.value
    )
    if has_ranges(metric):
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
        passed=_passed(known),
        unknown=frame.height - known.height,
        unknown_passed=_passed(frame) - _passed(known),
        median=_finite(middle),
        thresholds=marks,
    )


def _of_texts(metric: Metric, frame: pl.DataFrame, chosen: frozenset[str]) -> Distribution:
    told = frame.with_columns(
        pl.col("value").map_elements(bar_text, return_dtype=pl.String, skip_nulls=True)
    )
    known = told.filter(pl.col("value").is_not_null())
    if metric.unit is Unit.VERDICT:
        known = known.filter(pl.col("value") != Answer.UNKNOWN.value)
    counts = (
        known.group_by("value")
        .agg(pl.len().alias("count"), pl.col("passes").sum().alias("passed"))
        .sort(["count", "value"], descending=[True, False])
    )
    shown = counts.head(0 if metric.name in OF_ITS_OWN else _MOST_TEXTS)
    if metric.unit is Unit.DATE:
        shown = shown.sort("value")
    return Distribution(
        metric,
        tuple(Bar(int(count), int(passed), text=text) for text, count, passed in shown.iter_rows()),
        known=known.height,
        passed=_passed(known),
        unknown=frame.height - known.height,
        unknown_passed=_passed(frame) - _passed(known),
        more=known.height - int(shown["count"].sum()),
        more_passed=_passed(known) - int(shown["passed"].sum()),
        wanted=chosen,
    )


def _finite(number: object) -> float | None:
    """The number; none where it is too large for one, as a mean of two may be."""
    return float(number) if isinstance(number, int | float) and math.isfinite(number) else None


def _passed(rows: pl.DataFrame) -> int:
    return int(rows["passes"].sum())


_LARGEST = 1e300
"""Beyond it the difference of two figures is no number any more."""

_SMALLEST = 1e-300
"""Below it a step, or a power of ten, may be zero."""

_POWERS = 308
"""From this power of ten on, digits times it may be no number any more."""

_FINEST = 1e-10
"""The least step beside the figures themselves, so that edges have no more than twelve digits."""


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
            return _decades(smallest, high, bins)
    whole = metric.unit is Unit.COUNT
    if low == high:
        size = abs(low) / 2 if low else 1.0
        step = _round_up(abs(low) * _FINEST if whole else size, whole=whole)
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
    finest = max(abs(low), abs(high)) * _FINEST
    step = _round_up(max((high - low) / bins, finest), whole=whole)
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
    power = 10.0 ** _power(max(size, 1.0) if whole else size)
    digits = (1.0, 2.0, 5.0) if whole else (1.0, 2.0, 2.5, 5.0)
    return next(
        (_clean(digit * power) for digit in digits if digit * power >= size * (1 - 1e-9)),
        _clean(10 * power),
    )


def _decades(low: float, high: float, bins: int) -> list[float]:
    """Edges of 1, 2, 5 times powers of ten around a range; of many decades only powers, of few for
    many bars also what lies between."""
    for steps in sorted(_FINER, reverse=True):
        fine = _powers(low, high, 1, [1 + at / steps for at in range(9 * steps)])
        if len(fine) - 1 <= bins:
            return fine
    most = math.ceil(bins * _MORE_FOR_DECADES)
    edges = _powers(low, high, 1, (1.0, 2.0, 5.0))
    stride = 1
    while len(edges) - 1 > most and len(edges) > 2:
        edges = _powers(low, high, stride, (1.0,))
        stride += 1
    return edges


def _powers(low: float, high: float, stride: int, digits: Sequence[float]) -> list[float]:
    """Digits times every power of ten, or every second and so on, from ``low`` past ``high``."""
    first, last = _power(low), _power(high) + 1
    powers = range(first, min(last + stride, _POWERS), stride)
    edges = [_clean(digit * 10.0**power) for power in powers for digit in digits]
    start = max((index for index, edge in enumerate(edges) if edge <= low), default=0)
    stop = next((index for index, edge in enumerate(edges) if edge > high), len(edges) - 1)
    return edges[start : stop + 1]


def _power(size: float) -> int:
    """The power of ten that a size has."""
    return math.floor(math.log10(max(size, _SMALLEST)))


def _clean(value: float) -> float:
    """Without the rounding error of its making: 0.30000000000000004 is 0.3."""
    return float(f"{value:.{_DIGITS}g}")
