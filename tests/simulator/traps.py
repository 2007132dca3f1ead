"""What makes a company's filings hard to read: each trap with its probability.

A trap is *resolvable* where the filings still determine every figure, and then the program must be
exactly right. Where they don't, ``Company.unknown`` names the figures for which "unknown" is the
right answer; those traps are listed in :data:`UNRESOLVABLE`, and at most one company in twenty has
any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tests.simulator.calendars import (
    june_to_december,
    last_sunday_of_december,
    months,
    saturday_nearest_january_end,
    weeks,
)
from tests.simulator.company import (
    Amendment,
    Company,
    Kind,
    LooseFact,
    Revision,
    switched,
)
from tests.simulator.model import figures, quarters, thousands
from tests.simulator.tags import CONTRACT, income
from tests.simulator.truth import COLUMNS


@dataclass(frozen=True)
class Trap:
    """``apply`` builds it into a company that it ``fits``; ``resolvable``: see above."""

    name: str
    probability: float
    fits: Callable[[Company], bool]
    apply: Callable[[Company, Random], Company]
    resolvable: bool = True


FIGURES = tuple(
    name for name in COLUMNS if name not in ("ticker", "cik", "or_unknown", "traps")
)  # fmt: skip
"""All that a company without comparable figures leaves unknown."""

_TTM = (
    "revenue_ttm", "revenue_growth", "revenue_growth_quarter", "gross_margin",
    "operating_income_ttm", "net_income_ttm", "operating_cash_flow_ttm", "capex_ttm",
    "interest_expense_ttm",
)  # fmt: skip


def _standard(company: Company) -> bool:
    return company.kind is Kind.STANDARD and company.statements == "us-gaap"


def _comparable(company: Company) -> bool:
    """Not yet made incomparable, and no financial: what is n/a by its code stays n/a."""
    return (
        _standard(company) and company.sector != "Financials" and company.currency == "USD"
        and company.has_facts
    )  # fmt: skip


def _all_reported(company: Company) -> bool:
    """The newest 10-Q is filed before the holdings date."""
    return _standard(company) and _calendar_years(company) and company.lag <= 33


def _indebted(company: Company) -> bool:
    return bool(company.debt) and company.kind in (Kind.STANDARD, Kind.LESSOR)


def _calendar_years(company: Company) -> bool:
    return company.calendar == months()


def _one_revenue_tag(company: Company) -> bool:
    return _standard(company) and "revenue" not in company.drop


def _one_interest_tag(company: Company) -> bool:
    return _indebted(company) and "interest" not in company.drop


def _any(company: Company) -> bool:
    return True


def _with(**changes: object) -> Callable[[Company, Random], Company]:
    return lambda company, chance: replace(company, **changes)  # type: ignore[arg-type]


def _odd_year(company: Company, chance: Random) -> Company:
    return replace(company, calendar=months(chance.choice((1, 3, 6, 9))))


def _weeks(company: Company, chance: Random) -> Company:
    calendar = chance.choice(
        (
            weeks(saturday_nearest_january_end, (13, 13, 13)),
            weeks(last_sunday_of_december, (16, 12, 12)),
            weeks(last_sunday_of_december, (13, 13, 13)),
        )
    )
    return replace(company, calendar=calendar)


def _switched_revenue(company: Company, chance: Random) -> Company:
    day = date(chance.choice((2021, 2022, 2023)), 1, 15)
    return replace(
        company,
        drop=(*company.drop, "revenue"),
        add=(*company.add, *switched(income("revenue", CONTRACT), "SalesRevenueNet", day)),
    )


def _total_beside_part(company: Company, chance: Random) -> Company:
    lines = (income("revenue", "Revenues"), income("contract_part", CONTRACT))
    return replace(company, drop=(*company.drop, "revenue"), add=(*company.add, *lines))


def _interest_split(company: Company, chance: Random) -> Company:
    line = income("interest", "InterestExpenseNonoperating")
    return replace(
        company,
        drop=(*company.drop, "interest"),
        add=(*company.add, *switched(line, "InterestExpense", date(2025, 1, 1))),
    )


def _wrong_sign(company: Company, chance: Random) -> Company:
    line = replace(income("interest", "InterestExpense"), scale=-1.0)
    return replace(company, drop=(*company.drop, "interest"), add=(*company.add, line))


def _proxy(company: Company, chance: Random) -> Company:
    net = income("interest_net", "InterestIncomeExpenseNonoperatingNet")
    return replace(company, drop=(*company.drop, "interest"), add=(*company.add, net))


def _silent_interest(company: Company, chance: Random) -> Company:
    return replace(
        company,
        drop=(*company.drop, "interest", "interest_paid"),
        unknown=(*company.unknown, "interest_expense_ttm"),
    )


def _amended(company: Company, chance: Random) -> Company:
    """A partial 10-K/A lowers last year's profit by a tenth."""
    year = next(y for y in reversed(company.calendar) if y.quarters[-1].end < date(2025, 1, 31))
    last = quarters(company).index(year.quarters[-1])
    income_of_year = sum(row["net"] for row in figures(company)[last - 3 : last + 1])
    delta = thousands(-abs(income_of_year) / 1e6 * 0.1)
    filed = date(year.quarters[-1].end.year + 1, 10, 20)
    revision = Revision("net", year.quarters[-1].end, delta, since=filed)
    amendment = Amendment(year.quarters[-1].end, filed, ("net", "pretax", "tax", "equity"))
    return replace(company, revisions=(revision,), amendments=(amendment,))


