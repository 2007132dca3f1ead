"""Which axes name an instrument, which tags state what is owed, and what disqualifies a fact.

Source: US-GAAP financial reporting taxonomy 2009-2026, ``xbrl.fasb.org``; and, for company-made
tags, the words of which filers make them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from screener.debt.names import readable
from screener.sources.instance import Dimensions

Members = frozenset[tuple[str, str]]
"""The (axis, member) pairs that name an instrument."""


class Role(StrEnum):
    """What an amount is of the instrument that it stands at."""

    WHOLE = "whole"  # all of it, what is due within a year included
    LONG = "long"  # without what is due within a year
    CURRENT = "current"  # what is due within a year, or all of a short-term debt
    PRINCIPAL = "principal"  # what is owed before discounts and costs
    FACE = "face"  # what was borrowed; today's principal only where nothing else is stated


_AXIS = re.compile(
    r"DebtInstrument|Long[tT]ermDebtType|CreditFacility|ShortTermDebtType|LineOfCredit"
    r"|LoanType|BorrowingsBy|NotesPayableBy|DebtByInstrument|DebtBy|TypeOfDebt"
)
_NO_AXIS = re.compile(r"Receivable|Securit(y|ies)|Redemption|Investment|Covenant|Restrict|Rating")


@lru_cache(maxsize=1024)
def names_instrument(axis: str) -> bool:
    """Return whether members of an axis are instruments, or kinds of them."""
    return bool(_AXIS.search(axis)) and not _NO_AXIS.search(axis)


def instrument_of(dimensions: Dimensions) -> Members:
    """Return the pairs of a fact's dimensions that name its instrument."""
    return frozenset(pair for pair in dimensions if names_instrument(pair[0]))


_ELSEWHERE = re.compile(
    r"FairValue|SubsequentEvent|Scenario|Derivative|Hedg|Discontinued|DisposalGroup|Restatement"
    r"|Range|Adjustments|ChangeInAccounting|Receivable|VariableInterestEntit|Pension|BenefitPlan"
    r"|Intercompany|MeasurementInput|Reinsur|IncomeStatementLocation|EquityComponents"
    r"|AssetAcquisition|BusinessCombination|UnconsolidatedEntit|EquityMethod|Extinguish"
    r"|DebtConversion|Repurchase"
)
_PART_OF_GROUP = re.compile(
    r"LegalEntity|ConsolidatedEntit|ConsolidationItems|ParentCompany|Subsidiar|Guarantor"
)


def is_elsewhere(dimensions: Dimensions) -> bool:
    """Return whether a fact is of another matter than what the company owes at its own books'
    value: a fair value, a scenario, a later event, a hedge, operations that are sold."""
    return any(
        _ELSEWHERE.search(axis) and "CarryingReportedAmount" not in member
        for axis, member in dimensions
        if not names_instrument(axis)
    )


def is_fair_value_table(dimensions: Dimensions) -> bool:
    """Return whether a fact repeats a carrying amount beside a fair value."""
    return any("CarryingReportedAmount" in member for _, member in dimensions)


def is_part_of_group(dimensions: Dimensions) -> bool:
    """Return whether a fact is of a subsidiary or a co-issuer, whose debt stands in the group's
    too."""
    return any(_PART_OF_GROUP.search(axis) for axis, _ in dimensions)


def _tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WHOLE = _tags(
    """LongTermDebt DebtInstrumentCarryingAmount DebtLongtermAndShorttermCombinedAmount NotesPayable
    LoansPayable LoansPayableToBank NotesAndLoansPayable SecuredDebt UnsecuredDebt SeniorNotes
    SubordinatedDebt JuniorSubordinatedNotes LineOfCredit ConvertibleNotesPayable ConvertibleDebt
    ConvertibleSubordinatedDebt CommercialPaper ShortTermBorrowings OtherShortTermBorrowings
    ShortTermBankLoansAndNotesPayable MediumtermNotes BridgeLoan ConstructionLoan OtherLongTermDebt
    OtherNotesPayable OtherLoansPayable NotesPayableToBank SecuredBorrowings SpecialAssessmentBond
    DebtAndCapitalLeaseObligations NotesPayableRelatedPartiesCurrentAndNoncurrent
    LongTermDebtAndCapitalLeaseObligationsIncludingCurrentMaturities
    AdvancesFromFederalHomeLoanBanks
    LongTermDebtFairValueOption WarehouseAgreementBorrowings OtherBorrowings BankOverdrafts
    LineOfCreditFacilityAmountOutstanding LineOfCreditFacilityFairValueOfAmountOutstanding
    FinanceLeaseLiability CapitalLeaseObligations SubordinatedBorrowing"""
)
_LONG = _tags(
    """LongTermDebtNoncurrent LongTermNotesPayable LongTermLoansPayable LongTermLoansFromBank
    LongTermNotesAndLoans SecuredLongTermDebt UnsecuredLongTermDebt SeniorLongTermNotes
    SubordinatedLongTermDebt LongTermLineOfCredit ConvertibleLongTermNotesPayable
    ConvertibleNotesPayableNoncurrent ConvertibleDebtNoncurrent
    ConvertibleSubordinatedDebtNoncurrent
    OtherLongTermDebtNoncurrent MediumtermNotesNoncurrent LongTermConstructionLoan
    LongTermDebtAndCapitalLeaseObligations NotesPayableRelatedPartiesNoncurrent
    LongTermPollutionControlBond LongTermTransitionBond OtherLongTermNotesPayable
    LongTermCommercialPaperNoncurrent"""
)
_CURRENT = _tags(
    """LongTermDebtCurrent DebtCurrent NotesPayableCurrent LoansPayableCurrent LinesOfCreditCurrent
    SecuredDebtCurrent UnsecuredDebtCurrent SeniorNotesCurrent SubordinatedDebtCurrent
    ConvertibleNotesPayableCurrent ConvertibleDebtCurrent ConvertibleSubordinatedDebtCurrent
    OtherLongTermDebtCurrent LongTermDebtAndCapitalLeaseObligationsCurrent
    NotesPayableRelatedPartiesClassifiedCurrent LongTermCommercialPaperCurrent
    NotesPayableToBankCurrent OtherNotesPayableCurrent OtherLoansPayableCurrent
    MediumtermNotesCurrent NotesAndLoansPayableCurrent"""
)

