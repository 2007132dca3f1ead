"""What stands at each instrument at the balance-sheet day."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from tests.debt.filing import DAY, M, filing, owed

from screener.debt.balances import Balance, balance_day, balances
from screener.sources.instance import DimensionalFact


def found(*facts: DimensionalFact) -> dict[str, Balance]:
    """Return the balances by their members, in words."""
    return {
        " ".join(sorted(member.removesuffix("Member") for _, member in balance.members)): balance
        for balance in balances(filing(*facts), DAY)
    }


def amounts(*facts: DimensionalFact) -> dict[str, float]:
    return {name: balance.amount / M for name, balance in found(*facts).items()}


class TestDay:
    def test_it_is_the_documents_period_end(self) -> None:
        assert balance_day(filing()) == DAY

    def test_a_later_balance_is_a_subsequent_event(self) -> None:
        assert balance_day(filing(owed("Assets", 900, day=dt.date(2025, 2, 1)))) == DAY

    def test_a_52_week_year_ends_before_its_months_end(self) -> None:
        early = dataclasses.replace(filing(day=dt.date(2024, 12, 28)), period_end=DAY)
        assert balance_day(early) == dt.date(2024, 12, 28)

    def test_without_a_balance_sheet_there_is_none(self) -> None:
        bare = dataclasses.replace(filing(), facts=())
        assert balance_day(bare) is None
        assert balance_day(dataclasses.replace(bare, period_end=None)) is None


class TestAmounts:
    def test_of_overlapping_carrying_amounts_the_largest_counts(self) -> None:
        loan = found(
            owed("LongTermDebt", 174, loan="TermLoan"),
            owed("NotesPayable", 173.5, loan="TermLoan"),
            owed("LongTermDebtNoncurrent", 161, loan="TermLoan"),
        )["TermLoan"]
        assert (loan.amount, loan.tag) == (174 * M, "LongTermDebt")

    def test_sooner_and_later_parts_add_up(self) -> None:
        loan = found(
            owed("LongTermDebtCurrent", 12, loan="TermLoan"),
            owed("LongTermDebtNoncurrent", 161, loan="TermLoan"),
        )["TermLoan"]
        assert loan.amount == 173 * M
        assert loan.tag == "LongTermDebtNoncurrent + LongTermDebtCurrent"

    def test_principal_stands_beside_the_carrying_amount(self) -> None:
        notes = found(
            owed("ConvertibleNotesPayable", 456.2, loan="Notes2025"),
            owed("LongTermDebtGross", 459.1, loan="Notes2025"),
        )["Notes2025"]
        assert notes.amount == 456.2 * M
        assert notes.principal == (459.1 * M, "LongTermDebtGross")

    def test_a_face_amount_near_what_is_carried_is_the_principal(self) -> None:
        notes = found(
            owed("SeniorNotes", 496, loan="Notes"),
            owed("DebtInstrumentFaceAmount", 500, loan="Notes"),
        )["Notes"]
        assert notes.principal == (500 * M, "DebtInstrumentFaceAmount")

    def test_the_old_face_of_a_loan_largely_repaid_is_no_principal(self) -> None:
        loan = found(
            owed("LongTermDebt", 40, loan="TermLoan"),
            owed("DebtInstrumentFaceAmount", 250, loan="TermLoan"),
        )["TermLoan"]
        assert (loan.amount, loan.principal) == (40 * M, None)

    def test_a_face_alone_is_marked_as_what_was_borrowed_once(self) -> None:
        loans = found(
            owed("DebtInstrumentFaceAmount", 50, loan="Old"), owed("LongTermDebt", 5, loan="Bank")
        )
        assert [loans["Old"].face_only, loans["Bank"].face_only] == [True, False]

    @pytest.mark.parametrize("turned", [False, True])
    def test_of_two_roundings_the_finer_counts(self, turned: bool) -> None:
        roundings = [
            owed("LongTermDebt", 306.6, loan="TermLoan"),
            owed("LongTermDebt", 306.63, loan="TermLoan"),
        ]
        assert amounts(*(reversed(roundings) if turned else roundings)) == {"TermLoan": 306.63}

    @pytest.mark.parametrize("turned", [False, True])
    def test_a_finer_smaller_rounding_wins_in_either_order(self, turned: bool) -> None:
        roundings = [
            owed("LongTermDebt", 306.6, loan="TermLoan"),
            owed("LongTermDebt", 306.58, loan="TermLoan"),
        ]
        assert amounts(*(reversed(roundings) if turned else roundings)) == {"TermLoan": 306.58}

    def test_a_companys_own_tag_counts_by_its_words(self) -> None:
        loan = found(
            owed("SeniorNotesNetOfCurrentPortion", 90, own=True, loan="Notes"),
            owed("CurrentPortionOfSeniorNotes", 10, own=True, loan="Notes"),
        )
        assert loan["Notes"].amount == 100 * M

    def test_other_currencies_stand_for_themselves(self) -> None:
        loans = balances(
            filing(
                owed("LongTermDebt", 100, loan="TermLoan"),
                owed("LongTermDebt", 90, unit="EUR", loan="EuroLoan"),
            ),
            DAY,
        )
        assert [(loan.currency, loan.amount) for loan in loans] == [
            ("USD", 100 * M),
            ("EUR", 90 * M),
        ]


class TestLeftOut:
    @pytest.mark.parametrize(
        "fact",
        [
            owed("LongTermDebt", 0, loan="Revolver"),
            owed("LongTermDebt", 5),
            owed("LongTermDebt", 5, day=dt.date(2023, 12, 31), loan="TermLoan"),
            owed("LongTermDebt", 5, day=dt.date(2025, 12, 31), loan="TermLoan"),
            owed("LongTermDebt", 5, loan="TermLoan", later="SubsequentEvent"),
            owed("LongTermDebtFairValue", 5, loan="TermLoan"),
            owed("LineOfCreditFacilityMaximumBorrowingCapacity", 5, loan="Revolver"),
            owed("LineOfCreditFacilityRemainingBorrowingCapacity", 5, loan="Revolver"),
            owed(
                "LongTermDebt", 5, loan="TermLoan", basis="EstimateOfFairValueFairValueDisclosure"
            ),
            owed("LettersOfCreditOutstandingAmount", 5, loan="Revolver"),
            owed("AvailableForSaleSecuritiesDebtSecurities", 5, loan="CommercialPaper"),
            owed("NotesReceivableNet", 5, loan="BridgeLoan"),
            owed("CommercialPaper", 5, held="CommercialPaper"),
            owed("LoanReceivableOutstanding", 5, own=True, loan="BridgeLoan"),
            owed("SeniorNotesRepurchased", 5, own=True, loan="Notes"),
            owed("LongTermDebt", -3, loan="UnamortizedDiscount"),
            owed("LongTermDebt", 3, loan="UnamortizedDebtIssuanceCosts"),
        ],
    )
    def test_what_is_not_owed_at_the_day(self, fact: DimensionalFact) -> None:
        assert amounts(fact) == {}

    def test_rates_are_no_amounts(self) -> None:
        assert amounts(owed("LongTermDebt", 5, unit="pure", loan="TermLoan")) == {}

    def test_a_fair_value_table_repeats_the_carrying_amount(self) -> None:
        repeat = owed(
            "LongTermDebt", 174, loan="Loans", basis="CarryingReportedAmountFairValueDisclosure"
        )
        plain = owed("LongTermDebt", 173, loan="TermLoan")
        assert amounts(plain, repeat) == {"TermLoan": 173}
        assert amounts(repeat) == {"Loans": 174}

    def test_a_subsidiary_repeats_the_groups_loan(self) -> None:
        group = owed("LongTermDebt", 174, loan="TermLoan")
        subsidiary = owed("LongTermDebt", 160, loan="TermLoan", entity="Operating")
        assert [b.amount for b in balances(filing(group, subsidiary), DAY)] == [174 * M]
        assert [b.amount for b in balances(filing(subsidiary), DAY)] == [160 * M]
