"""``screen diff FROM [TO]``: what entered and left a screen and the index in between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli.criteria import build_screen
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions
from screener.cli.options import ScreenOptions, given_path
from screener.cli.output import OutputOptions, deliver
from screener.cli.sides import (
    is_one_snapshot,
    is_same,
    root_of,
    same_sides,
    snapshot_of,
    universe_of,
)
from screener.cli.streams import tell
from screener.cli.width import page_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screener.model.screen import Screen
    from screener.screening.diff import Diff
    from screener.screening.index_changes import IndexChanges
    from screener.screening.universe import Universe
    from screener.sources.holdings import Holdings

TableName = Literal["screen", "index", "weights", "filings", "counts"]

_OF_ROWS = ("--sort", "--columns", "--limit", "--unknown")
"""The screen's options about the rows that it shows: a comparison has other rows."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two universes, the screen that sees both, and what changed.

    ``title`` is the screen's; ``larger`` are the holdings of the fund of the larger index, where
    they were given."""

    before: Universe
    after: Universe
    screen: Screen
    title: str
    diff: Diff
    index: IndexChanges
    larger: Holdings | None


@takes(options=ScreenOptions, moment=MomentOptions, to=OutputOptions)
def diff(
    since: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            help="A snapshot's folder, or its name in the data folder, of which the beginning is "
            "enough; a day (the facts of TO as known then); or a holdings file (CSV, or a fund's "
            "N-PORT report).",
        ),
    ],
    options: ScreenOptions,
    moment: MomentOptions,
    to: OutputOptions,
    until: Annotated[
        str | None,
        typer.Argument(metavar="TO", help="The same; the current snapshot where it is left out."),
    ] = None,
    table: Annotated[
        TableName | None,
        typer.Option("--table", help="One of the tables in full; none given: all, in short."),
    ] = None,
    iwb: Annotated[
        Path | None,
        typer.Option(
            "--iwb",
            metavar="FILE",
            parser=given_path,
            help="Holdings of the fund of the larger index, IWB for the Russell 1000 (CSV, or its "
            "N-PORT report): who left for it was promoted.",
        ),
    ] = None,
) -> None:
    """Say what entered and left a screen, and the index, between two snapshots or days."""
    screen = build_screen(options)
    named = [*options.files(), *moment.files(), *([iwb] if iwb is not None else [])]
    # What can't be written is told before the work.
    to.chosen("text", *named, Path(since), Path(until or since))

    from screener.cli.diff_tables import about, tables
    from screener.cli.diff_text import in_full, in_short

    before, after = _universes(since, until, options.snapshot, moment)
    larger = _larger(iwb, before, after)
    title = options.screen_name
    found = compare(before, after, screen, title, larger)

    def lines() -> list[str]:
        width = page_width(output=to.output)
        return in_short(found, width) if table is None else in_full(found, width, table)

    deliver(
        tables(found),
        to,
        about(found),
        only=table,
        lines=lines,
        created=after.snapshot.manifest.created,
    )
    heading = table is None and to.chosen("text") == "text" and to.output is None
    tell(*_messages(found, options, heading=heading))


def _universes(
    since: str, until: str | None, snapshot: Path | None, moment: MomentOptions
) -> tuple[Universe, Universe]:
    """Open both; a day that no snapshot bears is one of the later side's snapshot.

    Raise :class:`screener.errors.UsageError` where they can't be compared."""
    from screener.errors import UsageError
    from screener.screening.universe import open_universe

    if until is not None and snapshot is not None and is_one_snapshot(snapshot):
        raise UsageError(
            "TO and --snapshot both say which snapshot is the later one",
            next_step="Give one of the two; --snapshot may be a data folder beside TO.",
        )
    if until is not None and moment.as_of is not None:
        raise UsageError(
            "TO and --as-of both say which day is the later one", next_step="Give one of the two."
        )
    root = root_of(snapshot)
    named = None if until is None else snapshot_of(until, root)
    base = named or open_universe(snapshot)
    if until is None:
        after = moment.opened(base)
    else:
        after = named or universe_of(until, root, base, moment)
    before = universe_of(since, root, base, MomentOptions(None, moment.holdings, moment.membership))
    if is_same(before, after):
        raise same_sides(since, until or moment.holdings, after)
    was, now = before.snapshot, after.snapshot
    if was.manifest.sample != now.manifest.sample:
        one = "FROM" if was.manifest.sample else "TO"
        raise UsageError(
            f"{one} is the sample of fictional companies, the other is real",
            next_step="Give two real snapshots. To make one: screen update",
        )
    return before, after


