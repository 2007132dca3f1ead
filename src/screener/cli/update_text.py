"""What an update came to, for people: what was fetched, what changed, how complete it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screener.build.summary import counts, left_out, warnings
from screener.cli.diff import compare
from screener.cli.diff_text import in_brief
from screener.cli.streams import emit_lines, tell
from screener.cli.width import page_width
from screener.errors import SnapshotError
from screener.files import path_text
from screener.model.words import counted
from screener.present.age import clock
from screener.present.status import share_text, size_text
from screener.screening.universe import open_universe

if TYPE_CHECKING:
    from screener.build import Built
    from screener.model.screen import Screen
    from screener.store.snapshot import Snapshot
    from screener.update import Fetched

_TOLD = ("revenue_growth", "profitable", "market_cap", "debt_type", "interest_coverage")
"""The metrics whose coverage is told: of each kind one. `screen status` has them all."""


def fetched_lines(event: Fetched) -> list[str]:
    """Return what went over the network."""
    return [
        f"holdings: {event.holdings}",
        f"fetched: {counted(event.requests, 'request')}, {size_text(event.received)} in "
        f"{clock(event.seconds)}; {counted(event.settled, 'company', 'companies')} looked at",
    ]


def built_lines(event: Built, before: Snapshot | None) -> list[str]:
    """Return how many companies there are, how much of them is known, and what to know of it."""
    was = {} if before is None or before.manifest.sample else before.manifest.coverage
    return [
        *counts(event.report),
        "known of the companies",
        *(_coverage(name, event.report.coverage[name], was.get(name)) for name in _TOLD),
        *left_out(event.report),
        *warnings(event.report),
        f"snapshot: {path_text(event.snapshot.path)}",
    ]


def _coverage(name: str, share: float, was: float | None) -> str:
    changed = was is not None and share_text(was) != share_text(share)
    before = f" (was {share_text(was)})" if changed and was is not None else ""
    return f"  {name:<25} {share_text(share):>8}{before}"


def changes(before: Snapshot | None, after: Snapshot, screen: Screen, name: str) -> None:
    """Write to stdout what changed in the screen, the index and the filings since the snapshot that
    was current; nothing where there was none."""
    if before is None or before.manifest.sample:
        return
    try:
        was, now = open_universe(before.path), open_universe(after.path)
        lines = in_brief(compare(was, now, screen, name, None), page_width())
    except SnapshotError as error:
        tell(f"what changed can't be told: {str(error).splitlines()[0]}")
    else:
        emit_lines(lines)


def up_to_date(snapshot: Snapshot, fetched: Fetched | None) -> list[str]:
    """Return that no file changed, and what could not be had."""
    doubts = [] if fetched is None else fetched.warnings
    what = "Nothing new was to be had" if doubts else "Nothing has changed"
    return [
        *(f"warning: {text}" for text in doubts),
        f"{what}: the snapshot as of {snapshot.manifest.as_of} stays current.",
        f"snapshot: {path_text(snapshot.path)}",
    ]
