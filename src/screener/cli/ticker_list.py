"""``--tickers``: a list of them on the command line, or a file of one."""

from __future__ import annotations

import re
from pathlib import Path

_LARGEST = 1_000_000  # bytes
_ANY = "any"


def read_tickers(given: str) -> list[str]:
    """Return the tickers of a list, or of a file: one a line or several, ``#`` begins a comment."""
    if given.strip().casefold() == _ANY:
        return []
    from screener.errors import UsageError

    text = _text_of(Path(given)) if is_file(given) else given
    # A share class may be written with a space: XVQ B.
    tickers = [ticker.strip() for ticker in re.split(r"[,;\n\r\t]+", text) if ticker.strip()]
    if not tickers:
        raise UsageError(
            "no ticker in it", where=f"--tickers {given}".strip(), next_step="'any' is for all."
        )
    return tickers


def is_file(text: str) -> bool:
    """Whether a text names a file: it is there, or looks like a path and like no share class."""
    if "," in text or not text.strip():
        return False
    path = Path(text)
    try:
        if path.exists() and (
            path.is_file() or path.is_fifo() or "/" in text or path.suffix or path.is_dir()
        ):
            return True
    except (OSError, ValueError):  # too long, or a NUL: no path
        return False
    share_class = re.fullmatch(r"[A-Za-z]{1,5}[./][A-Za-z]", text)
    return bool((path.suffix or "/" in text) and not share_class)


def _text_of(path: Path) -> str:
    from screener.errors import UsageError
    from screener.files import open_readable

    try:
        with open_readable(path) as file:
            data = file.read(_LARGEST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or "not UTF-8 text"
        raise UsageError(what, where=f"--tickers {path}") from error
    if len(data) > _LARGEST:
        raise UsageError("larger than 1 MB: no list of tickers", where=f"--tickers {path}")
    return "\n".join(line.partition("#")[0] for line in text.splitlines())
