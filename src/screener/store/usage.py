"""What a snapshot and its neighbours take on the disk, and whether its tables are whole.

Nothing here reads a table's rows: sizes and hashes are of files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from screener import paths
from screener.errors import SnapshotError, StorageError
from screener.files import open_regular
from screener.store.manifest import Manifest
from screener.store.places import FOLDER, UNFINISHED, current_snapshot, list_snapshots

_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished snapshot: its folder, the bytes of its files, and whether the pointer names it."""

    path: Path
    size: int
    current: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """The disk used by a snapshot and by the folder that keeps it.

    ``size``: of the snapshot, in bytes. ``kept``: the finished snapshots of its root, oldest first;
    of the bundled sample and of a snapshot in no root, those of the data folder. ``unfinished`` and
    ``unfinished_size``: folders of builds that are at work or were killed; the next build removes
    the latter. ``cached``: the bytes of earlier days that can be computed again. ``fetched`` and
    ``fetched_files``: the bytes and the number of the files that were fetched from the sources."""

    size: int
    kept: tuple[Kept, ...]
    unfinished: int
    unfinished_size: int
    cached: int = 0
    fetched: int = 0
    fetched_files: int = 0

    @property
    def total(self) -> int:
        """Return the bytes of all that is kept, and of what is unfinished."""
        return sum(one.size for one in self.kept) + self.unfinished_size


def usage(snapshot: Path) -> Usage:
    """Return what is used by the folder ``snapshot`` and beside it.

    Raise :class:`StorageError` where a folder can't be looked into."""
    resolved = snapshot.resolve()
    root = resolved.parent.parent if resolved.parent.name == FOLDER else paths.data_dir()
    try:
        current = _current(root)
        kept = [Kept(path, _size(path), path == current) for path in list_snapshots(root)]
        unfinished = [_size(path) for path in (root / FOLDER).glob(f"{UNFINISHED}*")]
        fetched = list(_sizes(paths.sources_dir()))
        return Usage(
            _size(snapshot), tuple(kept), len(unfinished), sum(unfinished),
            _size(paths.cache_dir()), sum(fetched), len(fetched),
        )  # fmt: skip
    except OSError as error:
        raise StorageError(
            error.strerror or str(error), where=str(error.filename or root)
        ) from error


def table_sizes(snapshot: Path, manifest: Manifest) -> dict[str, int | None]:
    """Return the bytes of each table's file; None where it is missing."""
    return {name: _file_size(snapshot / f"{name}.parquet") for name in _names(manifest)}


def intact(snapshot: Path, manifest: Manifest) -> dict[str, bool]:
    """Return for each table whether its file is what was written: its SHA-256 is the manifest's.

    A table that the manifest lacks, or whose file can't be read, is not."""
    from screener.store.schema import ADDED, TABLES

    names = dict.fromkeys((*(name for name in TABLES if name not in ADDED), *_names(manifest)))
    return {
        name: _hash(snapshot / f"{name}.parquet") == manifest.tables.get(name, "-")
        for name in names
    }


def _names(manifest: Manifest) -> list[str]:
    """The tables of a manifest, but for a name that would lead out of the snapshot."""
    return [name for name in manifest.tables if Path(name).name == name]


def _hash(path: Path) -> str | None:
    try:
        with open_regular(path) as file:
            found = hashlib.sha256()
            while part := file.read(_PART):
                found.update(part)
            return found.hexdigest()
    except (OSError, ValueError):
        return None


def _current(root: Path) -> Path | None:
    try:
        return current_snapshot(root)
    except SnapshotError:
        return None


def _size(folder: Path) -> int:
    return sum(_sizes(folder))


def _sizes(folder: Path | str) -> Iterator[int]:
    """The bytes of each file in a folder and below; a link counts as what it is itself.

    A build that ends meanwhile takes its files away."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _sizes(entry.path)
                else:
                    with suppress(FileNotFoundError):
                        yield entry.stat(follow_symlinks=False).st_size
    except (FileNotFoundError, NotADirectoryError):
        return


def _file_size(path: Path) -> int | None:
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return 0 if path.is_dir() else found.st_size
