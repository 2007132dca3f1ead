"""A snapshot's standing in words: what it is, how fresh, how complete, from where, how large."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from screener.model.calendar import since
from screener.model.words import counted
from screener.present.calendar import MEMBERSHIP, relation, wrapped
from screener.present.layout import fitted, stacked
from screener.present.text import MISSING, safe
from screener.store.manifest import Manifest
from screener.store.usage import Usage

KEY_METRICS = (
    "revenue_ttm", "revenue_growth", "net_income_ttm", "market_cap", "total_debt",
    "interest_coverage", "debt_type", "zombie_oecd",
)  # fmt: skip
"""The metrics that most screens ask about."""

_INDENT = "  "
_FEW_WARNINGS = 5
_LOWEST = 5
_FRESH = 30  # days; every few weeks a wave of quarterly reports comes in
_HASH = 12  # digits told
_SCALES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a snapshot without reading its tables.

    ``day``: from which its age is counted. ``sizes``: the bytes of each table's file. ``intact``:
    whether each is what was written; None where that was not checked."""

    path: Path
    manifest: Manifest
    usage: Usage
    sizes: Mapping[str, int | None]
    day: dt.date
    intact: Mapping[str, bool] | None = None

    @property
    def damaged(self) -> list[str]:
        """Return the tables that were checked and are not what was written."""
        return [name for name, whole in (self.intact or {}).items() if not whole]

    @property
    def missed(self) -> int | None:
        """Return how many reconstitutions the holdings are older than; None without their date."""
        holdings = self.manifest.holdings_date
        return None if holdings is None else len(since(holdings, self.day))


def status_lines(
    found: Standing, *, all_warnings: bool = False, width: int | None = None
) -> list[str]:
    """Return everything about a snapshot for people; of warnings the first few, or all. What a
    terminal of ``width`` has no room for goes on below."""
    parts = (
        _snapshot(found),
        _freshness(found),
        _coverage(found.manifest),
        _unknown(found.manifest),
        _warnings(found.manifest, all_warnings=all_warnings),
        _sources(found.manifest, width),
        _disk(found),
        _integrity(found),
    )
    lines: list[str] = []
    for part in parts:
        lines += [*([""] if lines and part else []), *part]
    return fitted(lines, width)


def next_step(found: Standing) -> str:
    """Return what a person can do about the snapshot's age."""
    if found.manifest.sample:
        return "These companies are fictional; to fetch real ones: screen update"
    if found.day < found.manifest.as_of:
        return "Seen from a day before the snapshot's own: its age can't be told."
    if found.missed:
        return "The index has changed since; to fetch its holdings and filings: screen update"
    if (found.day - found.manifest.as_of).days > _FRESH:
        return "Newer filings are out; to fetch them: screen update"
    return "Fresh enough: nothing to do."


def size_text(size: int) -> str:
    """Return a number of bytes as short text: ``41.2 MB``."""
    for scale, unit in _SCALES:
        if size >= scale:
            return f"{size / scale:,.1f} {unit}"
    return counted(size, "byte")


def share_text(share: float) -> str:
    """Return a share; 100 % and 0 % only where it is exactly that."""
    text = f"{share:.1%}"
    return {"100.0%": "> 99.9%", "0.0%": "< 0.1%"}.get(text, text) if 0 < share < 1 else text


def _snapshot(found: Standing) -> list[str]:
    manifest = found.manifest
    kind = "the bundled sample: fictional companies" if manifest.sample else "of your data"
    return [
        f"Snapshot {safe(found.path.name)}, {kind}",
        *_aligned(
            (
                ("path", safe(str(found.path))),
                ("fund", safe(manifest.fund or MISSING)),
                ("holdings of", _aged(manifest.holdings_date, found.day)),
                ("as of", _aged(manifest.as_of, found.day)),
                ("newest filing", _aged(manifest.newest_filing, found.day)),
                ("created", safe(manifest.created)),
                ("schema", str(manifest.schema_version)),
            )
        ),
    ]


