"""A filing's facts → the instruments that the company owes at the balance-sheet day.

Amounts, by the members that name an instrument, are reconciled with the balance sheet; terms are
joined by member; the rows of the note's own tables name what members don't, and stand in where
nothing is tagged by instrument.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from screener.debt.balances import Balance, balance_day, balances
from screener.debt.deciding import decide
from screener.debt.instrument import Instrument, Kind
from screener.debt.names import readable
from screener.debt.note_table import Listed, listings
from screener.debt.reconcile import Sheet, reconciled, related
from screener.debt.terms import Term, matching, similarity, terms
from screener.debt.vocabulary import Members, Role, role_of
from screener.sources.instance import Instance

LEFT_OVER = 0.005
"""A gap below this share of total debt is rounding."""


@dataclass(frozen=True, slots=True)
class FiledDebt:
    """What a filing says of the debt at its balance-sheet day.

    ``day``: None where the filing has no balance sheet. ``total``: as given, else the total that
    the instruments add up to; None where neither is known. ``listed``: the instruments come from
    the note's table, not from tagged facts. ``reconciled``: they add up to the total."""

    day: dt.date | None
    total: float | None
    instruments: tuple[Instrument, ...]
    listed: bool = False
    reconciled: bool = False


def filed_debt(instance: Instance, total: float | None) -> FiledDebt:
    """Return the instruments of a filing.

    ``total``: total debt at the balance-sheet day by the tags of the balance sheet, without finance
    leases that stand beside it; None where it is unknown."""
    day = balance_day(instance)
    if day is None:
        return FiledDebt(None, total, ())
    stated = _stated(instance, day)
    if total is None:
        total = _own_total(stated)
    sheet = Sheet(total, tuple(sorted({amount for _, _, amount in stated}, reverse=True)))
    found = terms(instance, day)
    tagged = [
        _instrument(balance, found) for balance in reconciled(balances(instance, day), sheet)
    ]
    lists = listings(instance, [*([total] if total else []), *sheet.stated])
    tagged = [_told_by_note(instrument, lists) for instrument in tagged]
    tagged = _with_lines(tagged, stated, total, found)
    noted = _from_note(lists, sheet)
    chosen, listed = tagged, False
    if _classified(noted) > _classified(tagged) * 1.02:
        chosen, listed = noted, True
    whole = bool(chosen) and total is not None and sheet.fits(sum(i.owed for i in chosen))
    return FiledDebt(day, total, tuple(chosen), listed, whole)


Line = tuple[str, Role, float]
"""An undimensioned amount of debt: tag, role, amount."""


def _stated(instance: Instance, day: dt.date) -> list[Line]:
    """Every undimensioned amount of debt at the day, and the sums of what is due sooner and
    later."""
    lines: dict[str, Line] = {}
    for fact in instance.facts:
        if fact.start is None and fact.end == day and not fact.dimensions and fact.value:
            role = role_of(fact.name, fact.company_made)
            if role and role is not Role.FACE and fact.unit == "USD" and fact.value > 0:
                before = lines.get(fact.name)
                if before is None or len(f"{fact.value:.0f}".rstrip("0")) > len(
                    f"{before[2]:.0f}".rstrip("0")
                ):
                    lines[fact.name] = (fact.name, role, fact.value)
    found = list(lines.values())
    longs = [line for line in found if line[1] is Role.LONG]
    currents = [line for line in found if line[1] is Role.CURRENT]
    sums = [
        (f"{long[0]} + {current[0]}", Role.WHOLE, long[2] + current[2])
        for long in longs
        for current in currents
    ]
    if len(longs) > 1 or len(currents) > 1:
        everything = sum(line[2] for line in (*longs, *currents))
        sums.append(("all lines of debt", Role.WHOLE, everything))
    return [*found, *sums]


def _own_total(stated: Sequence[Line]) -> float | None:
    """Total debt by company-made lines, where the tags of the taxonomy don't give it: the largest
    that is stated whole, or as its parts."""
    whole = [amount for tag, role, amount in stated if role is not Role.CURRENT]
    return max(whole, default=None)


