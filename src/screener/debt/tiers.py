"""The tiers of evidence for a type of debt in words; docs/debt.md says what each one reads."""

from __future__ import annotations

import re

TIERS = {
    "A": "its instruments, reconciled with the balance sheet",
    "B": "shares that the filing states for the whole company",
    "C": "lines of the balance sheet",
}
_TIER = re.compile(r"\bevidence ([A-C])\b")


def with_tier(reason: str) -> str:
    """Return a stored reason of a type of debt with a word for the letter of its evidence."""
    return _TIER.sub(lambda found: f"{found[0]} ({TIERS[found[1]]})", reason)
