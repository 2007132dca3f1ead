"""Files from outside: their bytes, and the text in them, made safe to pass on."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from screener.errors import SourceError
from screener.files import open_readable

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Control characters (escape sequences begin with one) and those that turn the direction."""

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb\xbf": "utf-8"}
"""What a text may begin with to say how it is written."""


def clean(text: str) -> str:
    """Return the text on one line, without characters that could steer a terminal."""
    return " ".join(_UNSAFE.sub(" ", text).split())


def read_bytes(
    path: Path,
    *,
    what: str,
    limit: int,
    next_step: str,
    is_page: Callable[[bytes], bool] | None = None,
) -> bytes:
    """Return a file's bytes.

    ``what`` names the kind of file that is wanted; ``is_page`` tells a web page where not every
    file that begins as one is. Raises SourceError when there is no such file,
    or it is a folder, not readable, empty, a web page or larger than ``limit`` bytes.
    """

    def wrong(reason: str) -> SourceError:
        return SourceError(reason, where=str(path), next_step=next_step)

    try:
        if path.is_dir():
            raise wrong(f"is a folder, not {what}")
        with open_readable(path) as stream:
            size = os.fstat(stream.fileno()).st_size  # 0 of a pipe, which may be endless
            data = b"" if size > limit else stream.read(limit + 1)
        if max(size, len(data)) > limit:
            raise wrong(f"is {max(size, len(data)) / 1e6:,.0f} MB, far too large for {what}")
    except FileNotFoundError:
        raise wrong("there is no such file") from None
    except OSError as error:
        raise wrong(f"can't be read: {error.strerror}") from error
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise wrong("is empty")
    if (is_page or is_web_page)(data):
        raise wrong(f"is a web page (HTML), not {what}: the site may have refused the download")
    return data


def is_web_page(data: bytes) -> bool:
    """Say whether the bytes are HTML: refusals come as a page, at times with status 200."""
    return beginning(data, 400).startswith("<")


def beginning(data: bytes, size: int) -> str:
    """Return how the first ``size`` bytes begin as text, UTF-8 or UTF-16 by its mark, without the
    mark and blanks before it; what is no text is �."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) : size].decode(encoding, "replace").lstrip()
    return data[:size].decode("utf-8", "replace").lstrip()
