"""Snapshots: written once and atomically, opened, listed.

A root folder holds ``snapshots/<id>/`` and a text file ``current`` that names one of them. A
snapshot is written beside the others under a hidden name, every file and folder is synced, the
result is read back, and only then it is renamed into place; the pointer moves last, by an atomic
replace. A program that is killed at any instruction leaves the old snapshot current and readable.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from screener.errors import SnapshotError, StorageError
from screener.files import alone, is_running, open_regular, path_text
from screener.interrupts import heed
from screener.store.manifest import MANIFEST, Manifest, encode, read_manifest
from screener.store.places import (
    FOLDER,
    POINTER,
    REBUILD,
    UNFINISHED,
    chosen_snapshot,
    first_line,
    list_snapshots,
)
from screener.store.schema import ADDED, TABLES

_OS_ERROR = re.compile(r"\(os error (\d+)\)")
_WORKING: set[str] = set()
"""The workspaces of this process: what else bears its number is a dead process's."""

_PATIENCE = 60.0  # seconds that another program may take to move folders
_AGAIN = "Build again once that program has ended; the old snapshot is current."
_MAKE_ROOM = "Free some space or choose another folder; nothing that was there is lost."


@dataclass(frozen=True)
class Snapshot:
    """An immutable folder of Parquet tables. ``manifest`` says of which day and from which
    files."""

    path: Path
    manifest: Manifest

    def table(self, name: str) -> pl.DataFrame:
        """Return a table of :data:`screener.store.schema.TABLES`; raise :class:`SnapshotError`
        where it is missing, damaged or misshapen."""
        frame = self.scan(name)
        try:
            return frame.collect()
        except pl.exceptions.PolarsError as error:
            raise self._damaged(name, error) from error

    def scan(self, name: str) -> pl.LazyFrame:
        """Return a table to take some rows of, without decoding all the others.

        Its file is read and checked now, with the errors of :meth:`table`."""
        path = self.path / f"{name}.parquet"
        if name in ADDED and name not in self.manifest.tables:
            return pl.LazyFrame(schema=TABLES[name])
        try:
            with open_regular(path) as stream:
                data = stream.read()
            # A damaged file may be read to wrong figures, or bring polars down.
            if hashlib.sha256(data).hexdigest() != self.manifest.tables.get(name):
                raise SnapshotError(
                    "damaged table: it is not what was written",
                    where=str(path),
                    next_step=REBUILD,
                )
            frame = pl.scan_parquet(data)
            schema = frame.collect_schema()
        except FileNotFoundError:
            raise SnapshotError(
                "the table is missing", where=str(path), next_step=REBUILD
            ) from None
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._damaged(name, error) from error
        if dict(schema) != pl.Schema(TABLES[name]):
            raise SnapshotError(
                "the table has other columns than expected", where=str(path), next_step=REBUILD
            )
        return frame

    def _damaged(self, name: str, error: Exception) -> SnapshotError:
        told = error.strerror if isinstance(error, OSError) else None
        return SnapshotError(
            f"damaged table: {told or first_line(error)}",
            where=str(self.path / f"{name}.parquet"),
            next_step=REBUILD,
        )


def open_snapshot(path: Path) -> Snapshot:
    """Open a snapshot folder, or a root folder's current snapshot. Raise :class:`SnapshotError`."""
    path = chosen_snapshot(path)
    return Snapshot(path, read_manifest(path))


def earlier_snapshots(snapshot: Snapshot) -> list[Path]:
    """Return the finished snapshot folders beside ``snapshot`` of an earlier as-of date, or of the
    same date and built earlier: the newest first.

    Empty where it lies in no root, as the bundled sample. Nothing is opened: an older one may be
    damaged or of another schema. Raise :class:`StorageError` where the folder can't be listed."""
    path = snapshot.path.resolve()
    if path.parent.name != FOLDER:
        return []
    with storage_errors(path.parent):
        folders = list_snapshots(path.parent.parent)
    # A name begins with the as-of date and goes on with the time of the build.
    return [folder for folder in reversed(folders) if folder.name < path.name]


@contextmanager
def workspace(root: Path) -> Iterator[Path]:
    """Give a hidden folder inside ``root/snapshots`` to build in; it is gone afterwards, whatever
    happens.

    Leftovers of killed builds are removed first. Raise :class:`StorageError` where the disk
    refuses."""
    parent = root / FOLDER
    _check_name(root)
    with storage_errors(parent):
        parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(parent)
        folder = parent / f"{UNFINISHED}{os.getpid()}-{os.urandom(4).hex()}"
        _WORKING.add(folder.name)
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _WORKING.discard(folder.name)


