"""Why a figure is unknown, in words and in kind; and what must be known of one that is known.

Every reason begins with words of the table below, which says its kind."""

from __future__ import annotations

import polars as pl

from screener.model.verdict import Note, Unknown

NOT_REPORTED = "not reported"
LAST_REPORTED = "last reported for the period to {}"
TOO_SHORT = "less than twelve months on record"
NO_COMPARABLE = "no comparable period on record"
NO_NEWEST = "no revenue figure for the newest period"
OTHER_TAG = "no comparable figure on the same tag"
BASIS = "basis changed"
FINANCE = "not meaningful for banks and insurers"
NO_DEBT_TAG = "no debt tag at the balance-sheet date, and no evidence that there is no debt"
PART_OF_DEBT = "only a part of the debt is tagged at the balance-sheet date"
DEBT_TAGS_CONTRADICT = "debt tags of the date contradict each other: {} M or {} M"
PARTS_OF_DEPRECIATION = "only parts of depreciation and amortization are tagged"
NO_REVENUE = "no revenue, so growth means nothing"
NO_INDUSTRY = "no submissions file of the company, so no SIC"
STALE = "stale: the newest period ended {}"
NO_YEAR = "the record of fiscal years' net income is empty or has a gap"
NO_SHARES = "no share count for the newest period"
NO_SHARES_BEFORE = "no share count of a year before"
SPLIT = "a stock split of {} for 1 lies between the two share counts"
RESTATED = "the shares of a year before were restated since, for a split or a stock dividend"
JUMP = "share counts in a row differ by more than a split or a merger explains"
APART = "the share count and the weighted average differ too much to be of one basis"
HELD = "the share count is below what the fund alone holds"
OUTSIZE = "the share count is far above what the fund's holding implies"
NOT_A_NUMBER = "not a number"

_KINDS: dict[str, Unknown] = {
    NOT_REPORTED: Unknown.NOT_REPORTED,
    "last reported": Unknown.NOT_REPORTED,
    TOO_SHORT: Unknown.TOO_SHORT,
    NO_COMPARABLE: Unknown.TOO_SHORT,
    NO_NEWEST: Unknown.NOT_REPORTED,
    OTHER_TAG: Unknown.BASIS_CHANGED,
    BASIS: Unknown.BASIS_CHANGED,
    FINANCE: Unknown.NOT_MEANINGFUL,
    NO_DEBT_TAG: Unknown.NOT_REPORTED,
    PART_OF_DEBT: Unknown.NOT_REPORTED,
    "debt tags": Unknown.CONFLICTING,
    PARTS_OF_DEPRECIATION: Unknown.NOT_REPORTED,
    NO_REVENUE: Unknown.DEGENERATE,
    NO_INDUSTRY: Unknown.NOT_REPORTED,
    "stale": Unknown.STALE,
    NO_YEAR: Unknown.TOO_SHORT,
    NO_SHARES: Unknown.NOT_REPORTED,
    NO_SHARES_BEFORE: Unknown.TOO_SHORT,
    "a stock split": Unknown.BASIS_CHANGED,
    RESTATED: Unknown.BASIS_CHANGED,
    JUMP: Unknown.CONFLICTING,
    APART: Unknown.CONFLICTING,
    HELD: Unknown.CONFLICTING,
    OUTSIZE: Unknown.CONFLICTING,
    NOT_A_NUMBER: Unknown.DEGENERATE,
    "reports in": Unknown.OTHER_CURRENCY,
    "reports under": Unknown.OTHER_STANDARD,
    "no price": Unknown.NO_PRICE,
    "the price": Unknown.NO_PRICE,
    "the holdings file says no date": Unknown.NO_PRICE,
}


def kind_of(reason: pl.Expr) -> pl.Expr:
    """Return the kind (text of ``Unknown``) of each reason of this table; null for others."""
    return pl.coalesce(
        *(
            pl.when(reason.str.starts_with(words)).then(pl.lit(kind.value))
            for words, kind in _KINDS.items()
        ),
        pl.lit(None, dtype=pl.String),
    )


NOTES: dict[tuple[str, str], str] = {
    ("operating_income", "derived"): f"{Note.DERIVED}: pre-tax income + interest",
    ("operating_income", "derived net"): f"{Note.DERIVED}: pre-tax income + net interest",
    ("operating_income", "replaced"): (
        f"{Note.DERIVED}: pre-tax income + interest;"
        " what is tagged as operating income contradicts it and is likely that of the segments"
    ),
    ("capex", "derived"): f"{Note.DERIVED}: outlays less the proceeds of what was sold",
    ("depreciation_amortization", "derived"): (
        f"{Note.DERIVED}: depreciation + amortization of intangible assets"
    ),
    ("gross_profit", "derived"): f"{Note.DERIVED}: revenue - cost of revenue",
    ("interest_expense", "derived"): (
        f"{Note.DERIVED}: reported as negative, turned round because interest was paid"
    ),
    ("interest_expense", "proxy"): f"{Note.PROXY}: interest paid",
    ("shares_outstanding", "average"): f"{Note.PROXY}: the weighted average of shares",
    ("revenue", "none"): f"{Note.DERIVED}: expenses are reported and no revenue is",
}
"""What a concept's mark (see ``select.CONCEPT_VALUE``) tells a reader."""


def basis_changed() -> pl.Expr:
    """Return the reason, with the restatement (column ``divided``) where it is one of the operands
    itself."""
    return pl.coalesce(pl.format(f"{BASIS}: {{}}", pl.col("divided")), pl.lit(BASIS))
