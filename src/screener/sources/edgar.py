"""EDGAR's files about who files: the ticker lists and a company's filing history.

Sources: ``www.sec.gov/files/company_tickers.json`` and ``company_tickers_exchange.json``;
``data.sec.gov/submissions/CIK##########.json``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from screener.errors import SourceError
from screener.sources.archive import inflate
from screener.sources.text import clean, is_web_page, read_bytes

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
    return (name, _cik(cik), clean(title or "")) if name else None


@dataclass(frozen=True, slots=True)
class Submissions:
    """A company's filing history in short.

    ``fiscal_year_end`` is MMDD as the SEC writes it. ``forms`` are the kinds filed among its newest
    thousand or more filings, sorted. ``first_filed`` is the date of the oldest filing on EDGAR.
    """

    cik: int
    name: str
    sic: str | None
    industry: str | None
    fiscal_year_end: str | None
    first_filed: date | None
    forms: tuple[str, ...]
    latest_accession: str | None
    latest_filed: date | None


class _Recent(msgspec.Struct):
    accessionNumber: list[str]
    filingDate: list[date]
    form: list[str]


class _Page(msgspec.Struct):
    filingFrom: date | None = None


class _Filings(msgspec.Struct):
    recent: _Recent
    files: list[_Page] = []


class _Company(msgspec.Struct):
    cik: int | str
    name: str
    filings: _Filings
    sic: str | None = None
    sicDescription: str | None = None
    fiscalYearEnd: str | None = None


_DECODER = msgspec.json.Decoder(_Company)


def read_submissions(data: bytes, cik: int) -> Submissions:
    """Decode the filing history of the company ``cik`` (inflated JSON).

    Raises SourceError when it is no JSON, of another shape or another company's.
    """
    where = f"filing history of CIK {cik:010d}"
    if is_web_page(data):
        raise SourceError("is a web page (HTML): the SEC refused the download", where=where)
    try:
        company = _DECODER.decode(data)
    except msgspec.ValidationError as error:
        raise SourceError(f"is of another shape: {error}", where=where) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(f"is no JSON, or cut: {error}", where=where) from error
    try:
        found = _cik(company.cik)
    except ValueError as error:
        raise SourceError(str(error), where=where) from error
    if found != cik:
        raise SourceError(f"is another company's (CIK {found:010d})", where=where)
    recent = company.filings.recent
    if not len(recent.accessionNumber) == len(recent.filingDate) == len(recent.form):
        raise SourceError("is damaged: its columns differ in length", where=where)
    pages = [page.filingFrom for page in company.filings.files if page.filingFrom]
    latest = max(recent.filingDate, default=None)
    return Submissions(
        cik=cik,
        name=clean(company.name),
        sic=_known(company.sic),
        industry=_known(company.sicDescription),
        fiscal_year_end=_known(company.fiscalYearEnd),
        first_filed=min([*recent.filingDate, *pages], default=None),
        forms=tuple(sorted({clean(form) for form in recent.form if form})),
        latest_accession=recent.accessionNumber[recent.filingDate.index(latest)]
        if latest
        else None,
        latest_filed=latest,
    )


def _cik(value: int | str) -> int:
    """Return the CIK of ``320193`` or ``"0000320193"``; ValueError when it is neither."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text)):
        raise ValueError(f"{text[:20]!r} is no CIK")
    return int(text)


def _known(text: str | None) -> str | None:
    return clean(text or "") or None
