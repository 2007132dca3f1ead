"""The kind of one instrument, by the strongest evidence."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.debt.filing import DAY, coupon, filing, owed, rate, spread, words

from screener.debt.deciding import Decision, decide
from screener.debt.instrument import Kind, Range
from screener.debt.terms import terms
from screener.sources.instance import DimensionalFact


def decided(
    name: str, *facts: DimensionalFact, tags: tuple[str, ...] = (), score: int = 4
) -> Decision:
    return decide(name, tags, [(score, term) for term in terms(filing(*facts), DAY)])


SPREAD = spread(0.0175, loan="Loan", rate="SecuredOvernightFinancingRateSofr")
COUPON = coupon(0.0525, loan="Loan")
TREASURY = spread(0.005, loan="Loan", rate="UsTreasuryUstInterestRate")
CONVERSION = rate("DebtInstrumentConvertibleConversionRatio1", 3.5, loan="Loan")


@pytest.mark.parametrize(
    ("name", "facts", "kind"),
    [
        ("Convertible Notes", (SPREAD,), Kind.CONVERTIBLE),
        ("Notes", (CONVERSION, COUPON), Kind.CONVERTIBLE),
        ("Floating Rate Notes", (COUPON,), Kind.FLOATING),
        ("Fixed Rate Term Loan", (SPREAD,), Kind.FIXED),
        ("5.25% Senior Notes", (SPREAD,), Kind.FIXED),
        ("Term Loan", (SPREAD, COUPON), Kind.FLOATING),
        ("Term Loan", (COUPON,), Kind.FIXED),
        ("Term Loan", (), Kind.FLOATING),
        ("Revolving Credit Facility", (COUPON,), Kind.FLOATING),
        ("Senior Notes", (SPREAD,), Kind.FLOATING),
        ("Senior Notes", (SPREAD, COUPON), Kind.UNKNOWN),
        ("Senior Notes", (spread(0.005, loan="Loan"), COUPON), Kind.FIXED),
        ("Senior Notes", (TREASURY, COUPON), Kind.FIXED),
        ("Term Loan", (TREASURY,), Kind.UNKNOWN),
        ("Senior Notes", (), Kind.FIXED),
        (
            "Equipment Loan",
            (owed("LongTermDebt", 1, loan="Loan", rate="PrimeRate"),),
            Kind.FLOATING,
        ),
        ("Equipment Loan", (), Kind.UNKNOWN),
    ],
)
def test_the_strongest_evidence_decides(
    name: str, facts: tuple[DimensionalFact, ...], kind: Kind
) -> None:
    assert decided(name, *facts).kind is kind


def test_a_usual_name_is_not_sure_and_a_stated_term_is() -> None:
    assert not decided("Term Loan").sure
    assert decided("Term Loan", SPREAD).sure


def test_a_tag_says_convertible_but_not_of_a_mortgage_or_a_bank_loan() -> None:
    tags = ("ConvertibleNotesPayable",)
    assert decided("Promissory Note One", tags=tags).kind is Kind.CONVERTIBLE
    assert decided("Mortgage Loan On Building", tags=tags).kind is Kind.UNKNOWN
    assert decided("Term Loan", tags=tags).kind is Kind.FLOATING


def test_a_conversion_of_the_facility_that_holds_it_converts_no_loan() -> None:
    assert decided("Term Loan", CONVERSION, score=2).kind is Kind.FLOATING


def test_floating_debt_shows_its_spread_and_reference_and_no_coupon() -> None:
    loan = decided("Term Loan", SPREAD, COUPON)
    assert (loan.spread, loan.reference, loan.coupon) == (Range(0.0175, 0.0175), "SOFR", None)
    assert loan.evidence == "spread 1.750%"


def test_fixed_debt_shows_its_coupon_by_its_terms_else_its_name() -> None:
    assert decided("5.3% Senior Notes", COUPON).coupon == Range(0.0525, 0.0525)
    assert decided("5.3% Senior Notes").coupon == Range(0.053, 0.053)
    assert decided("Senior Notes", COUPON, coupon(0.06, loan="Loan")).evidence == (
        "coupon 5.250% to 6.000%"
    )


def test_a_maturity_is_stated_else_the_end_of_the_year_in_the_name() -> None:
    stated = words("DebtInstrumentMaturityDate", "2028-05-15", loan="Loan")
    assert decided("Notes due 2028", stated).maturity == dt.date(2028, 5, 15)
    assert decided("Notes due 2028").maturity == dt.date(2028, 12, 31)
    assert decided("Notes").maturity is None