_OWN_TAG = re.compile(
    r"Debt|Notes?Payable|NotesNet|Notes(?=$|Current|Non[cC]urrent|NetOf|LongTerm|Due|Outstanding)"
    r"|Loans?(?=$|Payable|Current|Non[cC]urrent|NetOf|LongTerm|Net|Outstanding|Balance|Principal)"
    r"|Borrowings?|Lines?OfCredit|CreditFacility|Debentures?|TermLoan|Revolv|CommercialPaper"
    r"|MortgagePayable|MortgagesPayable|ConvertibleNotes?"
)
_NO_OWN_TAG = re.compile(
    r"FairValue|Unamortized|Discount|Premium|Cost|Capacity|Availab|Maximum|Minimum|Commitment"
    r"|Interest|Proceeds|Repay|Payment|Receivable|Securit|Investment|Accrued|Gain|Loss|Expense"
    r"|Maturit|Repurchase|Conver(?:ted|sion)|Fee|Letters?OfCredit|Guarant|Covenant|Ratio|Threshold"
    r"|Increase|Decrease|Issue|Issuance|Purchase|Collateral|Allowance|Hedge|Swap|Notional|Redemption"
    r"|Redeem|Warrant|Stock|Share|Equity|Amortiz|Extinguish|Cash|Escrow|Reserve|Lease|Tax|Allowable"
    r"|Remaining|Unused|Undrawn|Exchange|Adjust|Forgiv|Held|Asset|Income|Revenue|Percent|Number"
    r"|Due(?:In|After|Within|Year)|Year(?:One|Two|Three|Four|Five)|Thereafter|Next|Prepay|Limit"
    r"|Excess|Excluding|Deferred|Liquidity|Additional|Accordion|Draw(?!n)|Advance(?!s)|Forward"
    r"|Derivative|Embedded|Option|Feature|Component|Reclass|Consideration|Acqui|Contingen|Denominat"
    r"|Original|Initial|Aggregate(?!Principal)|Transfer|Assumed|Reduc|Sublimit|Borrowed"
    r"|Borrowing(?:s)?Base"
    r"|Line(?:s)?OfCreditFacility(?!.*Outstanding)|Monthly|Quarterly|Annual|Trigger|Balloon|Install"
)


@lru_cache(maxsize=4096)
def role_of(tag: str, company_made: bool) -> Role | None:
    """Return what an amount under a tag is, or None where it is no amount owed."""
    if not company_made:
        return next((role for role, tags in _ROLES.items() if tag in tags), None)
    if not _OWN_TAG.search(tag) or _NO_OWN_TAG.search(tag):
        return None
    return next((role for role, words in _OWN_ROLES if words.search(tag)), Role.WHOLE)


_ROLES = {
    Role.WHOLE: _WHOLE,
    Role.LONG: _LONG,
    Role.CURRENT: _CURRENT,
    Role.PRINCIPAL: frozenset({"LongTermDebtGross", "DebtInstrumentFaceAmountOutstanding"}),
    Role.FACE: frozenset({"DebtInstrumentFaceAmount"}),
}
_OWN_ROLES = (
    (Role.PRINCIPAL, re.compile(r"Principal|Gross|Outstanding")),
    (
        Role.LONG,
        re.compile(r"Non[cC]urrent|NetOfCurrent|LongTerm(?!Debt$)|LessCurrent|ExcludingCurrent"),
    ),
    (Role.CURRENT, re.compile(r"Current|ShortTerm")),
)


CONVERTIBLE_WHOLE = ("ConvertibleNotesPayable", "ConvertibleDebt", "ConvertibleSubordinatedDebt")
CONVERTIBLE_LONG = (
    "ConvertibleLongTermNotesPayable",
    "ConvertibleNotesPayableNoncurrent",
    "ConvertibleDebtNoncurrent",
    "ConvertibleSubordinatedDebtNoncurrent",
)
CONVERTIBLE_CURRENT = (
    "ConvertibleNotesPayableCurrent",
    "ConvertibleDebtCurrent",
    "ConvertibleSubordinatedDebtCurrent",
)
CONVERTIBLE_LINES = (*CONVERTIBLE_WHOLE, *CONVERTIBLE_LONG, *CONVERTIBLE_CURRENT)
"""Lines of a balance sheet, the whole before its parts, that say convertible."""

_CONVERTIBLE_TAG = re.compile(r"^Convertible|^(?:Senior|Secured|Unsecured)?Convertible")


def is_convertible_tag(tag: str) -> bool:
    """Return whether a tag's name says that the debt is convertible."""
    return bool(_CONVERTIBLE_TAG.search(tag))


_REDUCTION = re.compile(
    r"\b(unamorti[sz]ed|discounts?|issuance costs?|financing costs|deferred (?:financing|debt)"
    r"|premium|fair value adjust\w+|hedge)\b",
    re.IGNORECASE,
)


def is_reduction(member: str) -> bool:
    """Return whether a member of the debt axis is a discount, costs or an adjustment, and no
    debt."""
    return bool(_REDUCTION.search(readable(member)))
