"""The market that is served to tests: the same companies as of two days, two weeks apart.

Between the two days some file their quarter, one its year, most nothing; one enters the fund and
one leaves it. A folder as of a day is what ``tests.simulator.write`` writes, and the fund's
quarterly filings (``tests.simulator.nport``) beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tests.simulator.cast import COMPANIES
from tests.simulator.company import Company
from tests.simulator.draw import draw
from tests.simulator.nport import write_fund_filings
from tests.simulator.write import write_market


@dataclass(frozen=True)
class Folders:
    """The market as of the two days."""

    earlier: Path
    later: Path


EARLIER, LATER = date(2026, 4, 21), date(2026, 5, 5)
"""The days as of which there is a market: a Tuesday, and the one two weeks later."""

SEED = 11
FILES_LATE, ENTERS, LEAVES = 1, 6, 9
"""Numbers of drawn companies: one files its year between the days, one enters, one leaves."""

BY_HAND = (
    "NCIKB",  # a bank without any filing with the SEC, not in its ticker file
    "NFCTS",  # has a CIK, but neither filings nor facts
    "XVQA",  # two classes; the SEC writes them another way
    "RNTMR",  # an escape sequence in its name
)
"""Tickers of companies that were made by hand and are in every market."""


def companies(number: int = 20) -> list[Company]:
    """Return so many drawn companies after those of :data:`BY_HAND`, all with filing histories but
    those that never filed."""
    found = [company for company in COMPANIES if company.ticker in BY_HAND]
    drawn = 0
    while len(found) < number + len(BY_HAND):
        company = draw(drawn, SEED)
        if drawn == FILES_LATE:
            company = replace(company, annual_lag=114)
        if company.founded or not company.has_facts:  # who has facts has a history on EDGAR
            found.append(company)
        drawn += 1
    return found


def write_as_of(market: Iterable[Company], folder: Path, day: date, *, noise: float = 0) -> None:
    """Write the market as it is known on a day: files, and the fund's filings.

    ``noise``: megabytes of unwanted facts a company; with it, all files have real ones' sizes."""

    def held(company: Company) -> bool:
        out = ENTERS if day < LATER else LEAVES
        return company.number != draw(out, SEED).number

    market = list(market)
    write_market(
        market, folder, noise=noise, day=day, held=held, quarterlies=True, crowded=noise > 0
    )
    write_fund_filings([company for company in market if held(company)], folder, day)
