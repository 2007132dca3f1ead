"""What is served under one address: its bytes, plain and packed, and what tells its versions apart.

Archives of a whole market are too large to hold in memory: each of these reads when it is asked.
A member of a zip is deflated already, which is all that gzip needs: nothing is packed twice."""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LOCAL_HEADER = 30


@dataclass(frozen=True)
class Resource:
    """``plain`` returns the bytes; a ``file`` too large for that is sent in pieces from the disk.
    ``packed`` returns them gzipped, None where the server never packs them."""

    media: str
    modified: datetime
    tag: str  # the entity tag, without quotes
    size: int
    plain: Callable[[], bytes]
    packed: Callable[[], bytes] | None = None
    file: Path | None = None


def morning_of(day: date) -> datetime:
    """Return when what is known on a day was put on the server."""
    return datetime.combine(day, time(11, 0, 7), UTC)


def of_bytes(data: bytes, media: str, modified: datetime) -> Resource:
    """Return what is served of bytes in memory."""
    tag = f"{zlib.crc32(data):08x}-{len(data):x}"
    return Resource(media, modified, tag, len(data), lambda: data, lambda: _packed(data))


def of_gzip_file(path: Path, media: str, modified: datetime) -> Resource:
    """Return what is served of a gzipped file: the server unpacks it for who can't."""
    crc, size = struct.unpack("<II", path.read_bytes()[-8:])
    return Resource(
        media, modified, f"{crc:08x}-{size:x}", size,
        lambda: gzip.decompress(path.read_bytes()), path.read_bytes,
    )  # fmt: skip


def of_member(path: Path, member: zipfile.ZipInfo, media: str, modified: datetime) -> Resource:
    """Return what is served of one file in a zip."""
    tag, size = f"{member.CRC:08x}-{member.file_size:x}", member.file_size

    def packed() -> bytes:
        tail = struct.pack("<II", member.CRC, member.file_size & 0xFFFFFFFF)
        return _HEAD + _deflated(path, member) + tail

    return Resource(media, modified, tag, size, lambda: gzip.decompress(packed()), packed)


def of_archive(path: Path, modified: datetime) -> Resource:
    """Return what is served of a whole zip: never in memory, never packed, in parts if asked."""
    size = path.stat().st_size
    tag = f"{path.stat().st_mtime_ns:x}-{size:x}"
    return Resource("application/zip", modified, tag, size, path.read_bytes, None, path)


@lru_cache(maxsize=512)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)


def _deflated(path: Path, member: zipfile.ZipInfo) -> bytes:
    if member.compress_type != zipfile.ZIP_DEFLATED:
        with zipfile.ZipFile(path) as archive:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            return packer.compress(archive.read(member)) + packer.flush()
    with path.open("rb") as file:
        file.seek(member.header_offset)
        header = file.read(_LOCAL_HEADER)
        names = sum(struct.unpack("<HH", header[26:30]))
        file.seek(member.header_offset + _LOCAL_HEADER + names)
        return file.read(member.compress_size)
