"""A snapshot that was never written: tables in memory under a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from screener.store.snapshot import Snapshot


@dataclass(frozen=True)
class HeldSnapshot(Snapshot):
    """Answers as a snapshot does. ``path`` is that of the snapshot it was computed from.

    ``tables``: those of :data:`screener.store.schema.TABLES`, of which a lazy one is computed each
    time it is asked for."""

    tables: Mapping[str, pl.DataFrame | pl.LazyFrame] = field(default_factory=dict)

    def scan(self, name: str) -> pl.LazyFrame:
        """Return a table to take some rows of."""
        return self.tables[name].lazy()
