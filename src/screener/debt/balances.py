"""What stands at each instrument on the balance-sheet day: carrying amount and principal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from screener.debt.vocabulary import (
    Members,
    Role,
    instrument_of,
    is_elsewhere,
    is_fair_value_table,
    is_part_of_group,
    is_reduction,
    role_of,
)
from screener.sources.instance import DimensionalFact, Instance

SHEET_TAGS = ("Assets", "LiabilitiesAndStockholdersEquity", "StockholdersEquity", "Liabilities")


@dataclass(slots=True)
class Balance:
    """The amounts of one instrument: by what they are of it, with their tag, and by tag.
    ``others``: members of axes that name no instrument (a lender, a currency)."""

    members: Members
    currency: str
    others: frozenset[tuple[str, str]] = frozenset()
    amounts: dict[Role, tuple[float, str]] = field(default_factory=dict)
    by_tag: dict[str, float] = field(default_factory=dict)
    part_of_group: bool = False

    @property
    def carrying(self) -> tuple[float, str] | None:
        """The carrying amount and its tag: all of it, else the parts by their due date."""
        whole = self.amounts.get(Role.WHOLE)
        long, current = self.amounts.get(Role.LONG), self.amounts.get(Role.CURRENT)
        parts = None
        if long and current:
            parts = (long[0] + current[0], f"{long[1]} + {current[1]}")
        found = [amount for amount in (whole, parts, long, current) if amount is not None]
        return max(found, key=lambda amount: amount[0], default=None)

    @property
    def principal(self) -> tuple[float, str] | None:
        """The gross amount: stated as such, or the face amount where it is what is carried but
        for discounts and costs (a loan of which much was repaid keeps its old face)."""
        gross = self.amounts.get(Role.PRINCIPAL)
        if gross:
            return gross
        face, carrying = self.amounts.get(Role.FACE), self.carrying
        if face and (carrying is None or 0.97 * carrying[0] <= face[0] <= 1.25 * carrying[0]):
            return face
        return None

    @property
    def amount(self) -> float:
        """The carrying amount, else the principal; 0 where neither is stated."""
        stated = self.carrying or self.principal
        return stated[0] if stated else 0.0

    @property
    def tag(self) -> str:
        """The tag of the amount."""
        stated = self.carrying or self.principal
        return stated[1] if stated else ""

    @property
    def face_only(self) -> bool:
        """Whether nothing is stated but what was borrowed once."""
        return self.carrying is None and Role.PRINCIPAL not in self.amounts


def balance_day(instance: Instance) -> dt.date | None:
    """Return the day of the filing's balance sheet: the document's period end, or the newest day
    up to it that has a balance sheet; later days are subsequent events."""
    days = {
        fact.end
        for fact in instance.facts
        if fact.start is None and not fact.dimensions and fact.name in SHEET_TAGS
    }
    if instance.period_end is None:
        return max(days, default=None)
    newest = max((day for day in days if day <= instance.period_end), default=None)
    if newest is None or (instance.period_end - newest).days > _APART_DAYS:
        return None  # a comparative is not the filing's balance sheet
    return newest


_APART_DAYS = 31
"""A period that is said to end with the month may end some days before."""


def balances(instance: Instance, day: dt.date) -> list[Balance]:
    """Return the instruments that have a balance at ``day``, in the order of the filing.

    Amounts of subsidiaries stand in only where the group states none for the same instrument.
    Repeats in fair-value tables, reductions (discounts, costs) and zero balances are left out."""
    found: dict[tuple[Members, str, frozenset[tuple[str, str]]], Balance] = {}
    facts = [fact for fact in instance.facts if _is_amount(fact, day)]
    plain = [fact for fact in facts if not is_fair_value_table(fact.dimensions)]
    repeats = [fact for fact in facts if is_fair_value_table(fact.dimensions)]
    for fact in [*plain, *(repeats if not plain else [])]:
        members = instrument_of(fact.dimensions)
        others = frozenset(
            pair
            for pair in fact.dimensions
            if pair not in members and "CarryingReportedAmount" not in pair[1]
        )
        key = (members, fact.unit or "", others)
        balance = found.setdefault(
            key,
            Balance(
                members, fact.unit or "", others, part_of_group=is_part_of_group(fact.dimensions)
            ),
        )
        _add(balance, fact)
    return list(_without_repeats(found.values()))


def _is_amount(fact: DimensionalFact, day: dt.date) -> bool:
    return (
        fact.start is None
        and fact.end == day
        and fact.value is not None
        and fact.unit is not None
        and len(fact.unit) == 3
        and role_of(fact.name, fact.company_made) is not None
        and bool(instrument_of(fact.dimensions))
        and not is_elsewhere(fact.dimensions)
    )


def _add(balance: Balance, fact: DimensionalFact) -> None:
    role, value = role_of(fact.name, fact.company_made), fact.value
    assert role is not None and value is not None
    # Of two roundings of a figure (306.6 and 306.63 million) the finer one counts; of different
    # figures under one role the larger: a note that is only a part of the loan stands beside it.
    before = balance.by_tag.get(fact.name)
    if before is None or abs(value - before) <= abs(before) * 0.005 or value > before:
        finer = before is not None and digits(before) > digits(value)
        if not finer:
            balance.by_tag[fact.name] = value
    value = balance.by_tag[fact.name]
    stated = balance.amounts.get(role)
    if stated is None or value > stated[0] or stated[1] == fact.name:
        balance.amounts[role] = (value, fact.name)


def digits(value: float) -> int:
    """Return how many significant digits an amount has: the finer of two roundings has more."""
    return len(f"{value:.0f}".rstrip("0"))


def _without_repeats(found: Iterable[Balance]) -> Iterable[Balance]:
    """Leave out reductions, zeros and what subsidiaries state again."""
    owed = [
        balance
        for balance in found
        if balance.amount > 0 and not any(is_reduction(member) for _, member in balance.members)
    ]
    of_group = {balance.members for balance in owed if not balance.part_of_group}
    plain = {balance.members for balance in owed if not balance.others}
    for balance in owed:
        if balance.part_of_group and balance.members in of_group:
            continue
        if balance.others and balance.members in plain:
            continue
        yield balance
