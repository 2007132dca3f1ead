"""How old a figure is, in words: a multiple is as old as its price."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from screener.model.metric import METRICS, Group

_UNPRICED = {"shares_outstanding", "dilution"}


def day_text(day: dt.date) -> str:
    """Return a day as people write it: ``5 May 2026``."""
    return f"{day.day} {day:%b %Y}"


def uses_price(metric: str) -> bool:
    """Return whether a metric depends on the price of the share."""
    return METRICS[metric].group is Group.VALUE and metric not in _UNPRICED


def price_text(holdings_date: dt.date | None, company: Mapping[str, Any]) -> str:
    """Return of which day the price behind a company's multiples is; "" where there is none."""
    if holdings_date is None or company["price"] is None:
        return ""
    return f"at the price of {day_text(holdings_date)}"


def clock(seconds: float) -> str:
    """Return a stretch of time as a clock shows it: ``0:07``, ``12:04``, ``1:02:03``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{hours}:{text}" if hours else text
