"""Universes of earlier days, kept in the cache folder: asked for again they are there at once.

What is kept can be lost without harm. It is found by all that it was computed from - the hashes of
the snapshot's tables, the day, the members, and the program itself - so that nothing old is ever
taken for new; it is written as a snapshot is, so that a killed program leaves nothing half."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import polars as pl

from screener import paths
from screener.errors import SnapshotError, StorageError
from screener.store.manifest import Manifest
from screener.store.places import current_snapshot, list_snapshots
from screener.store.schema import FACTS, TABLES
from screener.store.snapshot import open_snapshot, publish, workspace
from screener.store.version import SCHEMA_VERSION

MOST = 12
"""Days that are kept; those of the longest unused go first."""

_PROGRAM = Path(__file__).parent.parent
_KEY = re.compile(r"[0-9a-f]{32}")


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


def find(key: str) -> dict[str, pl.LazyFrame] | None:
    """Return the tables that are kept under ``key``, all but the facts; None where none are, or any
    is damaged or another key's.

    They are in memory, so that another program may clear the cache meanwhile."""
    folder = _folder() / key
    if not key or folder.is_symlink():  # what lies elsewhere is somebody else's
        return None
    try:
        current = current_snapshot(folder)
        if current is None:
            return None
        snapshot = open_snapshot(current)
        found = {name: snapshot.scan(name) for name in TABLES if name != "facts"}
    except (SnapshotError, StorageError):
        return None
    if snapshot.manifest.key != key:
        return None
    with suppress(OSError):
        os.utime(folder)
    return found


def keep(key: str, as_of: dt.date, tables: Mapping[str, pl.DataFrame]) -> None:
    """Keep the tables, but no facts, which are those of the snapshot. A disk that refuses is no
    matter: then nothing is kept."""
    root = _folder() / key
    if not key or root.is_symlink():
        return
    manifest = Manifest(schema_version=SCHEMA_VERSION, as_of=as_of, created="", key=key)
    with suppress(StorageError, OSError):
        with workspace(root) as folder:
            kept = publish(root, folder, manifest, {**tables, "facts": pl.DataFrame(schema=FACTS)})
        for other in list_snapshots(root):  # damaged, or of a program that computed the same
            if other != kept.path:
                shutil.rmtree(other, ignore_errors=True)
        _prune()


def _folder() -> Path:
    return paths.cache_dir() / "as-of"


def _prune() -> None:
    """Remove those of the longest unused beyond the most; what else may lie there is left alone."""
    own = [
        path
        for path in _folder().iterdir()
        if _KEY.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    ]
    own.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in own[MOST:]:
        shutil.rmtree(folder, ignore_errors=True)


def _program() -> list[tuple[str, int, int]]:
    """What the program's files are: another version computes other figures."""
    files = sorted(_PROGRAM.rglob("*.py"))
    stats = [(path, path.stat()) for path in files]
    return [(path.name, found.st_size, found.st_mtime_ns) for path, found in stats]