def _larger(iwb: Path | None, before: Universe, after: Universe) -> Holdings | None:
    if iwb is None:
        return None

    from screener.errors import UsageError
    from screener.sources.fund import read_fund

    larger = read_fund(iwb)
    if larger.fund and larger.fund in (before.snapshot.manifest.fund, after.snapshot.manifest.fund):
        raise UsageError(
            f"these are the holdings of {larger.fund}, the fund that is compared",
            where=f"--iwb {iwb}",
            next_step="Give those of the fund of the larger index.",
        )
    if larger.securities is None:
        return larger
    from screener.build.report_members import lent

    return lent(larger, before)


def compare(
    before: Universe, after: Universe, screen: Screen, title: str, larger: Holdings | None
) -> Comparison:
    """Return what changed from one universe to the other, as ``screen`` sees both."""
    from screener.screening import diff as screening
    from screener.screening.index_changes import index_changes, with_promoted

    index = index_changes(before, after, screen)
    if larger is not None:
        index = with_promoted(index, larger.constituents)
    return Comparison(
        before, after, screen, title, screening.diff(before, after, screen), index, larger
    )


def _messages(found: Comparison, options: ScreenOptions, *, heading: bool) -> Sequence[str]:
    """Return what a reader must know; which snapshots these are where no ``heading`` says it."""
    from screener.cli.diff_text import side
    from screener.screening.compile import not_listed, not_there

    was, now = found.before.snapshot.manifest, found.after.snapshot.manifest
    lines = [
        f"{word}: {manifest.missing}"
        for word, manifest in (("from", was), ("to", now))
        if manifest.missing
    ]
    if not heading:
        sides = {"from": found.before, "to": found.after}
        lines += [f"{word} {' · '.join(side(universe))}" for word, universe in sides.items()]
    if (was.as_of, was.created) > (now.as_of, now.created):
        lines.append("FROM is the later one: what entered here did leave, and the other way round")
    if was.fund and now.fund and was.fund != now.fund:
        lines.append(
            f"two funds, {was.fund} and {now.fund}: whoever is only in one of them was not "
            "therefore added or removed"
        )
    if not found.index.renames_known:
        lines.append(_told_by_names(found))
    if ignored := [name for name in options.given() if name in _OF_ROWS]:
        lines.append(f"{', '.join(ignored)}: of no effect on a comparison")
    everyone = [universe.metrics for universe in (found.before, found.after)]
    missing = [set(not_listed(metrics, found.screen.tickers)) for metrics in everyone]
    if nowhere := sorted(missing[0] & missing[1]):
        lines.append(f"no such ticker on either side: {', '.join(nowhere)}")
    nobody = [not_there(metrics, found.screen.watched or ()) for metrics in everyone]
    if absent := [entry.label for entry in nobody[0] if entry in nobody[1]]:
        lines.append(f"watched, but on neither side: {', '.join(absent)}")
    lines += [f"--iwb: {text}" for text in found.larger.warnings] if found.larger else []
    return lines


def _told_by_names(found: Comparison) -> str:
    """Say what a report can't tell, and who is left out for it."""
    from screener.present.changes import left_out

    sides = (("FROM", found.before), ("TO", found.after))
    reports = [word for word, universe in sides if universe.snapshot.manifest.by_report]
    text = (
        f"{' and '.join(reports)}: an N-PORT report, where names alone tell the companies: new"
        " names and tickers are not known, and who had another name stands as removed and as added"
    )
    return "; ".join(filter(None, (text, left_out(found.diff.left_out))))
