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

from screener.fundamentals.debt_tags import (
    DEBT_MOVES,
    DEBT_TAGS,
    DEBT_TERMS,
    FINANCING_TAG,
    MATURITY_TAGS,
)


class Industry(StrEnum):
    """What decides which tags are revenue, and whether operating income and coverage mean
    anything."""

    GENERAL = "general"
    BANK = "bank"
    INSURER = "insurer"
    REIT = "reit"
    BIOTECH = "biotech"
    UTILITY = "utility"
    LESSOR = "lessor"
    BROKER = "broker"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a concept: the sum of ``sign * tag`` over ``terms``, all of which must be
    there.

    ``mark`` names what a reader must know of the value: ``derived`` or ``proxy``. Marks of revenue
    are ``total``: one that a larger candidate does not disprove; ``part``: the largest of them
    wins; ``rent``: a sum of rent and sales.
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

    @property
    def tags(self) -> set[str]:
        """The tags of all its candidates, in all industries."""
        return {
            tag
            for candidates in self.candidates.values()
            for candidate in candidates
            for tag, _ in candidate.terms
        }


def _tag(*names: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(((name, 1),)) for name in names)


def _total(name: str) -> tuple[Candidate, ...]:
    return (Candidate(((name, 1),), "total"),)


def _parts(*names: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(((name, 1),), "part") for name in names)


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
_GROSS_OF_TAX = "RevenueFromContractWithCustomerIncludingAssessedTax"
_NET_OF_INTEREST = "RevenuesNetOfInterestExpense"

_CASH = "CashAndCashEquivalentsAtCarryingValue"
_DISCONTINUED = "DepreciationAndAmortizationDiscontinuedOperations"

_GONE = "IncomeLossFromDiscontinuedOperationsNetOfTax"
_GONE_OF_PARENT = f"{_GONE}AttributableToReportingEntity"

DISCONTINUED_TAGS = (_GONE_OF_PARENT, _GONE)
"""Income of operations that are sold or to be sold, after tax."""

