"""A snapshot that lies in no folder of snapshots: its tables come from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from screener.store.snapshot import Snapshot

Tables = Mapping[str, pl.DataFrame | pl.LazyFrame]


@dataclass(frozen=True)
class HeldSnapshot(Snapshot):
    """Answers as a snapshot does. ``path`` is that of the snapshot it was computed from.

    ``read``: gives a table of :data:`screener.store.schema.TABLES` by its name."""

    read: Callable[[str], pl.LazyFrame]

    def scan(self, name: str) -> pl.LazyFrame:
        """Return a table to take some rows of."""
        return self.read(name)


def in_memory(tables: Tables) -> Callable[[str], pl.LazyFrame]:
    """Return what reads these tables; a lazy one is computed each time it is collected."""
    return lambda name: tables[name].lazy()
