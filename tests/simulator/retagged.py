"""Lines that change their tags, or hide among others: of revenue and of interest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from tests.simulator.company import Company, Line, switched
from tests.simulator.tags import CONTRACT, income

TOTAL, PART = income("revenue", "Revenues"), income("contract_part", CONTRACT)
SALES = income("revenue", CONTRACT)
EXPENSE = income("interest", "InterestExpense")
NET = income("interest_net", "InterestIncomeExpenseNonoperatingNet")


def _revenue(company: Company, *lines: Line) -> Company:
    return replace(company, drop=(*company.drop, "revenue"), add=(*company.add, *lines))


def _interest(company: Company, *lines: Line, without: tuple[str, ...] = ()) -> Company:
    drop = (*company.drop, "interest", *without)
    return replace(company, drop=drop, add=(*company.add, *lines))


def revenue_switched(company: Company, chance: Random) -> Company:
    """Another tag from some year on, for the years beside it, too."""
    day = date(chance.choice((2021, 2022, 2023)), 1, 15)
    return _revenue(company, *switched(SALES, "SalesRevenueNet", day))


def revenue_abandoned(company: Company, chance: Random) -> Company:
    """Two tags for one total; one of them is given up."""
    day = date(chance.choice((2021, 2023, 2025)), chance.choice((1, 4, 10)), 1)
    return _revenue(company, replace(TOTAL, until=day), SALES)


def total_beside_part(company: Company, chance: Random) -> Company:
    """The tag of most companies' total holds a part here."""
    return _revenue(company, TOTAL, PART)


def total_abandoned(company: Company, chance: Random) -> Company:
    """The total's tag is given up, and the part's holds the total from then on."""
    day = date(chance.choice((2022, 2023, 2025)), chance.choice((1, 4, 10)), 1)
    old = replace(TOTAL, until=day), replace(PART, until=day)
    return _revenue(company, *old, replace(SALES, since=day))


def revenue_with_taxes(company: Company, chance: Random) -> Company:
    """The only tag is the one for revenue that holds taxes."""
    return _revenue(
        company, income("revenue", "RevenueFromContractWithCustomerIncludingAssessedTax")
    )


def interest_switched(company: Company, chance: Random) -> Company:
    """Another tag from some year on: that of the taxonomy of 2024, or of debt."""
    tag, day = chance.choice(
        (
            ("InterestExpenseNonoperating", date(2025, 1, 1)),
            ("InterestExpenseNonoperating", date(2024, 7, 1)),
            ("InterestExpenseDebt", date(2022, 1, 15)),
            ("InterestAndDebtExpense", date(2023, 4, 15)),
        )
    )
    return _interest(company, *switched(income("interest", tag), EXPENSE.tag, day))


def interest_twice(company: Company, chance: Random) -> Company:
    """One expense under two tags: they are never added."""
    nonoperating = income("interest", "InterestExpenseNonoperating")
    return _interest(company, EXPENSE, replace(nonoperating, since=date(2024, 7, 1)))


def interest_abandoned(company: Company, chance: Random) -> Company:
    """The expense is no longer told; what was paid still is."""
    return _interest(company, replace(EXPENSE, until=date(chance.choice((2023, 2024)), 6, 1)))


def interest_with_wrong_sign(company: Company, chance: Random) -> Company:
    """The expense stands as a negative number."""
    return _interest(company, replace(EXPENSE, scale=-1.0))


def interest_net(company: Company, chance: Random) -> Company:
    """Only the net of expense and income is told, and what was paid."""
    return _interest(company, NET)


def interest_missing(company: Company, chance: Random) -> Company:
    """There is debt, and no word of interest; or none any more."""
    silenced = _interest(company, without=("interest_paid",))
    if chance.random() < 0.5:
        until = replace(EXPENSE, until=date(2025, 1, 1))
        silenced = replace(silenced, add=(*silenced.add, until))
    return silenced
