"""The tags of debt: on the balance sheet, in the notes, and as borrowings and repayments.

Source: US-GAAP financial reporting taxonomy 2009-2026, ``xbrl.fasb.org``.
"""

from __future__ import annotations

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

LEASE_TAGS: tuple[str, ...] = (
    "FinanceLeaseLiability",
    "FinanceLeaseLiabilityCurrent",
    "FinanceLeaseLiabilityNoncurrent",
    "CapitalLeaseObligations",
    "CapitalLeaseObligationsCurrent",
    "CapitalLeaseObligationsNoncurrent",
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
    *LEASE_TAGS,
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
    "NotesPayableRelatedPartiesCurrentAndNoncurrent",
    "NotesPayableRelatedPartiesClassifiedCurrent",
    "NotesPayableRelatedPartiesNoncurrent",
    *CONVERTIBLE_TAGS,
)
"""Tags of a balance sheet or a note that state debt; :mod:`screener.fundamentals.debt_routes` reads
them."""

DEBT_MOVES: tuple[str, ...] = (
    "AmortizationOfDebtDiscountPremium",
    "AmortizationOfFinancingCosts",
    "AmortizationOfFinancingCostsAndDiscounts",
    "FinanceLeasePrincipalPayments",
    "GainsLossesOnExtinguishmentOfDebt",
    "PaymentsForFederalHomeLoanBankAdvances",
    "PaymentsOfFinancingCosts",
    "ProceedsFromFederalHomeLoanBankAdvances",
    "ProceedsFromIssuanceOfSecuredDebt",
    "ProceedsFromIssuanceOfSubordinatedLongTermDebt",
    "ProceedsFromIssuanceOfUnsecuredDebt",
    "RepaymentsOfLongTermCapitalLeaseObligations",
    "RepaymentsOfSubordinatedDebt",
    "RepaymentsOfUnsecuredDebt",
    "ProceedsFromBankDebt",
    "ProceedsFromConvertibleDebt",
    "ProceedsFromConvertibleNotesPayable",
    "ProceedsFromDebtNetOfIssuanceCosts",
    "ProceedsFromIssuanceOfDebt",
    "ProceedsFromIssuanceOfLongTermDebt",
    "ProceedsFromIssuanceOfLongTermDebtAndCapitalSecuritiesNet",
    "ProceedsFromIssuanceOfSeniorLongTermDebt",
    "ProceedsFromLinesOfCredit",
    "ProceedsFromLongTermLinesOfCredit",
    "ProceedsFromNotesPayable",
    "ProceedsFromOtherDebt",
    "ProceedsFromRelatedPartyDebt",
    "ProceedsFromRepaymentsOfCommercialPaper",
    "ProceedsFromRepaymentsOfDebt",
    "ProceedsFromRepaymentsOfLinesOfCredit",
    "ProceedsFromRepaymentsOfShortTermDebt",
    "ProceedsFromSecuredNotesPayable",
    "ProceedsFromShortTermDebt",
    "RepaymentsOfBankDebt",
    "RepaymentsOfConvertibleDebt",
    "RepaymentsOfConvertibleNotesPayable",
    "RepaymentsOfDebt",
    "RepaymentsOfDebtAndCapitalLeaseObligations",
    "RepaymentsOfLinesOfCredit",
    "RepaymentsOfLongTermDebt",
    "RepaymentsOfLongTermLinesOfCredit",
    "RepaymentsOfNotesPayable",
    "RepaymentsOfOtherDebt",
    "RepaymentsOfRelatedPartyDebt",
    "RepaymentsOfSecuredDebt",
    "RepaymentsOfSeniorDebt",
    "RepaymentsOfShortTermDebt",
)
"""Borrowings, repayments and what only debt brings about: their silence is part of the evidence
that there is none."""

DEBT_TERMS: tuple[str, ...] = (
    "DebtInstrumentBasisSpreadOnVariableRate1",
    "DebtInstrumentInterestRateStatedPercentage",
    "LongTermDebtPercentageBearingFixedInterestRate",
    "LongTermDebtPercentageBearingVariableInterestRate",
    "LongTermDebtPercentageBearingFixedInterestAmount",
    "LongTermDebtPercentageBearingVariableInterestAmount",
    "LongtermDebtPercentageBearingFixedInterestAmount",
    "LongtermDebtPercentageBearingVariableInterestAmount",
)
"""What is said of the rate of the debt as a whole; the taxonomy spells the last two with a small
t."""

MATURITY_TAGS: tuple[str, ...] = (
    "LongTermDebtMaturitiesRepaymentsOfPrincipalInNextTwelveMonths",
    "LongTermDebtMaturitiesRepaymentsOfPrincipalInNextRollingTwelveMonths",
    "LongTermDebtMaturitiesRepaymentsOfPrincipalInYearTwo",
    "LongTermDebtMaturitiesRepaymentsOfPrincipalInRollingYearTwo",
)
"""The first two years of the schedule of maturities."""

FINANCING_TAG = "NetCashProvidedByUsedInFinancingActivities"
"""Whoever reports it has shown all borrowings and repayments of the period."""
