"""Three-valued answers. "Not reported" is never "no"."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """The answer of a zombie definition; stored as its text in the ``zombie*`` columns."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "n/a"


class Outcome(StrEnum):
    """What a rule says of one company. A rule on a null is UNKNOWN: it does not pass."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
