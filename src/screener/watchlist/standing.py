"""What the companies of a watchlist are in a universe now, as a screen judges them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from screener.model.screen import Screen
from screener.model.verdict import Outcome
from screener.model.watched import Watched
from screener.screening.compile import OUTCOME, run, watch_rule
from screener.screening.universe import Row

_NO_TICKER = "-"  # as a holding without one is listed


@dataclass(frozen=True, slots=True)
class WatchLine:
    """An entry with its company's row as a screen sees it, and what the screen says of it; both
    None where the universe has no such company.

    Of several share classes it is the row of the one that was put on the list, else the first in
    the screen's order; ``others`` are the tickers of the other ones that the entry means, as far as
    they have any."""

    entry: Watched
    row: Row | None = None
    outcome: Outcome | None = None
    others: tuple[str, ...] = ()


def watch_lines(
    metrics: pl.DataFrame, screen: Screen, entries: Sequence[Watched]
) -> list[WatchLine]:
    """Return the entries in their order with what ``screen`` says of each company."""
    everyone = run(metrics, screen, everyone=True).rows
    watched = everyone.filter(watch_rule([entry.identity for entry in entries]).expr)
    rows = watched.to_dicts()
    return [_line(entry, [row for row in rows if entry.means(row)]) for entry in entries]


def _line(entry: Watched, rows: list[Row]) -> WatchLine:
    if not rows:
        return WatchLine(entry)
    row = next((one for one in rows if one["ticker"] == entry.ticker), rows[0])
    others = dict.fromkeys(one["ticker"] for one in rows)
    told = tuple(ticker for ticker in others if ticker not in (None, _NO_TICKER, row["ticker"]))
    return WatchLine(entry, row, Outcome(row[OUTCOME]), told)
