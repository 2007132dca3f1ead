"""The marks that say in one cell what a colour would say: nothing is told by hue alone."""

from __future__ import annotations

from screener.model.verdict import Outcome
from screener.present.text import UNKNOWN

CURSOR = "▸"
PASS = "✓"
FAIL = "✗"
OFF = "·"
BEST = "◆"

OUTCOMES = {Outcome.PASS: PASS, Outcome.FAIL: FAIL, Outcome.UNKNOWN: UNKNOWN}
"""What a rule, or a whole screen, says of a company."""
