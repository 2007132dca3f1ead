"""What an export writes of the companies that a screen lists: their rows, and in which columns."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from screener.model.screen import Screen
from screener.screening.compile import OUTCOME, columns, explained


def listing(
    rows: pl.DataFrame,
    screen: Screen,
    *,
    percentiles: Collection[str] = (),
    outcome: bool = False,
    explain: bool = False,
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the rows of a result, and the names of the columns to write of them.

    ``percentiles`` are the metrics of which the rows have a percentile to be written (see
    :func:`screener.screening.percentile.ranked`). ``outcome``: also what the screen says of each
    row, as where rows are kept although a figure is missing; ``explain``: a column for each rule,
    which the rows then have."""
    names = columns(screen, percentiles)
    if outcome:
        names = tuple(dict.fromkeys((*names, OUTCOME)))
    if not explain:
        return rows, names
    rows, added = explained(rows, screen)
    return rows, (*names, *added)
