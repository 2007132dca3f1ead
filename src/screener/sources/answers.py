"""What came back over the network, judged: an answer, a refusal, or something to try again.

A refusal of the SEC is 403 or 429 with a web page, and was once 200 with that page. Where a file is
missing from its archives, 404 or a short XML of its storage answers.
"""

from __future__ import annotations

import email.utils
import re
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from screener.sources.text import clean

Kind = Literal["found", "absent", "unidentified", "too many", "page", "busy", "odd"]
"""How an answer is meant: ``unidentified``: the SEC wants a contact; ``too many``: it counted too
many requests; ``page``: a web page in place of a file; ``busy``: later; ``odd``: no telling."""

_HEAD = 16_000
_PAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)", re.I | re.S
)
_MISSING = (b"<Code>AccessDenied</Code>", b"<Code>NoSuchKey</Code>")
_UNDECLARED = b"originates from an undeclared automated tool"
"""Of the heading; the title, and the text below, are those of who asks too often."""

_TOO_MANY = (b"request rate threshold", b"too many requests")
_LONGEST_WAIT = 300.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave. ``data``: inflated; ``packed``: as it came, gzipped where ``gzipped``.

    ``found`` has them; ``unchanged`` since the time that was said; ``absent``: no such file."""

    status: Literal["found", "unchanged", "absent"]
    url: str
    data: bytes = b""
    packed: bytes = b""
    gzipped: bool = False
    etag: str = ""
    modified: str = ""


def judged(status: int, body: bytes) -> Kind:
    """Return how an answer of this status is meant; ``body`` is inflated, its beginning does."""
    head = body[:_HEAD]
    lower = head.lower()
    if status in (404, 410) or (status == 403 and any(code in head for code in _MISSING)):
        return "absent"
    if _UNDECLARED in lower and is_page(head):
        return "unidentified"
    if status == 429 or (any(text in lower for text in _TOO_MANY) and is_page(head)):
        return "too many"
    if status in (200, 206):
        return "page" if is_page(head) else "found"
    if status == 403:
        return "page"
    return "busy" if status >= 500 or status == 408 else "odd"


def is_page(data: bytes) -> bool:
    """Whether the bytes begin as a web page does; other XML is none."""
    return _PAGE.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")) is not None


def title_of(page: bytes) -> str:
    """Return a web page's title, made harmless; empty where it has none."""
    found = re.search(rb"<title[^>]*>(.{1,200}?)</title>", page[:_HEAD], re.I | re.S)
    return clean(found[1].decode("utf-8", "replace")) if found else ""


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """Return what ``Retry-After`` asks for, as seconds from now; None where it says nothing."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = email.utils.parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(moment - time.time(), 0.0)


def is_bearable(seconds: float) -> bool:
    """Whether a program waits so long rather than to end and be started again."""
    return seconds <= _LONGEST_WAIT


class Inflating:
    """Inflates what comes in, up to ``limit`` bytes."""

    def __init__(self, limit: int, *, gzipped: bool) -> None:
        self._limit = limit
        self._stream = zlib.decompressobj(wbits=31) if gzipped else None
        self.data = bytearray()
        self.packed = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take a chunk. Raise ``OverflowError`` beyond the limit, ``zlib.error`` where damaged."""
        self.packed += chunk
        room = self._limit - len(self.data)
        if self._stream is None:
            self.data += chunk
        else:
            self.data += self._stream.decompress(chunk, room + 1)
            if self._stream.unused_data:
                raise zlib.error("there is more after the gzip")
        if len(self.data) > self._limit or len(self.packed) > self._limit:
            raise OverflowError

    @property
    def is_whole(self) -> bool:
        """Whether a gzip has come to its end."""
        return self._stream is None or self._stream.eof
