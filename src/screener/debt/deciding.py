"""The kind of one instrument, and the words that decided it.

Evidence counts in this order: what the name says outright (convertible, floating, fixed), a
conversion price, a spread, a stated coupon, what such a name usually means.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
    spreads = _of(terms, Sort.SPREAD)
    main = [term for term in spreads if term.reference not in _BESIDE]
    spread, coupon = rates(main or spreads), rates(_of(terms, Sort.COUPON))
    coupon = coupon or coupon_in(name)
    references = [term.reference for _, term in terms if term.reference]
    references.sort(key=_BESIDE.__contains__)  # stable: the rate itself before the alternatives
    maturity = max((term.day for _, term in terms if term.day is not None), default=None)
    year = year_in(name)
    if maturity is None and year is not None:
        maturity = dt.date(year, 12, 31)
    verdict = (
        _outright(name, tags, terms)
        or _by_spread(name, terms, spread, coupon)
        or _otherwise(name, terms, coupon)
    )
    floats = verdict.kind is Kind.FLOATING
    return Decision(
        verdict.kind,
        verdict.evidence,
        verdict.sure,
        spread if floats else None,
        (references[0] if references else reference_in(name)) if floats else None,
        coupon if verdict.kind in (Kind.FIXED, Kind.CONVERTIBLE) else None,
        maturity,
    )


class _Verdict(NamedTuple):
    kind: Kind
    evidence: str
    sure: bool = True


def _outright(name: str, tags: Sequence[str], terms: Sequence[tuple[int, Term]]) -> _Verdict | None:
    """What the name says outright, a conversion price or the tag of the amount."""
    said, outright = kind_by_name(name)
    if outright and said in (Kind.CONVERTIBLE, Kind.FLOATING):
        return _Verdict(said, f"named {name!r}")
    if any(score >= 3 and term.sort is Sort.CONVERSION for score, term in terms):
        return _Verdict(Kind.CONVERTIBLE, "a conversion price or ratio is stated")
    convertible = next(filter(is_convertible_tag, tags), None)
    if convertible and not is_bank_loan(name) and "mortgage" not in name.lower():
        return _Verdict(Kind.CONVERTIBLE, f"stated as {convertible}")
    return _Verdict(Kind.FIXED, f"named {name!r}") if outright and said is Kind.FIXED else None


def _by_spread(
    name: str, terms: Sequence[tuple[int, Term]], spread: Range | None, coupon: Range | None
) -> _Verdict | None:
    """What a spread says: floating, unless it is over Treasuries or of notes with a coupon."""
    spreads, coupons = _of(terms, Sort.SPREAD), _of(terms, Sort.COUPON)
    if not spreads:
        return None
    over_treasuries = all(term.reference == _TREASURY for term in spreads)
    unnamed = is_paper(name) and all(term.reference is None for term in spreads)
    if coupons and (over_treasuries or unnamed):
        # A margin over Treasuries is for a make-whole or the next reset; until then it is fixed.
        return _Verdict(Kind.FIXED, _rate_text("coupon", coupon))
    if coupons and is_paper(name):
        return _Verdict(Kind.UNKNOWN, "a coupon and a spread are stated of the same notes")
    if over_treasuries:
        return _Verdict(Kind.UNKNOWN, "a margin over Treasuries, which resets or redeems")
    return _Verdict(Kind.FLOATING, _rate_text("spread", spread))


def _otherwise(name: str, terms: Sequence[tuple[int, Term]], coupon: Range | None) -> _Verdict:
    """A described or referenced variable rate, a coupon, what such a name usually means."""
    if any(term.sort is Sort.DESCRIPTION and term.reference for _, term in terms):
        return _Verdict(Kind.FLOATING, "a variable rate is described")
    if _of(terms, Sort.VARIABLE) and not is_paper(name):
        return _Verdict(Kind.FLOATING, "it stands on the axis of variable rates")
    if is_revolving(name):
        return _Verdict(Kind.FLOATING, f"named {name!r}", sure=False)
    if coupon is not None:
        return _Verdict(Kind.FIXED, _rate_text("coupon", coupon))
    said, _ = kind_by_name(name)
    if said is not Kind.UNKNOWN:
        return _Verdict(said, f"named {name!r}", sure=False)
    return _Verdict(Kind.UNKNOWN, "no spread, coupon or telling name")


_BESIDE = ("base rate", "prime rate", "federal funds rate")
"""What a loan may also be drawn at, with a margin of its own: an alternative to the term rate."""

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