def _recast(company: Company, chance: Random) -> Company:
    """The newest 10-Q restates last year's quarter after a divestiture; the year isn't restated."""
    quarter = next(q for q in reversed(quarters(company)) if q.end < date(2025, 4, 15))
    index = quarters(company).index(quarter)
    sold = -thousands(figures(company)[index]["revenue"] / 1e6 * 0.2)
    revision = Revision("revenue", quarter.end, sold, since=date(2026, 3, 1))
    touched = ("revenue_ttm", "revenue_growth", "gross_margin")
    return replace(company, revisions=(revision,), unknown=(*company.unknown, *touched))


def _misscaled_proxy_statement(company: Company, chance: Random) -> Company:
    quarter = next(q for q in reversed(quarters(company)) if q.end < date(2026, 1, 15))
    year = next(
        y for y in company.calendar if y.quarters[-1].end == quarter.end or quarter in y.quarters
    )
    start, end = year.quarters[0].start, year.quarters[-1].end
    loose = LooseFact("NetIncomeLoss", end, 12, "DEF 14A", date(2026, 4, 1), start)
    return replace(company, loose=(*company.loose, loose))


TRAPS: tuple[Trap, ...] = (
    Trap("odd_year_end", 0.12, _any, _odd_year),
    Trap("weeks_52_53", 0.06, _standard, _weeks),
    Trap(
        "changed_year_end", 0.01, lambda c: _standard(c) and _calendar_years(c),
        lambda c, r: replace(
            c,
            calendar=june_to_december(2024),
            or_unknown=("revenue_growth_3y", "profitable_years", "zombie_oecd"),
        ),
    ),
    Trap("late_filer", 0.03, _any, _with(lag=62, annual_lag=110)),
    Trap("revenue_tag_switched", 0.08, _standard, _switched_revenue),
    Trap("total_beside_part", 0.08, _one_revenue_tag, _total_beside_part),
    Trap("interest_tag_split", 0.08, _indebted, _interest_split),
    Trap("interest_wrong_sign", 0.02, _one_interest_tag, _wrong_sign),
    Trap("interest_only_net_and_paid", 0.05, _one_interest_tag, _proxy),
    Trap(
        "interest_missing", 0.02, _one_interest_tag,
        _silent_interest, resolvable=False,
    ),
    Trap(
        "operating_income_derived", 0.05, _one_interest_tag,
        lambda c, r: replace(c, drop=(*c.drop, "operating_income")),
    ),
    Trap("partial_amendment", 0.02, lambda c: _standard(c) and _calendar_years(c), _amended),
    Trap(
        "recast_after_divestiture", 0.015, _all_reported, _recast,
        resolvable=False,
    ),
    Trap("proxy_statement_in_millions", 0.04, _calendar_years, _misscaled_proxy_statement),
    Trap("duplicate_facts", 0.05, _any, _with(repeated=("Assets", "NetIncomeLoss"))),
    Trap("cover_frozen", 0.03, _any, _with(cover="frozen")),
    Trap("cover_missing", 0.04, _any, _with(cover="none")),
    Trap("cover_placeholder", 0.01, _any, _with(cover="placeholder")),
    Trap(
        "short_history", 0.06, _any,
        _with(reports_from=date(2024, 3, 1), founded=date(2023, 10, 2)),
    ),
    Trap(
        "no_submissions", 0.02, _standard,
        _with(founded=None, or_unknown=("zombie_oecd",)),
    ),
    Trap(
        "foreign_currency", 0.006, _comparable,
        _with(currency="CAD", unknown=FIGURES), resolvable=False,
    ),
    Trap(
        "ifrs", 0.006, _comparable,
        _with(statements="ifrs", annual_only="20-F", unknown=FIGURES),
        resolvable=False,
    ),
    Trap(
        "no_facts", 0.006, _comparable, _with(has_facts=False, unknown=FIGURES),
        resolvable=False,
    ),
    Trap(
        "stale", 0.01, _comparable,
        _with(
            reports_to=date(2025, 8, 20), unknown=_TTM,
            or_unknown=tuple(name for name in FIGURES if name not in _TTM),
        ),
        resolvable=False,
    ),
)  # fmt: skip
"""Every trap, in the order in which they are built in."""

UNRESOLVABLE = frozenset(trap.name for trap in TRAPS if not trap.resolvable)
"""The traps after which figures can't be known: their sum stays below one company in twenty."""
