"""Columns as people name them: a metric, a group of metrics, or all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screener.model.metric import METRICS, Group

ALL = "all"
"""Every metric."""

GROUPS = {
    group.value.replace(" ", "-"): tuple(
        metric.name for metric in METRICS.values() if metric.group is group
    )
    for group in Group
}
"""The metrics of each group, by the name that it is asked for by."""


def spelled_out(names: Iterable[object]) -> Iterator[object]:
    """Yield the metrics of each group that is named, every metric for "all", and all other names as
    they are, whatever they may be."""
    for name in names:
        key = (
            name.strip().casefold().replace(" ", "-").replace("_", "-")
            if isinstance(name, str)
            else ""
        )
        if key == ALL:
            yield from METRICS
        else:
            yield from GROUPS.get(key, (name,))
