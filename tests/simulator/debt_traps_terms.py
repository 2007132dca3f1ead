"""Traps in an instrument's terms: where a rate stands, under which name, and what is no rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.simulator.debt_forms import BASE, EURIBOR, FORMS, LIBOR, PRIME, SOFR, words
from tests.simulator.debt_note import (
    COUPON,
    DEBT_AXIS,
    FACILITY_AXIS,
    RATE_AXIS,
    SPREAD,
    Item,
    Note,
)

BANK_LOANS = ("revolver", "term_loan", "abl", "venture_loan")
MARKET_NOTES = ("senior_notes", "unsecured_notes", "mortgage_bonds", "convertible")
_FLOATING_NAMES = ("Revolv", "TermLoan", "ABL", "AssetBased", "CreditFacility", "LineOfCredit")
_DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_TENS = ("", "", "Twenty", "Thirty", "Forty", "Fifty")
_TEENS = ("Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen",
          "Eighteen", "Nineteen")  # fmt: skip


def some(condition: Callable[[Item], bool]) -> Callable[[Note], bool]:
    """Return whether any item of a note meets the condition, as a test of notes."""
    return lambda note: any(map(condition, note.items))


def first(note: Note, condition: Callable[[Item], bool]) -> Item:
    """Return the largest instrument's item that meets the condition."""
    return next(filter(condition, note.items))


def rename(note: Note, item: Item, stem: str, words_for_it: str = "") -> None:
    """Give an item's member another name, unlike the others'; the instrument is called by it."""
    taken = {other.stem for other in note.items}
    stem = next(one for one in (stem, f"{stem}Two", f"{stem}Three", f"{stem}Four", f"{stem}Five",
                                f"{stem}Six", f"{stem}Seven") if one not in taken)  # fmt: skip
    item.member, item.renamed = f"own:{stem}Member", True
    item.instrument = replace(item.instrument, name=words_for_it or words(stem))


def floats(item: Item) -> bool:
    """Return whether an item has a spread where its amount stands."""
    return item.instrument.spread is not None and item.shows_rate and not item.moved


def is_loan(item: Item) -> bool:
    """Return whether it is a bank loan whose terms nothing has moved yet."""
    return item.instrument.form in BANK_LOANS and floats(item)


def says_floating(item: Item) -> bool:
    """Return whether a bank loan's name alone tells that its rate floats."""
    return is_loan(item) and any(word in item.stem for word in _FLOATING_NAMES)


def has_coupon(item: Item) -> bool:
    """Return whether an item has a stated coupon where its amount stands."""
    return item.instrument.coupon is not None and item.shows_rate and not item.moved


def names_rate(item: Item) -> bool:
    """Return whether the coupon is in the member's name as well."""
    return item.stem[:1] == "A" and item.stem[1:2] in "0123456789" and not item.stem.startswith(
        "A20"
    ) and has_coupon(item) and not item.renamed  # fmt: skip


def is_note(item: Item) -> bool:
    """Return whether it is an issue on the market whose member nothing has renamed yet."""
    return item.instrument.form in MARKET_NOTES and not item.renamed and has_coupon(item)


def converts(item: Item) -> bool:
    """Return whether it is a convertible that nothing has renamed yet."""
    return item.instrument.kind == "convertible" and not item.renamed and not item.moved


def unnamed_rate(note: Note) -> Iterable[Item]:
    """Yield fixed instruments whose rate can be left out: more than a third of all debt."""
    for item in note.items:
        fixed = item.instrument.kind == "fixed" and has_coupon(item) and not item.renamed
        if fixed and item.instrument.carrying > note.debt * 0.35:
            yield item


def small_fixed(item: Item, note: Note) -> bool:
    """Return whether it is a fixed instrument of at most 8 % of all debt."""
    small = item.instrument.carrying <= note.debt * 0.08
    return small and item.instrument.kind == "fixed" and has_coupon(item) and not item.renamed


def is_swappable(note: Note) -> bool:
    """Return whether there is enough floating debt for a swap."""
    return floating(note) >= 10_000_000


def floating(note: Note) -> int:
    """Return the principal at floating rates, in whole dollars."""
    return sum(i.instrument.principal for i in note.items if i.instrument.kind == "floating")


