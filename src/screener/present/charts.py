"""Charts as plain text: a line of bars, and columns over and under a zero line.

Bars start at zero, so that one twice as high is twice as much. An unknown value (None, NaN or an
infinity) is :data:`GAP` and never a bar. What is below zero hangs from above instead of standing,
so that no colour is needed to see it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median

from screener.present.text import MINUS

GAP = "·"
"""What stands in the place of an unknown value."""

RISING = "▁▂▃▄▅▆▇█"
"""A value of zero or more, by eighths of the largest magnitude."""

HANGING = "▔▀"
"""A value below zero: up to half of the largest magnitude, or more. Fonts have no finer ones."""

OVER, UNDER = "▲", "▼"
"""A value beyond the cap of the scale."""

_ZERO, _FULL = "─", "█"
_OUTLYING = 10.0
_ENOUGH = 4
_LEAST_PLOT = 4

Values = Sequence[float | None]


def known(values: Values) -> list[float]:
    """Return those of the values that are numbers."""
    return [value for value in values if value is not None and math.isfinite(value)]


def cap_of(values: Values) -> float | None:
    """Return the magnitude beyond which a value would flatten all others, None where none is.

    That is ten times the median magnitude: a coverage of 900x among twenties."""
    sizes = [abs(value) for value in known(values)]
    if len(sizes) < _ENOUGH:
        return None
    limit = _OUTLYING * median(sizes)
    return limit if limit > 0 and max(sizes) > limit else None


def sparkline(values: Values, *, cap: float | None = None) -> str:
    """Return one cell for each value, in their order. What is beyond ``cap`` is an arrow."""
    within = _within(values, cap)
    largest = max(map(abs, within), default=0.0)
    return "".join(_spark(value, largest, cap) for value in values)


def _within(values: Values, cap: float | None) -> list[float]:
    return [value for value in known(values) if cap is None or abs(value) <= cap]


def _spark(value: float | None, largest: float, cap: float | None) -> str:
    if value is None or not math.isfinite(value):
        return GAP
    if cap is not None and abs(value) > cap:
        return OVER if value > 0 else UNDER
    signs = HANGING if value < 0 else RISING
    share = abs(value) / largest if largest else 0.0
    return signs[max(math.ceil(share * len(signs)), 1) - 1]


def column_chart(
    values: Values,
    labels: Sequence[str],
    height: int,
    width: int,
    *,
    text: Callable[[float], str] = lambda value: f"{value:.3g}".replace("-", MINUS),
    cap: float | None = None,
) -> list[str]:
    """Return ``height`` lines of ``width`` cells: columns, the zero line, and what they measure.

    On the left stand the highest and the lowest value as ``text`` writes them, and 0; under the
    columns the first and the last of ``labels``, which has one for each value. A value beyond
    ``cap`` ends in an arrow at the edge of the scale. Where there are more values than cells, the
    last ones are drawn. ``height`` is at least 4, of which the zero line and the labels take 2."""
    within = _within(values, cap)
    top, bottom = max([0.0, *within]), min([0.0, *within])
    if cap is not None and any(value > cap for value in known(values)):
        top = max(top, max(map(abs, within), default=0.0))
    if cap is not None and any(value < -cap for value in known(values)):
        bottom = min(bottom, -max(map(abs, within), default=0.0))
    up, down = _rows(top, bottom, max(height - 2, 2))
    sides = [""] * (up + 1 + down)
    sides[0] = text(top) if top > 0 else ""
    sides[-1] = text(bottom) if bottom < 0 else ""
    sides[up] = "0"
    gutter = max(map(len, sides)) + 1
    if width - gutter < min(_LEAST_PLOT, len(values)):
        gutter = 0  # so little room is for the columns
    plot = width - gutter
    shown = values[-plot:] if plot > 0 else []
    each = max(plot // len(shown), 1) if shown else 1
    unit = max(top / up if up else 0.0, -bottom / down if down else 0.0)
    columns = [_column(value, up, down, unit, cap) for value in shown]
    bar = max(each - 1, 1)
    lines = []
    for row, side in enumerate(sides):
        cells = "".join((column[row] * bar).ljust(each) for column in columns)
        lines.append(_side(side, gutter) + cells.ljust(plot))
    used = gutter + len(shown) * each - (each - bar)
    ends = labels[len(values) - len(shown) :]
    return [*lines, _ends(ends, gutter, used, width)]


def _rows(top: float, bottom: float, rows: int) -> tuple[int, int]:
    """How many lines stand over the zero line and hang under it."""
    if bottom == 0:
        return rows, 0
    if top == 0:
        return 0, rows
    # Halves first: the difference of two huge numbers may be infinite.
    up = round(rows * ((top / 2) / (top / 2 - bottom / 2)))
    up = min(max(up, 1), rows - 1)
    return up, rows - up


def _column(value: float | None, up: int, down: int, unit: float, cap: float | None) -> list[str]:
    """The cells of a column from the top down."""
    if value is None or not math.isfinite(value):
        return [" "] * up + [GAP] + [" "] * down
    over = [" "] * up
    under = [" "] * down
    off = cap is not None and abs(value) > cap
    if value > 0 and up:
        over = list(reversed(_bar(value, up, unit, RISING, OVER if off else "")))
    elif value < 0 and down:
        under = _bar(-value, down, unit, HANGING, UNDER if off else "")
    return [*over, _ZERO, *under]


def _bar(size: float, rows: int, unit: float, signs: str, arrow: str) -> list[str]:
    """The cells of a bar from the zero line outwards; the least that is not zero is seen."""
    if arrow:
        return [_FULL] * (rows - 1) + [arrow]
    # In eighths of a cell; hanging ones know but one, four and eight of them.
    length = min(max(math.ceil(size / unit * 8 - 1e-9), 1), rows * 8) if unit else 1
    whole, rest = divmod(length, 8)
    cells = [_FULL] * whole
    if rest:
        cells.append(signs[rest - 1] if signs is RISING else signs[rest > 2])
    return cells + [" "] * (rows - len(cells))


def _side(text: str, gutter: int) -> str:
    return f"{text:>{gutter - 1}} " if gutter else ""


def _ends(labels: Sequence[str], gutter: int, used: int, width: int) -> str:
    """The first label and the last one, under the first column and the last one if both fit."""
    if not labels:
        return " " * width
    first, last = labels[0], labels[-1]
    if len(labels) == 1:
        line = " " * min(gutter, max(width - len(first), 0)) + first
    else:
        start = min(gutter, max(used - len(first) - len(last) - 1, 0))
        line = " " * start + first
        line += last.rjust(max(used - len(line), len(last) + 1))
    if len(line) > width:
        line = last[:width].rjust(width) if len(last) <= width else " " * width
    return line.ljust(width)
