"""Why our figures disagree with the vendor's: what is claimed here is proved in ``proofs``.

A cause names no figure. Where it is the vendor's definition, ``shown`` says how the vendor's figure
is made of facts of one filing (``-`` before a tag: subtracted), at the row's period or, where the
vendor misdates the year, at ``end``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Key = tuple[str, int, str]
"""Ticker, fiscal year, metric."""


class Why(StrEnum):
    """The classes of causes, the strongest evidence first."""

    NO_FACTS = "the files hold no fact over the year by then"
    NOT_IN_FILE = "the files lack every tag of the metric for the period"
    SHOWN = "the vendor's definition or slip, shown from facts"
    TRIMMED = "the trimmed file lacks the tags that would complete or show it"
    UNPROVEN = "not provable from these files"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause, of one or more rows."""

    why: Why
    text: str
    shown: tuple[str, ...] = ()
    end: dt.date | None = None


GATED = {"revenue": 0.95, "net_income": 0.97, "assets": 0.98}
"""The shares that must be reached; of the other metrics shares and causes are only reported."""

_PRETAX = (
    "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"
)
_OPERATING = "OperatingIncomeLoss"
_IMPAIRMENT = "ImpairmentOfIntangibleAssetsExcludingGoodwill"
_OTHER_INCOME = "OtherNonoperatingIncomeExpense"
_UNUSUAL = "the vendor leaves unusual or other items out of operating income"
_MOVED = "the vendor dates the year to December three months late"


def _for(
    ticker: str, years: Iterable[int], metrics: Iterable[str], cause: Cause
) -> dict[Key, Cause]:
    return {(ticker, year, metric): cause for year in years for metric in metrics}


def _moved(year: int, metric: str, tag: str) -> dict[Key, Cause]:
    return _for("UA", [year], [metric], Cause(Why.SHOWN, _MOVED, (tag,), dt.date(year, 12, 31)))


def _unusual(ticker: str, years: Iterable[int], *shown: str) -> dict[Key, Cause]:
    return _for(ticker, years, ["operating_income"], Cause(Why.SHOWN, _UNUSUAL, shown))


CAUSES: dict[Key, Cause] = {
    **_for(
        "SPOT",
        range(2020, 2025),
        GATED,
        Cause(Why.NO_FACTS, "reports in euro under IFRS; its file is stripped of all facts"),
    ),
    **_for(
        "BLK",
        range(2020, 2024),
        GATED,
        Cause(
            Why.NO_FACTS,
            "the successor's first facts were filed in 2024; the predecessor's are not here",
        ),
    ),
    **_for(
        "TEAM",
        [2020],
        GATED,
        Cause(Why.NO_FACTS, "reported under IFRS; its later filings do not go back to the year"),
    ),
    **_for(
        "TEAM",
        [2021],
        ["assets"],
        Cause(Why.NOT_IN_FILE, "reported under IFRS; recast flows only, no balance sheet"),
    ),
    **_moved(2020, "revenue", "Revenues"),
    **_moved(2020, "net_income", "NetIncomeLoss"),
    **_moved(2020, "assets", "Assets"),
    **_moved(2021, "revenue", "Revenues"),
    **_moved(2021, "net_income", "NetIncomeLoss"),
    **_for(
        "UA",
        [2021],
        ["assets"],
        Cause(
            Why.SHOWN,
            "the vendor takes the balance sheet of a transition quarter, which ends no fiscal year",
            ("Assets",),
        ),
    ),
    **_for(
        "AVGO",
        [2020, 2021],
        ["net_income"],
        Cause(Why.NOT_IN_FILE, "the trimmed file has no net income for the year"),
    ),
    **_for(
        "CVX",
        [2021],
        ["revenue"],
        Cause(
            Why.SHOWN,
            "the vendor takes sales without income from affiliates and other income",
            ("RevenueFromContractWithCustomerExcludingAssessedTax",),
        ),
    ),
    **_for(
        "COP",
        [2021, 2022],
        ["revenue"],
        Cause(
            Why.UNPROVEN,
            "the vendor's figure lies above sales; the tags of what it may add (equity earnings, "
            "other income) are not in the trimmed file",
        ),
    ),
    **_for(
        "HTZ",
        [2020],
        ["net_income"],
        Cause(
            Why.UNPROVEN,
            "the vendor's pre-tax loss differs by nearly as much; it may be that of the subsidiary "
            "in the same report, whose facts are not in the file",
        ),
    ),
    **_for(
        "HTZ",
        [2021],
        ["net_income"],
        Cause(
            Why.SHOWN,
            "the vendor subtracts the minority's loss with the wrong sign",
            ("ProfitLoss", "NetIncomeLossAttributableToNoncontrollingInterest"),
        ),
    ),
}
"""Every disagreement in the gated metrics, by row."""

DEFINITIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "equity": (
        ("StockholdersEquity", "MinorityInterest"),
        ("StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest",),
        (
            "StockholdersEquity",
            "MinorityInterest",
            "RedeemableNoncontrollingInterestEquityCarryingAmount",
        ),
    ),
    "total_debt": (
        # Without finance leases:
        ("LongTermDebtNoncurrent", "LongTermDebtCurrent"),
        ("LongTermDebtNoncurrent", "LongTermDebtCurrent", "CommercialPaper"),
        ("LongTermDebtNoncurrent", "DebtCurrent"),
        # Only the noncurrent line:
        ("LongTermDebtNoncurrent",),
        ("LongTermDebtAndCapitalLeaseObligations",),
    ),
}
"""What the vendor means by a metric, where that is not what we mean; tried on every row."""

REPORTED: dict[Key, Cause] = {
    **_unusual("KMB", range(2020, 2023), _OPERATING, "-OtherOperatingIncomeExpenseNet"),
    **_unusual("KMB", [2023, 2024], _OPERATING, "-OtherOperatingIncomeExpenseNet", _IMPAIRMENT),
    **_unusual("PEP", [2022], _OPERATING, "-GainLossOnSaleOfBusiness", _IMPAIRMENT),
    **_unusual("PEP", [2023], _OPERATING, _IMPAIRMENT),
    **_unusual(
        "PG", [2024], _OPERATING, "ImpairmentOfIntangibleAssetsIndefinitelivedExcludingGoodwill"
    ),
    **_unusual("APH", range(2020, 2024), _OPERATING, "BusinessCombinationAcquisitionRelatedCosts"),
    **_unusual("UA", [2024], _OPERATING, "RestructuringCostsAndAssetImpairmentCharges"),
    **_unusual("NKE", range(2020, 2025), "GrossProfit", "-SellingGeneralAndAdministrativeExpense"),
    **_unusual(
        "HRI",
        [2020],
        _PRETAX,
        "InterestExpense",
        "RestructuringCharges",
        "AssetImpairmentCharges",
        f"-{_OTHER_INCOME}",
    ),
    **_unusual("HRI", [2022], _PRETAX, "InterestExpense", "AssetImpairmentCharges"),
    **_unusual(
        "HRI",
        [2024],
        _PRETAX,
        "-InterestIncomeExpenseNonoperatingNet",
        "-GainLossOnSaleOfBusiness",
        "BusinessCombinationAcquisitionRelatedCosts",
        f"-{_OTHER_INCOME}",
    ),
    **_unusual(
        "HTZ",
        [2021],
        _PRETAX,
        "-InterestIncomeExpenseNet",
        "ReorganizationItems",
        "FairValueAdjustmentOfWarrants",
        "-GainLossOnSaleOfBusiness",
        f"-{_OTHER_INCOME}",
    ),
    **_unusual(
        "HTZ",
        [2022],
        _PRETAX,
        "-InterestIncomeExpenseNet",
        "FairValueAdjustmentOfWarrants",
        f"-{_OTHER_INCOME}",
    ),
    **_unusual(
        "HTZ",
        [2023],
        _PRETAX,
        "-InterestIncomeExpenseNet",
        "FairValueAdjustmentOfWarrants",
        "-GainLossOnSaleOfOtherAssets",
        f"-{_OTHER_INCOME}",
    ),
    **_for(
        "MCD",
        [2021],
        ["operating_income"],
        Cause(
            Why.SHOWN,
            "the vendor adds administrative expense back",
            (_OPERATING, "OtherSellingGeneralAndAdministrativeExpense"),
        ),
    ),
    **_for(
        "APH",
        [2024],
        ["operating_income"],
        Cause(Why.UNPROVEN, "as in other years, but the tag of acquisition costs is not there"),
    ),
    **_for(
        "NVDA",
        [2022],
        ["operating_income"],
        Cause(Why.UNPROVEN, "an acquisition's termination cost stands under the company's own tag"),
    ),
    **_for(
        "HTZ",
        [2020, 2024],
        ["operating_income"],
        Cause(Why.UNPROVEN, "derived: pre-tax income and net interest, with unusual items in it"),
    ),
    **_for(
        "KMB",
        [2021],
        ["equity"],
        Cause(Why.UNPROVEN, "total equity and something redeemable that no fact of the date names"),
    ),
    **_for(
        "MSFT",
        [2020],
        ["total_debt"],
        Cause(Why.UNPROVEN, "leaves finance leases out and adds what no fact of the date names"),
    ),
    **_for(
        "HRI",
        range(2022, 2025),
        ["total_debt"],
        Cause(Why.UNPROVEN, "financing obligations stand under the company's own tag"),
    ),
    **_for(
        "HTZ",
        range(2022, 2025),
        ["total_debt"],
        Cause(Why.UNPROVEN, "ours is the company's own total; the vendor's lacks a class of debt"),
    ),
    **_for(
        "DIS",
        range(2020, 2025),
        ["operating_income"],
        Cause(Why.TRIMMED, "the tag holds the segments' total; pre-tax income is not in the file"),
    ),
    **_for(
        "DE",
        range(2020, 2025),
        ["operating_income"],
        Cause(Why.TRIMMED, "the tag holds the segments' total; pre-tax income is not in the file"),
    ),
}
"""Causes of single rows of the other metrics; the classes of the rest follow from the files."""
