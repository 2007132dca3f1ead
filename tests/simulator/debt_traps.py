"""What makes a debt note hard to read: each trap with its probability where it fits.

A trap is *resolvable* where the instance still determines the kind of the debt, and then a program
must be right. Where it does not, ``Note.doubtful`` says that "unknown" is a right answer, too;
those are listed in :data:`UNRESOLVABLE`, and at most one company in twenty has any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.simulator import debt_traps_amounts as amounts
from tests.simulator import debt_traps_terms as terms
from tests.simulator.debt_instruments import chance_of
from tests.simulator.debt_note import BY_INSTRUMENT, DEBT_AXIS, NOTHING, Item, Note
from tests.simulator.debt_traps_terms import some
from tests.simulator.debt_truth import is_plain, shares, verdict


@dataclass(frozen=True)
class Trap:
    """``apply`` builds it into a note that it ``fits``; ``anywhere``: in notes of any tagging."""

    name: str
    probability: float
    fits: Callable[[Note], bool]
    apply: Callable[[Note, Random], None]
    resolvable: bool = True
    anywhere: bool = False


def _any(note: Note) -> bool:
    return True


def _long(item: Item) -> bool:
    return item.instrument.principal >= 1_000_000


def _all_long(note: Note) -> bool:
    return all(map(_long, note.items))


def _subtotals(note: Note) -> bool:
    return amounts.subtotal_groups(note) != {}


def _movable(item: Item) -> bool:
    return not item.moved and item.shows_rate


def _agreement(note: Note) -> bool:
    return some(lambda item: terms.is_loan(item) and item.axis == DEBT_AXIS)(note)


def _named_agreement(note: Note) -> bool:
    return some(lambda item: terms.says_floating(item) and item.axis == DEBT_AXIS)(note)


def _unswapped(note: Note) -> bool:
    return terms.fixed_notes(note) >= 20_000_000 and not note.pay_fixed


def _without_revolver(note: Note) -> bool:
    return not some(lambda item: item.instrument.form in ("revolver", "abl"))(note)


def _near_the_line(note: Note) -> bool:
    """Principal and carrying amount come to two verdicts: then the note states both."""
    owed = [item.instrument for item in note.items]
    return verdict(shares(owed)) != verdict(shares(owed, "carrying"))


def _other(note: Note) -> bool:
    """A small instrument may go without terms where the verdict is the same without it."""
    small = next((item for item in note.items if terms.small_fixed(item, note)), None)
    if small is None:
        return False
    rest = [item for item in note.items if item is not small]
    return is_plain(note.items, BY_INSTRUMENT) and _kept(note.items, rest)


def _kept(items: list[Item], rest: list[Item]) -> bool:
    """The verdict stays when the others are all that is classified, or all that there is."""
    owed, known = [i.instrument for i in items], [i.instrument for i in rest]
    part = sum(one.principal for one in known) / sum(one.principal for one in owed)
    parts = shares(known)
    of_whole = {kind: share * part for kind, share in parts.items()}
    return verdict(shares(owed)) == verdict(parts) == verdict(of_whole)


def _form(name: str) -> Callable[[Note], bool]:
    return some(lambda item: item.instrument.form == name)


def _label(note: Note, chance: Random) -> None:
    """The instrument itself is the trap."""


TRAPS: tuple[Trap, ...] = (
    # Who is called what, and under which axis: first, since the other traps write these names.
    Trap("near_the_line", 0.12, amounts.is_pair, amounts.near_the_line),
    Trap("misleading_decimals", 0.05, _any, amounts.misleading_decimals),
    Trap("fixed_rate_term_loan", 1.0, some(terms.named_only_by_name), _label),
    Trap("euro_loan", 0.04, some(lambda i: _movable(i) and not i.renamed), terms.euro_loan),
    Trap("rate_only_in_name", 0.15, some(terms.names_rate), terms.rate_only_in_name),
    Trap("rate_only_in_text", 0.08, lambda n: any(terms.unnamed_rate(n)), terms.rate_only_in_text,
         resolvable=False),
    Trap("convertible_by_price_only", 0.1, some(terms.converts), terms.convertible_by_price_only),
    Trap("liability_component", 0.1, some(terms.converts), terms.liability_component),
    Trap("member_in_words", 0.12, some(terms.is_note), terms.member_in_words),
    Trap("other_without_terms", 0.4, _other, terms.other_without_terms),
    Trap("standard_members", 0.15, some(lambda i: not i.renamed and not i.moved),
         amounts.standard_members),
    Trap("bonds_under_bank_member", 0.04, some(amounts.is_bond), amounts.bonds_under_bank_member),
    Trap("longterm_debt_type_axis", 0.1, some(lambda i: i.axis == DEBT_AXIS),
         amounts.longterm_debt_type_axis),
    Trap("credit_facility_axis", 0.1, some(terms.is_loan), terms.credit_facility_axis),
    Trap("facility_and_loan_type", 0.12, _agreement, terms.facility_and_loan_type),
    Trap("two_members_one_loan", 0.08, _named_agreement, terms.two_members_one_loan),
    Trap("subsidiary_borrower", 0.05, some(lambda i: not i.beside and i.terms is None),
         amounts.subsidiary_borrower),
    # Where the terms stand.
    Trap("terms_under_extra_axis", 0.06, some(_movable), terms.terms_under_extra_axis),
    Trap("spread_undimensioned", 0.05, some(terms.says_floating), terms.spread_undimensioned),
    Trap("terms_in_other_contexts", 0.25, _any, terms.terms_in_other_contexts),
    Trap("spread_range", 0.25, some(terms.floats), terms.spread_range),
    Trap("old_reference", 0.1, some(terms.floats), terms.old_reference),
    Trap("several_references", 0.2, some(terms.is_loan), terms.several_references),
    Trap("rate_in_element_name", 0.06, some(terms.has_coupon), terms.rate_in_element_name),
    # Which element states the amount.
    Trap("negative_discount_member", 0.08, amounts.with_costs, amounts.negative_discount_member),
    Trap("gross_beside_net", 0.15, amounts.all_untouched, amounts.gross_beside_net),
    Trap("current_portion_is_whole", 0.05, amounts.all_untouched,
         amounts.current_portion_is_whole),
    Trap("mortgage_under_convertible_tag", 0.3, some(amounts.is_mortgage),
         amounts.mortgage_under_convertible_tag, resolvable=False),
    Trap("company_made_amount_tag", 0.03, amounts.all_untouched, amounts.company_made_amount_tag,
         resolvable=False),
    # What stands beside.
    Trap("undimensioned_total", 0.65, _any, amounts.undimensioned_total),
    Trap("subtotal_member", 0.15, _subtotals, amounts.subtotal_member),
    Trap("fair_value_table", 0.3, _any, amounts.fair_value_table),
    Trap("rounded_duplicates", 0.15, _all_long, amounts.rounded_duplicates),
    Trap("exact_duplicates", 0.15, _any, amounts.exact_duplicates),
    Trap("legal_entity_repeats", 0.06, amounts.own_lines, amounts.legal_entity_repeats),
    Trap("company_made_balance_sheet_tag", 0.05, _any, amounts.company_made_balance_sheet_tag),
    Trap("future_contexts", 0.06, _any, amounts.future_contexts),
    Trap("effective_rate_beside", 0.25, _any, terms.effective_rate_beside),
    Trap("floating_with_stated_rate", 0.07, some(terms.is_loan), terms.floating_with_stated_rate),
    Trap("floor_beside_spread", 0.15, some(terms.is_loan), terms.floor_beside_spread),
    Trap("percentage_misused", 0.05, some(terms.has_coupon), terms.percentage_misused),
    Trap("paid_in_kind", 1.0, _form("pik_notes"), terms.paid_in_kind),
    Trap("pay_fixed_swap", 0.25, terms.is_swappable, terms.interest_swaps),
    Trap("swap_to_floating", 0.06, _unswapped, terms.swap_to_floating),
    Trap("acquired_notes", 0.03, _any, amounts.acquired_notes),
    Trap("repaid_notes_at_period_end", 0.06, _any, amounts.repaid_notes_at_period_end,
         anywhere=True),
    Trap("rate_of_repaid_debt", 0.08, _any, terms.rate_of_repaid_debt, anywhere=True),
    Trap("undrawn_revolver", 0.25, _without_revolver, terms.undrawn_revolver, anywhere=True),
    Trap("loan_signed_after", 0.06, _any, terms.loan_signed_after, anywhere=True),
    Trap("intercompany_note", 0.04, _any, amounts.intercompany_note, anywhere=True),
    Trap("loans_receivable", 0.06, _any, amounts.loans_receivable, anywhere=True),
    Trap("commercial_paper_held", 0.08, _any, amounts.commercial_paper_held, anywhere=True),
)  # fmt: skip
"""Every trap, in the order in which they are built in."""

UNRESOLVABLE = frozenset(trap.name for trap in TRAPS if not trap.resolvable)
"""The traps after which the kind of the debt can't be known for sure from the instance."""

COMPARATIVES = 0.9
"""How often the prior year's amounts stand beside, the commonest trap of all."""


def set_traps(note: Note) -> None:
    """Build into a note what chance gives it; each trap has a chance of its own."""
    by_instrument = note.tagging == BY_INSTRUMENT and bool(note.items)
    if by_instrument and chance_of(note.company, "comparatives").random() < COMPARATIVES:
        note.comparatives = True
        note.traps.append("comparatives")
    if by_instrument and _near_the_line(note):
        amounts.both_amounts(note)
        note.traps.append("near_the_line")
    for trap in TRAPS:
        wanted = by_instrument or (trap.anywhere and note.tagging != NOTHING)
        if not wanted or not trap.fits(note):
            continue
        note.fitted.append(trap.name)
        chance = chance_of(note.company, trap.name)
        if chance.random() < trap.probability:
            trap.apply(note, chance)
            note.traps.append(trap.name)
            note.doubtful |= not trap.resolvable
