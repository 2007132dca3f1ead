"""Where a snapshot comes from: each input's address, time and hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from screener.errors import SourceError
from screener.files import path_text
from screener.sources.archive import Archive
from screener.sources.instances import InstanceFolder
from screener.store.manifest import Source

_CIK = re.compile(r"CIK(\d{10})", re.IGNORECASE)


def provenance(
    files: Iterable[tuple[str, Path]],
    archives: Iterable[tuple[str, Archive | InstanceFolder]],
    ciks: frozenset[int],
    origins: Mapping[Path, str],
) -> list[Source]:
    """Return a source for each (kind, file) and (kind, archive), with its origin in ``origins``.

    A folder's hash is that of the names and hashes of the files of ``ciks``, the companies read
    from it, and empty where none was. Raises ``SourceError`` where a file has gone since it was
    read."""
    return [
        *(_source(kind, path, None, ciks, origins) for kind, path in files),
        *(_source(kind, archive.path, archive, ciks, origins) for kind, archive in archives),
    ]


def _source(
    kind: str,
    path: Path,
    folder: Archive | InstanceFolder | None,
    ciks: frozenset[int],
    origins: Mapping[Path, str],
) -> Source:
    try:
        when = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
        if folder is not None and path.is_dir():
            files = _read_from(folder, ciks)
            sha256 = _hash_files(files) if files else ""
        else:
            sha256 = _hash_file(path)
    except OSError as error:
        raise SourceError(
            f"changed while it was read: {error.strerror}",
            where=str(error.filename or path),
            next_step="Build again; the snapshot that was current still is.",
        ) from error
    modified = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Source(kind, path_text(path), sha256, modified, origins.get(path, ""))


def _read_from(folder: Archive | InstanceFolder, ciks: frozenset[int]) -> list[Path]:
    if isinstance(folder, InstanceFolder):
        return [file.path for cik in ciks for file in folder.files.get(cik, ())]
    return [
        file
        for file in folder.path.iterdir()
        if (match := _CIK.match(file.name)) and int(match[1]) in ciks and file.is_file()
    ]


def _hash_files(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.name} {_hash_file(file)}\n".encode())
    return digest.hexdigest()


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
