"""Whose companies a universe holds and whose facts, in words."""

from __future__ import annotations

from screener.present.age import day_text
from screener.present.text import safe
from screener.store.manifest import Manifest


def membership(manifest: Manifest) -> str:
    """Return whose holdings of which day a universe is: ``"iShares Russell 2000 ETF, holdings of
    5 May 2026"``, or what else says who is in it."""
    if manifest.membership:
        return safe(manifest.membership)
    if manifest.sample:
        return "sample data: fictional companies"
    fund = safe(manifest.fund) if manifest.fund else "a fund that its file does not name"
    held = manifest.holdings_date
    return f"{fund}, holdings of {day_text(held) if held else 'an unknown day'}"


def facts_of(manifest: Manifest, snapshot: str) -> str:
    """Return whose facts they are, of the snapshot of this name."""
    if manifest.facts_until is None:
        return f"snapshot {safe(snapshot)}"
    return f"facts filed by {day_text(manifest.as_of)}, of snapshot {safe(snapshot)}"


def moment_lines(manifest: Manifest, snapshot: str) -> list[str]:
    """Return both, where another day or other companies than the snapshot's were asked for; else
    nothing."""
    if manifest.facts_until is None:
        return []
    missing = f"; {safe(manifest.missing)}" if manifest.missing else ""
    return [f"membership: {membership(manifest)}{missing}", facts_of(manifest, snapshot)]
