"""The marks that stand beside colours, so that nothing is told by hue alone."""

from __future__ import annotations

from screener.model.verdict import Outcome
from screener.present.marks import BEST, CURSOR, FAIL, OFF, OUTCOMES, PASS
from screener.present.text import UNKNOWN

__all__ = ["BEST", "CURSOR", "FAIL", "MARKED", "NOTED", "OFF", "OUTCOMES", "OUTCOME_STYLES"]
__all__ += ["PASS", "UNKNOWN", "WATCHED", "ZOMBIE"]

ZOMBIE = "†"
NOTED = "*"
MARKED = "●"
WATCHED = "★"

OUTCOME_STYLES = {
    Outcome.PASS: "bold $success",
    Outcome.FAIL: "bold $warning",
    Outcome.UNKNOWN: "bold",
}
