"""The terms that a filing states: spreads, coupons, conversions, maturities, and whose they are.

Amounts stand at the balance-sheet day; terms stand anywhere: at the day a loan was signed, over the
year, split by a range or by reference rate. They are joined to an instrument by its members.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from screener.debt.instrument import Range
from screener.debt.names import readable
from screener.debt.vocabulary import Members, instrument_of
from screener.sources.instance import DimensionalFact, Dimensions, Instance

HIGHEST_RATE = 0.30
"""No spread or coupon is above this; a larger number is in percent, or something else."""


class Sort(StrEnum):
    """What a term says."""

    SPREAD = "spread"
    COUPON = "coupon"
    CONVERSION = "conversion"
    VARIABLE = "variable"  # it stands on the axis of variable rates
    MATURITY = "maturity"
    DESCRIPTION = "description"  # of the variable rate's basis, in words


@dataclass(frozen=True, slots=True)
class Term:
    """One stated term. ``members`` name the instrument; empty where the filing names none."""

    sort: Sort
    members: Members
    tag: str
    rate: float | None = None
    reference: str | None = None
    day: dt.date | None = None


_SPREAD = re.compile(
    r"BasisSpreadOnVariableRate|BasisSpread|InterestRateMargin|ApplicableMargin"
    r"|(?:Interest|Rate|Variable|Libor|SOFR|Sofr)\w*(?:Spread|Margin)"
)
_COUPON = re.compile(
    r"InterestRateStatedPercentage|StatedPercentage|StatedInterestRate|FixedInterestRate"
    r"|CouponRate|FixedRateOfInterest|PercentageBearingFixedInterest(?:Percentage)?Rate"
)
_NO_TERM = re.compile(
    r"Floor|Effective|Default|Commitment|Unused|Increase|Decrease|Derivative|Swap"
    r"|Cap(?:Rate|Interest)|Penalt|Redemption|LetterOfCredit|Dividend|Stock|Deposit|Receivable|Adjustment|Step|Accretion"
    r"|Discount(?!ed)|Imputed|Incremental|Lease"
)
_SKIPPED_MEMBER = re.compile(
    r"Floor|SubsequentEvent|Scenario|Forecast|ProForma|LettersOfCredit|LetterOfCredit|Predecessor"
    r"|Swap|Derivative"
)
_CONVERSION = (
    "DebtInstrumentConvertibleConversionPrice1",
    "DebtInstrumentConvertibleConversionRatio1",
)
_MATURITY = re.compile(
    r"MaturityDate(?!Desc)|ExpirationDate|MaturityMonthAndYear|MaturityYear|ExpirationMonth"
)
_BASIS = "DebtInstrumentDescriptionOfVariableRateBasis"

_REFERENCES = (
    (r"sofr|secured overnight", "SOFR"),
    (r"euribor|euro inter", "EURIBOR"),
    (r"hibor|hong kong inter", "HIBOR"),
    (r"tibor|tokyo inter", "TIBOR"),
    (r"libor|london inter|interbank offered|eurodollar|libo\b", "LIBOR"),
    (r"sonia|sterling overnight", "SONIA"),
    (r"bsby|short term bank yield", "BSBY"),
    (r"cdor|canadian dollar offered|corra|bankers? acceptance", "CDOR/CORRA"),
    (r"prime\b", "prime rate"),
    (r"federal funds|fed funds", "federal funds rate"),
    (r"base rate|alternate base|abr\b", "base rate"),
    (r"treasur|government bond|gilt", "Treasury rate"),
)


def reference_in(text: str) -> str | None:
    """Return the reference rate that a text names, or None."""
    for pattern, name in _REFERENCES:
        if re.search(rf"\b(?:{pattern})", text, re.IGNORECASE):
            return name
    return None


def terms(instance: Instance, day: dt.date) -> list[Term]:
    """Return every term in the filing that is of debt as it stood at ``day``."""
    return [term for fact in instance.facts for term in _terms_of(fact, day)]


def _terms_of(fact: DimensionalFact, day: dt.date) -> Iterator[Term]:
    if fact.end > day and (fact.start is None or fact.start > day):
        return  # agreed upon later
    if any(_SKIPPED_MEMBER.search(axis + member) for axis, member in fact.dimensions):
        return
    members, reference = instrument_of(fact.dimensions), _reference(fact.dimensions)
    if fact.value is None:
        yield from _texts(fact, members)
        return
    # "Maximum" in the tag's own name is an end of a range like any other.
    rate = _rate(fact)
    if rate is not None and not _NO_TERM.search(fact.name):
        if _SPREAD.search(fact.name):
            if rate > 0:
                yield Term(Sort.SPREAD, members, fact.name, rate, reference)
            return
        if _COUPON.search(fact.name):
            yield Term(Sort.COUPON, members, fact.name, rate, reference)
    if fact.name in _CONVERSION and fact.value > 0:
        yield Term(Sort.CONVERSION, members, fact.name)
    elif reference is not None and reference != "Treasury rate" and members:
        yield Term(Sort.VARIABLE, members, fact.name, reference=reference)


def _rate(fact: DimensionalFact) -> float | None:
    """A rate as a fraction; filers at times write percent (6.5), never above the highest rate."""
    value = fact.value
    if value is None or (fact.unit or "").split("/")[0] in ("USD", "EUR", "shares"):
        return None
    if 1 <= value <= 100 * HIGHEST_RATE:
        value /= 100
    return value if 0 <= value <= HIGHEST_RATE else None


def _texts(fact: DimensionalFact, members: Members) -> Iterator[Term]:
    text = (fact.text or "").strip()
    if not text:
        return
    if _MATURITY.search(fact.name) and (maturity := _day(text)):
        yield Term(Sort.MATURITY, members, fact.name, day=maturity)
    elif fact.name == _BASIS:
        yield Term(Sort.DESCRIPTION, members, fact.name, reference=reference_in(text))


def _day(text: str) -> dt.date | None:
    """A date, the end of a month (``2026-09``, ``--09-15`` says no year) or of a year."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text[:10])
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        day = int(match[3] or monthrange(year, month)[1])
        return dt.date(year, month, day)
    except ValueError:
        return None


