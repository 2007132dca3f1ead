"""Which of the stated amounts are, together, the debt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.debt.filing import DAY, M, filing, owed

from screener.debt.balances import balances
from screener.debt.reconcile import Sheet, reconciled, related
from screener.sources.instance import DimensionalFact


def kept(
    *facts: DimensionalFact, total: float | None, stated: tuple[float, ...] = ()
) -> list[float]:
    """Return the amounts that are believed, in millions."""
    sheet = Sheet(None if total is None else total * M, tuple(amount * M for amount in stated))
    return [row.amount / M for row in reconciled(balances(filing(*facts), DAY), sheet)]


TERM = owed("LongTermDebt", 174, loan="TermLoan")
NOTES = owed("LongTermDebt", 300, loan="SeniorNotes")


class TestSheet:
    @pytest.mark.parametrize(
        ("amount", "fits"),
        [(100, True), (105.9, True), (97.1, True), (106.5, False), (96, False), (0, False)],
    )
    def test_principal_may_exceed_the_total_by_discounts_and_costs(
        self, amount: float, fits: bool
    ) -> None:
        assert Sheet(100.0).fits(amount) is fits

    def test_without_a_total_a_stated_amount_must_match(self) -> None:
        sheet = Sheet(None, (100.0, 0.0))
        assert [sheet.fits(amount) for amount in (100.9, 101.5, 0.0)] == [True, False, False]


class TestWhole:
    def test_parts_that_add_up_are_all_of_it(self) -> None:
        assert kept(TERM, NOTES, total=470) == [174, 300]

    def test_a_subtotal_on_the_same_axes_is_left_out(self) -> None:
        first = owed("LongTermDebt", 100, type="Notes", loan="Notes2026")
        second = owed("LongTermDebt", 200, type="Notes", loan="Notes2029")
        subtotal = owed("LongTermDebt", 300, type="Notes")
        assert kept(first, second, subtotal, total=300) == [100, 200]

    def test_parts_that_are_less_than_their_row_give_way_to_it(self) -> None:
        part = owed("LongTermDebt", 100, type="Notes", loan="Notes2026")
        row = owed("LongTermDebt", 300, type="Notes")
        assert kept(part, row, total=300) == [300]

    def test_a_total_member_beside_its_parts_is_left_out(self) -> None:
        every = owed("LongTermDebt", 474, loan="AllDebt")
        assert kept(TERM, NOTES, every, total=474) == [174, 300]

    def test_one_loan_under_two_names_counts_once(self) -> None:
        twin = owed("NotesPayable", 174, loan="TermLoanUnderCreditAgreement")
        assert kept(TERM, twin, NOTES, total=474) == [174, 300]

    def test_equal_amounts_of_unlike_names_are_two_loans(self) -> None:
        other = owed("LongTermDebt", 174, loan="EquipmentNotes")
        assert kept(TERM, other, total=348) == [174, 174]

    def test_the_same_member_with_two_lenders_is_two_loans(self) -> None:
        one = owed("LongTermDebt", 50, loan="TermLoan", lender="FirstBank")
        two = owed("LongTermDebt", 50, loan="TermLoan", lender="SecondBank")
        assert kept(one, two, total=100) == [50, 50]

    def test_a_table_by_facility_repeats_the_table_by_type(self) -> None:
        by_type = [
            owed("LongTermDebt", 174, type="BankDebt"),
            owed("LongTermDebt", 300, type="BondDebt"),
        ]
        by_loan = [
            owed("LongTermDebt", 100, loan="TermLoanA"),
            owed("LongTermDebt", 74, loan="TermLoanB"),
            owed("LongTermDebt", 300, loan="SeniorNotes"),
        ]
        assert kept(*by_type, *by_loan, total=474) == [100, 74, 300]


class TestParts:
    def test_a_part_of_the_debt_is_believed_as_a_part(self) -> None:
        assert kept(TERM, total=474) == [174]

    def test_an_excess_that_nothing_explains_is_not_believed(self) -> None:
        assert kept(TERM, NOTES, owed("LongTermDebt", 91, loan="Mortgage"), total=474) == []

    def test_without_any_total_nothing_is_believed(self) -> None:
        assert kept(TERM, NOTES, total=None) == []

    def test_a_stated_amount_stands_in_for_the_total(self) -> None:
        assert kept(TERM, NOTES, total=None, stated=(474,)) == [174, 300]

    def test_a_debt_of_zero_has_no_instruments(self) -> None:
        assert kept(TERM, total=0) == []

    def test_other_currencies_are_never_added_to_dollars(self) -> None:
        assert kept(TERM, owed("LongTermDebt", 300, unit="EUR", loan="EuroLoan"), total=474) == [
            174
        ]


def test_names_are_related_where_one_says_all_of_the_other() -> None:
    def pair(*members: str) -> list[tuple[str, str]]:
        return [("DebtInstrumentAxis", member) for member in members]

    assert related(pair("TermLoanMember"), pair("TermLoanUnderCreditAgreementMember"))
    assert related(pair("Notes2025Member"), pair("Notes2025LiabilityComponentMember"))
    assert not related(pair("TermLoanMember"), pair("SeniorNotesMember"))
    assert not related(pair("LoanMember"), pair("LoanFromBankMember"))


@given(
    st.lists(st.integers(1, 500), min_size=1, max_size=8),
    st.integers(1, 3000),
)
def test_what_is_believed_never_exceeds_the_balance_sheet(amounts: list[int], total: int) -> None:
    facts = [owed("LongTermDebt", a, loan=f"{chr(65 + i)}x") for i, a in enumerate(amounts)]
    believed = kept(*facts, total=total)
    assert sum(believed) <= total * 1.06 + 1e-6
    if sum(amounts) == total and len(set(amounts)) == len(amounts):
        assert sum(believed) >= total * 0.97
