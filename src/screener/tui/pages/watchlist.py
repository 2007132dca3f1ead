"""The watchlist as lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from screener.model.metric import METRICS
from screener.model.screen import ZOMBIE
from screener.model.verdict import Answer, Outcome
from screener.present.text import MISSING, format_value, safe
from screener.tui import glyphs
from screener.tui.widgets.columns import fit
from screener.watchlist.standing import WatchLine

_TICKER, _GROWTH, _ZOMBIE = 7, 9, 6


def watchlist_head(width: int) -> Content:
    """Return the titles over :func:`watchlist_line`."""
    name = _name_width(width)
    parts = [fit("Ticker", _TICKER), fit("Name", name) if name else ""]
    parts += [" ", fit("Growth", _GROWTH, right=True), fit("Zombie", _ZOMBIE), "Note"]
    return Content.styled(fit("  ".join(part for part in parts if part), width), "bold")


def watchlist_line(line: WatchLine, width: int, place: str) -> Content:
    """Return an entry on one line: what its company is now, and the beginning of its note.

    ``place``: where it should be, such as "in this snapshot"."""
    entry, row = line.entry, line.row
    named = _name_width(width)
    name = safe(str(row["name"] or "") if row is not None else entry.name)
    ticker = safe(str(row["ticker"] or "") if row is not None else entry.ticker)
    parts: list[Content | str | tuple[str, str]] = [
        (fit(ticker or MISSING, _TICKER), "bold $accent")
    ]
    if named:
        parts.append(f"  {fit(name, named)}")
    if row is None or line.outcome is None:
        parts.append((f"  {fit(f'not {place}', 1 + 2 + _GROWTH + 2 + _ZOMBIE)}", "italic $warning"))
    else:
        growth = format_value(METRICS["revenue_growth"], row["revenue_growth"])
        zombie = format_value(METRICS[ZOMBIE], row[ZOMBIE])
        mark = f"{glyphs.ZOMBIE} " if row[ZOMBIE] == Answer.YES.value else ""
        parts += [
            Content("  "),
            (glyphs.OUTCOMES[line.outcome], glyphs.OUTCOME_STYLES[line.outcome]),
            Content(f"  {fit(growth, _GROWTH, right=True)}  "),
            (fit(mark + zombie, _ZOMBIE), "$warning" if mark else ""),
        ]
    used = _TICKER + (2 + named if named else 0) + 2 + 1 + 2 + _GROWTH + 2 + _ZOMBIE + 2
    parts.append(Content(f"  {fit(safe(entry.note), max(width - used, 0))}"))
    return Content.assemble(*parts)


def note_in_full(line: WatchLine, place: str) -> str:
    """Return what there is no room for in a line."""
    since = f" since {line.entry.added}" if line.entry.added is not None else ""
    gone = f", not {place}" if line.row is None else ""
    note = f": {safe(line.entry.note)}" if line.entry.note else ""
    return f"{safe(line.entry.label)}{gone}, on the watchlist{since}{note}"


def summary(lines: Sequence[WatchLine]) -> str:
    """Return how many there are and how many pass."""
    passing = sum(line.outcome is Outcome.PASS for line in lines)
    return f"Watchlist · {len(lines):,} · {passing:,} pass" if lines else "Watchlist"


def _name_width(width: int) -> int:
    return max(14, min(width // 4, 34)) if width >= 60 else 0
