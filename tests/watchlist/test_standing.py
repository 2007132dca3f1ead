"""What the companies of a watchlist are in a universe."""

from __future__ import annotations

import datetime as dt

from tests.frames import universe_of

from screener.model.screen import Screen
from screener.model.watched import Watched
from screener.watchlist.standing import watch_lines


def test_other_share_classes_are_told_by_the_tickers_that_they_have() -> None:
    tickers = ["ALFA", "ALFB", "-", None, "ALFB", "ALFA"]
    rows = [{"ticker": ticker, "name": "ALFA TOOLS INC", "cik": 1} for ticker in tickers]
    entry = Watched("ALFA", "ALFA TOOLS INC", 1, dt.date(2026, 5, 5))
    [line] = watch_lines(universe_of(rows).metrics, Screen(), [entry])
    assert line.row is not None
    assert (line.row["ticker"], line.others) == ("ALFA", ("ALFB",))
