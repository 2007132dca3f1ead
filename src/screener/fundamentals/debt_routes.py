"""The routes to total debt: which tags of a balance sheet together hold all of it.

1. noncurrent + current long-term debt (or all current debt) + short-term borrowings
2. the balance sheet's lines that hold debt and finance leases together + short-term borrowings
3. the same with current maturities in one tag + short-term borrowings
4. long-term debt including its current part (often a note's figure) + short-term borrowings
5. other tags that hold debt and finance leases together
6. the combined amount of a debt note
7. the sum of the components: notes, loans, secured, unsecured, senior, subordinated, credit lines,
   advances; current parts alone are no total

The face of the balance sheet comes before the notes. Convertibles that stand outside the lines of
routes 1 and 4 are added once; finance leases are added once (routes 2, 3 and 5 hold them already),
operating leases never."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.fundamentals.debt_tags import CONVERTIBLE_TAGS, DEBT_TAGS


@dataclass(frozen=True, slots=True)
class _Item:
    """An amount and the ids of the facts that it is made of; both null where it is not reported."""

    value: pl.Expr
    ids: pl.Expr

    def plus(self, other: _Item) -> _Item:
        """Add another item where it is reported; null where this one is not."""
        ids = pl.concat_list(self.ids, pl.coalesce(other.ids, _NO_IDS))
        return _Item(
            self.value + other.value.fill_null(0.0),
            pl.when(self.value.is_not_null()).then(ids),
        )

    def where(self, condition: pl.Expr) -> _Item:
        return _Item(pl.when(condition).then(self.value), pl.when(condition).then(self.ids))


_NO_IDS = pl.lit([], dtype=pl.List(pl.Int64))


def _tag(name: str) -> _Item:
    identity = pl.col(f"id:{name}")
    return _Item(pl.col(name), pl.when(identity.is_not_null()).then(pl.concat_list(identity)))


def _first(*items: _Item) -> _Item:
    return _Item(pl.coalesce(item.value for item in items), pl.coalesce(item.ids for item in items))


def _any_of(*items: _Item) -> _Item:
    """Add up what is reported; null where nothing is."""
    total = pl.sum_horizontal(item.value for item in items)
    some = pl.any_horizontal(item.value.is_not_null() for item in items)
    ids = pl.concat_list(pl.coalesce(item.ids, _NO_IDS) for item in items)
    return _Item(pl.when(some).then(total), pl.when(some).then(ids))


def _family(total: str, *parts: str) -> _Item:
    return _first(_tag(total), _any_of(*map(_tag, parts)))


_SHORT_TAGS = frozenset(
    {
        "ShortTermBorrowings",
        "CommercialPaper",
        "OtherShortTermBorrowings",
        "ShortTermBankLoansAndNotesPayable",
    }
)
_LEASE_TAGS = frozenset({"FinanceLeaseLiabilityCurrent", "CapitalLeaseObligationsCurrent"})
_NONCURRENT = _tag("LongTermDebtNoncurrent")
_CURRENT = _tag("LongTermDebtCurrent")
_LONG_TERM = _tag("LongTermDebt")
_SHORT = _first(
    _tag("ShortTermBorrowings"),
    _any_of(_tag("CommercialPaper"), _tag("OtherShortTermBorrowings")),
    _tag("ShortTermBankLoansAndNotesPayable"),
)
_LEASES = _first(
    _tag("FinanceLeaseLiability"),
    _any_of(_tag("FinanceLeaseLiabilityCurrent"), _tag("FinanceLeaseLiabilityNoncurrent")),
    _tag("CapitalLeaseObligations"),
    _any_of(_tag("CapitalLeaseObligationsCurrent"), _tag("CapitalLeaseObligationsNoncurrent")),
)
# Lines of the balance sheet itself, beside long-term debt. The undivided tags are often a note's
# figure for something that the lines hold already.
_CONVERTIBLE_LINES = _any_of(
    _first(
        _tag("ConvertibleDebtNoncurrent"),
        _tag("ConvertibleNotesPayableNoncurrent"),
        _tag("ConvertibleLongTermNotesPayable"),
        _tag("ConvertibleSubordinatedDebtNoncurrent"),
    ),
    _first(
        _tag("ConvertibleDebtCurrent"),
        _tag("ConvertibleNotesPayableCurrent"),
        _tag("ConvertibleSubordinatedDebtCurrent"),
    ),
)
_CONVERTIBLES = _first(
    _CONVERTIBLE_LINES,
    _tag("ConvertibleNotesPayable"),
    _tag("ConvertibleDebt"),
    _tag("ConvertibleSubordinatedDebt"),
)
_OTHER_CURRENT = _any_of(
    _tag("NotesPayableCurrent"),
    _tag("LoansPayableCurrent"),
    _tag("LinesOfCreditCurrent"),
    _tag("SecuredDebtCurrent"),
    _tag("UnsecuredDebtCurrent"),
    _tag("SeniorNotesCurrent"),
    _tag("LongTermDebtAndCapitalLeaseObligationsCurrent"),
)
_COMPONENTS = _any_of(
    _first(
        _tag("NotesAndLoansPayable"),
        _tag("LongTermNotesAndLoans"),
        _any_of(
            _family("NotesPayable", "LongTermNotesPayable", "NotesPayableCurrent"),
            _family("LoansPayable", "LongTermLoansPayable", "LoansPayableCurrent"),
        ),
    ),
    _family("SecuredDebt", "SecuredLongTermDebt", "SecuredDebtCurrent"),
    _family("UnsecuredDebt", "UnsecuredLongTermDebt", "UnsecuredDebtCurrent"),
    _family("SeniorNotes", "SeniorLongTermNotes", "SeniorNotesCurrent"),
    _family("SubordinatedDebt", "SubordinatedLongTermDebt", "SubordinatedDebtCurrent"),
    _tag("JuniorSubordinatedNotes"),
    _family("LineOfCredit", "LongTermLineOfCredit", "LinesOfCreditCurrent"),
    _first(_tag("AdvancesFromFederalHomeLoanBanks"), _tag("FederalHomeLoanBankAdvancesLongTerm")),
    _family("OtherLongTermDebt", "OtherLongTermDebtNoncurrent", "OtherLongTermDebtCurrent"),
    _family(
        "NotesPayableRelatedPartiesCurrentAndNoncurrent",
        "NotesPayableRelatedPartiesNoncurrent",
        "NotesPayableRelatedPartiesClassifiedCurrent",
    ),
    _CONVERTIBLES,
    _CURRENT,
    _SHORT,
)


def _outside(lines: _Item) -> _Item:
    """The convertibles that ``lines`` do not hold: lines of their own, or more than the lines
    hold."""
    total = lines.value
    stated = _LONG_TERM.value
    inside = (stated - total).abs() <= stated * 0.02
    beside = (stated - total - _CONVERTIBLES.value).abs() <= stated * 0.02
    own_line = _CONVERTIBLE_LINES.value.is_not_null() & ~inside.fill_null(value=False)
    outside = beside.fill_null(value=False) | own_line | (_CONVERTIBLES.value > total)
    return _CONVERTIBLES.where(outside)


def _credit_line_outside(lines: _Item) -> _Item:
    """The drawn credit line that is exactly what ``lines`` lack of long-term debt as stated."""
    stated, line = _LONG_TERM.value, _tag("LongTermLineOfCredit")
    gap = (stated - lines.value - line.value).abs() <= stated * 0.02
    return line.where(gap.fill_null(value=False))


def routes() -> tuple[_Item, ...]:
    """Return the routes in order of preference, over columns named like the tags (null where a tag
    is silent), their facts' ids as ``id:<tag>``, and ``abandoned`` (Boolean: current debt that was
    tagged lately has vanished)."""
    all_current = _tag("DebtCurrent")
    # A balance sheet without a line for current debt has none; but one that had it lately and does
    # not even show it for comparison has moved it to another tag.
    no_current_line = ~pl.col("abandoned")
    # Where long-term debt with its current part is no more than the noncurrent line, what is due
    # within a year stands in that line, too (McDonald's, which can refinance it): a note's detail.
    excess = (_LONG_TERM.value - _NONCURRENT.value).abs()
    all_long = (_CURRENT.value > 0) & (excess <= _CURRENT.value * 0.1)
    all_long = all_long.fill_null(value=False)
    split = _first(
        _NONCURRENT.plus(_tag("ShortTermBorrowings")).where(all_long),
        _NONCURRENT.plus(all_current).where(all_current.value.is_not_null()),
        _NONCURRENT.plus(_CURRENT).plus(_SHORT).where(_CURRENT.value.is_not_null()),
        _NONCURRENT.plus(_OTHER_CURRENT)
        .plus(_SHORT)
        .where(
            _LONG_TERM.value.is_null()
            & (_OTHER_CURRENT.value.is_not_null() | _SHORT.value.is_not_null() | no_current_line)
        ),
    )
    leased = _tag("LongTermDebtAndCapitalLeaseObligations")
    leased_current = _tag("LongTermDebtAndCapitalLeaseObligationsCurrent")
    parts_current = _CURRENT.plus(_tag("FinanceLeaseLiabilityCurrent"))
    leases_beside = _LEASES.where(leased.value.is_null())
    return (
        split.plus(_outside(split)).plus(_credit_line_outside(split)).plus(_LEASES),
        _first(
            leased.plus(all_current).where(all_current.value.is_not_null()),
            leased.plus(leased_current).plus(_SHORT).where(leased_current.value.is_not_null()),
            leased.plus(parts_current).plus(_SHORT).where(parts_current.value.is_not_null()),
        ),
        _tag("LongTermDebtAndCapitalLeaseObligationsIncludingCurrentMaturities").plus(_SHORT),
        _LONG_TERM.plus(_SHORT)
        .plus(_CONVERTIBLES.where(_CONVERTIBLES.value > _LONG_TERM.value))
        .plus(leases_beside),
        _first(
            _tag("DebtAndCapitalLeaseObligations"),
            leased.plus(_SHORT).where(_SHORT.value.is_not_null() | no_current_line),
        ),
        _tag("DebtLongtermAndShorttermCombinedAmount").plus(_LEASES),
        _COMPONENTS.plus(_LEASES).where(_some_long_part()),
    )


WHOLE_ROUTE, COMPONENT_ROUTE = 4, 7
"""Which of the routes is long-term debt with its current part, and which the sum of components."""

FACE_TAGS = (
    "LongTermDebtNoncurrent",
    "LongTermDebt",
    "DebtCurrent",
    "LongTermDebtAndCapitalLeaseObligations",
)
"""Lines none of which is larger than the whole."""

CURRENT_TAGS: tuple[str, ...] = tuple(
    tag
    for tag in DEBT_TAGS
    if tag in _SHORT_TAGS or (tag.endswith("Current") and tag not in _LEASE_TAGS)
)
"""Debt that is due within a year."""


def _some_long_part() -> pl.Expr:
    """Whether a component beyond the current ones is there: a current part alone is no total."""
    return pl.any_horizontal(pl.col(tag).is_not_null() for tag in _LONG_COMPONENTS)


_LONG_COMPONENTS = (
    "NotesAndLoansPayable",
    "LongTermNotesAndLoans",
    "NotesPayable",
    "LongTermNotesPayable",
    "LoansPayable",
    "LongTermLoansPayable",
    "SecuredDebt",
    "SecuredLongTermDebt",
    "UnsecuredDebt",
    "UnsecuredLongTermDebt",
    "SeniorNotes",
    "SeniorLongTermNotes",
    "SubordinatedDebt",
    "SubordinatedLongTermDebt",
    "JuniorSubordinatedNotes",
    "LineOfCredit",
    "LongTermLineOfCredit",
    "AdvancesFromFederalHomeLoanBanks",
    "FederalHomeLoanBankAdvancesLongTerm",
    "OtherLongTermDebt",
    "OtherLongTermDebtNoncurrent",
    "NotesPayableRelatedPartiesCurrentAndNoncurrent",
    "NotesPayableRelatedPartiesNoncurrent",
    *(tag for tag in CONVERTIBLE_TAGS if not tag.endswith("Current")),
)
"""Tags of the components, among those of ``_COMPONENTS``, that are not due within a year."""

_PAIRS = (
    ("LongTermDebtNoncurrent", "LongTermDebtCurrent"),
    ("LongTermDebtNoncurrent", "DebtCurrent"),
    ("LongTermDebt", "ShortTermBorrowings"),
    ("LongTermDebtAndCapitalLeaseObligations", "LongTermDebtAndCapitalLeaseObligationsCurrent"),
)


def stated_as_none() -> pl.Expr:
    """Whether both a long and a short line of debt are stated, as zero: an explicit zero."""
    return pl.any_horizontal(
        (pl.col(long) == 0) & (pl.col(short) == 0) for long, short in _PAIRS
    ).fill_null(value=False)
