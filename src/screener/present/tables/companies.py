"""The companies that a screen lists, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from screener.model.metric import METRICS
from screener.model.percentile import percentile_column, percentile_metric
from screener.present.tables.table import Table

_OUTCOME = "pass, fail or unknown: what the rule, or the whole screen, says of the company"


def companies(rows: pl.DataFrame, names: Sequence[str], title: str) -> Table:
    """Return the columns ``names`` of a result's rows; those that are neither metrics nor
    percentiles of them are outcomes."""
    of_metrics = {percentile_column(name): metric for name, metric in METRICS.items()}
    ranks = {name: percentile_metric(of_metrics[name]) for name in names if name in of_metrics}
    notes = {name: _OUTCOME for name in names if name not in METRICS and name not in ranks}
    return Table("companies", title, rows.select(names), ranks, notes)
