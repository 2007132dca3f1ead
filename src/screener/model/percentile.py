"""A metric's percentile within the sector: which metrics have one, and what its column is like."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from screener.model.metric import Group, Metric, Unit

_END = "_percentile"
_FIGURES = {Unit.MONEY, Unit.FRACTION, Unit.MULTIPLE, Unit.COUNT, Unit.SHARES}
_OF_A_HOLDING = {Group.HOLDING, Group.PERIOD}
_NO_FIGURES = {
    Unit.TEXT: "a text",
    Unit.VERDICT: "a verdict",
    Unit.DATE: "a date",
    Unit.FLAG: "yes or no",
}


def why_no_percentile(metric: Metric) -> str:
    """Return why a metric can't be ranked within a sector, behind its name: "is a text"; "" where
    it can: where it is a figure of a company."""
    if metric.unit in _NO_FIGURES:
        return f"is {_NO_FIGURES[metric.unit]}"
    if metric.group is Group.IDENTITY:
        return "says who a company is"
    if metric.group in _OF_A_HOLDING or metric.unit not in _FIGURES:
        return "is of a holding, not of the company"
    return ""


def has_percentile(metric: Metric) -> bool:
    """Return whether a metric is a figure of a company that can be ranked: neither a text nor a
    date, nor what belongs to the fund's position."""
    return not why_no_percentile(metric)


def percentile_column(metric: str) -> str:
    """Return the name of the column of a metric's percentiles: ``net_margin_percentile``."""
    return f"{metric}{_END}"


@cache  # a table asks for it at every cell
def percentile_metric(metric: Metric) -> Metric:
    """Return what the column of a metric's percentiles is: its name, label, unit and meaning."""
    meaning = (
        f"share of the sector's companies of known {metric.name} that have a lower one, ties"
        " counting half: among all of the universe, whichever direction is good"
    )
    name = percentile_column(metric.name)
    return Metric(name, f"{metric.label} %ile", Unit.PERCENTILE, metric.group, meaning)


def beside(columns: Iterable[str], percentiles: Collection[str]) -> tuple[str, ...]:
    """Return columns, each once, with the column of each metric of ``percentiles`` right behind the
    metric's own; at the end where that is none of them."""
    found = list(dict.fromkeys(columns))
    for name in dict.fromkeys(percentiles):
        place = found.index(name) + 1 if name in found else len(found)
        found.insert(place, percentile_column(name))
    return tuple(found)
