"""The marks that stand beside colours, so that nothing is told by hue alone."""

from __future__ import annotations

from screener.model.verdict import Outcome

CURSOR = "▸"
ZOMBIE = "†"
PASS = "✓"
FAIL = "✗"
UNKNOWN = "?"
OFF = "·"
NOTED = "*"
MARKED = "●"
WATCHED = "★"
BEST = "◆"

OUTCOMES = {Outcome.PASS: PASS, Outcome.FAIL: FAIL, Outcome.UNKNOWN: UNKNOWN}
OUTCOME_STYLES = {
    Outcome.PASS: "bold $success",
    Outcome.FAIL: "bold $warning",
    Outcome.UNKNOWN: "bold",
}
