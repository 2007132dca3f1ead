"""What the companies of a sector are like: the targets to which the random market is calibrated.

Sources. Number of companies and prices: the holdings file of the iShares Russell 2000 ETF (IWM) of
5 May 2026, 1,912 companies; market values are positions of a fund that holds about 2.4 % of each
company (79 bn USD of some 3.2 tn). Profitability: about 40 % of the index loses money (Apollo, J.P.
Morgan Asset Management, 2024-2025), most of all in health care. Margins, growth and leverage by
sector: the spreads of A. Damodaran's tables by industry, January 2026 (NYU Stern), rounded, shifted
towards small companies.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.simulator.company import Kind

Sic = tuple[int, str]


@dataclass(frozen=True)
class Sector:
    """``weight``: companies of 1,912. ``price``: median, USD. ``sales``: market value over revenue.

    ``growth`` and ``margin``: median and spread (standard deviation) of a year; ``gross``: range;
    ``leverage``: median debt over revenue; ``indebted``: share of companies with debt. ``kinds``:
    what the companies are and how often; ``sics``: their codes by kind."""

    name: str
    weight: int
    price: float
    sales: float
    growth: tuple[float, float]
    margin: tuple[float, float]
    gross: tuple[float, float]
    leverage: float
    indebted: float
    kinds: dict[Kind, float]
    sics: dict[Kind, tuple[Sic, ...]]


_PLAIN = {Kind.STANDARD: 1.0}

SECTORS = (
    Sector(
        "Financials", 407, 29.0, 3.5, (0.06, 0.08), (0.24, 0.10), (0.5, 0.7), 0.4, 0.8,
        {Kind.BANK: 0.68, Kind.INSURER: 0.14, Kind.STANDARD: 0.18},
        {
            Kind.BANK: ((6022, "State Commercial Banks"), (6035, "Savings Institution")),
            Kind.INSURER: ((6331, "Fire, Marine & Casualty Insurance"),),
            Kind.STANDARD: ((6282, "Investment Advice"),),
        },
    ),
    Sector(
        "Health Care", 390, 14.3, 2.5, (0.09, 0.13), (0.01, 0.16), (0.42, 0.7), 0.3, 0.6,
        {Kind.BIOTECH: 0.45, Kind.STANDARD: 0.55},
        {
            Kind.BIOTECH: ((2834, "Pharmaceutical Preparations"), (2836, "Biological Products")),
            Kind.STANDARD: ((3841, "Surgical & Medical Instruments"), (8090, "Health Services")),
        },
    ),
    Sector(
        "Industrials", 260, 30.6, 1.3, (0.06, 0.08), (0.07, 0.07), (0.22, 0.4), 0.35, 0.88,
        {Kind.STANDARD: 0.96, Kind.LESSOR: 0.04},
        {
            Kind.STANDARD: ((3560, "General Industrial Machinery"), (7380, "Business Services")),
            Kind.LESSOR: ((7359, "Equipment Rental & Leasing"),),
        },
    ),
    Sector(
        "Information Technology", 207, 22.2, 2.8, (0.09, 0.12), (0.02, 0.13), (0.45, 0.75), 0.2,
        0.65, _PLAIN,
        {Kind.STANDARD: ((7372, "Prepackaged Software"), (3674, "Semiconductors"))},
    ),
    Sector(
        "Consumer Discretionary", 195, 22.4, 0.8, (0.03, 0.09), (0.05, 0.07), (0.28, 0.45), 0.35,
        0.85, _PLAIN, {Kind.STANDARD: ((5651, "Family Clothing Stores"), (5812, "Eating Places"))},
    ),
    Sector(
        "Energy", 104, 18.0, 1.4, (0.02, 0.18), (0.10, 0.12), (0.25, 0.5), 0.5, 0.9, _PLAIN,
        {Kind.STANDARD: ((1311, "Crude Petroleum & Natural Gas"), (1389, "Oil & Gas Services"))},
    ),
    Sector(
        "Real Estate", 98, 19.5, 4.0, (0.04, 0.07), (0.24, 0.09), (0.5, 0.7), 2.8, 0.98,
        {Kind.REIT: 0.82, Kind.STANDARD: 0.18},
        {
            Kind.REIT: ((6798, "Real Estate Investment Trusts"),),
            Kind.STANDARD: ((6531, "Real Estate Agents & Managers"),),
        },
    ),
    Sector(
        "Materials", 83, 20.3, 1.2, (0.03, 0.11), (0.06, 0.09), (0.2, 0.38), 0.4, 0.88, _PLAIN,
        {Kind.STANDARD: ((2860, "Industrial Organic Chemicals"), (1040, "Gold & Silver Ores"))},
    ),
    Sector(
        "Communication", 77, 11.2, 1.5, (0.02, 0.10), (0.02, 0.10), (0.4, 0.6), 0.8, 0.85, _PLAIN,
        {Kind.STANDARD: ((4813, "Telephone Communications"), (4841, "Cable & Other Pay TV"))},
    ),
    Sector(
        "Consumer Staples", 60, 21.4, 0.8, (0.03, 0.06), (0.05, 0.05), (0.22, 0.36), 0.3, 0.88,
        _PLAIN, {Kind.STANDARD: ((2000, "Food & Kindred Products"), (5411, "Grocery Stores"))},
    ),
    Sector(
        "Utilities", 31, 50.9, 2.0, (0.04, 0.05), (0.18, 0.05), (0.4, 0.55), 1.5, 1.0, _PLAIN,
        {Kind.STANDARD: ((4911, "Electric Services"), (4924, "Natural Gas Distribution"))},
    ),
)  # fmt: skip
"""The sectors under the names of the holdings files ("Communication" without "Services")."""
