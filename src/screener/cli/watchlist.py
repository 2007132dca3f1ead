"""``screen watchlist``: which companies are watched, what they are now, and keeping the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli import completing
from screener.cli.criteria import build_screen
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.options import (
    ColumnsOption,
    PresetOption,
    QuietOption,
    ScreenOptions,
    SnapshotOption,
)
from screener.cli.output import OutputOptions, deliver
from screener.cli.streams import emit_path, tell

if TYPE_CHECKING:
    from screener.model.watched import Watched
    from screener.screening.universe import Row

app = typer.Typer(
    rich_markup_mode=None, help="Companies to keep an eye on: list, add, note, remove."
)

_FIGURES = "revenue_growth,zombie"
"""The columns where none are chosen: those of the terminal screen's watchlist."""


@app.command("list")
@takes(moment=MomentOptions, to=OutputOptions)
def list_(
    moment: MomentOptions,
    to: OutputOptions,
    preset: PresetOption = None,
    columns: ColumnsOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """List the watched companies: what the preset says of each, figures, notes.

    Those that the snapshot has not stay in the list, and it says so."""
    from screener.watchlist import load_watchlist, watchlist_path

    options = ScreenOptions(preset=preset, columns=columns if columns is not None else _FIGURES)
    to.chosen("text", watchlist_path(), *options.files(), *moment.files())
    screen, entries = build_screen(options), load_watchlist()

    from screener.cli.watchlist_table import in_lines, in_short, table
    from screener.screening.about import about_rules, about_universe
    from screener.watchlist.standing import watch_lines

    universe = moment.open(snapshot)
    lines = watch_lines(universe.metrics, screen, entries)
    manifest = universe.snapshot.manifest
    heading, summary = (
        f"{manifest.members}, as of {manifest.as_of}", in_short(lines, options.screen_name)
    )  # fmt: skip
    frame = table(lines, screen, universe.metrics)
    deliver(
        [frame],
        to,
        (
            ("watchlist", summary),
            *about_rules(screen, options.screen_name),
            *about_universe(universe),
        ),
        lines=lambda: in_lines(lines, frame, (heading, summary), to.output) if lines else [],
        created=manifest.created,
    )
    if not entries:
        tell("nothing is watched yet; to begin: screen watchlist add TICKER")
    elif to.chosen("text") != "text":
        tell(heading, summary)
    tell_moment(universe)


@app.command()
def add(
    companies: Annotated[
        list[str],
        typer.Argument(
            metavar="COMPANY",
            help="Tickers, or any parts of names that no other company has.",
            autocompletion=completing.tickers,
        ),
    ],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A note on each.")] = "",
    snapshot: SnapshotOption = None,
    quiet: QuietOption = False,
) -> None:
    """Put companies on the watchlist, all or none of them; one that is there stays as it is."""
    from screener.model.company import company_key
    from screener.model.watched import Watched, WatchIndex
    from screener.screening.universe import open_universe
    from screener.watchlist import load_watchlist, watch, write_note

    text, today, universe = note.strip(), dt.date.today(), open_universe(snapshot)
    rows: dict[object, Row] = {}
    for row in map(universe.find, companies):
        rows.setdefault(company_key(row), row)  # two share classes are one company
    index = WatchIndex(load_watchlist())
    found = [(row, index.find(row)) for row in rows.values()]
    known = [entry for _, entry in found if entry is not None]
    _refuse_other_notes(known, text)
    watch(*(Watched.of(row, today, text) for row, entry in found if entry is None))
    for one in known:
        if text and not one.note:
            write_note(one, text)
    for row, entry in found:
        there = "was on the watchlist already" if entry is not None else "is on the watchlist"
        tell(f"{(entry or Watched.of(row, today)).label} {there}")


def _refuse_other_notes(known: Sequence[Watched], note: str) -> None:
    """Refuse to write over a note, and to leave out silently the one that was given."""
    from screener.errors import UsageError

    for entry in known:
        if note and entry.note not in ("", entry.with_note(note).note):
            raise UsageError(
                f"{entry.label} is on the watchlist with another note: {entry.note}",
                where="--note",
                next_step="Nothing was written. To replace it: screen watchlist note",
            )


_ON_THE_LIST = typer.Argument(
    metavar="COMPANY",
    help="A ticker, a name or a part of it, or a CIK; of the list, where no snapshot has it.",
    autocompletion=completing.watched,
)


@app.command()
def note(
    company: Annotated[str, _ON_THE_LIST],
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="The note; an empty one, '', takes it off.")
    ],
    snapshot: SnapshotOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the note on a company; one that is not on the watchlist is put there."""
    from screener.model.watched import Watched
    from screener.watchlist import load_watchlist, write_note
    from screener.watchlist.finding import meant, not_on_the_list

    written, entries = text.strip(), load_watchlist()
    found = meant(company, entries, _finder(snapshot))
    entry = found.entry
    if entry is None and not written:
        raise not_on_the_list(company, entries)
    if entry is None and found.row is not None:
        entry = Watched.of(found.row, dt.date.today())
    if entry is None:
        raise found.problem or not_on_the_list(company, entries)
    write_note(entry, written)
    before = f"; it was: {entry.note}" if entry.note not in ("", written) else ""
    tell(f"the note on {entry.label} is {'written' if written else 'taken off'}{before}")


@app.command()
def remove(
    companies: Annotated[list[str], _ON_THE_LIST],
    snapshot: SnapshotOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take companies off the watchlist, all or none of them; a note goes to standard error."""
    from screener.watchlist import load_watchlist, unwatch
    from screener.watchlist.finding import meant, not_on_the_list

    entries, find = load_watchlist(), _finder(snapshot)
    gone: dict[Watched, None] = {}
    for company in companies:
        entry = meant(company, entries, find).entry
        if entry is None:
            raise not_on_the_list(company, entries)
        gone[entry] = None
    unwatch(*gone)
    for entry in gone:
        noted = f"; its note was: {entry.note}" if entry.note else ""
        tell(f"{entry.label} is off the watchlist{noted}")


@app.command()
def path() -> None:
    """Print the watchlist's file; it need not exist, and you may edit it."""
    from screener.watchlist import watchlist_path

    emit_path(watchlist_path())


def _finder(snapshot: Path | None) -> Callable[[str], Row]:
    """Return what looks a company up in the snapshot, which is opened only when it is asked."""

    @cache
    def find(company: str) -> Row:
        from screener.screening.universe import open_universe

        return open_universe(snapshot).find(company)

    return find
