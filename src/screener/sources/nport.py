"""A fund's N-PORT report: what it held at a quarter's end, as filed with the SEC.

Source: ``www.sec.gov/Archives/edgar/data/{cik}/{accession}/primary_doc.xml``; Form N-PORT, parts A
to C. It is official and kept for years, but comes about two months late and knows neither sectors
nor, mostly, tickers. What it says of a security beside its name is in ``Holdings.securities``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

import polars as pl
from lxml import etree

from screener.errors import SourceError
from screener.model.words import counted
from screener.sources import decimals
from screener.sources.decimals import Style
from screener.sources.holdings import (
    CONSTITUENTS,
    EXCLUDED,
    NO_TICKER,
    SECURITIES,
    Holdings,
    weighed,
)
from screener.sources.listing import why_not_listed
from screener.sources.names import same_name
from screener.sources.text import beginning, clean
from screener.sources.xml import read_xml

_AGAIN = "Give the primary_doc.xml of a fund's N-PORT filing."
_HEAD = 4000  # bytes within which a report says what it is

_COMMON = "EC"
_CATEGORIES = {
    "DBT": "debt",
    "DE": "a derivative",
    "EP": "preferred shares",
    "RA": "a repurchase agreement",
    "STIV": "a short-term investment",
}
"""What a stock fund holds beside common shares (Form N-PORT, item C.4.a)."""

_TICKER = re.compile(r"[A-Z]{1,5}(?:[ ./-][A-Z])?", re.ASCII)
_CUSIP = re.compile(r"(?!0{9})[A-Z0-9]{9}", re.ASCII)
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}\d", re.ASCII)
_LEI = re.compile(r"[A-Z0-9]{18}\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Position:
    ticker: str
    name: str
    issuer: str
    title: str
    cusip: str | None
    isin: str | None
    lei: str | None
    category: str
    market_value: float | None  # USD
    quantity: float | None
    price: float | None
    currency: str | None
    reason: str | None  # why it is no listed company
    sector: None = field(default=None)
    exchange: None = field(default=None)


def is_nport(data: bytes) -> bool:
    """Say whether the bytes begin as an N-PORT report does, or other XML."""
    return beginning(data, _HEAD).startswith(("<?xml", "<edgarSubmission"))


def read_nport(data: bytes, where: str = "the report", series: str | None = None) -> Holdings:
    """Read a fund's report: its common shares of listed companies, the largest holding first.

    ``as_of`` is the day of the holdings (``repPdDate``; ``repPdEnd`` is the end of the fiscal
    year). A price is the value over the shares, in USD; null for what trades in another currency.
    ``share`` is None: net assets count claims and debts as well, and XML that was cut is no XML.
    With ``series`` (``S000004344``) it must be that fund's. Raises SourceError where it is no
    N-PORT report, cut, another fund's, or holds no listed company.
    """
    root = read_xml(data, where, what="N-PORT report", next_step=_AGAIN)
    kind = _text(root, ".//{*}submissionType")
    if etree.QName(root).localname != "edgarSubmission" or not kind.startswith("NPORT"):
        what = f"a filing of another form ({kind})" if kind else "XML"
        raise SourceError(f"is {what}, but no N-PORT report", where=where, next_step=_AGAIN)
    about = root.find(".//{*}genInfo")
    fund = _text(about, "{*}seriesName") or _text(about, "{*}regName")
    found = _text(about, "{*}seriesId")
    if series is not None and found != series:
        raise SourceError(
            f"is another fund's: of {fund or 'a fund without a name'} ({found or 'no series'}),"
            f" not of the series {series}",
            where=where,
            next_step=_AGAIN,
        )
    unreadable: list[str] = []
    positions = [_position(row, unreadable) for row in root.iter("{*}invstOrSec")]
    listed = [position for position in positions if position.reason is None]
    if not listed:
        raise SourceError(
            "holds no listed company",
            where=where,
            next_step="Give the report of a stock fund.",
        )
    listed.sort(key=lambda position: -(position.market_value or -math.inf))
    day = _day(_text(about, "{*}repPdDate"))
    return Holdings(
        fund=fund or None,
        as_of=day,
        shares_outstanding=None,
        rows_in=len(positions),
        constituents=weighed(_frame(listed, _without_weight())),
        excluded=pl.DataFrame(
            [(p.ticker, p.name, p.category, p.reason) for p in positions if p.reason is not None],
            schema=EXCLUDED,
            orient="row",
        ),
        warnings=tuple(_doubts(listed, unreadable, day)),
        share=None,
        series=found or None,
        securities=_frame(listed, SECURITIES),
    )


def _position(row: etree._Element, unreadable: list[str]) -> _Position:
    issuer, title = _text(row, "{*}name"), _text(row, "{*}title")
    name = title if same_name(issuer, title) else issuer or title  # a title may tell the class
    ticker = _ticker(row)
    value = _number(_text(row, "{*}valUSD"), unreadable)
    balance = _number(_text(row, "{*}balance"), unreadable)
    quantity = balance if _text(row, "{*}units") == "NS" else None  # a number of shares
    currency = _text(row, "{*}curCd") or _attribute(row, "{*}currencyConditional", "curCd")
    paid = value / quantity if value is not None and quantity else None
    return _Position(
        ticker=ticker,
        name=name or "-",
        issuer=issuer,
        title=title,
        cusip=_identifier(_CUSIP, _text(row, "{*}cusip")),
        isin=_identifier(_ISIN, _attribute(row, "{*}identifiers/{*}isin", "value")),
        lei=_identifier(_LEI, _text(row, "{*}lei")),
        category=_category(row),
        market_value=value,
        quantity=quantity,
        price=paid if currency == "USD" else None,
        currency=currency or None,
        reason=_why_not_listed(row, ticker, (issuer, title), value, quantity, paid),
    )


def _why_not_listed(
    row: etree._Element,
    ticker: str,
    names: tuple[str, ...],
    value: float | None,
    quantity: float | None,
    price: float | None,
) -> str | None:
    category = _category(row)
    if category != _COMMON:
        return _CATEGORIES.get(category, f"asset category {category or '-'}")
    if not any(names):
        return "has no name"
    if _text(row, "{*}payoffProfile") == "Short":
        return "sold short"
    if _text(row, "{*}isRestrictedSec") == "Y":
        return "restricted: may not be traded freely"
    if _text(row, "{*}fairValLevel") == "3":
        return "not traded: the fund itself puts a value on it"
    rounded = None if price is None else round(price, 2)
    reasons = (
        why_not_listed(
            ticker, name, exchange=None, price=rounded, quantity=quantity, market_value=value
        )
        for name in names
    )
    return next((reason for reason in reasons if reason is not None), None)


def _category(row: etree._Element) -> str:
    """Return the asset category; ``OTHER: Right`` where it is one that the filer describes."""
    category = _text(row, "{*}assetCat")
    if category:
        return category
    described = row.find("{*}assetConditional")
    if described is None:
        return ""
    parts = (clean(described.get(name, "")) for name in ("assetCat", "desc"))
    return ": ".join(part for part in parts if part)


def _ticker(row: etree._Element) -> str:
    """Return the ticker where there is one; filers also put internal numbers in its place."""
    text = _attribute(row, "{*}identifiers/{*}ticker", "value").upper()
    return text if _TICKER.fullmatch(text) and text != "N/A" else NO_TICKER


def _identifier(pattern: re.Pattern[str], text: str) -> str | None:
    text = text.upper()
    return text if pattern.fullmatch(text) else None


def _doubts(listed: list[_Position], unreadable: list[str], day: date | None) -> Iterator[str]:
    """Yield what a person should know about the report, each doubt once and counted."""
    if day is None:
        yield "the day of the holdings can't be read"
    if unreadable:
        yield (
            f"unreadable in the holdings, so missing: {counted(len(unreadable), 'number')}, "
            f"such as {unreadable[0]!r}"
        )
    known = [position.isin or position.cusip for position in listed]
    several = len([one for one in known if one]) - len({one for one in known if one})
    if several:
        yield f"{counted(several, 'row')} of securities that other rows hold too, all kept"


def _frame(positions: list[_Position], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    values = attrgetter(*schema)
    return pl.DataFrame([values(one) for one in positions], schema=schema, orient="row")


def _without_weight() -> dict[str, type[pl.DataType]]:
    return {name: dtype for name, dtype in CONSTITUENTS.items() if name != "weight"}


def _text(element: etree._Element | None, path: str) -> str:
    return "" if element is None else clean(element.findtext(path) or "")


def _attribute(element: etree._Element, path: str, name: str) -> str:
    found = element.find(path)
    return "" if found is None else clean(found.get(name, ""))


def _number(text: str, unreadable: list[str]) -> float | None:
    try:
        return decimals.parse(text, Style.ENGLISH)
    except ValueError:
        unreadable.append(text)
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
