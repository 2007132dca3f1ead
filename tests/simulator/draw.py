"""A random market: any number of fictional companies, the same ones for the same seed.

Each company is drawn by itself, from the seed and its number, so that a large market can be written
one company at a time, and the first fifty of two thousand are the fifty of a small one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from tests.simulator.company import Company, Kind
from tests.simulator.model import figures
from tests.simulator.names import company_name, ticker
from tests.simulator.sectors import SECTORS, Sector
from tests.simulator.tags import DEBT_CURRENT_IN_ONE, DEBT_TOTAL, DEBT_WITH_LEASES, DEBT_WITH_SHORT
from tests.simulator.traps import TRAPS

FIRST_NUMBER = 1_000_000
"""Numbers below belong to the companies that were made by hand."""

YEARS = 9
DEBT_LAYOUTS = ((), DEBT_WITH_SHORT, DEBT_CURRENT_IN_ONE, DEBT_TOTAL, DEBT_WITH_LEASES)
"""How a balance sheet may show its debt; () is the usual one."""


def market(companies: int, seed: int) -> Iterator[Company]:
    """Yield the companies of a market."""
    for number in range(companies):
        yield draw(number, seed)


def plain(number: int, seed: int) -> Company:
    """Return a company without any trap."""
    return _plain(Random(f"{seed} {number}"), number)


def draw(number: int, seed: int) -> Company:
    """Return one company of the market of ``seed``, with the traps that chance gives it."""
    chance = Random(f"{seed} {number}")
    company = _plain(chance, number)
    for trap in TRAPS:
        # A number of its own for each trap: a changed probability moves no other company.
        if Random(f"{seed} {number} {trap.name}").random() < trap.probability and trap.fits(
            company
        ):
            company = trap.apply(company, chance)
            company = replace(company, traps=(*company.traps, trap.name))
    return company


def _plain(chance: Random, number: int) -> Company:
    sector = chance.choices(SECTORS, [sector.weight for sector in SECTORS])[0]
    kind = chance.choices(list(sector.kinds), list(sector.kinds.values()))[0]
    price = round(_around(chance, sector.price, 1.0, 0.8, 900), 2)
    worth = _around(chance, 800, 1.25, 40, 15_000)  # millions; the middle of the fund's positions
    sales = max(worth / sector.sales * _around(chance, 1, 0.5, 0.2, 6), 8.0)
    growth = [chance.gauss(*sector.growth) for _ in range(YEARS - 1)]
    gross = chance.uniform(*sector.gross)
    company = Company(
        ticker(number),
        company_name(chance, sector.name, number),
        sector.name,
        FIRST_NUMBER + number,
        price,
        max(round(worth / price, 3), 0.5),
        kind=kind,
        exchange=chance.choices(("NASDAQ", "NYSE"), (60, 40))[0],
        revenue=(0.0,) * YEARS if kind is Kind.BIOTECH else _path(sales, growth),
        margin=_margins(chance, sector, kind, gross),
        gross=gross,
        research=_research(chance, kind, worth, growth),
        debt=_debt(chance, sector, kind, sales, worth),
        rate=round(chance.uniform(0.035, 0.095), 4),
        cash=round(chance.uniform(0.08, 0.4), 3) if kind is not Kind.BIOTECH else 2.5,
        equity=round(chance.uniform(0.5, 1.4), 3) if kind is not Kind.BIOTECH else 3.0,
        capex=round(chance.uniform(0.01, 0.07), 4),
        depreciation=round(chance.uniform(0.015, 0.06), 4),
        sic=chance.choice(sector.sics[kind]),
        founded=_founded(chance),
        lag=chance.randint(26, 44),
        annual_lag=chance.randint(45, 72),
        add=chance.choice(DEBT_LAYOUTS) if kind not in (Kind.BANK, Kind.INSURER) else (),
    )
    # Shares are issued and bought back over the years: today's times the price are the worth.
    grown = figures(company)[-1]["shares"] / 1e6 - company.shares
    return replace(company, shares=round(max(company.shares - grown, company.shares * 0.3), 3))


def _around(chance: Random, middle: float, spread: float, least: float, most: float) -> float:
    """A log-normal number with the median ``middle``, within bounds."""
    return min(max(middle * math.exp(chance.gauss(0, spread)), least), most)


def _path(last: float, growth: list[float]) -> tuple[float, ...]:
    """Yearly values that end, in the year before the last, at ``last``."""
    values = [1.0]
    for rate in growth:
        values.append(values[-1] * max(1 + rate, 0.4))
    return tuple(round(last * value / values[-2], 3) for value in values)


def _margins(chance: Random, sector: Sector, kind: Kind, gross: float) -> tuple[float, ...]:
    """Operating margins that keep the company's level and wander around it."""
    level = chance.gauss(*sector.margin)
    if kind in (Kind.BANK, Kind.INSURER):
        level = abs(level)
    most = gross - 0.09  # what is left for overheads and research
    return tuple(
        round(min(max(level + chance.gauss(0, 0.02), -0.8), most), 4) for _ in range(YEARS)
    )


def _research(
    chance: Random, kind: Kind, worth: float, growth: list[float]
) -> float | tuple[float, ...]:
    if kind is Kind.BIOTECH:
        return _path(max(worth * chance.uniform(0.05, 0.15), 4.0), growth)
    return round(chance.uniform(0.01, 0.05), 4) if chance.random() < 0.4 else 0.0


def _debt(
    chance: Random, sector: Sector, kind: Kind, sales: float, worth: float
) -> tuple[float, ...] | float | None:
    """Debt at the years' ends; 0 where the company says that it has none."""
    if chance.random() > sector.indebted:
        return 0.0
    base = worth * 0.06 if kind is Kind.BIOTECH else sales * sector.leverage
    level = base * _around(chance, 1, 0.7, 0.05, 5)
    return tuple(round(max(level * (1 + chance.gauss(0, 0.08)), 0.5), 3) for _ in range(YEARS))


def _founded(chance: Random) -> date:
    """The first filing: a third of the index went public in the last ten years."""
    years = chance.choices((range(1996, 2016), range(2016, 2020)), (0.68, 0.32))[0]
    return date(chance.choice(years), chance.randint(1, 12), chance.randint(1, 28))
