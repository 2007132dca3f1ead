"""What a column of the table shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from screener.model.metric import Metric
from screener.model.percentile import percentile_metric
from screener.present.text import format_value


@dataclass(frozen=True, slots=True)
class Field:
    """What a column shows: a metric, or with ``in_sector`` where its value stands in the sector."""

    metric: Metric
    in_sector: bool = False

    @property
    def shown(self) -> Metric:
        """What the values of the column are."""
        return percentile_metric(self.metric) if self.in_sector else self.metric

    @property
    def source(self) -> str:
        """The column of the frame."""
        return self.shown.name

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return self.shown.label

    def text(self, value: Any) -> str:
        """Return a value as it stands in a cell: plain, without control characters."""
        return format_value(self.shown, value)
