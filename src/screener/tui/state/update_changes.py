"""What an update changed: its snapshot beside the one that was current before, in short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from screener import paths
from screener.errors import SnapshotError
from screener.model.words import counted
from screener.present.age import day_text
from screener.present.changes import ARROW
from screener.present.text import MISSING, safe
from screener.screening.diff import diff
from screener.screening.earlier import another_fund
from screener.screening.universe import Universe, open_universe
from screener.store.places import current_snapshot
from screener.tui.state.changes import Line, move_line
from screener.tui.state.session import Session

_MOVERS = 5
_NAMED = 5  # companies that entered or left the index


@dataclass(frozen=True, slots=True)
class Before:
    """The universe that was current before; None where there was none, or for the reason ``why``
    none that can be compared."""

    universe: Universe | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Short:
    """What changed: ``lines`` of text under a ``title``, the first companies that newly pass the
    screen, and how many ``more`` there are. ``kept``: whether the snapshot before is there still,
    so that all can be shown. Without a title there is nothing to compare, for the reason that the
    lines say."""

    title: str = ""
    lines: tuple[str, ...] = ()
    movers: tuple[Line, ...] = ()
    more: int = 0
    kept: bool = False


def universe_before() -> Before:
    """Return what the data folder's current snapshot holds.

    It is read now: once there is a newer one, the old one may be removed."""
    try:
        path = current_snapshot(paths.data_dir())
        if path is None:
            return Before()
        universe = open_universe(path)
        _ = universe.companies
    except SnapshotError as error:
        return Before(None, str(error).splitlines()[0])
    return Before(universe)


def in_short(session: Session, before: Before) -> Short:
    """Compare the session's universe with the one before, as its screen sees both.

    Raise :class:`screener.errors.SnapshotError` where a table of the session's own is damaged."""
    was, now = before.universe, session.universe
    if was is None:
        return Short(lines=_not_compared(before.why))
    if another_fund(was.snapshot, now.snapshot):
        return Short(lines=_not_compared(f"it holds another fund, {was.snapshot.manifest.fund}"))
    found = diff(was, now, session.screen)
    count, filed = found.counts, found.filings.height
    manifest = was.snapshot.manifest
    day = day_text(manifest.as_of)
    if manifest.as_of == now.snapshot.manifest.as_of:
        day += f", built {safe(manifest.created)}"
    return Short(
        title=f"What changed since {day}",
        lines=(
            f"Index: {count.companies_before:,} {ARROW} {count.companies:,} companies,"
            f" {_who(found.added, 'entered')}, {_who(found.removed, 'left')}",
            f"New filings: {counted(filed, 'company', 'companies')}",
            f"{session.preset_label}: {count.passed_before:,} {ARROW} {count.passed:,} pass,"
            f" {len(found.entered):,} newly, {len(found.left):,} no longer",
        ),
        movers=tuple(move_line(move, "new in the index") for move in found.entered[:_MOVERS]),
        more=max(0, len(found.entered) - _MOVERS),
        kept=was.snapshot.path.is_dir(),
    )


def _not_compared(why: str) -> tuple[str, ...]:
    return (f"The snapshot before is not compared: {safe(why)}.",) if why else ()


def _who(listed: pl.DataFrame, word: str) -> str:
    """``"3 entered (ABC, DEF, GHI)"``: of many the first few."""
    names: Sequence[str] = [
        safe(ticker or name or MISSING)
        for ticker, name in listed.select("ticker", "name").head(_NAMED).iter_rows()
    ]
    more = ", …" if listed.height > _NAMED else ""
    return f"{listed.height:,} {word}" + (f" ({', '.join(names)}{more})" if names else "")
