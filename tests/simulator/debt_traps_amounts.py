"""Traps in amounts: the same money twice, other people's money, and what is no debt at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.simulator.debt_note import (
    COUPON,
    DEBT_AXIS,
    FACILITY_AXIS,
    TYPE_AXIS,
    Item,
    Note,
    tags_of,
)
from tests.simulator.debt_traps_terms import first
from tests.simulator.debt_xml import Dims, Fact

ENTITY_AXIS = "dei:LegalEntityAxis"
MEASURE_AXIS = "us-gaap:FairValueByMeasurementBasisAxis"
LEVEL_AXIS = "us-gaap:FairValueByFairValueHierarchyLevelAxis"
LEVEL_2 = ((LEVEL_AXIS, "us-gaap:FairValueInputsLevel2Member"),)


def untouched(item: Item) -> bool:
    """Return whether an item's amounts are still tagged as the note's style wants."""
    return not item.retagged and item.tags[0][0] not in ("ShortTermBorrowings", "CommercialPaper")


def all_untouched(note: Note) -> bool:
    return sum(map(untouched, note.items)) >= 1 and not any(i.retagged for i in note.items)


def own_lines(note: Note) -> bool:
    return not any(item.beside for item in note.items)


def longterm_debt_type_axis(note: Note, chance: Random) -> None:
    for item in note.items:
        if item.axis == DEBT_AXIS and not item.beside:
            item.axis = TYPE_AXIS


def bonds_under_bank_member(note: Note, chance: Random) -> None:
    item = first(note, is_bond)
    item.axis, item.member, item.renamed = TYPE_AXIS, "us-gaap:NotesPayableToBanksMember", True
    item.rate_tags = (f"{COUPON}RateRangeMinimum", f"{COUPON}RateRangeMaximum")


def is_bond(item: Item) -> bool:
    """Return whether it is a fixed market issue with its coupon in its own place."""
    plain = item.shows_rate and not (item.renamed or item.moved)
    return plain and item.instrument.form in ("senior_notes", "unsecured_notes", "mortgage_bonds")


def is_pair(note: Note) -> bool:
    """Return whether there are just two instruments, of two kinds, that nothing has retagged."""
    kinds = {item.instrument.kind for item in note.items}
    return len(note.items) == len(kinds) == 2 and all(map(untouched, note.items))


def near_the_line(note: Note, chance: Random) -> None:
    """By carrying amount one kind has 80 %, by principal it has not: the note states both."""
    larger, smaller = note.items
    most = round(note.debt * 0.801 / 1000) * 1000
    rest = note.debt - most
    for item, carrying, principal in (
        (larger, most, most),
        (smaller, rest, round(rest / 0.978 / 1000) * 1000),
    ):
        item.instrument = replace(
            item.instrument, carrying=carrying, principal=principal, before=principal
        )
    both_amounts(note)


def both_amounts(note: Note) -> None:
    for item in filter(untouched, note.items):
        item.tags, item.retagged = tags_of(item.instrument, "both"), True


def gross_beside_net(note: Note, chance: Random) -> None:
    for item in filter(untouched, note.items):
        item.tags = [("DebtInstrumentCarryingAmount", "principal"), ("LongTermDebt", "carrying")]
        item.retagged = True


def negative_discount_member(note: Note, chance: Random) -> None:
    """Discounts stand as a negative member beside the instruments, all under one element."""
    for item in filter(untouched, note.items):
        item.tags, item.retagged = [("LongTermDebt", "principal")], True
    axis = note.items[0].axis
    cost = sum(item.instrument.cost for item in note.items)
    note.add("LongTermDebt", -cost, ((axis, "own:UnamortizedDiscountMember"),))


def with_costs(note: Note) -> bool:
    """Return whether there is a discount, and nothing has changed the amounts' elements."""
    return all_untouched(note) and sum(item.instrument.cost for item in note.items) > 0


def current_portion_is_whole(note: Note, chance: Random) -> None:
    item = min(filter(untouched, note.items), key=lambda item: item.instrument.maturity)
    item.tags, item.retagged = [("LongTermDebtCurrent", "carrying")], True


def company_made_amount_tag(note: Note, chance: Random) -> None:
    item = first(note, untouched)
    item.tags, item.retagged = [("own:BorrowingsOutstandingBalance", "principal")], True


def mortgage_under_convertible_tag(note: Note, chance: Random) -> None:
    item = first(note, is_mortgage)
    item.tags, item.retagged = [("ConvertibleNotesPayable", "principal")], True


def is_mortgage(item: Item) -> bool:
    return item.instrument.form == "mortgage" and untouched(item) and item.shows_rate


