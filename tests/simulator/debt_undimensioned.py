"""Notes that tag no instrument: shares of fixed and floating debt, amounts by form without terms,
or terms of the one loan without any dimension. The SEC's companyfacts hold these facts, too."""

from __future__ import annotations

from collections import Counter

from tests.simulator.debt_forms import FORMS
from tests.simulator.debt_instruments import chance_of
from tests.simulator.debt_note import (
    BY_INSTRUMENT,
    COUPON,
    FACE,
    HINT,
    NOTHING,
    SHARES,
    SPREAD,
    TAGGING,
    Note,
)
from tests.simulator.debt_truth import ENOUGH, ONE_KIND, evident, is_plain, shares
from tests.simulator.tags import lines


def fits(note: Note, tagging: str) -> bool:
    """Return whether a note may be tagged so.

    Of a convertible no share tag tells, nor of a share at the very line between two types; one loan
    only goes without dimensions; and amounts by form either tell the type, however one counts, or
    far too little. Commercial paper has a line of its own on balance sheets."""
    kinds = {item.instrument.kind for item in note.items}
    forms = {item.instrument.form for item in note.items}
    if tagging == SHARES:
        parts = shares(item.instrument for item in note.items)
        clear = all(abs(share - ONE_KIND) > 0.005 for share in parts.values())
        return "convertible" not in kinds and clear
    if "commercial_paper" in forms:
        return tagging == NOTHING
    if tagging == HINT:
        return len(note.items) == 1
    if tagging == FACE:
        return is_plain(note.items, FACE) or _told(note) < ENOUGH - 0.05
    return True


def settle_tagging(note: Note) -> None:
    """Give a note that tags no instrument another of the ways that fit."""
    if not note.items:
        note.tagging = BY_INSTRUMENT  # what it tags of former or possible debt
    elif note.tagging != BY_INSTRUMENT:
        chance = chance_of(note.company, "tagging without instruments")
        ways = [way for way in TAGGING if way != BY_INSTRUMENT and fits(note, way)]
        weights = [TAGGING[way] * (4 if way == HINT else 1) for way in ways]
        note.tagging = chance.choices(ways, weights)[0]


def write_undimensioned(note: Note) -> None:
    """Put the facts of a note without instruments on it."""
    if note.tagging == SHARES:
        _shares(note)
    elif note.tagging == FACE:
        _by_form(note)
    elif note.tagging == HINT:
        _terms(note)


def _shares(note: Note) -> None:
    chance = chance_of(note.company, "shares")
    parts = shares(item.instrument for item in note.items)
    total = sum(item.instrument.principal for item in note.items)
    if chance.random() < 0.6:
        fixed = round(parts["fixed"], 3)
        for word, share in (("Fixed", fixed), ("Variable", round(1 - fixed, 3))):
            tag = f"LongTermDebtPercentageBearing{word}InterestRate"
            note.add(tag, share, unit="pure")
    else:
        fixed_amount = round(total * parts["fixed"])
        for word, amount in (("Fixed", fixed_amount), ("Variable", total - fixed_amount)):
            note.add(f"LongtermDebtPercentageBearing{word}InterestAmount", amount)


def _by_form(note: Note) -> None:
    amounts: Counter[str] = Counter()
    present = {line.tag for line in lines(note.company)}
    for item in note.items:
        amounts[FORMS[item.instrument.form].tag] += item.instrument.carrying
        if FORMS[item.instrument.form].tag in ("SeniorNotes", "UnsecuredDebt"):
            note.add(COUPON, f"{item.instrument.coupon:.5f}", unit="pure")
    for tag, amount in amounts.items():
        if tag not in present:
            note.add(tag, amount)
    note.doubtful |= _told(note) < ENOUGH


def _told(note: Note) -> float:
    told = sum(i.instrument.carrying for i in note.items if evident(i, FACE))
    return told / max(note.debt, 1)


def _terms(note: Note) -> None:
    one = note.items[0].instrument
    if one.spread is not None:
        note.add(SPREAD, f"{one.spread:.4f}", period=one.signed, unit="pure")
    if one.coupon is not None:
        note.add(COUPON, f"{one.coupon:.5f}", unit="pure")
    note.add("DebtInstrumentMaturityDate", one.maturity.isoformat(), period=note.year, unit="")
    if one.kind == "convertible":
        note.add("DebtInstrumentConvertibleConversionRatio1", 23.4021, unit="pure")
    note.add("DebtInstrumentFaceAmount", one.principal, period=one.signed)
