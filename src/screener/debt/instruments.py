"""A filing's facts → the instruments that the company owes at the balance-sheet day.

Amounts, by the members that name an instrument, are reconciled with the balance sheet; terms are
joined by member; the rows of the note's own tables name what members don't, and stand in where
nothing is tagged by instrument.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from screener.debt.balances import Balance, balance_day, balances, digits
from screener.debt.deciding import decide
from screener.debt.instrument import Instrument, Kind
from screener.debt.names import readable
from screener.debt.note_table import Listed, listings
from screener.debt.reconcile import COSTS, LARGE_COSTS, Sheet, reconciled, related
from screener.debt.terms import Sort, Term, matching, similarity, terms
from screener.debt.vocabulary import CONVERTIBLE_LINES, Members, Role, role_of
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


def filed_debt(instance: Instance, total: float | None, *, contradicted: bool = False) -> FiledDebt:
    """Return the instruments of a filing.

    ``total``: total debt at the balance-sheet day by the tags of the balance sheet, without finance
    leases that stand beside it; None where it is unknown. ``contradicted``: those tags contradict
    each other, so that no total can be made of the company's own lines either."""
    day = balance_day(instance)
    if day is None:
        return FiledDebt(None, total, ())
    stated = _stated(instance, day)
    own = sum(line.amount for line in stated if line.company_made and line.role in _BY_DUE_DATE)
    larger = max((line.amount for line in stated if "Lease" not in line.tag), default=0.0)
    if total is not None and (own > total * (1 + COSTS) or larger > total * (1 + LARGE_COSTS)):
        total = None  # the tags of the taxonomy hold only a part of the company's own lines
    elif total is None and not contradicted:
        total = _own_total(stated)
    sums = {line.amount for line in (*stated, *_sums(stated))}
    sheet = Sheet(total, tuple(sorted(sums, reverse=True)))
    found = terms(instance, day)
    rows = balances(instance, day)
    every = {id(balance): _instrument(balance, found) for balance in rows}
    tagged = [every[id(balance)] for balance in reconciled(rows, sheet)]
    lists = listings(instance, [*([total] if total else []), *sheet.stated])
    tagged = [_told_by_note(instrument, lists) for instrument in tagged]
    tagged = _with_lines(tagged, stated, total)
    noted = _from_note(lists, sheet, list(every.values()))
    chosen, listed = tagged, False
    if _classified(noted) > _classified(tagged) * 1.02:
        chosen, listed = noted, True
    whole = bool(chosen) and total is not None and sheet.fits(sum(i.owed for i in chosen))
    return FiledDebt(day, total, tuple(chosen), listed, whole)


_BY_DUE_DATE = (Role.LONG, Role.CURRENT)
"""The roles of a balance sheet's own lines."""


@dataclass(frozen=True, slots=True)
class _Line:
    """An undimensioned amount of debt."""

    tag: str
    role: Role
    amount: float
    company_made: bool


def _stated(instance: Instance, day: dt.date) -> list[_Line]:
    """Every undimensioned amount of debt at the day, the finer of two roundings, the larger of two
    different figures."""
    lines: dict[str, _Line] = {}
    for fact in instance.facts:
        if fact.start is not None or fact.end != day or fact.dimensions or not fact.value:
            continue
        role = role_of(fact.name, fact.company_made)
        if role is None or role is Role.FACE or fact.unit != "USD" or fact.value < 0:
            continue
        before = lines.get(fact.name)
        if before is None or _counts_more(fact.value, before.amount):
            lines[fact.name] = _Line(fact.name, role, fact.value, fact.company_made)
    return list(lines.values())


def _counts_more(value: float, before: float) -> bool:
    """Whether a figure is the finer of two roundings, or the larger of two different ones."""
    if abs(value - before) <= 0.005 * before:
        return (digits(value), value) > (digits(before), before)
    return value > before


def _sums(stated: Sequence[_Line]) -> Iterator[_Line]:
    """What is due sooner and later, added up: by pairs, and all of it."""
    longs = [line for line in stated if line.role is Role.LONG]
    currents = [line for line in stated if line.role is Role.CURRENT]
    for long, current in product(longs, currents):
        yield replace(long, role=Role.WHOLE, amount=long.amount + current.amount)
    if len(longs) > 1 or len(currents) > 1:
        whole = sum(line.amount for line in (*longs, *currents))
        yield _Line("all lines of debt", Role.WHOLE, whole, True)


