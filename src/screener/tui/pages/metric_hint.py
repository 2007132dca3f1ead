"""A metric in a line or two: what it is and which values it has here."""

from __future__ import annotations

from rich.cells import cell_len

from screener.model.metric import METRICS, Metric, Unit
from screener.present.text import format_value
from screener.screening.spread import Spread

WRITTEN = {
    Unit.TEXT: "a text",
    Unit.VERDICT: "a verdict",
    Unit.DATE: "a day: '2026-01-31'",
    Unit.FLAG: "yes or no",
    Unit.MONEY: "USD: 5M, 1.2B",
    Unit.PRICE: "USD per share: 12.50",
    Unit.FRACTION: "a fraction: 4%",
    Unit.MULTIPLE: "times: 12",
    Unit.COUNT: "a count: 3",
    Unit.SHARES: "shares: 40M",
}
"""What a metric's values are, and how a threshold is written."""

_SEPARATOR = " · "
_MOST_TEXTS = 40
"""More different texts than this are names, of which none is frequent."""


def metric_hint(name: str, found: Spread, width: int, rows: int) -> list[str]:
    """Return at most ``rows`` lines that fit ``width``: the values first, then the formula."""
    metric = METRICS[name]
    values = _fitting(_values(metric, found), width)
    formula = f"{metric.label} = {metric.formula}"
    both = f"{values}{_SEPARATOR}{formula}"
    if cell_len(both) <= width:
        return [both][:rows]
    return [values, formula][:rows]


def _values(metric: Metric, found: Spread) -> list[str]:
    """The parts of a line on a metric's values, those first that must be seen."""
    label = metric.label
    if not found.known:
        return [f"{label}: known of nobody here"]
    if found.ends:
        least, middle, most = (format_value(metric, value) for value in found.ends)
        parts = [f"{label} {least} to {most}", f"median {middle}"]
    elif len(found.counts) > _MOST_TEXTS:
        parts = [f"{label}: {len(found.counts):,} different texts"]
    else:
        counts = [f"{format_value(metric, value)} {rows:,}" for value, rows in found.counts]
        parts = [f"{label}: {counts[0]}", *counts[1:]]
    known = f"known of {found.known:,} of {found.total:,}"
    return [*parts[:2], known, *parts[2:]] if found.known < found.total else parts


def _fitting(parts: list[str], width: int) -> str:
    text = parts[0]
    for part in parts[1:]:
        longer = f"{text}{_SEPARATOR}{part}"
        if cell_len(longer) > width:
            break
        text = longer
    return text