def publish(
    root: Path,
    folder: Path,
    manifest: Manifest,
    tables: Mapping[str, pl.DataFrame | pl.LazyFrame],
) -> Snapshot:
    """Write the tables and the manifest into ``folder``, a :func:`workspace`, and make it the
    current snapshot. The manifest is given the hashes of the tables.

    ``tables`` must be those of :data:`screener.store.schema.TABLES`, with its dtypes; those of
    ``ADDED`` may be missing.
    Raise :class:`StorageError` where the disk refuses, ``KeyboardInterrupt`` where the program was
    told to end; the old snapshot then stays current.
    """
    with storage_errors(root):
        ready = folder / "ready"
        ready.mkdir()
        for name, table in tables.items():
            _write_table(ready / f"{name}.parquet", name, table)
        manifest = replace(manifest, tables={name: _hash(ready, name) for name in tables})
        (ready / MANIFEST).write_bytes(encode(manifest))
        for child in ready.iterdir():
            sync(child)
        sync(ready)
        _check(ready, manifest)
        heed()
        # Until the pointer moves, whoever removes old ones must not take it for one.
        with alone(root / FOLDER, patience=_PATIENCE, next_step=_AGAIN):
            final = _make_current(ready, root, manifest)
    return Snapshot(final, manifest)


def _check_name(root: Path) -> None:
    """Refuse a folder whose name polars can't write to."""
    try:
        str(root).encode()
    except UnicodeEncodeError:
        raise StorageError(
            "the folder's name is no UTF-8 text",
            where=path_text(root),
            next_step="Choose a folder with another name.",
        ) from None


@contextmanager
def storage_errors(where: Path) -> Iterator[None]:
    """Turn what the disk refuses into one clear :class:`StorageError`."""
    try:
        yield
    except OSError as error:
        raise _storage_error(error, where) from error
    except pl.exceptions.ComputeError as error:
        # polars writes what the operating system refused into the text of its own error, if at
        # all: of a disk that is full when a file is ended it says "transport error".
        refusal = _OS_ERROR.search(str(error))
        if refusal is None:
            raise StorageError(
                f"a table can't be written: {first_line(error)}",
                where=str(where),
                next_step=_MAKE_ROOM,
            ) from error
        number = int(refusal[1])
        raise _storage_error(OSError(number, os.strerror(number)), where) from error


def _storage_error(error: OSError, where: Path) -> StorageError:
    next_steps = {
        **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _MAKE_ROOM),
        errno.EACCES: "Choose a folder that you may write to.",
        errno.EROFS: "Choose a folder that you may write to.",
        errno.ENOTDIR: "Choose a folder, not a file.",
        errno.EEXIST: "Choose a folder, not a file.",
    }
    return StorageError(
        error.strerror or str(error),
        where=str(error.filename or where),
        next_step=next_steps.get(error.errno or 0, ""),
    )


def _write_table(path: Path, name: str, table: pl.DataFrame | pl.LazyFrame) -> None:
    schema = pl.Schema(TABLES[name])
    actual = table.collect_schema() if isinstance(table, pl.LazyFrame) else table.schema
    if dict(actual) != dict(schema):
        raise ValueError(f"table {name!r} has the columns {actual}, not {schema}")
    if isinstance(table, pl.LazyFrame):
        table.sink_parquet(path, compression_level=_LEVEL)
    else:
        table.write_parquet(path, compression_level=_LEVEL)


_LEVEL = 7
"""Of zstd: a twentieth smaller than at the default, for a fifth more time; 10 takes double."""


def _hash(folder: Path, name: str) -> str:
    with (folder / f"{name}.parquet").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(folder: Path, manifest: Manifest) -> None:
    for name in TABLES:
        if name in ADDED and name not in manifest.tables:
            continue
        schema = pl.read_parquet_schema(folder / f"{name}.parquet")
        if dict(schema) != dict(pl.Schema(TABLES[name])):
            raise StorageError("the table read back differs from what was written", where=name)


def _make_current(ready: Path, root: Path, manifest: Manifest) -> Path:
    """Rename a finished folder into place and move the pointer, which is written before: what is
    left to do after the renaming takes no room on the disk."""
    stem = f"{manifest.as_of}_{manifest.created.replace(':', '').replace('-', '')}"
    pointer = ready.parent / POINTER
    for number in itertools.count(1):
        final = root / FOLDER / (stem if number == 1 else f"{stem}_{number}")
        if final.exists():
            continue
        pointer.write_text(final.name + "\n", encoding="utf-8")
        sync(pointer)
        try:
            ready.rename(final)
        except OSError as error:
            # Another build took the name between the look and the renaming.
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
        else:
            break
    sync(final.parent)
    pointer.replace(root / POINTER)
    sync(root)
    return final


def sync(path: Path) -> None:
    """Let the disk have a file, or the names in a folder, before anything else happens."""
    if os.name == "nt" and path.is_dir():
        return  # Windows can't open a folder; its renames are journalled
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_leftovers(parent: Path) -> None:
    for child in parent.glob(f"{UNFINISHED}*"):
        pid = child.name.removeprefix(UNFINISHED).split("-")[0]
        if child.name not in _WORKING and pid.isdecimal() and not _alive(int(pid)):
            shutil.rmtree(child, ignore_errors=True)


def _alive(pid: int) -> bool:
    """Say whether another process of this number is at work."""
    return pid != os.getpid() and is_running(pid)
