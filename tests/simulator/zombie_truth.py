"""The zombie verdicts of a whole market by published definition, from what the companies did.

``oecd`` is in ``truth``; here are the others: ``bis`` (Banerjee & Hofmann 2020), ``fed`` (Favara,
Minoiu & Perez-Orive 2021), ``cash`` (after De Jonghe et al. 2024), ``loss`` (everyday use). Two of
them compare with a median of the market, so a company leaves a few numbers, and the verdicts follow
when all have. A verdict is yes, no, unknown or n/a; empty where a figure is so near to what it is
measured by that definitions of the sample decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from tests.simulator.company import Company
from tests.simulator.filings import ReportedYear, Span
from tests.simulator.knowable import jointly, knowable
from tests.simulator.model import figures, quarters
from tests.simulator.truth import (
    Figure,
    coverage_below,
    debt,
    ebit,
    fiscal_years,
    interest,
    ten_years_old,
)

Verdict = str | None
Criterion = bool | None  # whether it is met; None: unknown

NEAR = 0.04
"""A part of a median within which a verdict is left open."""

CPI = dict(
    zip(
        range(2017, 2026),
        (245.120, 251.107, 255.657, 258.811, 270.970, 292.655, 304.702, 313.689, 321.943),
        strict=True,
    )
)
"""Consumer prices, all items, US city average, yearly average (BLS CUUR0000SA0)."""


@dataclass(frozen=True)
class Looks:
    """What a company leaves behind: its own criteria, and the numbers that need the market's."""

    sector: str
    financial: bool
    no_debt: bool
    covered: tuple[Criterion, ...]  # coverage of at least 1 in the last fiscal years, newest first
    shrinking: Criterion  # real sales below those of three years before
    shrinking_is_near: bool
    leverage: dict[int, float]  # debt over assets by fiscal year
    latest: int | None  # the newest fiscal year
    q: float | None  # Tobin's, today
    cash: Verdict
    loss: Verdict


@dataclass(frozen=True)
class Medians:
    """What the market as a whole is measured by; q with and without financial companies."""

    leverage: dict[int, float]
    q: dict[str, tuple[float, ...]]


def looks(company: Company, row: dict[str, Figure], as_of: date) -> Looks:
    """Return a company's numbers; ``row``: its row of the truth."""
    years = fiscal_years(company, as_of) if row["period_end"] else []
    below = [coverage_below(company, year.span, as_of) for year in reversed(years[-3:])]
    shrinking, near = _shrinking(company, years, as_of)
    return Looks(
        sector=company.sector,
        financial=row["zombie_oecd"] == "n/a",
        no_debt=bool(years) and company.debt == 0.0,
        covered=tuple(None if each is None else not each for each in below),
        shrinking=shrinking,
        shrinking_is_near=near,
        leverage=_leverage(company, years),
        latest=_named(company, years[-1]) if years else None,
        q=_tobins_q(company, row),
        cash=_cash(company, years[-3:], as_of),
        loss=_loss(company, row, as_of),
    )


def medians(market: Iterable[Looks]) -> Medians:
    """Return the medians of all companies that have the numbers."""
    leverage, q = defaultdict(list), defaultdict(list)
    for each in market:
        for year, value in each.leverage.items():
            if not each.financial:
                leverage[year].append(value)
        if each.q is not None:
            q[each.sector, True].append(each.q)
            if not each.financial:
                q[each.sector, False].append(each.q)
    return Medians(
        {year: median(values) for year, values in leverage.items()},
        {
            sector: tuple(median(q[sector, every]) for every in (True, False) if q[sector, every])
            for sector, _ in list(q)
        },
    )


def verdicts(each: Looks, market: Medians) -> dict[str, Verdict]:
    """Return the verdicts by name of their column."""
    if each.financial:
        return dict.fromkeys(("zombie_bis", "zombie_fed", "zombie_cash", "zombie_loss"), "n/a")
    return {
        "zombie_bis": _bis(each, market),
        "zombie_fed": _fed(each, market),
        "zombie_cash": each.cash,
        "zombie_loss": each.loss,
    }


def _bis(each: Looks, market: Medians) -> Verdict:
    """Past prices are unknown: never yes; no where the coverage or today's q alone decides."""
    if each.no_debt or True in each.covered[:2]:
        return "no"
    if each.q is None:
        return "unknown"
    middles = market.q[each.sector]
    if any(abs(each.q - middle) <= NEAR * middle for middle in middles):
        return None
    above = {each.q > middle for middle in middles}
    if len(above) > 1:
        return None
    return "no" if above == {True} else "unknown"


