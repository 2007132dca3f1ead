"""A fund's holdings from whichever file has them; the content tells which it is."""

from __future__ import annotations

from pathlib import Path

from screener.sources.archive import inflate
from screener.sources.holdings import SIZE_LIMIT, Holdings
from screener.sources.holdings_table import NEXT_STEP
from screener.sources.ishares import parse_holdings
from screener.sources.nport import is_nport, read_nport
from screener.sources.text import is_web_page, read_bytes


def read_fund(path: Path, series: str | None = None) -> Holdings:
    """Read an iShares holdings file or an N-PORT report, plain or gzipped.

    With ``series`` a report must be that fund's; a holdings file doesn't know its series. Raises
    SourceError where the file is neither, or damaged.
    """
    data = read_bytes(
        path,
        what="a holdings file",
        limit=SIZE_LIMIT,
        next_step=NEXT_STEP,
        is_page=lambda data: is_web_page(data) and not is_nport(data),
    )
    data = inflate(data, str(path))
    if is_nport(data):
        return read_nport(data, str(path), series)
    return parse_holdings(data, path)
