"""A filing's facts → what the company owes, instrument by instrument: the traps of debt notes."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from tests.debt.filing import DAY, M, coupon, filing, note, owed, rate, spread, words

from screener.debt.instrument import Instrument, Kind, Range
from screener.debt.instruments import FiledDebt, filed_debt
from screener.sources.instance import DimensionalFact

NEXT = dt.date(2025, 2, 15)
SIGNED = dt.date(2021, 6, 30)


def debt(*facts: DimensionalFact, total: float | None, contradicted: bool = False) -> FiledDebt:
    """Return what is read; ``total`` in millions."""
    return filed_debt(
        filing(*facts), None if total is None else total * M, contradicted=contradicted
    )


def kinds(found: FiledDebt) -> dict[str, tuple[float, Kind]]:
    """Return amounts in millions and kinds by name."""
    return {each.name: (each.amount / M, each.kind) for each in found.instruments}


def only(*facts: DimensionalFact, total: float | None) -> Instrument:
    [instrument] = debt(*facts, total=total).instruments
    return instrument


TERM = owed("LongTermDebt", 174, loan="TermLoan")
TERM_SPREAD = spread(0.0175, loan="TermLoan", rate="SecuredOvernightFinancingRateSofr")
NOTES = owed("LongTermDebt", 300, loan="FivePointTwoFivePercentSeniorNotesDue2029")


class TestWhole:
    def test_a_loan_and_notes_are_told_with_their_terms(self) -> None:
        found = debt(
            TERM,
            TERM_SPREAD,
            NOTES,
            words("DebtInstrumentMaturityDate", "2026-09-30", loan="TermLoan"),
            total=474,
        )
        assert found.reconciled
        assert (found.day, found.total, found.listed) == (DAY, 474 * M, False)
        loan, notes = found.instruments
        assert (loan.name, loan.amount, loan.kind) == ("Term Loan", 174 * M, Kind.FLOATING)
        assert (loan.spread, loan.reference) == (Range(0.0175, 0.0175), "SOFR")
        assert loan.maturity == dt.date(2026, 9, 30)
        assert loan.member == "DebtInstrumentAxis=TermLoanMember"
        assert loan.tag == "LongTermDebt"
        assert notes.name == "5.25% Senior Notes Due 2029"
        assert (notes.kind, notes.coupon) == (Kind.FIXED, Range(0.0525, 0.0525))
        assert notes.maturity == dt.date(2029, 12, 31)

    def test_a_part_is_not_reconciled(self) -> None:
        found = debt(TERM, TERM_SPREAD, total=474)
        assert kinds(found) == {"Term Loan": (174, Kind.FLOATING)}
        assert not found.reconciled

    def test_a_filing_without_a_balance_sheet_says_nothing(self) -> None:
        bare = dataclasses.replace(filing(), facts=())
        assert filed_debt(bare, 5 * M) == FiledDebt(None, 5 * M, ())

    def test_a_filing_without_debt_facts_has_no_instruments(self) -> None:
        assert debt(total=None) == FiledDebt(DAY, None, ())


class TestTotal:
    def test_the_companys_own_lines_make_a_total_where_the_taxonomy_has_none(self) -> None:
        found = debt(
            owed("NonRecourseDebtCurrent", 20, own=True),
            owed("NonRecourseDebtNonCurrent", 180, own=True),
            total=None,
        )
        assert found.total == 200 * M

    @pytest.mark.parametrize("turned", [False, True])
    def test_of_two_figures_of_a_line_the_finer_or_the_larger_counts(self, turned: bool) -> None:
        for lines, total in (((306.6, 306.63), 306.63), ((40, 300), 300)):
            filed = [owed("LongTermDebt", amount) for amount in lines]
            found = debt(*(reversed(filed) if turned else filed), total=None)
            assert found.total == total * M

    def test_own_lines_above_the_given_total_contradict_it(self) -> None:
        found = debt(
            owed("NonRecourseDebtCurrent", 20, own=True),
            owed("NonRecourseDebtNonCurrent", 180, own=True),
            total=50,
        )
        assert found.total is None

    def test_where_the_tags_contradict_each_other_no_total_is_made(self) -> None:
        lines = (owed("LongTermDebt", 174), owed("LongTermDebtNoncurrent", 160))
        assert debt(*lines, total=None, contradicted=True).total is None


class TestTraps:
    def test_an_undrawn_revolvers_spread_says_nothing_of_the_notes(self) -> None:
        found = debt(
            NOTES,
            owed("LineOfCredit", 0, facility="RevolvingCreditFacility"),
            owed(
                "LineOfCreditFacilityMaximumBorrowingCapacity",
                500,
                facility="RevolvingCreditFacility",
            ),
            spread(0.015, facility="RevolvingCreditFacility"),
            total=300,
        )
        assert kinds(found) == {"5.25% Senior Notes Due 2029": (300, Kind.FIXED)}

    def test_a_spread_that_only_an_undrawn_revolver_has_floats_no_other_note(self) -> None:
        loan = only(
            owed("LongTermDebt", 60, loan="EquipmentObligations"),
            spread(0.015, facility="RevolvingCreditFacility"),
            total=60,
        )
        assert loan.kind is Kind.UNKNOWN

    def test_a_loan_signed_after_the_day_is_not_owed_yet(self) -> None:
        found = debt(
            NOTES,
            owed("LongTermDebt", 400, day=NEXT, loan="NewTermLoan"),
            spread(0.03, day=NEXT, loan="NewTermLoan"),
            owed("DebtInstrumentFaceAmount", 400, loan="NewTermLoan", later="SubsequentEvent"),
            total=300,
        )
        assert kinds(found) == {"5.25% Senior Notes Due 2029": (300, Kind.FIXED)}

    def test_a_spread_agreed_after_the_day_is_no_term_of_it(self) -> None:
        loan = only(
            owed("LongTermDebt", 60, loan="BankNote"),
            spread(0.03, day=NEXT, loan="BankNote"),
            total=60,
        )
        assert loan.kind is Kind.UNKNOWN

    def test_projected_balances_stand_in_the_future(self) -> None:
        future = [
            owed("LongTermDebt", 174 - 40 * year, day=dt.date(2024 + year, 12, 31), loan="TermLoan")
            for year in (1, 2, 3)
        ]
        assert only(TERM, *future, total=174).amount == 174 * M

    def test_a_mortgage_under_a_convertible_tag_is_not_convertible(self) -> None:
        loan = only(owed("ConvertibleNotesPayable", 2.6, loan="MortgageLoanOnBuilding"), total=2.6)
        assert loan.kind is not Kind.CONVERTIBLE

    def test_a_discount_on_the_debt_axis_is_no_debt(self) -> None:
        found = debt(
            TERM,
            NOTES,
            owed("LongTermDebt", -9, loan="UnamortizedDiscount"),
            owed("LongTermDebt", 3, loan="UnamortizedDebtIssuanceCosts"),
            total=465,
        )
        assert sum(each.amount for each in found.instruments) == 474 * M

    def test_a_subsidiary_and_its_parent_state_one_loan(self) -> None:
        found = debt(
            TERM,
            owed("LongTermDebt", 174, loan="TermLoan", entity="Operating"),
            owed("LongTermDebt", 174, loan="TermLoan", entity="Holdings"),
            total=174,
        )
        assert [each.amount for each in found.instruments] == [174 * M]

    def test_an_effective_rate_is_no_coupon(self) -> None:
        loan = only(
            owed("LongTermDebt", 60, loan="EquipmentObligations"),
            rate(
                "DebtInstrumentInterestRateEffectivePercentage", 0.071, loan="EquipmentObligations"
            ),
            total=60,
        )
        assert (loan.kind, loan.coupon) == (Kind.UNKNOWN, None)

    def test_the_coupon_of_repaid_notes_is_not_that_of_the_loan(self) -> None:
        loan = only(
            owed("LongTermDebt", 60, loan="EquipmentObligations"),
            owed("SeniorNotes", 0, loan="OldNotes"),
            coupon(0.08, day=dt.date(2019, 1, 1), loan="OldNotes"),
            total=60,
        )
        assert (loan.kind, loan.coupon) == (Kind.UNKNOWN, None)

    def test_loans_granted_and_paper_held_are_assets(self) -> None:
        found = debt(
            NOTES,
            owed("NotesReceivableNet", 40, loan="BridgeLoan"),
            owed("LoanReceivable", 40, own=True, loan="BridgeLoan"),
            owed("AvailableForSaleSecuritiesDebtSecurities", 90, loan="CommercialPaper"),
            total=300,
        )
        assert kinds(found) == {"5.25% Senior Notes Due 2029": (300, Kind.FIXED)}

    def test_a_euro_loan_is_never_added_to_dollars(self) -> None:
        euro = owed("LongTermDebt", 90, unit="EUR", loan="EuroTermLoan")
        found = debt(TERM, TERM_SPREAD, euro, total=274)
        assert kinds(found) == {"Term Loan": (174, Kind.FLOATING)}
        assert not found.reconciled

    def test_amounts_are_whole_units_whatever_decimals_say(self) -> None:
        assert only(dataclasses.replace(TERM, decimals=-6), total=174).amount == 174 * M

    def test_terms_of_the_signing_day_join_by_member_over_other_axes(self) -> None:
        loan = only(
            TERM,
            spread(0.0025, day=SIGNED, type="TermLoan", range="Minimum", rate="BaseRate"),
            spread(0.0225, day=SIGNED, type="TermLoan", range="Maximum", rate="BaseRate"),
            total=174,
        )
        assert (loan.kind, loan.spread) == (Kind.FLOATING, Range(0.0025, 0.0225))

    def test_a_rate_under_a_longer_name_of_the_loan_is_its_own(self) -> None:
        loan = only(
            owed("LongTermDebt", 60, loan="EquipmentLoan"),
            coupon(0.04, loan="EquipmentLoanUnderMasterAgreement"),
            total=60,
        )
        assert (loan.kind, loan.coupon) == (Kind.FIXED, Range(0.04, 0.04))

    def test_shares_are_of_principal_where_it_is_stated(self) -> None:
        notes = only(
            owed("ConvertibleLongTermNotesPayable", 456.2, loan="ConvertibleNotes2025"),
            owed("DebtInstrumentFaceAmount", 459.1, loan="ConvertibleNotes2025"),
            total=456.2,
        )
        assert (notes.amount, notes.owed) == (456.2 * M, 459.1 * M)
        assert notes.kind is Kind.CONVERTIBLE

    def test_too_much_that_nothing_explains_is_not_believed(self) -> None:
        mortgage = owed("LongTermDebt", 91, loan="Mortgage")
        assert debt(TERM, NOTES, mortgage, total=474).instruments == ()


class TestLines:
    def test_commercial_paper_on_the_balance_sheet_stands_beside_the_notes(self) -> None:
        found = debt(NOTES, owed("CommercialPaper", 50), total=350)
        assert kinds(found)["Commercial Paper"] == (50, Kind.FLOATING)
        assert found.reconciled

    def test_a_line_that_the_total_has_no_room_for_repeats_an_instrument(self) -> None:
        assert len(debt(NOTES, owed("CommercialPaper", 50), total=300).instruments) == 1


class TestNote:
    TABLE = (
        ("4.650% Senior Notes due 2024", "500"),
        ("Term loan, SOFR plus 2.0%, due 2027", "300"),
    )

    def test_where_nothing_is_tagged_the_notes_table_lists_the_debt(self) -> None:
        found = debt(note(*self.TABLE), total=800)
        assert found.listed
        assert found.reconciled
        notes, loan = found.instruments
        assert (notes.amount, notes.kind, notes.maturity) == (
            500 * M,
            Kind.FIXED,
            dt.date(2024, 12, 31),
        )
        assert (loan.kind, loan.reference) == (Kind.FLOATING, "SOFR")

    def test_a_table_that_is_not_the_whole_debt_lists_nothing(self) -> None:
        assert debt(note(*self.TABLE), total=900).instruments == ()

    def test_a_row_tells_of_a_member_without_a_readable_name(self) -> None:
        found = debt(
            owed("LongTermDebt", 500, loan="TrancheOne"),
            owed("LongTermDebt", 300, loan="TrancheTwo"),
            note(*self.TABLE),
            total=800,
        )
        assert not found.listed
        assert [each.name for each in found.instruments] == [row[0] for row in self.TABLE]
        assert [each.kind for each in found.instruments] == [Kind.FIXED, Kind.FLOATING]

    def test_a_tagged_range_of_coupons_is_kept_beside_the_rows_name(self) -> None:
        found = debt(
            owed("LongTermDebt", 800, loan="Issuances"),
            coupon(0.004, loan="Issuances", range="Minimum"),
            coupon(0.046, loan="Issuances", range="Maximum"),
            note(("Fixed-rate notes due 2049", "800"), ("Total", "800")),
            total=800,
        )
        [notes] = found.instruments
        assert (notes.kind, notes.coupon) == (Kind.FIXED, Range(0.004, 0.046))

    def test_a_label_that_says_only_which_amount_it_is_names_nothing(self) -> None:
        found = debt(
            owed("ConvertibleLongTermNotesPayable", 456, loan="ConvertibleNotesDue2026"),
            note(("Principal", "456"), ("Net carrying amount", "456")),
            total=456,
        )
        assert [each.name for each in found.instruments] == ["Convertible Notes Due 2026"]
