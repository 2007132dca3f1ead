"""What changed since the snapshot before, as lines of a list; and how to get to a company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from screener.model.verdict import Outcome
from screener.model.words import counted
from screener.present.age import day_text
from screener.present.changes import ARROW, filing_change, left_out, rule_change, unknown_changes
from screener.present.text import MISSING, safe
from screener.screening.compile import OUTCOME, seen
from screener.screening.diff import Diff, diff
from screener.screening.earlier import earlier_universe
from screener.screening.moves import Move
from screener.screening.universe import Row
from screener.store.manifest import Manifest
from screener.tui import glyphs
from screener.tui.state.session import Session, row_of

Identity = tuple[int | None, str | None, str | None]
"""A company as a list names it: cik, ticker, name."""


@dataclass(frozen=True, slots=True)
class Line:
    """A company: a mark of what the screen says now, its ticker and name, and what changed.

    ``words`` are a line for each rule. ``identity`` is that of its row in the universe of now."""

    mark: str
    ticker: str
    name: str
    words: str
    identity: Identity


@dataclass(frozen=True, slots=True)
class Section:
    """Companies that changed in one way."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What the window shows. ``title`` names the two days; ``head`` are lines of text above the
    ``sections``, of which there are none where there is nothing to compare with."""

    title: str
    head: tuple[str, ...]
    sections: tuple[Section, ...]


def changes(session: Session) -> Changes:
    """Compare the session's universe with that of the snapshot before, as its screen sees both.

    Opens the earlier snapshot, which takes time. Raise :class:`screener.errors.ScreenerError` where
    a table of the session's own snapshot is damaged or the folder can't be listed."""
    earlier = earlier_universe(session.universe)
    skipped = tuple(f"Left aside: {safe(text)}." for text in earlier.skipped)
    if earlier.universe is None:
        return Changes("", (*skipped, *_nothing_before(session, aside=bool(skipped))), ())
    found = diff(earlier.universe, session.universe, session.screen)
    before, now = earlier.universe.snapshot.manifest, session.universe.snapshot.manifest
    built = before.as_of == now.as_of and before.holdings_date == now.holdings_date
    count = found.counts
    unknown = unknown_changes(count.became_unknown, count.became_failing)
    # The header counts rows: say why these are fewer.
    once = ", share classes counted once" if session.result.total != count.companies else ""
    head = (
        f"From  {_dates(before, built=built)}",
        f"To    {_dates(now, built=built)}",
        f"{session.preset_label}: {count.passed_before:,} of"
        f" {counted(count.companies_before, 'company', 'companies')} passed,"
        f" {count.passed:,} of {count.companies:,} pass now{once}",
        *([unknown] if unknown else []),
        *([f"{aside[:1].upper()}{aside[1:]}."] if (aside := left_out(found.left_out)) else []),
        *skipped,
    )
    days = f"{day_text(before.as_of)} {ARROW} {day_text(now.as_of)}"
    return Changes(days, head, _sections(found))


def company_of(session: Session, identity: Identity) -> Row | None:
    """Return the company of a line as the session sees it; None where its universe has it not."""
    everyone = seen(session.universe.metrics, session.screen)
    position = row_of(everyone, identity)
    return None if position is None else everyone.row(position, named=True)


def _nothing_before(session: Session, *, aside: bool) -> tuple[str, ...]:
    if session.is_sample:
        first = "These are the fictional companies of the sample, which is a single snapshot."
    elif aside:
        first = "No other earlier snapshot is there to compare with."
    else:
        first = "There is no snapshot of an earlier day to compare this one with."
    return (
        first,
        "Each update keeps the snapshots that were there. Update again when there are new filings"
        " or holdings (u here, or screen update), then d says what changed.",
    )


def _sections(found: Diff) -> tuple[Section, ...]:
    return (
        Section("Newly pass", tuple(move_line(move, "new in the index") for move in found.entered)),
        Section("No longer pass", tuple(move_line(move, "left the index") for move in found.left)),
        Section("New in the index", tuple(_listed(found.added, here=True))),
        Section("Left the index", tuple(_listed(found.removed, here=False))),
        Section("New filings", tuple(_filed(found.filings))),
    )


def move_line(move: Move, otherwise: str) -> Line:
    """Return a company that came into the screen or left it, with the rules that changed;
    ``otherwise`` where that is for the index alone."""
    words = "\n".join(
        rule_change(change.label, change.threshold_text, change.values, change.reason)
        for change in move.changes
    )
    mark = glyphs.OUTCOMES[move.now] if move.now else glyphs.OFF
    return _line(mark, (move.cik, move.ticker, move.name), words or otherwise)


def _listed(frame: pl.DataFrame, *, here: bool) -> Iterable[Line]:
    for row in frame.iter_rows(named=True):
        mark = glyphs.OUTCOMES[row[OUTCOME]] if here else glyphs.OFF
        words = safe(row["sector"] or "")
        if not here and row[OUTCOME] == Outcome.PASS.value:
            words += " · passed"
        yield _line(mark, (row["cik"], row["ticker"], row["name"]), words)


def _filed(frame: pl.DataFrame) -> Iterable[Line]:
    for row in frame.iter_rows(named=True):
        words = filing_change(
            row["filed_before"], row["filed"], row["period_end_before"], row["period_end"]
        )
        yield _line(glyphs.OUTCOMES[row[OUTCOME]], (row["cik"], row["ticker"], row["name"]), words)


def _line(mark: str, identity: Identity, words: str) -> Line:
    _, ticker, name = identity
    return Line(mark, safe(ticker or MISSING), safe(name or MISSING), words, identity)


def _dates(manifest: Manifest, *, built: bool) -> str:
    held = manifest.holdings_date
    parts = [f"holdings {day_text(held) if held else 'of an unknown day'}"]
    parts.append(f"as of {day_text(manifest.as_of)}")
    parts += [f"built {safe(manifest.created)}"] if built else []
    return " · ".join(parts)