def _reference(dimensions: Dimensions) -> str | None:
    for axis, member in dimensions:
        if re.search(r"VariableRate|RateType|ReferenceRate|BaseRate|InterestRateIndex", axis):
            return reference_in(readable(member)) or readable(member)
    return None


def similarity(one: Members, other: Members) -> int:
    """Return how surely two sets of members name the same instrument.

    4: they are equal; 3: ``other`` says more of it, or the same member stands on another axis; 2:
    ``other`` is a facility or a type that holds it; 0: they name different ones."""
    if not one or not other:
        return 0
    if one == other:
        return 4
    if other > one:
        return 3
    axes_one, axes_other = dict(one), dict(other)
    shared = axes_one.keys() & axes_other.keys()
    if any(axes_one[axis] != axes_other[axis] for axis in shared):
        return 0
    if shared:
        return 2
    names_one = {member for _, member in one if not _GENERIC.search(member)}
    names_other = {member for _, member in other if not _GENERIC.search(member)}
    return 3 if names_one & names_other else 0


_GENERIC = re.compile(
    r"^(?:Line|Letter)OfCredit|^(?:Secured|Unsecured|Senior|Convertible)?Debt"
    r"|^Notes?Payable|^LoansPayable"
)


def matching(found: Iterable[Term], members: Members, least: int = 2) -> list[tuple[int, Term]]:
    """Return the terms of an instrument with how surely they are its own, the surest first."""
    scored = [(similarity(members, term.members), term) for term in found]
    return sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])


def rates(found: Iterable[Term]) -> Range | None:
    """Return the range of the rates of some terms."""
    values = [term.rate for term in found if term.rate is not None]
    return Range(min(values), max(values)) if values else None
