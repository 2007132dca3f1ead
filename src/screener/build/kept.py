"""Universes of earlier days, kept in the cache folder: asked for again they are there at once.

What is kept can be lost without harm. It is found by all that it was computed from - the hashes of
the snapshot's tables, the day, the members, and the program itself - so that nothing old is ever
taken for new; it is written as a snapshot is, so that a killed program leaves nothing half."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import polars as pl

from screener import paths
from screener.errors import SnapshotError, StorageError
from screener.store.held import Tables
from screener.store.manifest import Manifest
from screener.store.places import current_snapshot
from screener.store.schema import FACTS, TABLES
from screener.store.snapshot import Snapshot, open_snapshot, publish, workspace

MOST = 12
"""Days that are kept; those of the longest unused go first."""

_PROGRAM = Path(__file__).parent.parent


def key_of(manifest: Manifest, asked: tuple[object, ...], constituents: pl.DataFrame) -> str:
    """Return what names a universe of the snapshot of ``manifest``, by all that it rests on; "" for
    a snapshot that was never written, whose tables can't be told from others.

    ``asked``: the day, and what is said of the members."""
    if not manifest.tables:
        return ""
    digest = hashlib.sha256(repr((sorted(manifest.tables.items()), asked)).encode())
    digest.update(constituents.write_csv().encode())
    digest.update(repr(_program()).encode())
    return digest.hexdigest()[:32]


def find(key: str) -> Snapshot | None:
    """Return what is kept under ``key``; None where nothing is, or any of it is damaged."""
    if not key:
        return None
    folder = _folder() / key
    try:
        current = current_snapshot(folder)
        if current is None:
            return None
        snapshot = open_snapshot(current)
        for name in TABLES:
            snapshot.scan(name)
    except SnapshotError:
        return None
    with suppress(OSError):
        os.utime(folder)
    return snapshot


def keep(key: str, manifest: Manifest, tables: Tables) -> None:
    """Keep the tables, all but the facts, which are those of the snapshot. A disk that refuses is
    no matter: then nothing is kept."""
    if not key:
        return
    with suppress(StorageError, OSError):
        with workspace(_folder() / key) as folder:
            publish(
                _folder() / key,
                folder,
                manifest,
                {**tables, "facts": pl.DataFrame(schema=FACTS)},
            )
        _prune()


def reader(kept: Snapshot, facts: Callable[[], pl.LazyFrame]) -> Callable[[str], pl.LazyFrame]:
    """Return what reads the tables of ``kept``, and ``facts`` in place of its own."""
    return lambda name: facts() if name == "facts" else kept.scan(name)


def _folder() -> Path:
    return paths.cache_dir() / "as-of"


def _prune() -> None:
    folders = sorted(_folder().iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[MOST:]:
        shutil.rmtree(folder, ignore_errors=True)


def _program() -> list[tuple[str, int, int]]:
    """What the program's files are: another version computes other figures."""
    files = sorted(_PROGRAM.rglob("*.py"))
    stats = [(path, path.stat()) for path in files]
    return [(path.name, found.st_size, found.st_mtime_ns) for path, found in stats]
