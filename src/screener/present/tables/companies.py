"""The companies that a screen lists, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from screener.model.metric import METRICS
from screener.present.tables.table import Table

_OUTCOME = "pass, fail or unknown: what the rule, or the whole screen, says of the company"


def companies(rows: pl.DataFrame, names: Sequence[str], title: str) -> Table:
    """Return the columns ``names`` of a result's rows; those that are no metrics are outcomes."""
    notes = {name: _OUTCOME for name in names if name not in METRICS}
    return Table("companies", title, rows.select(names), notes=notes)
