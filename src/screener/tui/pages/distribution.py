"""How a metric is spread, as lines of text: the bars, the thresholds among them, and a summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from screener.model.metric import METRICS, Group, Metric
from screener.model.words import counted
from screener.present.histogram import PART, REST, BarLine, edge_text, histogram, span_text
from screener.present.text import format_value, safe
from screener.screening.distribution import Bar, Distribution
from screener.screening.thresholds import Threshold
from screener.tui import glyphs
from screener.tui.widgets.columns import fit

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart; ``bar`` is None for what stands between bars."""

    text: Content
    bar: Bar | None = None


def heading(found: Distribution) -> str:
    """Return what the chart is of."""
    name = found.metric.name
    return found.metric.label if found.metric.label.casefold() == name else (
        f"{found.metric.label} · {name}"
    )  # fmt: skip


def summary(session: Session, found: Distribution) -> list[Content]:
    """Return the counts, the median, the company that is looked at, and what the glyphs mean."""
    parts = [f"{found.known:,} known", f"{found.unknown:,} unknown"]
    if found.median is not None:
        parts.append(f"median {format_value(found.metric, found.median)}")
    lines = [Content.styled(" · ".join(parts), "bold")]
    here = session.here
    if here is not None:
        ticker = safe(str(here["ticker"] or here["name"] or ""))
        value = format_value(found.metric, value_of(session, here, found.metric.name))
        lines.append(Content.assemble((f"{glyphs.CURSOR} ", "bold $accent"), f"{ticker} {value}"))
    # Those that pass although this figure of theirs is unknown have no bar.
    without = session.result.passed - found.passed
    unseen = f" ({without:,} more pass with it unknown)" if without > 0 else ""
    meaning = f"{PART} {found.passed:,} pass{unseen}  {REST} the others"
    if found.wanted:
        meaning += f"  {glyphs.PASS} what the filter asks for"
    lines.append(Content(meaning))
    return lines


def value_of(session: Session, row: Row, metric: str) -> object:
    """Return a company's value of a metric as the screen sees it."""
    return row.get(session.screen.meaning(metric))


def chart(session: Session, found: Distribution, width: int) -> list[Line]:
    """Return the heading of the figures, the bars, and the thresholds where they lie."""
    here = session.here
    value = None if here is None else value_of(session, here, found.metric.name)
    told = [_told(found, bar, value) for bar in found.bars]
    head, *drawn = histogram(told, width, ("all", "pass"), cells=cell_len)
    if not found.bars:
        return [Line(Content(text)) for text in _why_none(found)]
    lines = [Line(Content.styled(head, "bold"))]
    before: Bar | None = None
    for bar, text in zip(found.bars, drawn, strict=True):
        for threshold in found.thresholds:
            if _lies(threshold.value, before, bar):
                lines.append(Line(_ruler(found.metric, threshold, bar, width)))
        lines.append(Line(_styled(text, marked=text.startswith(glyphs.CURSOR)), bar))
        before = bar
    if before is not None:
        lines += [
            Line(_ruler(found.metric, threshold, None, width))
            for threshold in found.thresholds
            if before.high is not None and threshold.value >= before.high
        ]
    if found.more:
        lines.append(Line(Content(f"  and {found.more:,} with other values")))
    return lines


def _told(found: Distribution, bar: Bar, value: object) -> BarLine:
    label = safe(bar.text) if bar.text else span_text(found.metric, bar.low, bar.high)
    mark = glyphs.CURSOR if bar.holds(value) else " "
    if found.wanted:
        label = f"{glyphs.PASS if bar.text in found.wanted else glyphs.OFF} {label}"
    return BarLine(label, bar.count, bar.passed, mark)


def _styled(text: str, *, marked: bool) -> Content:
    """The part that passes in the colour of what is chosen; the company's bar bold."""
    start = min((text.index(sign) for sign in (PART, REST) if sign in text), default=len(text))
    stop = text.rindex(PART) + 1 if PART in text else start
    content = Content(text).stylize("$primary", start, stop)
    return content.stylize("bold $accent", 0, start) if marked else content


def _lies(value: float, before: Bar | None, bar: Bar) -> bool:
    """Whether a threshold is told right before ``bar``: at its lower edge, or inside it."""
    if before is None and bar.low is not None and value < bar.low:
        return True
    return bar.low == value or _inside(value, bar)


def _inside(value: float, bar: Bar) -> bool:
    return bar.holds(value) and value not in (bar.low, bar.high)


def _ruler(metric: Metric, threshold: Threshold, bar: Bar | None, width: int) -> Content:
    """A line across that says what passes."""
    op = {">=": "≥", "<=": "≤", "<>": "≠"}.get(threshold.op, threshold.op)
    inside = bar is not None and _inside(threshold.value, bar)
    text = f"── {op} {edge_text(metric, threshold.value)} passes"
    text += ", from within the next bar " if inside else " "
    return Content.styled(fit(text + "─" * max(width - len(text), 0), width), "bold $accent")


def _why_none(found: Distribution) -> list[str]:
    if found.more:
        return [f"{counted(found.more, 'company', 'companies')}, each with a value of its own"]
    return ["No company's value is known."]


def chartable(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that a chart can be made of: all but names and filers' numbers."""
    found = tuple(
        name
        for name in dict.fromkeys(columns)
        if METRICS[name].group is not Group.IDENTITY or name in ("sector", "industry", "exchange")
    )
    return found or ("revenue_growth",)