def _freshness(found: Standing) -> list[str]:
    said = f"{relation(found.manifest.holdings_date, found.day)} {MEMBERSHIP}"
    return [*wrapped(said), *wrapped(next_step(found))]


def _coverage(manifest: Manifest) -> list[str]:
    counts, whole = manifest.counts, manifest.counts.get("constituents", 0)
    steps = (("matched to an SEC filer", "matched"), ("with figures", "with_facts"))
    lines = [("constituents", f"{whole:,}")] if "constituents" in counts else []
    for label, name in steps:
        if name in counts:
            share = f"  {share_text(counts[name] / whole)}" if whole else ""
            lines.append((label, f"{counts[name]:,}{share}"))
    known = manifest.coverage
    lines += [(name, share_text(known[name])) for name in KEY_METRICS if name in known]
    lowest = sorted(known, key=lambda name: (known[name], name))[:_LOWEST]
    told = ", ".join(f"{safe(name)} {share_text(known[name])}" for name in lowest)
    said = f"{_INDENT}the lowest: {told} (all: screen status --table coverage)"
    last = wrapped(said, _INDENT) if lowest else []
    return ["Coverage: constituents whose figure is known", *_aligned(lines), *last]


def _unknown(manifest: Manifest) -> list[str]:
    if not manifest.reasons:
        return []
    ordered = sorted(manifest.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return ["Unknown figures by kind", *_aligned((safe(k), f"{n:,}") for k, n in ordered)]


def _warnings(manifest: Manifest, *, all_warnings: bool) -> list[str]:
    every = manifest.warnings
    if not every:
        return ["No warnings"]
    shown = every if all_warnings else every[:_FEW_WARNINGS]
    more = len(every) - len(shown)
    lines = [counted(len(every), "warning"), *(f"  {safe(warning)}" for warning in shown)]
    return [*lines, *([f"  and {more:,} more: screen status --warnings"] if more else [])]


def _sources(manifest: Manifest, width: int | None) -> list[str]:
    if not manifest.sources:
        return []
    rows = [
        (safe(one.kind), safe(one.place), one.sha256[:_HASH], safe(one.modified[:10]))
        for one in manifest.sources
    ]
    room = None if width is None else width - len(_INDENT)
    lines = [line for lines in stacked(rows, room) for line in lines]
    return ["Sources: kind, address, SHA-256, last changed", *_indented(lines)]


def _disk(found: Standing) -> list[str]:
    used = found.usage
    lines = [("this snapshot", size_text(found.usage.size))]
    for one in used.kept:
        if one.path != found.path:
            mark = " (current)" if one.current else ""
            lines.append((f"{safe(one.path.name)}{mark}", size_text(one.size)))
    if used.unfinished:
        size = size_text(used.unfinished_size)
        builds = counted(used.unfinished, "unfinished build")
        lines.append((builds, f"{size}; what was killed is removed by the next build"))
    if len(lines) > 1:
        lines.append(("all that is kept", size_text(used.total)))
    if used.fetched_files:
        lines.append((counted(used.fetched_files, "fetched file"), size_text(used.fetched)))
    if used.cached:
        lines.append(("earlier days, in the cache", size_text(used.cached)))
    return ["Disk used", *_aligned(lines)]


def _integrity(found: Standing) -> list[str]:
    if found.intact is None:
        return ["Not checked whether the tables are what was written: screen status --check"]
    if found.damaged:
        return [f"Damaged tables: {', '.join(map(safe, found.damaged))}"]
    return [f"All {counted(len(found.intact), 'table')} are what was written (SHA-256)"]


def _aged(day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return MISSING
    days = (today - day).days
    if days < 0:
        return f"{day}, in {counted(-days, 'day')}"
    return f"{day}, {'today' if days == 0 else counted(days, 'day') + ' ago'}"


def _aligned(pairs: Iterable[tuple[str, str]]) -> list[str]:
    found = list(pairs)
    width = max((len(name) for name, _ in found), default=0)
    return [f"  {name:<{width}}  {value}" for name, value in found]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"{_INDENT}{line}" for line in lines]
