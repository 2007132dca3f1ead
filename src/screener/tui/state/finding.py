"""Find: the company that a text means, listed or not."""

from __future__ import annotations

from dataclasses import dataclass

from screener.screening.compile import seen
from screener.screening.universe import Row
from screener.tui.state.session import Session


@dataclass(frozen=True, slots=True)
class Found:
    """What a search hit: the company's metrics, and its row in the list, None if not listed."""

    row: Row
    index: int | None


def find(session: Session, text: str) -> Found | None:
    """Return the company that a text means: a ticker, its beginning, then a part of a name.

    Listed companies come before the others at each step.
    """
    wanted = text.strip().casefold()
    if not wanted:
        return None
    listed, everyone = session.result.rows, seen(session.universe.metrics, session.screen)
    for fits in (str.__eq__, str.startswith):
        for frame in (listed, everyone):
            for index, ticker in enumerate(frame.get_column("ticker").to_list()):
                if ticker and fits(ticker.casefold(), wanted):
                    return _found(session, index, frame is listed)
    for frame in (listed, everyone):
        for index, name in enumerate(frame.get_column("name").to_list()):
            if name and wanted in name.casefold():
                return _found(session, index, frame is listed)
    return None


def _found(session: Session, index: int, listed: bool) -> Found:
    if listed:
        return Found(session.row(index), index)
    return Found(seen(session.universe.metrics, session.screen).row(index, named=True), None)
