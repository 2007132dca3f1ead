"""What a column of the table shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from screener.model.metric import Metric
from screener.present.text import format_value, percentile_text


@dataclass(frozen=True, slots=True)
class Field:
    """What a column shows: a metric, or with ``in_sector`` where its value stands in the sector."""

    metric: Metric
    in_sector: bool = False

    @property
    def source(self) -> str:
        """The column of the frame."""
        if not self.in_sector:
            return self.metric.name
        from screener.screening.percentile import percentile_column

        return percentile_column(self.metric.name)

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return f"{self.metric.label} %ile" if self.in_sector else self.metric.label

    def text(self, value: Any) -> str:
        """Return a value as it stands in a cell: plain, without control characters."""
        return percentile_text(value) if self.in_sector else format_value(self.metric, value)
