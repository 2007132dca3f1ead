"""Days as text."""

from __future__ import annotations

import datetime as dt
import re

from screener.errors import UsageError

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def iso_day(text: str) -> dt.date:
    """Return the day of ``YYYY-MM-DD``; raise ``ValueError`` for any other spelling or no day."""
    if not _ISO.fullmatch(text):
        raise ValueError(f"{text!r} is not YYYY-MM-DD")
    return dt.date.fromisoformat(text)


def day_of(given: dt.date | str, where: str = "") -> dt.date:
    """Return the day that is meant: a date, the date of a moment, or a text ``YYYY-MM-DD``.

    Raise :class:`UsageError` for anything else; ``where`` is the option that was given."""
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    try:
        if isinstance(given, str):
            return iso_day(given.strip())
    except ValueError:
        pass
    raise UsageError(f"{given!r} is not a date", where=where, next_step="Write it as YYYY-MM-DD.")
