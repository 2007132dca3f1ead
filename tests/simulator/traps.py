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

from tests.simulator import restated, retagged
from tests.simulator.calendars import (
    june_to_december,
    last_sunday_of_december,
    months,
    saturday_nearest_january_end,
    weeks,
)
from tests.simulator.company import Company, Kind, LooseFact
from tests.simulator.model import quarters
from tests.simulator.truth import COLUMNS, LABELS


@dataclass(frozen=True)
class Trap:
    """``apply`` builds it into a company that it ``fits``; ``resolvable``: see above."""

    name: str
    probability: float
    fits: Callable[[Company], bool]
    apply: Callable[[Company, Random], Company]
    resolvable: bool = True


FIGURES = tuple(name for name in COLUMNS if name not in LABELS)
"""All that a company without comparable figures leaves unknown."""


def _standard(company: Company) -> bool:
    return company.kind is Kind.STANDARD and company.statements == "us-gaap"


def _comparable(company: Company) -> bool:
    """Not yet made incomparable, and no financial: what is n/a by its code stays n/a."""
    return (
        _standard(company) and company.sector != "Financials" and company.currency == "USD"
        and company.has_facts
    )  # fmt: skip


def _never_restated(company: Company) -> bool:
    return _standard(company) and not company.revisions and _calendar_years(company)


def _one_class(company: Company) -> bool:
    return not company.second_class


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
    return lambda company, chance: replace(company, **changes)  # type: ignore[arg-type]  # fields by name


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


def _no_periodic_report(company: Company, chance: Random) -> Company:
    """A proxy statement, a prospectus or a press release states last year's profit in millions."""
    quarter = next(q for q in reversed(quarters(company)) if q.end < date(2026, 1, 15))
    year = next(
        y for y in company.calendar if y.quarters[-1].end == quarter.end or quarter in y.quarters
    )
    start, end = year.quarters[0].start, year.quarters[-1].end
    form = chance.choice(("DEF 14A", "DEF 14A", "S-4", "8-K"))
    loose = LooseFact("NetIncomeLoss", end, 12, form, date(2026, 4, 1), start)
    return replace(company, loose=(*company.loose, loose))


def _two_classes(company: Company, chance: Random) -> Company:
    """Two rows of the fund and one company; no count of all its shares in the facts."""
    stem = company.ticker[:-1]  # with a letter in the digit's place it is still nobody's
    return replace(
        company,
        ticker=f"{stem}A",
        name=f"{company.name} CLASS A",
        entity_name=company.title,
        sec_ticker=f"{stem}-A",
        second_class=(f"{stem} B", f"{stem}-B", round(company.price * 0.97, 2)),
        cover=chance.choice(("none", "frozen")),
    )


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
    Trap("revenue_tag_switched", 0.08, _standard, retagged.revenue_switched),
    Trap("revenue_tag_abandoned", 0.03, _one_revenue_tag, retagged.revenue_abandoned),
    Trap("total_beside_part", 0.08, _one_revenue_tag, retagged.total_beside_part),
    Trap("total_abandoned", 0.03, _one_revenue_tag, retagged.total_abandoned),
    Trap("revenue_with_taxes", 0.02, _one_revenue_tag, retagged.revenue_with_taxes),
    Trap("interest_tag_switched", 0.08, _indebted, retagged.interest_switched),
    Trap("interest_twice", 0.02, _one_interest_tag, retagged.interest_twice),
    Trap("interest_tag_abandoned", 0.02, _one_interest_tag, retagged.interest_abandoned),
    Trap("interest_wrong_sign", 0.02, _one_interest_tag, retagged.interest_with_wrong_sign),
    Trap("interest_only_net_and_paid", 0.05, _one_interest_tag, retagged.interest_net),
    Trap(
        "interest_missing", 0.02, _one_interest_tag, retagged.interest_missing, resolvable=False
    ),
    Trap(
        "operating_income_derived", 0.05, _one_interest_tag,
        lambda c, r: replace(c, drop=(*c.drop, "operating_income")),
    ),
    Trap("partial_amendment", 0.02, _never_restated, restated.amended),
    Trap("corrected_by_the_next_year", 0.02, _never_restated, restated.corrected),
    Trap("recast_by_8k", 0.02, _never_restated, restated.recast_by_8k),
    Trap(
        "recast_after_divestiture", 0.015, _never_restated, restated.recast, resolvable=False
    ),
    Trap("no_periodic_report", 0.05, _calendar_years, _no_periodic_report),
    Trap("duplicate_facts", 0.05, _any, _with(repeated=("Assets", "NetIncomeLoss"))),
    Trap("cover_frozen", 0.03, _any, _with(cover="frozen")),
    Trap("cover_missing", 0.04, _any, _with(cover="none")),
    Trap("cover_placeholder", 0.01, _any, _with(cover="placeholder")),
    Trap("two_classes", 0.015, _one_class, _two_classes),
    Trap("split", 0.04, _any, restated.split),
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
        "no_cik", 0.004, _comparable,
        _with(ticker_file="none", has_facts=False, founded=None, unknown=FIGURES),
        resolvable=False,
    ),
    Trap(
        "stale", 0.01, _comparable,
        _with(reports_to=date(2025, 8, 20)),
        resolvable=False,
    ),
)  # fmt: skip
"""Every trap, in the order in which they are built in."""

UNRESOLVABLE = frozenset(trap.name for trap in TRAPS if not trap.resolvable)
"""The traps after which figures can't be known: their sum stays below one company in twenty."""