def _own_total(stated: Sequence[_Line]) -> float | None:
    """Total debt where the taxonomy's tags don't give it: the lines of the balance sheet by their
    due date, the company's own among them; else the largest amount that is stated whole."""
    parts = [line for line in stated if line.role in _BY_DUE_DATE]
    whole = [line.amount for line in stated if line.role is Role.WHOLE]
    if any(line.role is Role.LONG for line in parts):
        return max([sum(line.amount for line in parts), *whole])
    return max(whole, default=None)


def _instrument(balance: Balance, found: Sequence[Term]) -> Instrument:
    name = _name(balance.members)
    own = matching(found, balance.members)
    if not own:  # the amount stands under one name, the terms under another of the same loan
        own = [
            (3 if _same_name(balance.members, term.members) else 2, term)
            for term in found
            if term.members and related(balance.members, term.members)
        ]
    elif not any(term.sort is Sort.MATURITY for _, term in own):
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
        sure=decision.sure,
    )


def _same_name(one: Members, other: Members) -> bool:
    """Whether the whole name of one is the beginning of the other's: a liability component and its
    notes, a term loan and the term loan under an agreement."""
    names = [
        " ".join(readable(member) for _, member in sorted(members)) for members in (one, other)
    ]
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
                    coupon=instrument.coupon or decision.coupon,
                    reference=decision.reference or instrument.reference,
                    maturity=instrument.maturity or decision.maturity,
                    sure=decision.sure,
                )
        tells = len(label) <= 80 and not _AMOUNT_ONLY.match(label)
        return replace(instrument, name=label if tells else instrument.name)
    return instrument


_AMOUNT_ONLY = re.compile(
    r"\W*(?:(?:outstanding|aggregate|unpaid|gross|net|total)\s+)*"
    r"(?:principal|balance|carrying|face|amount|liability component|outstanding)\b",
    re.IGNORECASE,
)
"""Labels that say which amount it is, and not of what."""


def _is(amount: float, instrument: Instrument) -> bool:
    sizes = {instrument.amount, instrument.owed}
    return any(abs(amount - size) <= 0.001 * size for size in sizes)


def _from_note(
    lists: Sequence[Sequence[Listed]], sheet: Sheet, tagged: Sequence[Instrument]
) -> list[Instrument]:
    """The instruments of the longest list in the note that is the whole debt. Where a label tells
    no kind, a tagged instrument of the same amount may."""
    fitting = [rows for rows in lists if sheet.fits(sum(row.amount for row in rows))]
    best = max(fitting, key=len, default=())
    found = []
    for row in best:
        decision = decide(row.label, [], [])
        same = [instrument for instrument in tagged if _is(row.amount, instrument)]
        if decision.kind is Kind.UNKNOWN and len({instrument.kind for instrument in same}) == 1:
            found.append(replace(same[0], name=row.label, amount=row.amount, principal=row.amount))
            continue
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
                sure=decision.sure,
            )
        )
    return found


_LINES = {
    **dict.fromkeys(CONVERTIBLE_LINES, Kind.CONVERTIBLE),
    "CommercialPaper": Kind.FLOATING,
    "LineOfCredit": Kind.FLOATING,
    "LongTermLineOfCredit": Kind.FLOATING,
    "LinesOfCreditCurrent": Kind.FLOATING,
}
"""Lines of the balance sheet whose tag says the kind."""


def _with_lines(
    tagged: list[Instrument], stated: Sequence[_Line], total: float | None
) -> list[Instrument]:
    """Add lines of the balance sheet that stand beside the instruments, up to the total."""
    if total is None:
        return tagged
    gap = total - sum(instrument.amount for instrument in tagged)
    for line in sorted(stated, key=lambda line: (-line.amount, line.tag)):
        kind = _LINES.get(line.tag)
        if kind is None or any(instrument.tag == line.tag for instrument in tagged):
            continue
        if LEFT_OVER * total < line.amount <= gap * 1.05 + 0.01 * total:
            name, evidence = readable(line.tag), f"stated as {line.tag}"
            tagged = [*tagged, Instrument(name, "", line.amount, kind, evidence, line.tag)]
            gap -= line.amount
    return tagged


def _classified(instruments: Iterable[Instrument]) -> float:
    return sum(i.owed for i in instruments if i.kind is not Kind.UNKNOWN)
