"""What the debt room talks about: a kind of rate, the terms of an instrument, the instrument."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the contract says of the rate; hedges don't change it."""

    FLOATING = "floating"
    FIXED = "fixed"
    CONVERTIBLE = "convertible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Range:
    """A rate as a fraction: one value, or the two ends that the filing gives."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Instrument:
    """One loan, note or facility with a balance at the balance-sheet date.

    ``name`` is for people; ``member`` is what the filing calls it (members by axis, or empty).
    ``amount``: carrying amount, else principal, in whole ``currency`` units; ``principal``: the
    gross amount owed where the filing gives it, else None. ``spread`` over ``reference`` or
    ``coupon``: fractions a year. ``maturity``: the last day, or 31 December where only the year is
    known. ``evidence``: the words, tag or member that decided ``kind``; ``tag``: of the amount.
    ``sure`` is False where the kind is only what such a name usually means.
    """

    name: str
    member: str
    amount: float
    kind: Kind
    evidence: str
    tag: str
    principal: float | None = None
    currency: str = "USD"
    spread: Range | None = None
    reference: str | None = None
    coupon: Range | None = None
    maturity: dt.date | None = None
    sure: bool = True

    @property
    def owed(self) -> float:
        """The principal where it is known, else the carrying amount: shares are of this."""
        return self.amount if self.principal is None else self.principal