def _instrument(balance: Balance, found: Sequence[Term]) -> Instrument:
    name = _name(balance.members)
    own = matching(found, balance.members)
    own += [
        (3, term)
        for term in found
        if term.members
        and not similarity(balance.members, term.members)
        and _same_name(balance.members, term.members)
    ]
    decision = decide(name, list(balance.by_tag), own)
    principal = balance.principal
    return Instrument(
        name=name,
        member="; ".join(f"{axis}={member}" for axis, member in sorted(balance.members)),
        amount=balance.amount,
        kind=decision.kind,
        evidence=decision.evidence,
        tag=balance.tag,
        principal=principal[0] if principal else None,
        currency=balance.currency,
        spread=decision.spread,
        reference=decision.reference,
        coupon=decision.coupon,
        maturity=decision.maturity,
    )


def _same_name(one: Members, other: Members) -> bool:
    """Whether the whole name of one is the beginning of the other's: a liability component and its
    notes, a term loan and the term loan under an agreement."""
    names = [" ".join(readable(member) for _, member in sorted(members)) for members in (one, other)]
    short, long = sorted(names, key=len)
    return len(short.split()) >= 2 and long.startswith(short) and related(one, other)


def _name(members: Members) -> str:
    """The members in words, each once, the most telling first."""
    texts = sorted({readable(member) for _, member in members}, key=lambda text: (-len(text), text))
    kept: list[str] = []
    for text in texts:
        if not any(text.lower() in other.lower() for other in kept):
            kept.append(text)
    return ", ".join(kept)


def _told_by_note(instrument: Instrument, lists: Sequence[Sequence[Listed]]) -> Instrument:
    """Name an instrument by the row of the note that has its amount, and let the row decide where
    members and terms don't."""
    for rows in lists:
        same = [row for row in rows if _is(row.amount, instrument)]
        if len(same) != 1:
            continue
        label = same[0].label
        if instrument.kind is Kind.UNKNOWN or instrument.evidence.startswith("named"):
            decision = decide(label, [], [])
            if decision.kind is not Kind.UNKNOWN and (
                instrument.kind is Kind.UNKNOWN or decision.sure
            ):
                instrument = replace(
                    instrument,
                    kind=decision.kind,
                    evidence=f"in the note: {label!r}",
                    coupon=decision.coupon or instrument.coupon,
                    reference=decision.reference or instrument.reference,
                    maturity=instrument.maturity or decision.maturity,
                )
        return replace(instrument, name=label if len(label) <= 80 else instrument.name)
    return instrument


def _is(amount: float, instrument: Instrument) -> bool:
    sizes = {instrument.amount, instrument.owed}
    return any(abs(amount - size) <= 0.001 * size for size in sizes)


def _from_note(lists: Sequence[Sequence[Listed]], sheet: Sheet) -> list[Instrument]:
    """The instruments of the longest list in the note that is the whole debt."""
    fitting = [rows for rows in lists if sheet.fits(sum(row.amount for row in rows))]
    best = max(fitting, key=len, default=())
    found = []
    for row in best:
        decision = decide(row.label, [], [])
        found.append(
            Instrument(
                name=row.label,
                member="",
                amount=row.amount,
                kind=decision.kind,
                evidence=f"in the note: {decision.evidence}",
                tag="the note's table",
                principal=row.amount,
                reference=decision.reference,
                coupon=decision.coupon,
                maturity=decision.maturity,
            )
        )
    return found


_LINES = {
    "CommercialPaper": Kind.FLOATING,
    "LineOfCredit": Kind.FLOATING,
    "LongTermLineOfCredit": Kind.FLOATING,
    "LinesOfCreditCurrent": Kind.FLOATING,
}
"""Lines of the balance sheet whose tag says the kind."""


def _with_lines(
    tagged: list[Instrument], stated: Sequence[Line], total: float | None, found: Sequence[Term]
) -> list[Instrument]:
    """Add lines of the balance sheet that stand beside the instruments, up to the total."""
    if total is None:
        return tagged
    gap = total - sum(instrument.amount for instrument in tagged)
    lines = [
        (tag, amount)
        for tag, role, amount in stated
        if tag in _LINES and not any(instrument.tag == tag for instrument in tagged)
    ]
    for tag, amount in lines:
        if LEFT_OVER * total < amount <= gap * 1.05 + 0.01 * total:
            name = readable(tag)
            tagged = [
                *tagged,
                Instrument(name, "", amount, _LINES[tag], f"stated as {tag}", tag),
            ]
            gap -= amount
    return tagged


def _classified(instruments: Iterable[Instrument]) -> float:
    return sum(i.owed for i in instruments if i.kind is not Kind.UNKNOWN)
