"""Many companies' JSON files, in a folder or in one of the SEC's nightly zips, read one at a time.

A zip is never extracted: the market's ``companyfacts.zip`` is 1.4 GB and inflates to 18. What comes
out of a member is bounded, so that a prepared file can't fill the memory.
"""

from __future__ import annotations

import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection
from pathlib import Path

from screener.errors import SourceError
from screener.model.words import counted

_CIK_FILE = re.compile(r"CIK(\d{10})(?!-submissions-).*\.json(\.gz)?", re.IGNORECASE | re.DOTALL)
"""A company's file; ``-submissions-001`` are pages of older filings, which are of another shape."""

_GZIP = b"\x1f\x8b"
_LIMIT = 512 * 2**20
_FREE = 64 * 2**20
_RATIO = 200
_AGAIN = "Download it again; nothing was read from it."

ZIP_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
)  # fmt: skip
"""What a prepared or cut zip makes of the readers of its formats; one that is encrypted or packed
in an unknown way makes a RuntimeError."""


class Archive:
    """A folder or zip of companies' files; made by :func:`open_archive`.

    ``ciks`` are the companies in it that were asked for. ``warnings`` tell of members left out for
    their names: absolute ones, ones with ``..``, links out of the folder. Files that are no
    company's are skipped silently. An archive is pickled by its path: each worker opens its own.
    """

    def __init__(
        self,
        path: Path,
        readers: dict[int, list[Callable[[], bytes]]],
        warnings: tuple[str, ...],
        file: zipfile.ZipFile | None = None,
        only: Collection[int] | None = None,
    ) -> None:
        self.path = path
        self.ciks = frozenset(readers)
        self.warnings = warnings
        self._readers = readers
        self._file = file
        self._only = only

    def read(self, cik: int, damaged: list[SourceError] | None = None) -> list[bytes]:
        """Return the inflated bytes of each of the company's files, in the order of their names.

        Empty for a company that is not in the archive. Raises SourceError for a file that is
        damaged, cut, encrypted or inflates out of proportion; with a list ``damaged`` the error is
        added to it, and the company's other files are read.
        """
        found = []
        for read in self._readers.get(cik, ()):
            try:
                found.append(read())
            except SourceError as error:
                if damaged is None:
                    raise
                damaged.append(error)
        return found

    def close(self) -> None:
        """Close the zip; a folder has nothing to close."""
        if self._file is not None:
            self._file.close()

    def __reduce__(self) -> tuple[Callable[..., Archive], tuple[object, ...]]:
        return open_archive, (self.path, self._only)


def open_archive(path: Path, only: Collection[int] | None = None) -> Archive:
    """List a folder or zip; of a zip, ``only`` some companies' members, where they are few among
    very many. Raises SourceError when it is missing, unreadable or neither."""
    try:
        if path.is_dir():
            return _open_folder(path)
        if path.is_file():
            return _open_zip(path, only)
    except OSError as error:
        raise SourceError(f"can't be read: {error.strerror or error}", where=str(path)) from error
    raise SourceError(
        "there is no such folder or zip" if not path.exists() else "is neither a folder nor a zip",
        where=str(path),
        next_step="Give a folder of CIK##########.json files, or the SEC's zip of them.",
    )


def inflate(data: bytes, where: str) -> bytes:
    """Return gzipped bytes inflated and others as they are.

    Raises SourceError when the gzip is cut or damaged, or inflates out of proportion.
    """
    out = bytearray()
    allowed = _allowance(len(data))
    while data.startswith(_GZIP):
        stream = zlib.decompressobj(wbits=31)
        try:
            out += stream.decompress(data, allowed + 1 - len(out))
        except zlib.error as error:
            raise SourceError(f"is damaged: {error}", where=where, next_step=_AGAIN) from error
        if len(out) > allowed:
            raise _bomb(where)
        if not stream.eof:
            raise SourceError("is cut: the gzip has no end", where=where, next_step=_AGAIN)
        data = stream.unused_data.lstrip(b"\0")
        if not data:
            return bytes(out)
    if out:
        raise SourceError("is damaged: there is more after the gzip", where=where, next_step=_AGAIN)
    return data


def _open_folder(path: Path) -> Archive:
    home = path.resolve()
    readers: dict[int, list[Callable[[], bytes]]] = {}
    strays = []
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        match = _CIK_FILE.fullmatch(entry.name)
        if not match:
            continue
        file = Path(entry.path)
        if entry.is_symlink() and not _stays_in(file, home):
            strays.append(entry.name)
        elif entry.is_file():
            readers.setdefault(int(match[1]), []).append(_file_reader(file))
    return Archive(path, readers, _about(strays, "link", "out of the folder"))


def _stays_in(link: Path, home: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(home)
    except (OSError, RuntimeError):  # leads nowhere, or to itself
        return False


def _file_reader(file: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            if file.stat().st_size > _LIMIT:
                raise _bomb(str(file))
            data = file.read_bytes()
        except OSError as error:
            raise SourceError(f"can't be read: {error.strerror}", where=str(file)) from error
        return inflate(data, str(file))

    return read


def _open_zip(path: Path, only: Collection[int] | None) -> Archive:
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise SourceError(
            f"is not a whole zip: {error}",
            where=str(path),
            next_step="Download it again, or give a folder of CIK##########.json files.",
        ) from error
    readers: dict[int, list[Callable[[], bytes]]] = {}
    strays = []
    members = file.infolist()
    if only is not None:
        members = [member for member in members if _of(member.filename, only)]
    for member in sorted(members, key=lambda member: member.filename):
        parts = member.orig_filename.replace("\\", "/").split("/")
        match = _CIK_FILE.fullmatch(parts[-1])
        if not match:
            continue
        if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
            strays.append(member.orig_filename)
        else:
            readers.setdefault(int(match[1]), []).append(_member_reader(file, member, path))
    return Archive(path, readers, _about(strays, "member", "with an unsafe name"), file, only)


def _of(name: str, ciks: Collection[int]) -> bool:
    """Whether the member of this name may be one of the companies'."""
    match = _CIK_FILE.search(name)
    return match is not None and int(match[1]) in ciks


def _member_reader(
    file: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path
) -> Callable[[], bytes]:
    where = f"{path}, {member.filename}"

    def read() -> bytes:
        if member.file_size > _allowance(member.compress_size):
            raise _bomb(where)
        try:
            with file.open(member) as stream:
                data = stream.read(member.file_size + 1)  # bounded, even if the stated size lies
        except ZIP_DAMAGE as error:
            raise SourceError(f"is damaged: {error}", where=where, next_step=_AGAIN) from error
        except RuntimeError as error:  # encrypted; unknown compression
            raise SourceError(f"can't be read: {error}", where=where, next_step=_AGAIN) from error
        if len(data) != member.file_size:
            raise SourceError("is cut or damaged", where=where, next_step=_AGAIN)
        return inflate(data, where)

    return read


def _allowance(packed: int) -> int:
    """Return how many bytes may come out of so many packed ones; real files grow 10 to 25 times."""
    return min(_LIMIT, max(_FREE, _RATIO * packed))


def _bomb(where: str) -> SourceError:
    return SourceError("inflates out of all proportion and was not read", where=where)


def _about(strays: list[str], what: str, which: str) -> tuple[str, ...]:
    if not strays:
        return ()
    return (f"{counted(len(strays), what)} {which} left out, such as {strays[0]!r}",)
