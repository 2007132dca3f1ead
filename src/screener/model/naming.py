"""A metric by the name that somebody gave it."""

from __future__ import annotations

from screener.errors import UsageError
from screener.model.metric import METRICS, Metric, nearest
from screener.model.words import quoted

METRIC_NAMES = "All names: screen fields"
"""Where the names of metrics can be looked up."""


def metric_named(name: str, where: str = "") -> Metric:
    """Return the metric of this name; raise :class:`UsageError` with the nearest names where there
    is none. ``where`` is the option or field that holds the name."""
    if name not in METRICS:
        raise UsageError(
            f"{quoted(name)} is not a metric{nearest(name)}", where=where, next_step=METRIC_NAMES
        )
    return METRICS[name]
