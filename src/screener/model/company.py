"""Which company a row is of: the filer's number where it is known, else ticker and name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from screener.errors import UsageError
from screener.model.words import counted, quoted

CompanyKey = int | tuple[str, str]
"""A CIK; for a holding without one its ticker and its name."""

_MOST_CANDIDATES = 6  # told one by one

SEPARATORS = r"[ ./-]"
"""What may stand before the letter of a share class; a regex for Python and polars alike."""


def company_key(row: Mapping[str, Any]) -> CompanyKey:
    """Return the company of a row with ``cik``, ``ticker`` and ``name``.

    Two share classes of one filer are one company."""
    cik = row["cik"]
    return cik if cik is not None else (row["ticker"] or "", row["name"] or "")


def run_together(ticker: str) -> str:
    """Return a ticker in capitals without the separator of its share class."""
    return re.sub(SEPARATORS, "", ticker.upper())


def company_label(ticker: str | None, name: str | None, cik: int | None) -> str:
    """Return what to call a company in a sentence: its ticker, else its name or number.

    A holding without a ticker is listed as "-". The text is as it came: not made safe."""
    return ticker if ticker and run_together(ticker) else name or f"CIK {cik}"


def several_fit(wanted: str, candidates: Iterable[str], next_step: str) -> UsageError:
    """Return the error of a text that may mean any of several companies, which are told in words,
    the first of them by the alphabet."""
    texts = sorted(candidates)
    more = len(texts) - _MOST_CANDIDATES
    told = [*texts[:_MOST_CANDIDATES], *([f"and {more:,} more"] if more > 0 else [])]
    several = counted(len(texts), "company", "companies")
    return UsageError(f"{quoted(wanted)} fits {several}: {', '.join(told)}", next_step=next_step)
