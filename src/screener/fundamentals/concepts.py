"""The concept table: which XBRL tags mean what, in which order of preference, for which industry.

A concept is what several tags mean together. Each has candidates; a candidate is one tag, or the
signed sum of several tags of one period. Which candidate counts is decided per period by
:mod:`screener.fundamentals.select`: only those that reach the period compete (companies abandon
tags), and among them the order here decides, except that a revenue total beats its parts.

Source of the tags: US-GAAP financial reporting taxonomy 2009-2026 and dei, ``xbrl.fasb.org``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Industry(StrEnum):
    """What decides which tags are revenue, and whether operating income and coverage mean
    anything."""

    GENERAL = "general"
    BANK = "bank"
    INSURER = "insurer"
    REIT = "reit"
    BIOTECH = "biotech"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a concept: the sum of ``sign * tag`` over ``terms``, all of which must be
    there.

    ``mark`` names what a reader must know of the value: ``derived`` or ``proxy``.
    """

    terms: tuple[tuple[str, int], ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A named line of the statements. ``candidates`` by industry; GENERAL serves where none is
    named."""

    name: str
    candidates: dict[Industry, tuple[Candidate, ...]]

    def of(self, industry: Industry) -> tuple[Candidate, ...]:
        """Return the candidates for an industry, in order of preference."""
        return self.candidates.get(industry, self.candidates[Industry.GENERAL])


def _tag(*names: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(((name, 1),)) for name in names)


def _sum(*terms: str, mark: str = "") -> tuple[Candidate, ...]:
    signed = tuple((term.removeprefix("-"), -1 if term.startswith("-") else 1) for term in terms)
    return (Candidate(signed, mark),)


def _concept(
    name: str,
    general: tuple[Candidate, ...],
    **industries: tuple[Candidate, ...],
) -> Concept:
    table = {Industry.GENERAL: general} | {
        Industry(key): value for key, value in industries.items()
    }
    return Concept(name, table)


_CONTRACT = "RevenueFromContractWithCustomerExcludingAssessedTax"
_NET_OF_INTEREST = "RevenuesNetOfInterestExpense"

_PRETAX = (
    "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest",
    "IncomeLossFromContinuingOperationsBeforeIncomeTaxesMinorityInterestAndIncomeLossFromEquityMethodInvestments",
)
_INTEREST = (
    "InterestExpense",
    "InterestExpenseNonoperating",  # since 2024 beside ...Operating, both out of InterestExpense
    "InterestExpenseDebt",
    "InterestAndDebtExpense",
    "InterestExpenseBorrowings",
    "InterestExpenseLongTermDebt",
    "FinancingInterestExpense",
    "InterestExpenseOperating",
)

_REVENUE = _concept(
    "revenue",
    _tag(
        "Revenues",
        _CONTRACT,
        "RevenueFromContractWithCustomerIncludingAssessedTax",
        "SalesRevenueNet",
    )
    + _sum("SalesRevenueGoodsNet", "SalesRevenueServicesNet")
    + _tag(
        "SalesRevenueGoodsNet",
        "SalesRevenueServicesNet",
        "RegulatedAndUnregulatedOperatingRevenue",
        _NET_OF_INTEREST,
    ),
    bank=_sum("InterestIncomeExpenseNet", "NoninterestIncome") + _tag(_NET_OF_INTEREST, "Revenues"),
    insurer=_tag("Revenues") + _sum("PremiumsEarnedNet", "NetInvestmentIncome"),
    reit=_tag("Revenues")
    + _sum("OperatingLeaseLeaseIncome", _CONTRACT)
    + _sum("OperatingLeasesIncomeStatementLeaseRevenue", _CONTRACT)
    + _tag(
        "OperatingLeaseLeaseIncome",
        "OperatingLeasesIncomeStatementLeaseRevenue",
        _CONTRACT,
        "SalesRevenueNet",
    ),
)

FLOWS: tuple[Concept, ...] = (
    _REVENUE,
    _concept(
        "cost_of_revenue",
        _tag("CostOfRevenue", "CostOfGoodsAndServicesSold"),
    ),
    _concept("gross_profit", _tag("GrossProfit")),
    _concept(
        "operating_income",
        _tag("OperatingIncomeLoss"),
        bank=(),
        insurer=(),
    ),
    _concept(
        "pretax_income",
        _tag(*_PRETAX)
        + _sum("ProfitLoss", "IncomeTaxExpenseBenefit", mark="derived")
        + _sum("NetIncomeLoss", "IncomeTaxExpenseBenefit", mark="derived"),
    ),
    # The parent's. ProfitLoss holds the minority's share too: it serves only where there is no
    # minority.
    _concept("net_income", _tag("NetIncomeLoss", "ProfitLoss")),
    _concept("interest_expense", _tag(*_INTEREST)),
    # Net of interest income and signed (negative = expense): never an expense, only a bound of one.
    _concept(
        "net_interest",
        _tag("InterestIncomeExpenseNonoperatingNet", "InterestIncomeExpenseNet"),
        bank=(),
        insurer=(),
    ),
    _concept("interest_paid", _tag("InterestPaidNet", "InterestPaid")),
    _concept(
        "operating_cash_flow",
        _tag(
            "NetCashProvidedByUsedInOperatingActivities",
            "NetCashProvidedByUsedInOperatingActivitiesContinuingOperations",
        ),
    ),
    _concept(
        "capex",
        # A lessor's fleet is its plant: beside it, the vehicles and machines that it rents out.
        _sum("PaymentsToAcquirePropertyPlantAndEquipment", "PaymentsToAcquireEquipmentOnLease")
        + _sum(
            "PaymentsToAcquireOtherPropertyPlantAndEquipment",
            "PaymentsForProceedsFromProductiveAssets",
        )
        + _tag(
            "PaymentsToAcquirePropertyPlantAndEquipment",
            "PaymentsToAcquireProductiveAssets",
            "PaymentsToAcquireOilAndGasPropertyAndEquipment",
            "PaymentsToExploreAndDevelopOilAndGasProperties",
            "PaymentsForCapitalImprovements",
            "PaymentsToAcquireRealEstateHeldForInvestment",
            "PaymentsToAcquireAndDevelopRealEstate",
        ),
    ),
    # What a company without revenue spends: shows that its silence on revenue means none.
    _concept(
        "operating_expenses",
        _tag("ResearchAndDevelopmentExpense", "OperatingExpenses", "CostsAndExpenses"),
    ),
    _concept(
        "depreciation_amortization",
        _tag(
            "DepreciationDepletionAndAmortization",
            "DepreciationAmortizationAndAccretionNet",
            "DepreciationAndAmortization",
        )
        + _sum("Depreciation", "AmortizationOfIntangibleAssets"),
    ),
)
"""Concepts over a period."""

STOCKS: tuple[Concept, ...] = (
    _concept("assets", _tag("Assets")),
    _concept(
        "equity",
        _tag("StockholdersEquity")
        + _sum(
            "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest",
            "-MinorityInterest",
        )
        + _tag(
            "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest",
            "PartnersCapital",
            "MembersEquity",
        ),
    ),
    _concept(
        "cash",
        _tag("CashAndCashEquivalentsAtCarryingValue", "Cash"),
        bank=_tag("CashAndCashEquivalentsAtCarryingValue", "CashAndDueFromBanks", "Cash"),
    ),
)
"""Concepts at an instant, in money."""

SHARES: tuple[str, ...] = (
    "EntityCommonStockSharesOutstanding",
    "CommonStockSharesOutstanding",
    "WeightedAverageNumberOfSharesOutstandingBasic",
)
"""Where a share count comes from, in order of preference."""

CONVERTIBLE_TAGS: tuple[str, ...] = (
    "ConvertibleNotesPayable",
    "ConvertibleDebt",
    "ConvertibleLongTermNotesPayable",
    "ConvertibleNotesPayableNoncurrent",
    "ConvertibleDebtNoncurrent",
    "ConvertibleNotesPayableCurrent",
    "ConvertibleDebtCurrent",
    "ConvertibleSubordinatedDebt",
    "ConvertibleSubordinatedDebtNoncurrent",
    "ConvertibleSubordinatedDebtCurrent",
)

DEBT_TAGS: tuple[str, ...] = (
    "LongTermDebtNoncurrent",
    "LongTermDebtCurrent",
    "LongTermDebt",
    "DebtCurrent",
    "ShortTermBorrowings",
    "CommercialPaper",
    "OtherShortTermBorrowings",
    "ShortTermBankLoansAndNotesPayable",
    "DebtAndCapitalLeaseObligations",
    "LongTermDebtAndCapitalLeaseObligations",
    "LongTermDebtAndCapitalLeaseObligationsCurrent",
    "LongTermDebtAndCapitalLeaseObligationsIncludingCurrentMaturities",
    "DebtLongtermAndShorttermCombinedAmount",
    "FinanceLeaseLiability",
    "FinanceLeaseLiabilityCurrent",
    "FinanceLeaseLiabilityNoncurrent",
    "CapitalLeaseObligations",
    "CapitalLeaseObligationsCurrent",
    "CapitalLeaseObligationsNoncurrent",
    "NotesPayable",
    "NotesPayableCurrent",
    "LongTermNotesPayable",
    "LoansPayable",
    "LoansPayableCurrent",
    "LongTermLoansPayable",
    "NotesAndLoansPayable",
    "LongTermNotesAndLoans",
    "SecuredDebt",
    "SecuredDebtCurrent",
    "SecuredLongTermDebt",
    "UnsecuredDebt",
    "UnsecuredDebtCurrent",
    "UnsecuredLongTermDebt",
    "SeniorNotes",
    "SeniorNotesCurrent",
    "SeniorLongTermNotes",
    "SubordinatedDebt",
    "SubordinatedDebtCurrent",
    "SubordinatedLongTermDebt",
    "JuniorSubordinatedNotes",
    "LineOfCredit",
    "LongTermLineOfCredit",
    "LinesOfCreditCurrent",
    "FederalHomeLoanBankAdvancesLongTerm",
    "AdvancesFromFederalHomeLoanBanks",
    "OtherLongTermDebt",
    "OtherLongTermDebtNoncurrent",
    "OtherLongTermDebtCurrent",
    *CONVERTIBLE_TAGS,
)
"""Tags of a balance sheet or a note that state debt; :mod:`screener.fundamentals.debt_routes` reads
them."""

EVIDENCE: dict[Industry, tuple[tuple[str, ...], ...]] = {
    Industry.BANK: (
        ("InterestIncomeExpenseNet", "InterestIncomeExpenseAfterProvisionForLoanLoss"),
        ("Deposits",),
    ),
    Industry.INSURER: (("PremiumsEarnedNet",),),
    Industry.REIT: (
        ("RealEstateInvestmentPropertyNet", "RealEstateInvestmentPropertyAtCost"),
        ("OperatingLeaseLeaseIncome", "OperatingLeasesIncomeStatementLeaseRevenue"),
    ),
}
"""What shows an industry where no SIC is at hand: one tag of each group must have been used
lately."""

_OTHER = {
    "LiabilitiesAndStockholdersEquity": "liabilities_and_equity",
    "Liabilities": "liabilities",
    "MinorityInterest": "minority_interest",
    "IncomeTaxExpenseBenefit": "income_tax",
}
"""Tags that are kept although no candidate names them alone."""


def _by_tag() -> dict[str, str]:
    table: dict[str, str] = {}
    for concept in (*FLOWS, *STOCKS):
        for candidates in concept.candidates.values():
            for candidate in candidates:
                for tag, _ in candidate.terms:
                    table.setdefault(tag, concept.name)
    table.update(dict.fromkeys(SHARES, "shares_outstanding"))
    table.update(dict.fromkeys(DEBT_TAGS, "debt"))
    for industry, groups in EVIDENCE.items():
        for group in groups:
            for tag in group:
                table.setdefault(tag, f"evidence_{industry}")
    return table | _OTHER


CONCEPT_OF_TAG: dict[str, str] = _by_tag()
"""The concept under which a tag's facts are stored."""

TAGS: dict[str, tuple[str, ...]] = {
    "dei": ("EntityCommonStockSharesOutstanding",),
    "us-gaap": tuple(sorted(set(CONCEPT_OF_TAG) - {"EntityCommonStockSharesOutstanding"})),
}
"""The tags to decode, by taxonomy."""
