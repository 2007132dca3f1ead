"""Real growth: sales in the dollars of one year.

The deflator is the CPI-U, all items, US city average, annual average, not seasonally adjusted
(Bureau of Labor Statistics, series CUUR0000SA0, 1982-84 = 100). Later years carry the last year's
rate, and what rests on them is marked."""

from __future__ import annotations

import polars as pl

CPI = {
    2008: 215.303, 2009: 214.537, 2010: 218.056, 2011: 224.939, 2012: 229.594, 2013: 232.957,
    2014: 236.736, 2015: 237.017, 2016: 240.007, 2017: 245.120, 2018: 251.107, 2019: 255.657,
    2020: 258.811, 2021: 270.970, 2022: 292.655, 2023: 304.702, 2024: 313.689, 2025: 321.943,
}  # fmt: skip
LAST = max(CPI)

_CARRIED_TO = LAST + 25
_HALF_A_YEAR = pl.duration(days=182)


def real_growth(now: str, before: str, end: str, years: int) -> pl.Expr:
    """Return real growth of ``now`` over ``before``, ``years`` fiscal years earlier: a fraction.

    ``end`` is the later year's last day. Unknown where ``before`` is not above zero, or before the
    deflator begins."""
    year = price_year(end)
    nominal = pl.when(pl.col(before) > 0).then(pl.col(now) / pl.col(before))
    return nominal * _index(year - years) / _index(year) - 1


def is_carried(end: str) -> pl.Expr:
    """Whether the prices of the fiscal year that ends on ``end`` are carried forward."""
    return price_year(end) > LAST


def price_year(end: str) -> pl.Expr:
    """Return the calendar year whose prices a fiscal year has: that of its middle day.

    A retailer's year that ends in January was earned at the prices of the year before."""
    return (pl.col(end) - _HALF_A_YEAR).dt.year()


def _index(year: pl.Expr) -> pl.Expr:
    rate = CPI[LAST] / CPI[LAST - 1]
    carried = {LAST + n: CPI[LAST] * rate**n for n in range(1, _CARRIED_TO - LAST + 1)}
    return year.replace_strict(CPI | carried, default=None, return_dtype=pl.Float64)
