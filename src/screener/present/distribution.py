"""How a metric is spread: as lines for people, thresholds among the bars, and as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from screener.model.distribution import Bar, Distribution, Threshold
from screener.model.metric import Unit
from screener.model.words import counted
from screener.present.cells import cells_of, cut
from screener.present.histogram import PART, REST, BarLine, edge_text, histogram, span_text
from screener.present.marks import CURSOR, OFF, PASS
from screener.present.tables.table import Table
from screener.present.text import format_value, safe


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart: the heading of the figures, a bar, a threshold, or a remark."""

    text: str
    kind: Literal["head", "bar", "threshold", "remark"]
    bar: Bar | None = None


def heading(found: Distribution) -> str:
    """Return what the chart is of: its label and its name."""
    name, label = found.metric.name, found.metric.label
    return label if label.casefold() == name else f"{label} · {name}"


def counts_text(found: Distribution) -> str:
    """Return how many are known and unknown, and the median of those known."""
    parts = [f"{found.known:,} known", f"{found.unknown:,} unknown"]
    if found.median is not None:
        parts.append(f"median {format_value(found.metric, found.median)}")
    return " · ".join(parts)


def meaning_text(found: Distribution) -> str:
    """Return what the bars and the marks mean, and how many pass.

    Those that pass although this figure of theirs is unknown have no bar: they are told apart."""
    without = found.unknown_passed
    unseen = f" ({without:,} more pass with it unknown)" if without else ""
    asked = f"  {PASS} what the filter asks for" if found.wanted else ""
    return f"{PART} {found.passed:,} pass{unseen}  {REST} the others{asked}"


def chart(
    found: Distribution, width: int, value: object = None, *, cells: Callable[[str], int] = cells_of
) -> list[Line]:
    """Return the heading of the figures, the bars, and the thresholds where they lie.

    The bar that holds ``value`` is marked; ``cells`` says how wide a text is."""
    if not found.bars:
        return [Line(_why_none(found), "remark")]
    told = [_told(found, bar, value) for bar in found.bars]
    head, *drawn = histogram(told, width, ("all", "pass"), cells=cells)
    lines = [Line(head, "head")]
    places = [(found.place(threshold), threshold) for threshold in found.thresholds]
    for number, (bar, text) in enumerate(zip(found.bars, drawn, strict=True)):
        here = [threshold for place, threshold in places if place == number]
        lines += [_ruler(found, threshold, width, cells, bar) for threshold in here]
        lines.append(Line(text, "bar", bar))
    above = [threshold for place, threshold in places if place == len(found.bars)]
    lines += [_ruler(found, threshold, width, cells) for threshold in above]
    if found.more:
        lines.append(Line(f"  and {found.more:,} with other values", "remark"))
    return lines


def _told(found: Distribution, bar: Bar, value: object) -> BarLine:
    label = safe(bar.text) if bar.text else span_text(found.metric, bar.low, bar.high)
    mark = CURSOR if bar.holds(value) else " "
    if found.wanted:
        label = f"{PASS if bar.text in found.wanted else OFF} {label}"
    return BarLine(label, bar.count, bar.passed, mark)


def _ruler(
    found: Distribution,
    threshold: Threshold,
    width: int,
    cells: Callable[[str], int],
    bar: Bar | None = None,
) -> Line:
    """A line across that says what passes."""
    op = {">=": "≥", "<=": "≤", "<>": "≠"}.get(threshold.op, threshold.op)
    inside = bar is not None and bar.parted_by(threshold)
    text = f"── {op} {edge_text(found.metric, threshold.value)} passes"
    text += ", its edge lies within the next bar " if inside else " "
    return Line(cut(text + "─" * max(width - len(text), 0), width, cells), "threshold")


def _why_none(found: Distribution) -> str:
    if found.more:
        return f"{counted(found.more, 'company', 'companies')}, each with a value of its own"
    return "No company's value is known."


_NOTES = {
    "kind": "range: from low up to high; text: this value; other: the values that have no row of"
    " their own; unknown: the rows of which the metric is not known",
    "low": "the least value that is counted here; none: from the least there is",
    "high": "where the range ends; none: up to the greatest there is",
    "closed": "whether high itself is counted here, too",
    "text": "the value that is counted here; of dates the month",
    "count": "rows of the universe",
    "passed": "those of them that pass the screen",
    "thresholds": "what rules let pass, where the threshold lies at low or within the range; in the"
    " first and the last row also one that lies outside of all",
    "wanted": "whether a rule asks for this value; none where no rule asks for values",
}


def distribution_table(found: Distribution) -> Table:
    """Return a row for each bar, then one for the values that have no bar where there are any, then
    one for those unknown: ``count`` adds up to all rows, ``passed`` to all that pass.

    kind (range, text, other, unknown), low, high (Float64, of counts Int64; in the metric's unit),
    closed (Boolean), text, count, passed (Int64), thresholds (String, such as "> 0.04"), wanted
    (Boolean). What does not apply is null."""
    rows = [_row(found, number, bar) for number, bar in enumerate(found.bars)]
    ends = [("unknown", found.unknown, found.unknown_passed)]
    if found.more:
        ends.insert(0, ("other", found.more, found.more_passed))
    for kind, count, passed in ends:
        asked = kind in found.wanted if found.wanted and kind == "unknown" else None
        rows.append((kind, None, None, None, None, count, passed, None, asked))
    number = pl.Int64() if found.metric.unit is Unit.COUNT else pl.Float64()
    kinds = (pl.String(), number, number, pl.Boolean(), pl.String(), pl.Int64(), pl.Int64(),
             pl.String(), pl.Boolean())  # fmt: skip
    frame = pl.DataFrame(rows, schema=dict(zip(_NOTES, kinds, strict=True)), orient="row")
    like = dict.fromkeys(("low", "high"), found.metric.name)
    return Table("histogram", heading(found), frame, like, _NOTES)


def _row(found: Distribution, number: int, bar: Bar) -> tuple[object, ...]:
    last = len(found.bars) - 1
    here = [one for one in found.thresholds if min(found.place(one), last) == number]
    asked = bar.text in found.wanted if found.wanted else None
    if bar.text:
        return ("text", None, None, None, bar.text, bar.count, bar.passed, None, asked)
    whole = found.metric.unit is Unit.COUNT
    low, high = (int(end) if whole and end is not None else end for end in (bar.low, bar.high))
    marks = " and ".join(f"{one.op} {one.value!r}" for one in here) or None
    return ("range", low, high, bar.closed, None, bar.count, bar.passed, marks, None)
