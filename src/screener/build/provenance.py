"""Where a snapshot comes from: each input's address, time and hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from screener.sources.archive import Archive
from screener.store.manifest import Source

_CIK = re.compile(r"CIK(\d{10})", re.IGNORECASE)


def provenance(
    files: Iterable[tuple[str, Path]],
    archives: Iterable[tuple[str, Archive]],
    ciks: frozenset[int],
) -> list[Source]:
    """Return a source for each (kind, file) and (kind, archive).

    A folder's hash is that of the names and hashes of the files of ``ciks``, the companies read
    from it."""
    return [
        *(_source(kind, path, _hash_file(path)) for kind, path in files),
        *(
            _source(kind, archive.path, _hash_archive(archive.path, ciks))
            for kind, archive in archives
        ),
    ]


def _source(kind: str, path: Path, sha256: str) -> Source:
    when = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
    return Source(kind, str(path), sha256, when.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _hash_archive(path: Path, ciks: frozenset[int]) -> str:
    if path.is_file():
        return _hash_file(path)
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()):
        match = _CIK.match(file.name)
        if match and int(match[1]) in ciks and file.is_file():
            digest.update(f"{file.name} {_hash_file(file)}\n".encode())
    return digest.hexdigest()


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