def fixed_notes(note: Note) -> int:
    """Return the principal of fixed market notes, in whole dollars."""
    return sum(
        i.instrument.principal for i in note.items
        if i.instrument.form in MARKET_NOTES[:3]
    )  # fmt: skip


def credit_facility_axis(note: Note, chance: Random) -> None:
    for item in filter(is_loan, note.items):
        item.axis = FACILITY_AXIS


def facility_and_loan_type(note: Note, chance: Random) -> None:
    """Amounts by agreement and loan type, spreads by loan type and reference rate."""
    for item in [item for item in note.items if is_loan(item) and item.axis == DEBT_AXIS]:
        item.axis, item.beside = FACILITY_AXIS, ((DEBT_AXIS, "own:CreditAgreementMember"),)
        item.terms, item.moved, item.names_reference = ((FACILITY_AXIS, item.member),), True, True


def two_members_one_loan(note: Note, chance: Random) -> None:
    item = first(note, lambda item: says_floating(item) and item.axis == DEBT_AXIS)
    twin = ((DEBT_AXIS, f"own:{item.stem}UnderCreditAgreementMember"),)
    item.terms, item.moved = twin, True
    interest = round(item.instrument.principal * 0.07 / 1000) * 1000
    note.add("InterestExpenseDebtExcludingAmortization", interest, twin, note.year)


def terms_in_other_contexts(note: Note, chance: Random) -> None:
    for item in note.items:
        signed = item.instrument.signed
        item.when = chance.choice((signed, (signed, signed), note.year))


def terms_under_extra_axis(note: Note, chance: Random) -> None:
    item = first(note, lambda item: not item.moved and item.shows_rate)
    extra = ("us-gaap:DebtInstrumentRedemptionPeriodAxis",
             "us-gaap:DebtInstrumentRedemptionPeriodOneMember")  # fmt: skip
    item.terms, item.moved = (*item.dims, extra), True


def spread_undimensioned(note: Note, chance: Random) -> None:
    item = first(note, says_floating)
    item.terms, item.moved = (), True


def spread_range(note: Note, chance: Random) -> None:
    for item in note.items:
        if item.instrument.spread is not None:
            item.high = item.instrument.spread + chance.choice((0.005, 0.0075, 0.01))


def several_references(note: Note, chance: Random) -> None:
    for item in filter(is_loan, note.items):
        item.references = (*item.references[:1], BASE)


def old_reference(note: Note, chance: Random) -> None:
    item = first(note, floats)
    reference = chance.choice((LIBOR, LIBOR, EURIBOR, PRIME))
    item.instrument = replace(item.instrument, reference=reference)
    item.references, item.names_reference = (reference,), True


def floor_beside_spread(note: Note, chance: Random) -> None:
    item = first(note, is_loan)
    floor = chance.choice(("0.005", "0.0075", "0.01", "0.015"))
    dims = item.terms if item.terms is not None else item.dims
    if chance.random() < 0.4:
        note.add(SPREAD, floor, (*dims, (RATE_AXIS, "own:SOFRFloorMember")), unit="pure")
    else:
        note.add("own:DebtInstrumentVariableRateFloor", floor, dims, unit="pure")


def rate_only_in_name(note: Note, chance: Random) -> None:
    for item in filter(names_rate, note.items):
        item.shows_rate, item.renamed = False, True


def rate_in_element_name(note: Note, chance: Random) -> None:
    ends = ("RateRangeMinimum", "RateRangeMaximum")
    for item in filter(has_coupon, note.items):
        item.rate_tags = tuple(COUPON + end for end in ends)


def member_in_words(note: Note, chance: Random) -> None:
    for item in filter(is_note, note.items):
        one = item.instrument
        rate = "".join(_DIGITS[int(c)] if c != "." else "Point" for c in f"{one.coupon:.3%}"[:-1])
        kind = "ConvertibleSeniorNotes" if one.kind == "convertible" else "SeniorNotes"
        stem = f"{rate}Percent{kind}DueTwoThousand{_two_digits(one.maturity.year % 100)}"
        rename(note, item, stem, one.name)


