"""A histogram as plain text: a line for each bar, lying, a part of it told apart by its glyph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from screener.model.metric import Metric, Unit
from screener.present.cells import cells_of, cut
from screener.present.text import MINUS, format_value

PART, REST = "█", "░"
"""What a bar is drawn with: the part, from the left, and the rest."""

_LEAST_BAR = 4


@dataclass(frozen=True, slots=True)
class BarLine:
    """What a line tells: a label, a count, and the part of it that is told apart; a ``mark`` of one
    cell stands before the label."""

    label: str
    count: int
    part: int
    mark: str = " "


def split_bar(count: int, part: int, most: int, width: int) -> str:
    """Return a bar of ``width`` cells, in which ``most`` would fill all.

    What is not zero has a cell at least, also the rest where there are two cells."""
    if count <= 0 or width <= 0:
        return " " * max(width, 0)
    cells = max(round(count / most * width), 1)
    drawn = min(max(round(part / most * width), 1), cells) if part else 0
    if part < count and drawn == cells > 1:
        drawn -= 1
    return (PART * drawn + REST * (cells - drawn)).ljust(width)


def histogram(
    lines: Sequence[BarLine],
    width: int,
    heads: tuple[str, str],
    *,
    cells: Callable[[str], int] = cells_of,
) -> list[str]:
    """Return a heading and the lines, each of ``width`` cells: mark, label, count, part, bar.

    ``heads`` are over the count and the part; ``cells`` says how wide a text is. In a narrow place
    labels are cut with an ellipsis; under 20 cells even numbers may be cut."""
    figures = max([*(len(f"{line.count:,}") for line in lines), *map(len, heads)])
    beside = 2 + 2 * (figures + 1) + 1
    longest = max((cells(line.label) for line in lines), default=0)
    room = min(longest, max(width - beside - _LEAST_BAR, 1))
    bar = max(width - beside - room, 0)
    most = max((line.count for line in lines), default=0)
    head = " " * (2 + room) + "".join(f" {text:>{figures}}" for text in heads)
    found = [head]
    for line in lines:
        numbers = f" {line.count:>{figures},} {line.part:>{figures},} "
        drawn = split_bar(line.count, line.part, most, bar)
        found.append(f"{line.mark} {cut(line.label, room, cells)}{numbers}{drawn}")
    return [cut(line, width, cells) for line in found]


def span_text(metric: Metric, low: float | None, high: float | None) -> str:
    """Return what values a bar holds, from ``low`` up to ``high``; None is an open end."""
    if low is None or high is None:
        return f"< {edge_text(metric, high)}" if low is None else f"≥ {edge_text(metric, low)}"
    if metric.unit is Unit.COUNT:
        last = high - 1
        return f"{low:,.0f}" if last <= low else f"{low:,.0f} to {last:,.0f}"
    return f"{edge_text(metric, low)} to {edge_text(metric, high)}"


def edge_text(metric: Metric, value: float | None) -> str:
    """Return a round value of a metric in the fewest signs: ``4%``, ``2.5B``, ``−10x``."""
    if value is None:
        return ""
    if metric.unit is Unit.FRACTION:
        return f"{value * 100:,.10g}%".replace("-", MINUS)
    if metric.unit in (Unit.MONEY, Unit.SHARES):
        return _without_zeros(format_value(metric, value))
    end = "x" if metric.unit is Unit.MULTIPLE else ""
    return f"{value:,.10g}{end}".replace("-", MINUS)


def axis_text(metric: Metric, value: float) -> str:
    """Return a value in two or three signs beside its unit, for the axis of a small chart."""
    if metric.unit is Unit.FRACTION:
        text = f"{value * 100:,.{0 if abs(value) >= 0.0095 or not value else 1}f}%"
    elif metric.unit is Unit.MULTIPLE:
        text = f"{value:,.{0 if abs(value) >= 9.95 else 1}f}x"
    else:
        text = _two_digits(format_value(metric, value))
    return text.replace("-", MINUS)


def _two_digits(text: str) -> str:
    """``1.42B`` is ``1.4B``, ``14.2B`` is ``14B``: cut, not rounded."""
    letter = text[-1] if text[-1:].isalpha() else ""
    whole, point, digits = text.removesuffix(letter).partition(".")
    short = len(whole.lstrip(MINUS)) < 2
    return f"{whole}{point}{digits[:1]}{letter}" if short else whole + letter


def _without_zeros(text: str) -> str:
    """``2.00M`` is ``2M``."""
    if "." not in text:
        return text
    letter = text[-1] if text[-1].isalpha() else ""
    return text.removesuffix(letter).rstrip("0").rstrip(".") + letter