WITH_DISCONTINUED = "with discontinued"
"""The mark of a pre-tax income that holds discontinued operations where there are any."""

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
        _GROSS_OF_TAX,
        "RegulatedAndUnregulatedOperatingRevenue",
        _NET_OF_INTEREST,
    )
    # Before 2018: any of them may hold the others (Under Armour's goods held its net sales).
    + _parts("SalesRevenueNet", "SalesRevenueGoodsNet", "SalesRevenueServicesNet")
    + _sum("SalesRevenueGoodsNet", "SalesRevenueServicesNet", mark="part"),
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
    # Without a total, rent and sales stand apart (Herc, FY2025), or one tag holds both (Herc,
    # FY2018 and FY2020): see ``derived``. Rent alone is no revenue.
    lessor=_tag("Revenues")
    + _sum("OperatingLeaseLeaseIncome", _CONTRACT, mark="rent")
    + _sum("OperatingLeasesIncomeStatementLeaseRevenue", _CONTRACT, mark="rent")
    + _parts(_CONTRACT, _GROSS_OF_TAX, "SalesRevenueNet"),
    # What customers pay under contract is a part: regulators let utilities book revenue beside it.
    # That part can be negative, so that the total is less than what customers pay.
    utility=_total("Revenues")
    + _tag(
        "RegulatedAndUnregulatedOperatingRevenue",
        _CONTRACT,
        _GROSS_OF_TAX,
        "SalesRevenueNet",
        "ElectricUtilityRevenue",
        "GasUtilityRevenue",
        "WaterUtilityRevenue",
    ),
    # Interest on what clients borrow moves with rates; net revenues are what a broker earns.
    broker=_tag(_NET_OF_INTEREST, "Revenues", _CONTRACT, "SalesRevenueNet"),
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
        insurer=(),  # theirs is a measure of segments
    ),
    _concept(
        "pretax_income",
        _tag(*_PRETAX)
        + _sum("ProfitLoss", "IncomeTaxExpenseBenefit", f"-{_GONE}", mark="derived")
        + _sum("NetIncomeLoss", "IncomeTaxExpenseBenefit", f"-{_GONE}", mark="derived")
        + _sum("ProfitLoss", "IncomeTaxExpenseBenefit", f"-{_GONE_OF_PARENT}", mark="derived")
        + _sum("NetIncomeLoss", "IncomeTaxExpenseBenefit", f"-{_GONE_OF_PARENT}", mark="derived")
        + _sum("ProfitLoss", "IncomeTaxExpenseBenefit", mark=WITH_DISCONTINUED)
        + _sum("NetIncomeLoss", "IncomeTaxExpenseBenefit", mark=WITH_DISCONTINUED),
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
            mark="derived",
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
    # Witnesses of operating income: see ``derived``.
    _concept("nonoperating_income", _tag("NonoperatingIncomeExpense")),
    _concept("other_nonoperating", _tag("OtherNonoperatingIncomeExpense")),
    _concept("extinguishment", _tag("GainsLossesOnExtinguishmentOfDebt")),
    _concept("equity_method", _tag("IncomeLossFromEquityMethodInvestments")),
    _concept("operating_costs", _tag("OperatingExpenses")),
    _concept("all_costs", _tag("CostsAndExpenses")),
    _concept(
        "stock_compensation",
        _tag("ShareBasedCompensation", "AllocatedShareBasedCompensationExpense"),
    ),
    _concept(
        "discontinued",
        _tag(
            *DISCONTINUED_TAGS,
        ),
    ),
    # Each is a part of depreciation and amortization: what is less than one of them is no total.
    _concept(
        "depreciation_parts",
        _tag(
            "Depreciation",
            "CostOfGoodsAndServicesSoldDepreciation",
            "CostOfGoodsAndServicesSoldDepreciationAndAmortization",
        ),
    ),
    _concept("dividends", _tag("PaymentsOfDividendsCommonStock", "PaymentsOfDividends")),
    _concept(
        "depreciation_amortization",
        # Operating income is of continuing operations; the cash-flow statement is of all.
        _sum("DepreciationDepletionAndAmortization", f"-{_DISCONTINUED}")
        + _sum("DepreciationAndAmortization", f"-{_DISCONTINUED}")
        + _tag(
            "DepreciationDepletionAndAmortization",
            "DepreciationAmortizationAndAccretionNet",
            "DepreciationAndAmortization",
        )
        + _sum("Depreciation", "AmortizationOfIntangibleAssets", mark="derived"),
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
        _tag(_CASH, "Cash"),
        bank=_tag("CashAndDueFromBanks", _CASH, "Cash"),
    ),
    _concept(
        "short_term_investments",
        _tag(
            "ShortTermInvestments",
            "MarketableSecuritiesCurrent",
            "AvailableForSaleSecuritiesDebtSecuritiesCurrent",
            "AvailableForSaleSecuritiesCurrent",
            "DebtSecuritiesAvailableForSaleExcludingAccruedInterestCurrent",
            "HeldToMaturitySecuritiesCurrent",
            "OtherShortTermInvestments",
        )
        + _sum("CashCashEquivalentsAndShortTermInvestments", f"-{_CASH}"),
    ),
    _concept("current_assets", _tag("AssetsCurrent")),
    _concept("current_liabilities", _tag("LiabilitiesCurrent")),
)
"""Concepts at an instant, in money."""

SHARES: tuple[str, ...] = (
    "EntityCommonStockSharesOutstanding",
    "CommonStockSharesOutstanding",
    "WeightedAverageNumberOfSharesOutstandingBasic",
)
"""Where a share count comes from, in order of preference."""

SPLIT_TAGS: tuple[str, ...] = (
    "StockholdersEquityNoteStockSplitConversionRatio1",
    "StockSplitConversionRatio",
)
"""How many new shares an old one became, or the other way round."""

EVIDENCE: dict[Industry, tuple[tuple[str, ...], ...]] = {
    Industry.BANK: (
        ("InterestIncomeExpenseNet", "InterestIncomeExpenseAfterProvisionForLoanLoss"),
        ("Deposits",),
    ),
    Industry.INSURER: (("PremiumsEarnedNet",),),
    Industry.UTILITY: (("RegulatedAndUnregulatedOperatingRevenue",),),
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
    FINANCING_TAG: "financing_cash_flow",
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
    table.update(dict.fromkeys(DEBT_MOVES, "debt_moves"))
    table.update(dict.fromkeys(DEBT_TERMS, "debt_terms"))
    table.update(dict.fromkeys(MATURITY_TAGS, "debt_maturities"))
    table.update(dict.fromkeys(SPLIT_TAGS, "split"))
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
