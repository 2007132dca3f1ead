"""Three-valued answers, and why a figure is unknown. "Not reported" is never "no"."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """The answer of a zombie definition; stored as its text in the ``zombie*`` columns."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "n/a"


class DebtType(StrEnum):
    """What a company's debt is; stored as its text."""

    NONE = "none"
    FIXED = "fixed"
    FLOATING = "floating"
    CONVERTIBLE = "convertible"
    MIXED = "mixed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "n/a"


DEBT_KINDS = (DebtType.FLOATING.value, DebtType.FIXED.value, DebtType.CONVERTIBLE.value)
"""The kinds that a company's debt is shared among as far as it is known."""


class Outcome(StrEnum):
    """What a rule says of one company. A rule on a null is UNKNOWN: it does not pass."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Unknown(StrEnum):
    """Why a figure is unknown, in one of a few kinds; a reason's text says the particulars."""

    NOT_REPORTED = "not reported"
    STALE = "stale"
    OTHER_CURRENCY = "other currency"
    OTHER_STANDARD = "other standard"  # IFRS
    BASIS_CHANGED = "basis changed"
    TOO_SHORT = "too short"
    CONFLICTING = "conflicting"
    DEGENERATE = "degenerate"
    NOT_MEANINGFUL = "not meaningful"  # for a bank or an insurer
    NO_PRICE = "no price"
    NO_FACTS = "no facts"  # none at hand: not matched, no file, nothing filed by the day


class Note(StrEnum):
    """What must be known of a figure that is not simply as reported."""

    DERIVED = "derived"  # computed from other lines than the one that bears its name
    PROXY = "proxy"  # another line stands in for it
    FLAGGED = "flagged"  # the filings contradict it in part
