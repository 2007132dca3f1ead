"""The terms that a filing states, and whose they are."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.debt.filing import DAY, coupon, filing, owed, rate, spread, words

from screener.debt.instrument import Range
from screener.debt.terms import Sort, Term, matching, rates, reference_in, similarity, terms
from screener.sources.instance import DimensionalFact


def stated(*facts: DimensionalFact) -> list[Term]:
    return terms(filing(*facts), DAY)


def sorts(*facts: DimensionalFact) -> list[Sort]:
    return [term.sort for term in stated(*facts)]


class TestRates:
    def test_a_spread_knows_its_reference_and_instrument(self) -> None:
        fact = spread(0.0175, loan="TermLoan", rate="SecuredOvernightFinancingRateSofr")
        [term] = stated(fact)
        assert (term.sort, term.rate, term.reference) == (Sort.SPREAD, 0.0175, "SOFR")
        assert term.members == {("DebtInstrumentAxis", "TermLoanMember")}

    def test_a_stated_rate_is_a_coupon_and_zero_is_one(self) -> None:
        found = stated(coupon(0.0525, loan="Notes"), coupon(0.0, loan="EuroNotes"))
        assert [(term.sort, term.rate) for term in found] == [
            (Sort.COUPON, 0.0525),
            (Sort.COUPON, 0.0),
        ]

    @pytest.mark.parametrize(
        "fact",
        [
            rate("DebtInstrumentInterestRateEffectivePercentage", 0.07, loan="TermLoan"),
            rate("DebtInstrumentVariableRateFloor", 0.01, own=True, loan="TermLoan"),
            rate("InterestRateMarginFloor", 0.01, own=True, loan="TermLoan"),
            rate(
                "LineOfCreditFacilityUnusedCapacityCommitmentFeePercentage", 0.003, loan="Revolver"
            ),
            rate("DebtDefaultInterestRateSpreadIncrease", 0.02, own=True, loan="TermLoan"),
            rate("DerivativeFixedInterestRate", 0.03, loan="TermLoan"),
            rate("DebtInstrumentRedemptionPricePercentage", 1.0, loan="Notes"),
            spread(0.0, loan="TermLoan"),
            spread(0.0175, loan="TermLoan", range="InterestRateFloor"),
            spread(0.0175, loan="TermLoan", later="SubsequentEvent"),
            spread(0.0175, loan="TermLoan", day=dt.date(2025, 2, 1)),
            coupon(0.05, loan="InterestRateSwap"),
            coupon(75.0, loan="Notes"),
            coupon(-0.05, loan="Notes"),
            owed("DebtInstrumentInterestRateStatedPercentage", 0.05, loan="Notes"),
        ],
    )
    def test_what_is_no_rate_of_the_contract(self, fact: DimensionalFact) -> None:
        assert stated(fact) == []

    def test_percent_is_read_as_a_fraction(self) -> None:
        assert [term.rate for term in stated(coupon(6.5, loan="Notes"))] == [0.065]

    def test_terms_stand_at_the_day_of_signing_too(self) -> None:
        assert sorts(spread(0.02, loan="TermLoan", day=dt.date(2021, 6, 30))) == [Sort.SPREAD]

    def test_a_year_that_began_before_the_day_counts(self) -> None:
        begun = rate(
            "DebtInstrumentInterestRateStatedPercentage",
            0.05,
            start=dt.date(2024, 7, 1),
            day=dt.date(2025, 6, 30),
            loan="Notes",
        )
        assert sorts(begun) == [Sort.COUPON]

    def test_two_ends_are_a_range(self) -> None:
        found = stated(
            spread(0.0025, loan="TermLoan", range="Minimum"),
            spread(0.0225, loan="TermLoan", range="Maximum"),
        )
        assert rates(found) == Range(0.0025, 0.0225)
        assert rates([]) is None


class TestOtherTerms:
    def test_a_conversion_price_or_ratio(self) -> None:
        price = owed("DebtInstrumentConvertibleConversionPrice1", 1, loan="Notes")
        ratio = rate("DebtInstrumentConvertibleConversionRatio1", 3.5, loan="Notes")
        assert sorts(price, ratio) == [Sort.CONVERSION, Sort.CONVERSION]

    def test_the_axis_of_variable_rates(self) -> None:
        [term] = stated(owed("LongTermDebt", 5, loan="TermLoan", rate="PrimeRate"))
        assert (term.sort, term.reference) == (Sort.VARIABLE, "prime rate")
        assert stated(owed("LongTermDebt", 5, loan="Notes", rate="UsTreasuryRate")) == []

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2029-05-15", dt.date(2029, 5, 15)),
            ("2028-02", dt.date(2028, 2, 29)),
            ("2026-12", dt.date(2026, 12, 31)),
            ("2030", dt.date(2030, 12, 31)),
            ("2027-02-30", None),
            ("2027-13", None),
            ("--09-15", None),
            ("Oct-2024", None),
        ],
    )
    def test_a_maturity_is_the_last_day_of_what_is_given(
        self, text: str, day: dt.date | None
    ) -> None:
        found = stated(words("DebtInstrumentMaturityDate", text, loan="Notes"))
        assert [term.day for term in found] == ([day] if day else [])

    def test_the_basis_of_a_variable_rate_in_words(self) -> None:
        [term] = stated(
            words("DebtInstrumentDescriptionOfVariableRateBasis", "one-month LIBOR", loan="Loan")
        )
        assert (term.sort, term.reference) == (Sort.DESCRIPTION, "LIBOR")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Secured Overnight Financing Rate", "SOFR"),
        ("Term SOFR", "SOFR"),
        ("London Interbank Offered Rate LIBOR 1", "LIBOR"),
        ("Eurodollar", "LIBOR"),
        ("Euro Interbank Offered Rate", "EURIBOR"),
        ("EURIBOR", "EURIBOR"),
        ("Bloomberg Short Term Bank Yield Index", "BSBY"),
        ("Prime Rate", "prime rate"),
        ("Fed Funds Effective Rate Overnight Index Swap Rate", "federal funds rate"),
        ("Base Rate", "base rate"),
        ("US Treasury (UST) Interest Rate", "Treasury rate"),
        ("the lender's cost of funds", None),
    ],
)
def test_reference_rates_by_their_names(text: str, name: str | None) -> None:
    assert reference_in(text) == name


def members(**pairs: str) -> frozenset[tuple[str, str]]:
    return frozenset(owed("LongTermDebt", 1, **pairs).dimensions)


class TestWhose:
    LOAN = members(loan="TermLoan")

    @pytest.mark.parametrize(
        ("other", "score"),
        [
            (members(loan="TermLoan"), 4),
            (members(loan="TermLoan", facility="CreditAgreement"), 3),
            (members(type="TermLoan"), 3),
            (members(loan="Notes"), 0),
            (members(facility="Revolver"), 0),
            (members(), 0),
        ],
    )
    def test_how_surely_two_names_are_one_loan(
        self, other: frozenset[tuple[str, str]], score: int
    ) -> None:
        assert similarity(self.LOAN, other) == score

    def test_the_facility_of_a_tranche(self) -> None:
        tranche = members(loan="TermLoan", facility="CreditAgreement")
        assert similarity(tranche, members(facility="CreditAgreement")) == 2

    def test_a_generic_type_joins_nothing(self) -> None:
        assert similarity(members(loan="LineOfCredit"), members(type="LineOfCredit")) == 0

    def test_the_surest_come_first(self) -> None:
        tranche = members(loan="TermLoan", facility="CreditAgreement")
        found = stated(
            spread(0.03, facility="CreditAgreement"),
            spread(0.02, loan="TermLoan", facility="CreditAgreement"),
            spread(0.09, loan="Other"),
        )
        assert [(score, term.rate) for score, term in matching(found, tranche)] == [
            (4, 0.02),
            (2, 0.03),
        ]