def company_made_balance_sheet_tag(note: Note, chance: Random) -> None:
    current = note.debt * 7 // 100
    tag = chance.choice(("own:NotesAndLoansNetOfCurrentPortion", "own:BorrowingsNetNoncurrent"))
    note.add(tag, note.debt - current)


def undimensioned_total(note: Note, chance: Random) -> None:
    long_term = [i for i in note.items if i.tags[0][0] != "ShortTermBorrowings"]
    gross = sum(item.instrument.principal for item in long_term)
    net = sum(item.instrument.carrying for item in long_term)
    if not any(line.tag == "LongTermDebt" for line in note.company.add):
        note.add("LongTermDebt", net)
    note.add("DebtInstrumentCarryingAmount", gross)
    if gross > net:
        note.add("DebtInstrumentUnamortizedDiscountPremiumAndDebtIssuanceCostsNet", gross - net)


def subtotal_groups(note: Note) -> dict[str, list[Item]]:
    """Return what a total can be of, by the total's member: two items or more, tagged alike."""
    groups = {
        "own:TotalBorrowingsMember": note.items,
        "us-gaap:SeniorNotesMember": [i for i in note.items if i.instrument.form == "senior_notes"],
        "us-gaap:MortgagesMember": [i for i in note.items if i.instrument.form == "mortgage"],
        "own:CreditFacilitiesMember": [i for i in note.items if i.instrument.kind == "floating"],
    }
    taken = {item.member for item in note.items}
    return {
        member: items for member, items in groups.items()
        if len(items) > 1 and member not in taken and len({str(i.tags) for i in items}) == 1
    }  # fmt: skip


def subtotal_member(note: Note, chance: Random) -> None:
    """A total beside its parts on their axis: of all, or of all of one sort."""
    member, items = chance.choice(list(subtotal_groups(note).items()))
    tag, which = items[0].tags[-1]
    note.add(tag, sum(item.amount(which) for item in items), ((items[0].axis, member),))


def fair_value_table(note: Note, chance: Random) -> None:
    carried = ((MEASURE_AXIS, "us-gaap:CarryingReportedAmountFairValueDisclosureMember"),)
    estimated = ((MEASURE_AXIS, "us-gaap:EstimateOfFairValueFairValueDisclosureMember"),)
    worth = chance.uniform(0.9, 1.04)
    for item in note.items:
        value = round(item.instrument.carrying * worth / 1e5) * 100_000
        if chance.random() < 0.5:
            note.facts += note.amounts(item, carried)
            tag = item.tags[0][0]
            note.add(tag, value, (*item.dims, *estimated, *LEVEL_2), decimals="-5")
        else:
            note.add("DebtInstrumentFairValue", value, (*item.dims, *LEVEL_2), decimals="-5")
    note.add("LongTermDebtFairValue", round(note.debt * worth / 1e5) * 100_000, LEVEL_2,
             decimals="-5")  # fmt: skip


def rounded_duplicates(note: Note, chance: Random) -> None:
    for item in note.items:
        tag, which = item.tags[0]
        rounded = round(item.amount(which) / 1e5) * 100_000
        if rounded and rounded != item.amount(which):
            note.add(tag, rounded, item.dims, decimals="-5")


def exact_duplicates(note: Note, chance: Random) -> None:
    for item in note.items:
        note.facts += note.amounts(item)


def legal_entity_repeats(note: Note, chance: Random) -> None:
    """A subsidiary, or both co-issuers, state every line again."""
    entities = ["own:OperatingCompanyLLCMember"]
    if chance.random() < 0.4:
        entities.append("own:FinanceCorpMember")
    for entity in entities:
        for item in note.items:
            note.facts += note.amounts(item, ((ENTITY_AXIS, entity),))


def subsidiary_borrower(note: Note, chance: Random) -> None:
    """The group's only statement of a loan is that of the subsidiary that owes it."""
    item = first(note, lambda item: not item.beside and item.terms is None)
    item.beside = ((ENTITY_AXIS, "own:OperatingSubsidiaryMember"),)


def _foreign(note: Note, chance: Random, dims: Dims, tag: str, share: tuple[float, float]) -> int:
    amount = round(max(note.debt, 10_000_000) * chance.uniform(*share) / 1e5) * 100_000
    note.add(tag, amount, dims)
    note.add(COUPON, chance.choice(("0.05", "0.0625", "0.08")), dims, unit="pure")
    return amount


def intercompany_note(note: Note, chance: Random) -> None:
    dims = ((ENTITY_AXIS, "own:FinanceSubsidiaryMember"), (DEBT_AXIS, "own:IntercompanyNoteMember"))
    amount = _foreign(note, chance, dims, "NotesPayable", (0.3, 0.9))
    if chance.random() < 0.5:
        gone = ("srt:ConsolidationItemsAxis", "srt:ConsolidationEliminationsMember")
        note.add("NotesPayable", -amount, (*dims, gone))


