"""The marks that stand beside colours, so that nothing is told by hue alone."""

from __future__ import annotations

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