def _two_digits(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return _TEENS[number - 10]
    return _TENS[number // 10] + (_DIGITS[number % 10] if number % 10 else "")


def effective_rate_beside(note: Note, chance: Random) -> None:
    for item in note.items:
        rate = (item.instrument.coupon or 0.05 + (item.instrument.spread or 0)) + 0.0043
        note.add("DebtInstrumentInterestRateEffectivePercentage", round(rate, 4), item.dims,
                 unit="pure")  # fmt: skip


def floating_with_stated_rate(note: Note, chance: Random) -> None:
    """Today's rate of a floating loan stands as if it were a coupon, beside the spread."""
    item = first(note, is_loan)
    note.add(COUPON, round(0.0433 + (item.instrument.spread or 0), 4), item.dims, unit="pure")


def euro_loan(note: Note, chance: Random) -> None:
    item = first(note, lambda item: not item.renamed and item.shows_rate)
    one = replace(item.instrument, currency="EUR")
    if one.spread is not None:
        one = replace(one, reference=EURIBOR)
        item.references, item.names_reference = (EURIBOR,), True
    item.instrument = one
    rename(note, item, f"Euro{item.stem.lstrip('A')}" if item.stem[1:2].isdigit() else
           f"Euro{item.stem}", f"Euro {one.name}")  # fmt: skip


def paid_in_kind(note: Note, chance: Random) -> None:
    item = first(note, lambda item: item.instrument.form == "pik_notes")
    half = round((item.instrument.coupon or 0) / 2, 5)
    note.add("own:DebtInstrumentInterestRatePaidInKindPercentage", half, item.dims, unit="pure")
    note.add("own:DebtInstrumentInterestRatePaidInCashPercentage", half, item.dims, unit="pure")
    paid = round(item.instrument.principal * half / 1000) * 1000
    note.add("PaidInKindInterest", paid, item.dims, note.year)


def convertible_by_price_only(note: Note, chance: Random) -> None:
    for item in filter(converts, note.items):
        item.tags = [("SeniorNotes" if tag == "ConvertibleNotesPayable" else tag, which)
                     for tag, which in item.tags]  # fmt: skip
        item.retagged = True
        year = item.instrument.maturity.year
        rename(note, item, f"A{year}Notes", f"{year} Notes")


def liability_component(note: Note, chance: Random) -> None:
    for item in filter(converts, note.items):
        item.terms, item.moved = ((item.axis, item.member),), True
        rename(note, item, f"{item.stem}AsLiabilityComponent", item.instrument.name)


def rate_only_in_text(note: Note, chance: Random) -> None:
    item = next(iter(unnamed_rate(note)))
    item.shows_rate = False
    rate = f"{item.instrument.coupon:.3%}"
    rename(note, item, chance.choice(("NotePayable", "LongTermNote", "AcquisitionNote")))
    item.text = f"The note bears interest at a fixed rate of {rate} a year, payable quarterly."


def other_without_terms(note: Note, chance: Random) -> None:
    item = first(note, lambda item: small_fixed(item, note))
    item.shows_rate = False
    rename(note, item, chance.choice(("OtherDebt", "OtherLongTermDebt", "OtherBorrowings")))


def percentage_misused(note: Note, chance: Random) -> None:
    """A coupon under the element for the share of debt at fixed rates."""
    item = first(note, has_coupon)
    rate = f"{item.instrument.coupon:.5f}"
    note.add("LongTermDebtPercentageBearingFixedInterestRate", rate, unit="pure")


def named_only_by_name(item: Item) -> bool:
    """Return whether a fixed loan is called a term loan."""
    return item.instrument.form == "bank_note" and "TermLoan" in item.member


def interest_swaps(note: Note, chance: Random) -> None:
    """Pay-fixed swaps, designated as hedges of cash flows, on a part of the floating debt."""
    part = floating(note) * chance.uniform(0.25, 0.9)
    note.pay_fixed = max(int(part // 1_000_000), 1) * 1_000_000
    dims = [
        ("us-gaap:DerivativeInstrumentRiskAxis", "us-gaap:InterestRateSwapMember"),
        ("us-gaap:HedgingDesignationAxis", "us-gaap:DesignatedAsHedgingInstrumentMember"),
    ]
    if chance.random() < 0.5:
        dims.append(("us-gaap:HedgingRelationshipAxis", "us-gaap:CashFlowHedgingMember"))
    tag = chance.choice(("DerivativeNotionalAmount", "DerivativeLiabilityNotionalAmount"))
    note.add(tag, note.pay_fixed, tuple(dims))
    note.add("DerivativeFixedInterestRate", "0.0371", tuple(dims), unit="pure")
    note.add("DerivativeMaturityDates", f"{note.day.year + 2}-06-30", tuple(dims), note.year, "")


def swap_to_floating(note: Note, chance: Random) -> None:
    """A hedge of fair value that turns fixed notes into floating ones."""
    part = fixed_notes(note) * chance.uniform(0.2, 0.6)
    note.pay_floating = max(int(part // 1_000_000), 1) * 1_000_000
    dims = (
        ("us-gaap:DerivativeInstrumentRiskAxis", "us-gaap:InterestRateSwapMember"),
        ("us-gaap:HedgingDesignationAxis", "us-gaap:DesignatedAsHedgingInstrumentMember"),
        ("us-gaap:HedgingRelationshipAxis", "us-gaap:FairValueHedgingMember"),
    )
    note.add("DerivativeNotionalAmount", note.pay_floating, dims)
    note.add("DerivativeBasisSpreadOnVariableRate", "0.0212", dims, unit="pure")


def rate_of_repaid_debt(note: Note, chance: Random) -> None:
    year = note.day.year
    dims = ((DEBT_AXIS, f"own:{chance.choice(('Prior', 'Former', 'Refinanced'))}NotesDue{year}"
             "Member"),)  # fmt: skip
    amount = round(max(note.debt, 20_000_000) * chance.uniform(0.1, 0.5) / 1e6) * 1_000_000
    paid = note.year[0] + timedelta(days=chance.randint(20, 300))
    note.add(COUPON, chance.choice(("0.06", "0.07625", "0.085")), dims,
             chance.choice((note.day, paid, note.day_before)), "pure")  # fmt: skip
    note.add("LongTermDebt", amount, dims, note.day_before)
    note.add("RepaymentsOfLongTermDebt", amount, dims, (paid, paid))
    note.add("GainsLossesOnExtinguishmentOfDebt", -round(amount / 1e5) * 1000, dims, note.year)


def undrawn_revolver(note: Note, chance: Random) -> None:
    """The only revolver is undrawn: its spread says nothing about what is owed."""
    stem = FORMS["revolver"].members[chance.randrange(3)]
    dims = ((chance.choice((DEBT_AXIS, FACILITY_AXIS)), f"own:{stem}Member"),)
    if any(item.stem == stem for item in note.items):
        dims = ((dims[0][0], "own:UndrawnRevolvingFacilityMember"),)
    size = chance.choice((25, 50, 100, 150, 250)) * 1_000_000
    rate = (*dims, (RATE_AXIS, SOFR))
    note.add(SPREAD, f"{chance.randint(5, 12) * 25 / 10_000:.4f}", rate, unit="pure")
    note.add("LineOfCreditFacilityMaximumBorrowingCapacity", size, dims)
    note.add("LineOfCreditFacilityRemainingBorrowingCapacity", size - 1_200_000, dims)
    note.add("LineOfCreditFacilityUnusedCapacityCommitmentFeePercentage", "0.0025", dims, note.year,
             "pure")  # fmt: skip
    note.add("LineOfCreditFacilityExpirationDate1", f"{note.day.year + 3}-05-01", dims, note.year,
             "")  # fmt: skip
    if chance.random() < 0.6:
        note.add(chance.choice(("LineOfCredit", "LongTermLineOfCredit")), 0, dims)


def loan_signed_after(note: Note, chance: Random) -> None:
    day = note.day + timedelta(days=chance.randint(10, 40))
    dims = [(DEBT_AXIS, "own:NewTermLoanFacilityMember")]
    if chance.random() < 0.7:
        dims.append(("us-gaap:SubsequentEventTypeAxis", "us-gaap:SubsequentEventMember"))
    amount = round(max(note.debt, 20_000_000) * chance.uniform(0.3, 1.2) / 1e6) * 1_000_000
    note.add("DebtInstrumentFaceAmount", amount, tuple(dims), day)
    when: date | tuple[date, date] = chance.choice((day, (day, day)))
    note.add(SPREAD, "0.0325", (*dims, (RATE_AXIS, SOFR)), when, "pure")
    note.add("DebtInstrumentMaturityDate", f"{day.year + 5}-03-01", tuple(dims), (day, day), "")
