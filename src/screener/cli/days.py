"""Days on the command line: the day that a verb takes for today."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from screener.model.days import day_of

_ON = typer.Option(
    "--on", metavar="DATE", help="The day to count from (YYYY-MM-DD). Default: today."
)

OnOption = Annotated[str | None, _ON]


def today(on: str | None) -> dt.date:
    """Return the day that ``--on`` was given, else this machine's; raise
    :class:`screener.errors.UsageError`."""
    return dt.date.today() if on is None else day_of(on, "--on")
