"""Which axes name an instrument, which tags state what is owed."""

from __future__ import annotations

import pytest
from tests.debt.filing import owed

from screener.debt.vocabulary import (
    Role,
    instrument_of,
    is_convertible_tag,
    is_elsewhere,
    is_reduction,
    names_instrument,
    role_of,
)


@pytest.mark.parametrize(
    ("axis", "names"),
    [
        ("DebtInstrumentAxis", True),
        ("LongtermDebtTypeAxis", True),
        ("LongTermDebtTypeAxis", True),
        ("CreditFacilityAxis", True),
        ("ShortTermDebtTypeAxis", True),
        ("LineOfCreditFacilityAxis", True),
        ("RecourseDebtByInstrumentAxis", True),
        ("LegalEntityAxis", False),
        ("VariableRateAxis", False),
        ("DebtInstrumentRedemptionPeriodAxis", False),
        ("FinancingReceivableRecordedInvestmentByClassOfFinancingReceivableAxis", False),
        ("DebtSecurityCategoryAxis", False),
    ],
)
def test_axes_that_name_an_instrument(axis: str, names: bool) -> None:
    assert names_instrument(axis) is names


def test_the_members_of_an_instrument_leave_other_axes_out() -> None:
    fact = owed("LongTermDebt", 1, loan="TermLoan", entity="Holdings", rate="PrimeRate")
    assert instrument_of(fact.dimensions) == {("DebtInstrumentAxis", "TermLoanMember")}


@pytest.mark.parametrize(
    ("tag", "role"),
    [
        ("LongTermDebt", Role.WHOLE),
        ("LineOfCredit", Role.WHOLE),
        ("LongTermDebtNoncurrent", Role.LONG),
        ("LongTermLineOfCredit", Role.LONG),
        ("DebtCurrent", Role.CURRENT),
        ("LongTermDebtGross", Role.PRINCIPAL),
        ("DebtInstrumentFaceAmount", Role.FACE),
        ("LongTermDebtFairValue", None),
        ("NotesReceivableNet", None),
        ("InterestExpenseDebt", None),
        ("ProceedsFromIssuanceOfLongTermDebt", None),
    ],
)
def test_roles_of_the_taxonomys_tags(tag: str, role: Role | None) -> None:
    assert role_of(tag, company_made=False) is role


@pytest.mark.parametrize(
    ("tag", "role"),
    [
        ("NonRecourseDebtCurrent", Role.CURRENT),
        ("NonRecourseDebtNonCurrent", Role.LONG),
        ("SeniorNotesNetOfCurrentPortion", Role.LONG),
        ("TermLoanPrincipalOutstanding", Role.PRINCIPAL),
        ("EquipmentNotesPayable", Role.WHOLE),
        ("BridgeLoanReceivable", None),
        ("ConvertibleNotesIssued", None),
        ("LoanCommitmentFee", None),
        ("TermLoanInterestRate", None),
        ("RevolvingCreditFacilityMaximumCapacity", None),
        ("NotesPayableForgiven", None),
        ("DebtSecuritiesHeldToMaturity", None),
        ("StockIssuedForDebt", None),
    ],
)
def test_roles_of_a_companys_own_tags_follow_their_words(tag: str, role: Role | None) -> None:
    assert role_of(tag, company_made=True) is role


def test_a_taxonomy_tag_that_a_company_made_is_read_by_its_words() -> None:
    assert role_of("DebtInstrumentFaceAmount", company_made=True) is not Role.FACE


@pytest.mark.parametrize(
    ("member", "reduces"),
    [
        ("UnamortizedDiscountMember", True),
        ("DebtIssuanceCostsMember", True),
        ("DeferredFinancingCostsMember", True),
        ("FairValueAdjustmentMember", True),
        ("TermLoanMember", False),
        ("DiscountedNotesPlanMember", False),
    ],
)
def test_members_that_are_discounts_or_costs(member: str, reduces: bool) -> None:
    assert is_reduction(member) is reduces


def test_later_events_and_fair_values_are_elsewhere() -> None:
    assert is_elsewhere(owed("LongTermDebt", 1, later="SubsequentEvent").dimensions)
    assert is_elsewhere(owed("LongTermDebt", 1, basis="FairValueInputsLevel2").dimensions)
    assert not is_elsewhere(owed("LongTermDebt", 1, loan="TermLoan", entity="Co").dimensions)


def test_convertible_is_said_by_the_beginning_of_a_tag() -> None:
    tags = (
        "ConvertibleNotesPayable",
        "SeniorConvertibleNotes",
        "NotesNonConvertible",
        "SeniorNotes",
    )
    assert [is_convertible_tag(tag) for tag in tags] == [True, True, False, False]
