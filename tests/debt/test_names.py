"""Names of members as people read them, and what they say of the rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.debt.instrument import Kind, Range
from screener.debt.names import (
    coupon_in,
    is_bank_loan,
    is_paper,
    is_revolving,
    kind_by_name,
    readable,
    year_in,
)


@pytest.mark.parametrize(
    ("member", "read"),
    [
        ("TermLoanMember", "Term Loan"),
        ("RevolvingCreditFacilityMember", "Revolving Credit Facility"),
        ("TermLoanBFacilityMember", "Term Loan B Facility"),
        ("PPPLoanMember", "PPP Loan"),
        ("NotesPayableDomain", "Notes Payable"),
        (
            "ZeroPointThreeSevenFivePercentConvertibleSeniorNotesDueTwoThousandTwentyFiveMember",
            "0.375% Convertible Senior Notes Due 2025",
        ),
        ("FivePointTwoFivePercentSeniorNotesMember", "5.25% Senior Notes"),
        ("FourPointSixFivePercentSeniorNotesMember", "4.65% Senior Notes"),
        ("SixPercentSeniorNotesDue2028Member", "6% Senior Notes Due 2028"),
        ("TwelvePercentNotesMember", "12% Notes"),
        ("EightPointFivePercentDebenturesMember", "8.5% Debentures"),
        ("SeniorNotesDueTwoThousandAndTwentyNineMember", "Senior Notes Due 2029"),
        ("DueThroughTwoThousandThirtyfourMember", "Due Through 2034"),
        ("NotesDueTwentyTwentySixMember", "Notes Due 2026"),
        ("NotesDueTwentyThirtyMember", "Notes Due 2030"),
        ("NotesDueTwoThousandTwelveMember", "Notes Due 2012"),
        ("NotesDue20135450PercentMember", "5.45% Notes Due 2013"),
        ("A5250SeniorNotesDue2026Member", "5.25% Senior Notes Due 2026"),
        ("A2025ConvertibleNotesMember", "2025 Convertible Notes"),
        ("FixedRateNotesDueNovember2024Member", "Fixed Rate Notes Due November 2024"),
        ("Member", ""),
        ("", ""),
    ],
)
def test_members_read_as_words(member: str, read: str) -> None:
    assert readable(member) == read


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=60))
def test_any_name_reads_as_one_line_without_blank_ends(name: str) -> None:
    assert readable(name) == " ".join(readable(name).split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5.25% Senior Notes", Range(0.0525, 0.0525)),
        ("4.650% Senior Notes due 2024", Range(0.0465, 0.0465)),
        ("a 6 percent note", Range(0.06, 0.06)),
        ("0% Convertible Notes", Range(0.0, 0.0)),
        ("Notes and debentures, 3.0% to 7.9% due through 2054", Range(0.03, 0.079)),
        ("Fixed-rate 0.375% – 4.650% notes", Range(0.00375, 0.0465)),
        ("1.17%-2.50% due through 2026", Range(0.0117, 0.025)),
        ("Loans at 3 to 7%", Range(0.03, 0.07)),
        ("a note at 18.11%, since November 12%", Range(0.12, 0.1811)),
        ("5.0% Notes (effective rate of 7.2%)", Range(0.05, 0.05)),
        ("a company owned to 80%", None),
        ("owned to 80%, lending at 4%", Range(0.04, 0.04)),
        ("Notes due 2024-2028", None),
        ("Series 5 notes", None),
        ("", None),
    ],
)
def test_the_coupon_in_a_name(text: str, found: Range | None) -> None:
    assert coupon_in(text) == found


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("5.25% Senior Notes due 2026", 2026),
        ("Notes due in April 2027", 2027),
        ("Term loan maturing September 2026", 2026),
        ("1.17% - 2.50% due through 2026", 2026),
        ("2020 Credit Agreement", None),
        ("2025 Notes", None),
        ("Notes due 5 years after issue", None),
    ],
)
def test_the_year_in_a_name_is_the_one_it_is_due(text: str, year: int | None) -> None:
    assert year_in(text) == year


SAYS, USUALLY = True, False


@pytest.mark.parametrize(
    ("text", "kind", "outright"),
    [
        ("0.375% Convertible Senior Notes Due 2025", Kind.CONVERTIBLE, SAYS),
        ("Exchangeable Notes", Kind.CONVERTIBLE, SAYS),
        ("Non-Convertible Debentures", Kind.FIXED, USUALLY),
        ("Floating Rate Notes", Kind.FLOATING, SAYS),
        ("Term Loan (variable rate) due September 2026", Kind.FLOATING, SAYS),
        ("SOFR Term Loan", Kind.FLOATING, SAYS),
        ("Fixed Rate Term Loan", Kind.FIXED, SAYS),
        ("Fixed and Floating Rate Notes", Kind.UNKNOWN, USUALLY),
        ("5.25% Senior Notes", Kind.FIXED, SAYS),
        ("5.25% Term Loan", Kind.FIXED, SAYS),
        ("Revolving Credit Facility", Kind.FLOATING, USUALLY),
        ("Revolver at 7.5%", Kind.FLOATING, USUALLY),
        ("ABL Facility", Kind.FLOATING, USUALLY),
        ("Line Of Credit", Kind.FLOATING, USUALLY),
        ("Commercial Paper", Kind.FLOATING, USUALLY),
        ("Term Loan B", Kind.FLOATING, USUALLY),
        ("Credit Agreement", Kind.FLOATING, USUALLY),
        ("Senior Notes", Kind.FIXED, USUALLY),
        ("PPP Loan", Kind.FIXED, USUALLY),
        ("Notes Payable", Kind.UNKNOWN, USUALLY),
        ("Mortgage", Kind.UNKNOWN, USUALLY),
        ("Other", Kind.UNKNOWN, USUALLY),
        ("", Kind.UNKNOWN, USUALLY),
    ],
)
def test_what_a_name_says_and_what_it_usually_means(text: str, kind: Kind, outright: bool) -> None:
    assert kind_by_name(text) == (kind, outright)


def test_facilities_loans_and_paper_are_told_apart() -> None:
    names = ("Revolving Facility", "Term Loan", "Senior Notes", "Equipment Note")
    assert [is_revolving(name) for name in names] == [True, False, False, False]
    assert [is_bank_loan(name) for name in names] == [True, True, False, False]
    assert [is_paper(name) for name in names] == [False, False, True, False]