def acquired_notes(note: Note, chance: Random) -> None:
    dims = (("us-gaap:BusinessAcquisitionAxis", "own:AcquiredBusinessMember"),
            (DEBT_AXIS, "own:AssumedNotesMember"))  # fmt: skip
    _foreign(note, chance, dims, chance.choice(("NotesPayable", "LongTermDebt")), (0.08, 0.4))


def repaid_notes_at_period_end(note: Note, chance: Random) -> None:
    """Notes converted or repaid: their face amount and coupon bear the balance sheet's date."""
    year = note.day.year + 1
    dims = ((DEBT_AXIS, f"own:ConvertedConvertibleNotesDue{year}Member"),)
    if chance.random() < 0.5:
        dims = ((DEBT_AXIS, f"own:RedeemedSeniorNotesDue{year}Member"),)
    amount = _foreign(note, chance, dims, "DebtInstrumentFaceAmount", (0.2, 0.8))
    if chance.random() < 0.6:
        note.add("LongTermDebt", 0, dims)
    note.add("LongTermDebt", amount, dims, note.day_before)
    day = note.year[0] + timedelta(days=200)
    note.add("DebtConversionOriginalDebtAmount1", amount, dims, (day, day))


def future_contexts(note: Note, chance: Random) -> None:
    """A facility's size and a loan's balance at days to come."""
    for item in note.items[:2]:
        for year in (1, 2):
            left = round(item.instrument.principal * (1 - 0.1 * year) / 1000) * 1000
            day = note.day + timedelta(days=365 * year)
            note.add("DebtInstrumentCarryingAmount", left, item.dims, day)
    dims = ((FACILITY_AXIS, "own:CreditAgreementMember"),)
    day = note.day + timedelta(days=300)
    note.add("LineOfCreditFacilityMaximumBorrowingCapacity", 75_000_000, dims, day)


def loans_receivable(note: Note, chance: Random) -> None:
    dims = (("us-gaap:AccountsNotesLoansAndFinancingReceivableByReceivableTypeAxis",
             "own:BridgeLoanGrantedMember"),)  # fmt: skip
    amount = _foreign(note, chance, dims, "DebtInstrumentFaceAmount", (0.1, 0.5))
    note.add("NotesReceivableNet", amount)
    if chance.random() < 0.5:
        lent = ((DEBT_AXIS, "own:NoteReceivableFromCustomerMember"),)
        note.add("FinancingReceivableExcludingAccruedInterestAfterAllowanceForCreditLoss", amount,
                 lent)  # fmt: skip
        note.add(COUPON, "0.09", lent, unit="pure")


def commercial_paper_held(note: Note, chance: Random) -> None:
    paper = (("us-gaap:FinancialInstrumentAxis", "us-gaap:CommercialPaperMember"),)
    amount = round(max(note.debt, 10_000_000) * chance.uniform(0.1, 0.6) / 1e5) * 100_000
    note.add("AvailableForSaleSecuritiesDebtSecurities", amount, (*paper, *LEVEL_2))
    note.add("AvailableForSaleDebtSecuritiesAmortizedCostBasis", amount, paper)
    recurring = (("us-gaap:FairValueByMeasurementFrequencyAxis",
                  "us-gaap:FairValueMeasurementsRecurringMember"),)  # fmt: skip
    note.add("CommercialPaperAtCarryingValue", amount, recurring)


def misleading_decimals(note: Note, chance: Random) -> None:
    """Values in whole dollars, said to be accurate to millions only."""
    note.decimals = "-6"
    note.facts = [
        Fact(f.tag, f.value, f.period, f.dims, f.unit, "-6" if f.unit == "USD" else f.decimals)
        for f in note.facts
    ]


def standard_members(note: Note, chance: Random) -> None:
    """Members of the standard taxonomy in place of the company's own, where each is alone."""
    names = {"revolver": "us-gaap:RevolvingCreditFacilityMember",
             "senior_notes": "us-gaap:SeniorNotesMember", "mortgage": "us-gaap:MortgagesMember",
             "convertible": "us-gaap:ConvertibleNotesPayableMember",
             "abl": "us-gaap:LineOfCreditMember", "unsecured_notes": "us-gaap:UnsecuredDebtMember",
             "related_note": "us-gaap:SubordinatedDebtMember"}  # fmt: skip
    forms = [item.instrument.form for item in note.items]
    for item in note.items:
        form = item.instrument.form
        if form in names and forms.count(form) == 1 and not item.renamed and not item.moved:
            item.member, item.renamed = names[form], True
