"""Days on the command line: ISO dates, and the day that a verb takes for today."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from screener.model.days import iso_day

_ON = typer.Option(
    "--on", metavar="DATE", help="The day to count from (YYYY-MM-DD). Default: today."
)

OnOption = Annotated[str | None, _ON]


def day_of(text: str, option: str) -> dt.date:
    """Return the day that ``option`` was given; raise :class:`screener.errors.UsageError`."""
    try:
        return iso_day(text.strip())
    except ValueError:
        from screener.errors import UsageError

        raise UsageError(
            f"{text!r} is not a date", where=option, next_step="Write it as YYYY-MM-DD."
        ) from None


def today(on: str | None) -> dt.date:
    """Return the day that ``--on`` was given, else this machine's."""
    return dt.date.today() if on is None else day_of(on, "--on")
