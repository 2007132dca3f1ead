"""The metrics as lines of a list of columns, and which of them a text finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from screener.model.metric import METRICS, Group, Metric
from screener.tui import glyphs
from screener.tui.pages.metric_hint import WRITTEN
from screener.tui.widgets.columns import fit

_LABEL, _NAME, _UNIT, _SHARE = 12, 34, 13, 6
_LEAST_NAME = 10


def found(text: str) -> Iterator[tuple[Group, list[Metric]]]:
    """Yield the groups with those metrics in which every word of ``text`` stands: in the name, the
    label, the group or the formula. Groups without any are left out."""
    words = text.casefold().split()
    for group in Group:
        metrics = [
            metric
            for metric in METRICS.values()
            if metric.group is group and all(word in _about(metric) for word in words)
        ]
        if metrics:
            yield group, metrics


def _about(metric: Metric) -> str:
    return f"{metric.name} {metric.label} {metric.group} {metric.formula}".casefold()


def heading(group: Group, width: int) -> Content:
    """Return the line over a group's metrics."""
    return Content.styled(fit(group.value.capitalize(), max(width, 1)), "bold $primary")


def line(metric: Metric, columns: Sequence[str], share: float, width: int) -> Content:
    """Return a metric's line: its place if it is chosen, label, name, unit, and the ``share`` of
    companies of which it is known. Where there is little room, without unit, then without name."""
    chosen = metric.name in columns
    place = f"{glyphs.PASS}{columns.index(metric.name) + 1:>3}" if chosen else "    "
    text = f"{place} {fit(metric.label, _LABEL)}"
    room = width - len(text) - _SHARE
    unit = WRITTEN[metric.unit].partition(":")[0]
    if room >= _NAME + _UNIT + 2:
        text += f" {fit(metric.name, _NAME)} {fit(unit, _UNIT)}"
    elif room > _LEAST_NAME:
        text += f" {fit(metric.name, room - 1)}"
    text += fit(f"{_percent(share)}", _SHARE, right=True)
    return Content.styled(fit(text, max(width, 1)), "bold" if chosen else "")


def _percent(share: float) -> str:
    """Whole percent, which say 0 or 100 only of none and of all."""
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    return f"{min(max(round(share * 100), 1), 99)}%"
