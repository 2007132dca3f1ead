"""EDGAR's lists of who files under which ticker.

Sources: ``www.sec.gov/files/company_tickers.json`` and ``company_tickers_exchange.json``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from screener.errors import SourceError
from screener.sources.archive import inflate
from screener.sources.text import clean, read_bytes

TICKERS: dict[str, type[pl.DataType]] = {"ticker": pl.String, "cik": pl.Int64, "title": pl.String}
"""Columns of :func:`read_tickers`: a row is a ticker and who files under it."""

_SIZE_LIMIT = 50_000_000
_NEXT_STEP = "Download www.sec.gov/files/company_tickers.json again, and give that file."


def read_tickers(path: Path) -> pl.DataFrame:
    """Read a ticker list of the SEC, of either shape, plain or gzipped.

    Returns the columns of :data:`TICKERS`, tickers in capitals as the SEC writes them (``MOG-A``),
    in the file's order; rows without a ticker are left out. Raises SourceError when the file is
    missing, damaged or something else.
    """
    data = read_bytes(path, what="a ticker list", limit=_SIZE_LIMIT, next_step=_NEXT_STEP)
    data = inflate(data, str(path))
    try:
        content = msgspec.json.decode(data)
        rows = [row for row in _ticker_rows(content) if row is not None]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(
            f"is no JSON, or cut: {error}", where=str(path), next_step=_NEXT_STEP
        ) from error
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise SourceError(
            "is not a ticker list of the SEC", where=str(path), next_step=_NEXT_STEP
        ) from error
    if not rows:
        raise SourceError("holds no tickers", where=str(path), next_step=_NEXT_STEP)
    return pl.DataFrame(rows, schema=TICKERS, orient="row")


def _ticker_rows(content: Any) -> Iterator[tuple[str, int, str] | None]:
    """Yield the rows of ``{"0": {…}, …}`` or of ``{"fields": […], "data": [[…], …]}``."""
    if "fields" in content:
        at = {name: content["fields"].index(name) for name in ("ticker", "cik", "name")}
        for row in content["data"]:
            yield _ticker_row(row[at["ticker"]], row[at["cik"]], row[at["name"]])
    else:
        for row in content.values():
            yield _ticker_row(row["ticker"], row["cik_str"], row["title"])


def _ticker_row(
    ticker: str | None, cik: int | str, title: str | None
) -> tuple[str, int, str] | None:
    name = clean(ticker or "").upper()
    return (name, read_cik(cik), clean(title or "")) if name else None


def read_cik(value: int | str) -> int:
    """Return the CIK of ``320193`` or ``"0000320193"``; ValueError when it is neither."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text)):
        raise ValueError(f"{text[:20]!r} is no CIK")
    return int(text)