def _fed(each: Looks, market: Medians) -> Verdict:
    leverage = each.leverage.get(each.latest) if each.latest else None
    indebted: Criterion = None
    if leverage is not None and each.latest:
        middle = market.leverage[each.latest]
        indebted = leverage > middle
        if abs(leverage - middle) <= NEAR * middle:
            return None
    if each.no_debt:
        return "no"
    uncovered = None if not each.covered or each.covered[0] is None else not each.covered[0]
    if each.shrinking_is_near and indebted is not False and uncovered is not False:
        return None
    return _all((indebted, uncovered, each.shrinking))


def _cash(company: Company, years: list[ReportedYear], as_of: date) -> Verdict:
    """EBITDA below interest over three years, in two of them, and ten years of age."""
    if years and company.debt == 0.0:
        return "no"
    if len(years) < 3:
        return "no" if years and ten_years_old(company, as_of) is False else "unknown"
    all_years = [_earned_and_owed(company, year, as_of) for year in years]
    short = [
        None if earned is None
        else earned < owed if owed
        # Whatever the interest is: nothing was earned to pay it.
        else True if earned <= 0 and debt(company, Span(year.span.last, year.span.last), as_of)
        else None
        for (earned, owed), year in zip(all_years, years, strict=True)
    ]  # fmt: skip
    total: Criterion = None
    if all(earned is not None and owed for earned, owed in all_years):
        total = sum(earned or 0 for earned, _ in all_years) < sum(
            owed or 0 for _, owed in all_years
        )
    elif short == [True] * 3:
        total = True
    counts = short.count(True), short.count(False)
    twice = True if counts[0] >= 2 else False if counts[1] >= 2 else None
    return _all((total, twice, ten_years_old(company, as_of)))


def _earned_and_owed(
    company: Company, year: ReportedYear, as_of: date
) -> tuple[float | None, float | None]:
    """EBITDA and interest of a year."""
    result, paid = (find(company, year.span, as_of, older=True) for find in (ebit, interest))
    worn = knowable(company, "depreciation", year.span, as_of, older=True)
    earned = result.value + worn.value if result and worn else None
    return earned, paid.value if paid else None


def _loss(company: Company, row: dict[str, Figure], as_of: date) -> Verdict:
    """Unprofitable over twelve months, and their interest not covered."""
    income = row["net_income_ttm"]
    if not row["period_end"]:
        return "unknown"
    if company.debt == 0.0 or (isinstance(income, int | float) and income > 0):
        return "no"
    if not isinstance(income, int | float):
        return "unknown"
    last = next(
        index for index, quarter in enumerate(quarters(company))
        if quarter.end.isoformat() == row["period_end"]
    )  # fmt: skip
    return _all((True, coverage_below(company, Span(last - 3, last), as_of)))


def _shrinking(company: Company, years: list[ReportedYear], as_of: date) -> tuple[Criterion, bool]:
    """Whether real sales fell in three years, and whether that is by next to nothing."""
    if len(years) < 4:
        return None, False
    both = jointly(company, "revenue", (years[-1].span, years[-4].span), as_of, older=True)
    if both is None or both[1].value <= 0:
        return None, False
    rate = CPI[2025] / CPI[2024]
    # A fiscal year's prices may be those of the year in which it ends, or of that of its middle.
    real = [
        both[0].value / both[1].value / (CPI.get(now, CPI[2025] * rate) / CPI[then])
        for now, then in (
            tuple(name(company, year) for year in (years[-1], years[-4]))
            for name in (_named, _middle)
        )
    ]
    return real[0] < 1, (real[0] < 1) != (real[1] < 1) or abs(real[0] - 1) < 0.005


def _leverage(company: Company, years: list[ReportedYear]) -> dict[int, float]:
    found = {}
    for year in years:
        owes = debt(company, Span(year.span.last, year.span.last), date.max)
        assets = figures(company)[year.span.last]["assets"]
        if owes is not None and assets > 0:
            found[_named(company, year)] = owes / assets
    return found


def _named(company: Company, year: ReportedYear) -> int:
    """A fiscal year bears the calendar year in which it ends, but for the first week's."""
    return (quarters(company)[year.span.last].end - timedelta(days=7)).year


def _middle(company: Company, year: ReportedYear) -> int:
    return (quarters(company)[year.span.last].end - timedelta(days=183)).year


def _tobins_q(company: Company, row: dict[str, Figure]) -> float | None:
    assets, equity, shares = (row[name] for name in ("assets", "equity", "shares_outstanding"))
    if not (isinstance(assets, int) and isinstance(equity, int) and isinstance(shares, int)):
        return None
    return (assets - equity + shares * company.price) / assets if assets > 0 else None


def _all(criteria: Iterable[Criterion]) -> str:
    """Yes where all are met, no where one isn't, else unknown."""
    met = list(criteria)
    return "no" if False in met else "unknown" if None in met else "yes"
