"""Days as text."""

from __future__ import annotations

import datetime as dt
import re

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def iso_day(text: str) -> dt.date:
    """Return the day of ``YYYY-MM-DD``; raise ``ValueError`` for any other spelling or no day."""
    if not _ISO.fullmatch(text):
        raise ValueError(f"{text!r} is not YYYY-MM-DD")
    return dt.date.fromisoformat(text)
