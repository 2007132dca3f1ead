"""The fund's holdings that a build starts from; a report borrows what it has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from screener.errors import SourceError, UsageError
from screener.sources.borrowed import borrowed
from screener.sources.fund import read_fund
from screener.sources.holdings import Holdings

_LACKS = "an N-PORT report has no sectors and hardly any tickers: by name, "


def fund_holdings(path: Path, borrow: Path | None, tickers: Sequence[pl.DataFrame]) -> Holdings:
    """Read the holdings at ``path``; where that is an N-PORT report, with the tickers and sectors
    of the holdings file ``borrow`` and the ``tickers`` of the SEC.

    Raises ``SourceError`` for a file that can't be read, and for a report to borrow from;
    ``UsageError`` where there is nothing to borrow for."""
    holdings = read_fund(path)
    if holdings.securities is None:
        if borrow is not None:
            raise UsageError(
                "the holdings have tickers and sectors of their own",
                where=str(path),
                next_step="Leave out --borrow: it is for N-PORT reports, which have none.",
            )
        return holdings
    lender = None if borrow is None else read_fund(borrow)
    if lender is not None and lender.securities is not None:
        raise SourceError(
            "is an N-PORT report too, and has no tickers and sectors to lend",
            where=str(borrow),
            next_step="Give an iShares holdings file (CSV).",
        )
    found = borrowed(holdings, None if lender is None else lender.constituents, tickers)
    return replace(found, warnings=(_said(lender), *found.warnings))


def _said(lender: Holdings | None) -> str:
    if lender is None:
        return f"{_LACKS}tickers are those of the SEC's lists, and no sector is known"
    day = lender.as_of.isoformat() if lender.as_of else "an unknown day"
    return f"{_LACKS}they are those of {lender.fund or 'a fund without a name'}, holdings of {day}"
