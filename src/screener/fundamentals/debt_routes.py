"""Total debt at a balance-sheet date, by the first complete route; never summed across routes.

1. noncurrent + current long-term debt (or all current debt) + short-term borrowings
2. the balance sheet's two lines that hold debt and finance leases together + short-term borrowings
3. long-term debt including its current part (often a note's figure) + short-term borrowings
4. other tags that hold debt and finance leases together
5. the combined amount of a debt note
6. the sum of the components: notes, loans, secured, unsecured, senior, subordinated, credit lines,
   advances; current parts alone are no total

Convertibles that stand outside the lines of routes 1 and 3 are added once; finance leases are added
once (routes 2 and 4 hold them already), operating leases never. An absent tag is never a zero:
without any debt tag at the date, total debt is unknown."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.fundamentals.concepts import DEBT_TAGS


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


def _routes() -> tuple[_Item, ...]:
    split = _first(
        _NONCURRENT.plus(_tag("DebtCurrent")).where(_tag("DebtCurrent").value.is_not_null()),
        _NONCURRENT.plus(_CURRENT).plus(_SHORT).where(_CURRENT.value.is_not_null()),
        _NONCURRENT.plus(_OTHER_CURRENT).plus(_SHORT).where(_LONG_TERM.value.is_null()),
    )
    leased = _tag("LongTermDebtAndCapitalLeaseObligations")
    leased_current = _tag("LongTermDebtAndCapitalLeaseObligationsCurrent")
    whole = _LONG_TERM.plus(_SHORT)
    with_leases = _first(
        _tag("DebtAndCapitalLeaseObligations"),
        leased.plus(_first(_tag("DebtCurrent"), _any_of(leased_current, _SHORT))),
        _tag("LongTermDebtAndCapitalLeaseObligationsIncludingCurrentMaturities").plus(_SHORT),
    )
    combined = _tag("DebtLongtermAndShorttermCombinedAmount")
    return (
        split.plus(_outside(split)).plus(_LEASES),
        leased.plus(leased_current).plus(_SHORT).where(leased_current.value.is_not_null()),
        whole.plus(_CONVERTIBLES.where(_CONVERTIBLES.value > _LONG_TERM.value)).plus(_LEASES),
        with_leases,
        combined.plus(_LEASES),
        _COMPONENTS.plus(_LEASES).where(_some_long_part()),
    )


def _some_long_part() -> pl.Expr:
    """Whether a component beyond the current ones is there: a current part alone is no total."""
    long = (tag for tag in DEBT_TAGS if not tag.endswith("Current") and tag not in _SHORT_TAGS)
    return pl.any_horizontal(pl.col(tag).is_not_null() for tag in long if "Lease" not in tag)


def total_debt(known: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """Return total debt at the given dates: cik, end, value, operands, route (from 1).

    ``dates``: cik, end. Dates without a complete route have no row.
    """
    facts = (
        known.lazy()
        .filter(pl.col("unit") == "USD", pl.col("start").is_null(), pl.col("tag").is_in(DEBT_TAGS))
        .filter(pl.col("value") >= 0)
        .join(dates.lazy().unique(), on=["cik", "end"], how="semi")
        .select("cik", "end", "tag", "value", "id")
        .collect()
    )
    wide = facts.pivot("tag", index=["cik", "end"], values=["value", "id"], on_columns=DEBT_TAGS)
    wide = wide.rename({f"value_{tag}": tag for tag in DEBT_TAGS}).rename(
        {f"id_{tag}": f"id:{tag}" for tag in DEBT_TAGS}
    )
    routes = _routes()
    numbered = wide.select(
        "cik",
        "end",
        *(route.value.alias(f"value:{n}") for n, route in enumerate(routes, 1)),
        *(route.ids.alias(f"ids:{n}") for n, route in enumerate(routes, 1)),
    )
    numbers = range(1, len(routes) + 1)
    chosen = pl.coalesce(pl.when(pl.col(f"value:{n}").is_not_null()).then(n) for n in numbers)
    value = pl.coalesce(pl.col(f"value:{n}") for n in numbers)
    return numbered.select(
        "cik",
        "end",
        value=value,
        operands=pl.coalesce(pl.col(f"ids:{n}") for n in numbers),
        route=chosen,
    ).filter(pl.col("value").is_not_null())
