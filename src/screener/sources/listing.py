"""What a row of a holdings file is: a listed company or not, in which sector, on which exchange.

Funds keep leftovers of old deals under Asset Class "Equity": contingent value rights, escrows,
warrants, subscription rights, shares that vest or are not listed, shares of liquidated companies.
They must not be screened as companies. A ticker of ``-`` proves nothing: listed ones have had it.
"""

from __future__ import annotations

import re

from screener.model.screen import SECTORS

UNLISTED = "Unlisted"

_EXCHANGES = {
    "new york stock exchange inc.": "NYSE",
    "nyse": "NYSE",
    "nyse mkt llc": "NYSE American",
    "cboe bzx formerly known as bats": "Cboe BZX",
    "non-nms quotation service (nnqs)": "OTC",
    "no market (e.g. unlisted)": UNLISTED,
}
"""What the fund writes (lower case) → the exchange's name of today."""

_SECTORS = {sector.casefold(): sector for sector in SECTORS} | {
    "communication": "Communication Services",
    "telecommunications": "Communication Services",  # the sector that GICS widened in 2018
    "telecommunication services": "Communication Services",
}

_LEFTOVERS = {
    "ACCRUAL": "an accrual of a payment",
    "CONTINGENT": "contingent right",
    "CVR": "contingent value right",
    "CVRS": "contingent value right",
    "EARNOUT": "shares that vest later",
    "ESCROW": "escrow",
    "ESCROWED": "escrow",
    "PRVT": "privately placed shares",
    "RIGHTS": "subscription or contingent right",
    "RTS": "subscription or contingent right",
    "VESTING": "shares that vest later",
    "WARRANT": "warrant",
    "WARRANTS": "warrant",
    "WTS": "warrant",
}
"""Words of a name that tell a leftover, in any place but the first (CVR ENERGY is a company)."""

_LAST_WORDS = {"RIGHT": "RIGHTS", "RT": "RIGHTS", "WT": "WARRANT"}
_TICKER_ENDS = {"RT": "RIGHTS", "RTS": "RIGHTS", "WS": "WARRANT", "WT": "WARRANT", "WTS": "WARRANT"}
_NAME_LENGTH = 34  # longer names are cut, and with them the telling word
_CUT_WORDS = {"ESCRO": "ESCROW", "WARRA": "WARRANT", "WARRAN": "WARRANT"}
_WORTHLESS = 0.005  # a price that rounds to 0.00


def exchange_name(label: str) -> str | None:
    """Return the exchange's name; None for ``-``. An unknown label stays as it is."""
    return None if label in ("", "-") else _EXCHANGES.get(label.casefold(), label)


def sector_name(label: str) -> str | None:
    """Return the sector as :data:`screener.model.screen.SECTORS` names it; None when unknown."""
    return _SECTORS.get(label.casefold())


def why_not_listed(
    ticker: str,
    name: str,
    *,
    exchange: str | None,
    price: float | None,
    quantity: float | None,
    market_value: float | None,
) -> str | None:
    """Return why an Equity row is no listed company; None when it is one.

    ``exchange`` as :func:`exchange_name` returns it; ``price`` as the file has it, 0.0 included.
    """
    word = _leftover(ticker.upper(), name.upper())
    if word:
        return _LEFTOVERS[word]
    if exchange == UNLISTED:
        return "not listed on an exchange"
    if price == 0:
        paid = market_value / quantity if market_value is not None and quantity else 0.0
        if abs(paid) < _WORTHLESS:
            return "worth nothing: what is left of a company that is gone"
    return None


def _leftover(ticker: str, name: str) -> str | None:
    """Return the key of :data:`_LEFTOVERS` that the name or the ticker's ending gives away."""
    words: list[str] = re.findall(r"[A-Z0-9]+", name)[1:]
    for word in words:
        if word in _LEFTOVERS:
            return word
    last = words[-1] if words else ""
    if last in _LAST_WORDS:
        return _LAST_WORDS[last]
    if len(name) >= _NAME_LENGTH and last in _CUT_WORDS:
        return _CUT_WORDS[last]
    stem, _, end = re.sub("[.-]", " ", ticker).rpartition(" ")
    return _TICKER_ENDS.get(end) if stem.strip() else None
