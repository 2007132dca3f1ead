"""Which of the amounts that a filing states are, together, its debt.

The same loan stands in a filing many times: as a part and in subtotals, under two names, by
facility and by type. Instruments are believed only where they add up to the balance sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from screener.debt.balances import Balance
from screener.debt.names import readable

EXACT = 0.01
"""Instruments that come this close to a stated total are the whole of it."""

COSTS = 0.06
"""Principal exceeds carrying amounts by unamortised discounts and costs up to this share."""

LARGE_COSTS = 0.25
"""The same where the filing itself states the gross total."""

_MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the filing states of its debt as a whole, at the balance-sheet day.

    ``total``: total debt without finance leases that stand beside it, None where unknown.
    ``stated``: every undimensioned amount of debt, gross or net, that instruments may add up to.
    """

    total: float | None
    stated: tuple[float, ...] = ()

    def fits(self, amount: float) -> bool:
        """Return whether an amount is the whole of the debt, but for discounts and costs."""
        if self.total is not None and self.total > 0:
            return -0.03 <= amount / self.total - 1 <= COSTS
        return self.matches(amount)

    def matches(self, amount: float) -> bool:
        """Return whether the filing states exactly this amount as a total."""
        return any(abs(amount - total) <= EXACT * total for total in self.stated if total > 0)


def reconciled(found: Sequence[Balance], sheet: Sheet) -> list[Balance]:
    """Return the balances that together are the debt, or a part of it that is counted once.

    Empty where they exceed the balance sheet and it can't be told which of them repeat others.
    """
    rows = [balance for balance in found if balance.currency == "USD"][:_MOST_ITEMS]
    if not rows:
        return []
    laid_out = list(_tables(rows))
    rows = _once(_without_subtotals(rows))
    options = [rows, *_tables(rows), *laid_out]
    for fit in (_whole, _whole_of_stated):
        fitting = [option for option in options if fit(option, sheet)]
        if fitting:
            return max(fitting, key=len)
    reduced = _reduced(rows, sheet)
    if reduced:
        return reduced
    if sheet.total is None:
        return []
    # A part of the debt, each instrument of it counted once: what subtotals or repeats is left out.
    return rows if _sum(rows) <= sheet.total * (1 + COSTS) else []


def _sum(rows: Iterable[Balance]) -> float:
    return sum(row.amount for row in rows)


def _gross(rows: Iterable[Balance]) -> float:
    return sum((row.principal or row.carrying or (0.0, ""))[0] for row in rows)


def _whole(rows: Sequence[Balance], sheet: Sheet) -> bool:
    return sheet.total is not None and (sheet.fits(_sum(rows)) or sheet.fits(_gross(rows)))


def _whole_of_stated(rows: Sequence[Balance], sheet: Sheet) -> bool:
    """The rows add up to a total that the filing states, which is a part of the debt."""
    enough = sheet.total is None or _gross(rows) <= sheet.total * (1 + LARGE_COSTS)
    return enough and (sheet.matches(_sum(rows)) or sheet.matches(_gross(rows)))


def _tables(rows: Sequence[Balance]) -> Iterator[list[Balance]]:
    """The rows of each set of axes by itself, and of each tag: tables as the filer laid them."""
    by_axes: dict[frozenset[str], list[Balance]] = {}
    for row in rows:
        by_axes.setdefault(frozenset(axis for axis, _ in row.members), []).append(row)
    yield from by_axes.values()
    for one, other in combinations(by_axes.values(), 2):
        yield [*one, *other]
    tags = dict.fromkeys(tag for row in rows for tag in row.by_tag)
    for tag in tags:
        yield [row for row in rows if tag in row.by_tag]
    yield [row for row in rows if not row.face_only]


def _without_subtotals(rows: Sequence[Balance]) -> list[Balance]:
    """Drop rows that others divide further, and parts that are less than the row they divide."""
    dropped: set[int] = set()
    for index, row in enumerate(rows):
        parts = [other for other in rows if other is not row and other.members > row.members]
        if not parts:
            continue
        if _sum(parts) >= row.amount * (1 - 0.02):
            dropped.add(index)
        else:
            dropped |= {i for i, other in enumerate(rows) if other in parts}
    return [row for index, row in enumerate(rows) if index not in dropped]


def _once(rows: Sequence[Balance]) -> list[Balance]:
    """Of rows with one amount under two names of the same thing, keep the one that says more."""
    kept: list[Balance] = []
    for row in rows:
        twin = next((i for i, other in enumerate(kept) if _same(row, other)), None)
        if twin is None:
            kept.append(row)
        elif len(row.by_tag) > len(kept[twin].by_tag):
            kept[twin] = row
    return kept


def _same(one: Balance, other: Balance) -> bool:
    if abs(one.amount - other.amount) > 0.005 * max(one.amount, other.amount):
        return False
    if {member for _, member in one.members} & {member for _, member in other.members}:
        # The same member with another lender or class beside it is another loan.
        return one.others == other.others or not one.others or not other.others
    return related(one.members, other.members)


def related(one: Iterable[tuple[str, str]], other: Iterable[tuple[str, str]]) -> bool:
    """Return whether a member of one is named like a member of the other, and more."""
    names = [_words(member) for _, member in one]
    others = [_words(member) for _, member in other]
    return any(
        min(len(name), len(another)) >= 2 and (name <= another or another <= name)
        for name in names
        for another in others
    )


@lru_cache(maxsize=16_384)
def _words(member: str) -> frozenset[str]:
    return frozenset(readable(member).lower().split()) - _FILLERS


_FILLERS = {"the", "of", "and", "under", "due", "as", "in", "on", "liability", "component"}


def _reduced(rows: Sequence[Balance], sheet: Sheet) -> list[Balance]:
    """Drop one or two rows that repeat others, where only one way of doing so fits the sheet."""
    for count in (1, 2):
        ways = []
        for left_out in combinations(range(len(rows)), count):
            kept = [row for index, row in enumerate(rows) if index not in left_out]
            if (
                kept
                and _is_whole(kept, sheet)
                and all(_is_sum_of_others(rows[index], kept) for index in left_out)
            ):
                ways.append(kept)
        if len(ways) == 1:
            return ways[0]
        if ways:
            return []
    return []


def _is_whole(rows: Sequence[Balance], sheet: Sheet) -> bool:
    return _whole(rows, sheet) if sheet.total is not None else _whole_of_stated(rows, sheet)


def _is_sum_of_others(row: Balance, others: Sequence[Balance]) -> bool:
    """Whether a row is a subtotal of neighbours: equal to one other row or to a sum of some."""
    reachable = {0.0}
    for other in others:
        reachable |= {total + other.amount for total in reachable if total < row.amount * 1.01}
        if len(reachable) > 20_000:
            return False
    return any(abs(total - row.amount) <= 0.005 * row.amount for total in reachable if total)
