"""How a metric is spread, as styled lines: the bars, the thresholds among them, and a summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from screener.model.distribution import OF_ITS_OWN, Bar, Distribution
from screener.present import distribution as plain
from screener.present.histogram import PART, REST
from screener.present.text import format_value, safe
from screener.tui import glyphs

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart; ``bar`` is None for what stands between bars."""

    text: Content
    bar: Bar | None = None


def summary(session: Session, found: Distribution) -> list[Content]:
    """Return the counts, the median, the company that is looked at, and what the glyphs mean."""
    lines = [Content.styled(plain.counts_text(found), "bold")]
    here = session.here
    if here is not None:
        ticker = safe(str(here["ticker"] or here["name"] or ""))
        value = format_value(found.metric, value_of(session, here, found.metric.name))
        lines.append(Content.assemble((f"{glyphs.CURSOR} ", "bold $accent"), f"{ticker} {value}"))
    lines.append(Content(plain.meaning_text(found)))
    return lines


def value_of(session: Session, row: Row, metric: str) -> object:
    """Return a company's value of a metric as the screen sees it."""
    return row.get(session.screen.meaning(metric))


def chart(session: Session, found: Distribution, width: int) -> list[Line]:
    """Return the heading of the figures, the bars, and the thresholds where they lie."""
    here = session.here
    value = None if here is None else value_of(session, here, found.metric.name)
    lines = plain.chart(found, width, value, cells=cell_len)
    return [Line(_styled(line), line.bar) for line in lines]


def _styled(line: plain.Line) -> Content:
    """The part that passes in the colour of what is chosen; the company's bar bold."""
    text = line.text
    if line.kind != "bar":
        style = {"head": "bold", "threshold": "bold $accent", "remark": ""}[line.kind]
        return Content.styled(text, style)
    start = min((text.index(sign) for sign in (PART, REST) if sign in text), default=len(text))
    stop = text.rindex(PART) + 1 if PART in text else start
    content = Content(text).stylize("$primary", start, stop)
    marked = text.startswith(glyphs.CURSOR)
    return content.stylize("bold $accent", 0, start) if marked else content


def chartable(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that a chart can be made of: all but names and filers' numbers."""
    found = tuple(name for name in dict.fromkeys(columns) if name not in OF_ITS_OWN)
    return found or ("revenue_growth",)
