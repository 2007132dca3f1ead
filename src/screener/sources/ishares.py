"""The holdings file of an iShares fund: who is in the index, with sector, price and weight.

The fund writes for investors: text labels of many years, ``-`` for missing, weights rounded to
zero, and rows that are cash, futures or leftovers of old deals. Here it becomes typed columns; a
row that is no listed company is set apart with its reason, and whatever is doubtful is a warning.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screener.errors import SourceError
from screener.model.words import counted
from screener.sources import decimals
from screener.sources.decimals import Style
from screener.sources.holdings import (
    CONSTITUENTS,
    EXCLUDED,
    NO_TICKER,
    SIZE_LIMIT,
    WHOLE,
    Holdings,
    weighed,
)
from screener.sources.holdings_table import NEXT_STEP, Table, decode, parse_date, read_table
from screener.sources.listing import exchange_name, sector_name, why_not_listed
from screener.sources.text import read_bytes

_LARGEST = 50  # rows whose weights are large beside what the fund rounds off
_NUMBERS = ("market_value", "quantity", "price", "weight")


def read_holdings(path: Path) -> Holdings:
    """Read a holdings file of any iShares fund.

    Raises SourceError, with the file and where possible the line, when it is missing, a folder, too
    large, empty, a web page, in an unknown encoding, no holdings file, cut, or without holdings.
    """
    data = read_bytes(path, what="a holdings file", limit=SIZE_LIMIT, next_step=NEXT_STEP)
    return parse_holdings(data, path)


def parse_holdings(data: bytes, path: Path) -> Holdings:
    """Read what :func:`read_holdings` reads from the bytes that lie at ``path``."""
    table = read_table(decode(data, path), path)
    warnings = list(table.warnings)
    style = _style(table)
    rows = _without_repeats(table.rows, warnings)
    unreadable: list[str] = []
    holdings = [_holding(row, style, unreadable) for row in rows]
    constituents = [holding for holding in holdings if holding.reason is None]
    share = _share_of_fund(holdings)
    warnings += _doubts(constituents, unreadable, table, share)
    if not constituents:
        raise SourceError(
            "holds no listed company",
            where=str(path),
            next_step="Give the holdings of a stock fund.",
        )
    return Holdings(
        fund=table.fund,
        as_of=parse_date(table.as_of or ""),
        shares_outstanding=_number(table.shares_outstanding or "", style, []),
        rows_in=len(table.rows),
        constituents=_constituents(constituents),
        excluded=pl.DataFrame(
            [(h.ticker, h.name, h.asset_class, h.reason) for h in holdings if h.reason is not None],
            schema=EXCLUDED,
            orient="row",
        ),
        warnings=tuple(warnings),
        share=share,
    )


@dataclass(frozen=True, slots=True)
class _Holding:
    ticker: str
    name: str
    sector: str | None
    exchange: str | None
    market_value: float | None
    quantity: float | None
    price: float | None
    currency: str | None
    asset_class: str
    sector_label: str
    stated_weight: float | None  # percent, rounded by the fund
    reason: str | None  # why it is no listed company


def _style(table: Table) -> Style:
    cells = [row[column] for row in table.rows for column in _NUMBERS if column in row]
    products = [(row["market_value"], row["quantity"], row["price"]) for row in table.rows]
    return decimals.detect([*cells, table.shares_outstanding or "-"], products)


def _without_repeats(rows: list[dict[str, str]], warnings: list[str]) -> list[dict[str, str]]:
    """Drop rows that are the same as one before in every cell that is read."""
    kept = list({tuple(row.values()): row for row in rows}.values())
    if len(kept) < len(rows):
        warnings.append(
            f"{counted(len(rows) - len(kept), 'repeated row')} of the holdings left out"
        )
    return kept


def _holding(row: dict[str, str], style: Style, unreadable: list[str]) -> _Holding:
    market_value, quantity, price, weight = (
        _number(row.get(column, "-"), style, unreadable) for column in _NUMBERS
    )
    ticker, exchange = row["ticker"].upper() or NO_TICKER, exchange_name(row["exchange"])
    if row["asset_class"].casefold() == "equity":
        reason = why_not_listed(
            ticker,
            row["name"],
            exchange=exchange,
            price=price,
            quantity=quantity,
            market_value=market_value,
        )
    else:
        reason = f"asset class {row['asset_class'] or '-'}"
    return _Holding(
        ticker=ticker,
        name=row["name"],
        sector=sector_name(row["sector"]),
        exchange=exchange,
        market_value=market_value,
        quantity=quantity,
        price=price or None,  # a price of zero is rounded, or no price
        currency=None if row.get("currency", "-") in ("", "-") else row["currency"],
        asset_class=row["asset_class"],
        sector_label=row["sector"],
        stated_weight=weight,
        reason=reason,
    )


def _number(text: str, style: Style, unreadable: list[str]) -> float | None:
    try:
        return decimals.parse(text, style)
    except ValueError:
        unreadable.append(text)
        return None


def _constituents(holdings: list[_Holding]) -> pl.DataFrame:
    names = [column for column in CONSTITUENTS if column != "weight"]
    return weighed(
        pl.DataFrame(
            [[getattr(holding, name) for name in names] for holding in holdings],
            schema={name: CONSTITUENTS[name] for name in names},
            orient="row",
        )
    )


def _doubts(
    constituents: list[_Holding], unreadable: list[str], table: Table, share: float | None
) -> list[str]:
    """Return what a person should know about the file, each doubt once and counted."""
    doubts = []
    if table.as_of is not None and parse_date(table.as_of) is None:
        doubts.append(f"the holdings date {table.as_of!r} can't be read")
    if unreadable:
        doubts.append(
            f"unreadable in the holdings, so missing: {counted(len(unreadable), 'number')}, "
            f"such as {unreadable[0]!r}"
        )
    unknown = Counter(h.sector_label or "-" for h in constituents if h.sector is None)
    for label, count in unknown.items():
        doubts.append(f'in "Other": {counted(count, "holding")} of the unknown sector {label!r}')
    tickers = Counter(h.ticker for h in constituents if h.ticker != NO_TICKER)
    twice = sorted(ticker for ticker, count in tickers.items() if count > 1)
    if twice:
        doubts.append(f"{counted(len(twice), 'ticker')} in several rows, all kept: {_some(twice)}")
    agreed = [decimals.agrees(h.market_value, h.quantity, h.price) for h in constituents]
    if agreed.count(False) > agreed.count(True):
        doubts.append(
            f"market value is not quantity x price in {agreed.count(False)} of {len(agreed)} rows"
        )
    if share is None:
        lack = "readable weights" if "weight" in table.rows[0] else "weight column"
        doubts.append(
            f"no {lack}: weights are shares of these rows, and whether the file was cut "
            "can't be told"
        )
    elif share < WHOLE:
        doubts.append(f"the file holds only {share * 100:.1f} % of the fund: it may be cut")
    return doubts


def _share_of_fund(holdings: list[_Holding]) -> float | None:
    """Return how much of the fund's money the rows hold, cash among them; None without weights.

    The fund states weights of all that it holds: rows that are missing here make each of the
    others a larger share of these rows than of the fund.
    """
    held = [(h.market_value, h.stated_weight) for h in holdings if h.market_value is not None]
    total = sum(value for value, _ in held)
    pairs = [(value, weight) for value, weight in held if weight is not None and value > 0]
    largest = sorted(pairs, reverse=True)[:_LARGEST]
    if not largest or total <= 0:
        return None
    return sum(weight for _, weight in largest) / 100 * total / sum(value for value, _ in largest)


def _some(words: list[str]) -> str:
    return ", ".join(words[:5]) + (", …" if len(words) > 5 else "")
