"""The kind of one instrument, and the words that decided it.

Evidence counts in this order: what the name says outright (convertible, floating, fixed), a
conversion price, a spread, a stated coupon, what such a name usually means.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from screener.debt.instrument import Kind, Range
from screener.debt.names import (
    coupon_in,
    is_bank_loan,
    is_paper,
    is_revolving,
    kind_by_name,
    year_in,
)
from screener.debt.terms import Sort, Term, rates, reference_in
from screener.debt.vocabulary import is_convertible_tag


@dataclass(frozen=True, slots=True)
class Decision:
    """What the terms and the name of an instrument come to. ``sure`` is False where the kind only
    follows from what such a name usually means."""

    kind: Kind
    evidence: str
    sure: bool = True
    spread: Range | None = None
    reference: str | None = None
    coupon: Range | None = None
    maturity: dt.date | None = None


def decide(name: str, tags: Sequence[str], terms: Sequence[tuple[int, Term]]) -> Decision:
    """Return the kind of an instrument.

    ``name``: readable. ``tags``: those of its amounts. ``terms``: with how surely they are its own
    (see ``terms.similarity``), the surest first."""
    spreads, coupons = _of(terms, Sort.SPREAD), _of(terms, Sort.COUPON)
    references = [term.reference for _, term in terms if term.reference]
    in_name = coupon_in(name)
    coupon = rates(coupons) or (Range(in_name, in_name) if in_name is not None else None)
    spread = rates(spreads)
    maturity = max((term.day for _, term in terms if term.day is not None), default=None)
    year = year_in(name)
    if maturity is None and year is not None:
        maturity = dt.date(year, 12, 31)

    def decided(kind: Kind, evidence: str, sure: bool = True) -> Decision:
        floats = kind is Kind.FLOATING
        return Decision(
            kind,
            evidence,
            sure,
            spread if floats else None,
            (references[0] if references else reference_in(name)) if floats else None,
            coupon if kind in (Kind.FIXED, Kind.CONVERTIBLE) else None,
            maturity,
        )

    said, outright = kind_by_name(name)
    if outright and said in (Kind.CONVERTIBLE, Kind.FLOATING):
        return decided(said, f"named {name!r}")
    if any(score >= 3 and term.sort is Sort.CONVERSION for score, term in terms):
        return decided(Kind.CONVERTIBLE, "a conversion price or ratio is stated")
    if any(is_convertible_tag(tag) for tag in tags) and not is_bank_loan(name) and (
        "mortgage" not in name.lower()
    ):
        return decided(Kind.CONVERTIBLE, f"stated as {next(filter(is_convertible_tag, tags))}")
    if outright and said is Kind.FIXED:
        return decided(Kind.FIXED, f"named {name!r}")
    if spreads and coupons and all(term.reference == _TREASURY for term in spreads):
        # A margin over Treasuries is for a make-whole or the next reset; until then it is fixed.
        return decided(Kind.FIXED, _rate_text("coupon", coupon))
    if spreads:
        if is_paper(name) and coupons:
            if all(term.reference is None for term in spreads):
                return decided(Kind.FIXED, _rate_text("coupon", coupon))
            return decided(Kind.UNKNOWN, "a coupon and a spread are stated of the same notes")
        if all(term.reference == _TREASURY for term in spreads):
            return decided(Kind.UNKNOWN, "a margin over Treasuries, which resets or redeems")
        return decided(Kind.FLOATING, _rate_text("spread", spread))
    if any(term.sort is Sort.DESCRIPTION and term.reference for _, term in terms):
        return decided(Kind.FLOATING, "a variable rate is described")
    if _of(terms, Sort.VARIABLE) and not is_paper(name):
        return decided(Kind.FLOATING, "it stands on the axis of variable rates")
    if is_revolving(name):
        return decided(Kind.FLOATING, f"named {name!r}", sure=False)
    if coupon is not None:
        return decided(Kind.FIXED, _rate_text("coupon", coupon))
    if said is not Kind.UNKNOWN:
        return decided(said, f"named {name!r}", sure=False)
    return decided(Kind.UNKNOWN, "no spread, coupon or telling name")


_TREASURY = "Treasury rate"


def _of(terms: Sequence[tuple[int, Term]], sort: Sort) -> list[Term]:
    """The terms of a sort that are most surely the instrument's own."""
    scored = [(score, term) for score, term in terms if term.sort is sort]
    best = max((score for score, _ in scored), default=0)
    return [term for score, term in scored if score == best]


def _rate_text(what: str, rate: Range | None) -> str:
    if rate is None:
        return what
    if rate.low == rate.high:
        return f"{what} {rate.low:.3%}"
    return f"{what} {rate.low:.3%} to {rate.high:.3%}"
