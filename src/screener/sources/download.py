"""A large file, fetched in as many pieces as the line allows: what is there is never asked for
again, unless the file has changed since."""

from __future__ import annotations

import asyncio
import os
import random
import re
from collections.abc import AsyncIterable, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from screener.files import disk_errors, replace_file
from screener.sources.answers import judged
from screener.sources.http import AGAIN, Client, TransientError, UnusableError, validators

LARGEST = 16 * 2**30
"""Bytes; the SEC's archives have 1.5 GB."""

_HEAD = 4_000
_FAILURES = 5  # in a row, without a byte between them
_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})", re.ASCII)
_MAKE_ROOM = "Free some space, then run it again: it goes on from there."


class _About(msgspec.Struct):
    """What was said of the file of which a part is there: the validators of that version."""

    url: str
    etag: str = ""
    modified: str = ""


async def download(client: Client, url: str, path: Path) -> str:
    """Fetch a file to ``path``, going on where an earlier try stopped; return the time at which the
    source says that it was made (an HTTP date; empty where it says none).

    Raise what :meth:`Client.get` raises, and :class:`screener.errors.StorageError` where the disk
    refuses."""
    failures, most = 0, _size(_part(path))
    while True:
        try:
            return await _piece(client, url, path)
        except TransientError as error:
            failures = 0 if _size(_part(path)) > most else failures + 1
            most = max(most, _size(_part(path)))
            if failures == _FAILURES:
                raise
            wait = client.backoff * (2**failures + random.random())
            await asyncio.sleep(wait if error.after is None else error.after)


async def _piece(client: Client, url: str, path: Path) -> str:
    """Fetch what is missing; the whole file, where it has changed."""
    part, about = _part(path), _about(path)
    have = _size(part) if about.url == url and (about.etag or about.modified) else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": about.etag or about.modified}
    async with client.stream(url, headers) as response:
        status = response.status_code
        if response.has_redirect_location:
            raise UnusableError("leads elsewhere", where=url, next_step=AGAIN)
        if status == 416 and response.headers.get("content-range", "") == f"bytes */{have}":
            return _finished(path, about)  # there is nothing more
        if status == 416:
            part.unlink(missing_ok=True)
            raise TransientError("the part that was there is of another file", where=url)
        chunks = response.aiter_raw()
        head = b""
        async for chunk in chunks:
            head += chunk
            if len(head) >= _HEAD:
                break
        # Nothing that is there is given up for what may be a refusal.
        kind = judged(status, b"" if status == 206 else head)
        if kind != "found":
            raise client.refusal(kind, url, response)
        total = _total(status, have, response.headers, url)
        with disk_errors(part, _MAKE_ROOM):
            if status == 200:
                about = _About(url, *validators(response.headers))
                part.unlink(missing_ok=True)
                replace_file(_note(path), msgspec.json.encode(about), next_step=_MAKE_ROOM)
            with part.open("ab") as stream:
                await _append(stream, head, chunks, client, url)
    if total is not None and _size(part) != total:
        raise TransientError("came cut", where=url)
    return _finished(path, about)


def _finished(path: Path, about: _About) -> str:
    with disk_errors(path, _MAKE_ROOM):
        _part(path).replace(path)
        _note(path).unlink(missing_ok=True)
    return about.modified


async def _append(
    stream: BinaryIO, head: bytes, chunks: AsyncIterable[bytes], client: Client, url: str
) -> None:
    try:
        client.traffic.received += len(head)
        stream.write(head)
        async for chunk in chunks:
            client.traffic.received += len(chunk)
            stream.write(chunk)
            if stream.tell() > LARGEST:
                raise UnusableError(f"is larger than {LARGEST / 2**30:,.0f} GB", where=url)
    finally:
        stream.flush()
        os.fsync(stream.fileno())


def _total(status: int, have: int, headers: Mapping[str, str], url: str) -> int | None:
    """Return how large the file is; None where the source doesn't say."""
    if status == 206:
        found = _RANGE.fullmatch(headers.get("content-range", "").strip())
        if found is None or int(found[1]) != have:
            raise TransientError("came with another piece than was asked for", where=url)
        return int(found[2])
    length = headers.get("content-length", "")
    return int(length) if length.isdecimal() else None


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.piece")


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _about(path: Path) -> _About:
    try:
        return msgspec.json.decode(_note(path).read_bytes(), type=_About)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return _About("")
