"""``screen watchlist``: which companies are watched, what they are now, and keeping the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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
from screener.cli.streams import emit_path, emit_text, tell

if TYPE_CHECKING:
    from screener.errors import UsageError
    from screener.model.watched import Watched
    from screener.screening.universe import Row, Universe

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

    Those that are not there now stay in the list, and it says so."""
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
        f"{manifest.members}, as of {manifest.as_of}",
        in_short(lines, options.screen_name, manifest.place),
    )
    frame = table(lines, screen, universe.metrics)
    deliver(
        [frame],
        to,
        (
            ("watchlist", summary),
            *about_rules(screen, options.screen_name),
            *about_universe(universe),
        ),
        lines=lambda: (
            in_lines(lines, frame, (heading, summary), manifest.place, to.output) if lines else []
        ),
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
    """Put companies on the watchlist, all or none of them; one that is there keeps its note."""
    from screener.model.company import company_key
    from screener.model.watched import Watched, WatchIndex
    from screener.screening.universe import open_universe
    from screener.watchlist import load_watchlist, watch

    text = _whole(note, "--note")
    today, universe = dt.date.today(), open_universe(snapshot)
    rows: dict[object, Row] = {}
    for row in map(universe.find, companies):
        rows.setdefault(company_key(row), row)  # two share classes are one company
    index = WatchIndex(load_watchlist())
    found = [(row, index.find(row)) for row in rows.values()]
    watch(*(entry.with_note(text) if entry is not None else Watched.of(row, today, text)
            for row, entry in found))  # fmt: skip
    for row, entry in found:
        there = "was on the watchlist already" if entry is not None else "is on the watchlist"
        tell(f"{(entry or Watched.of(row, today)).label} {there}")


def _whole(note: str, where: str) -> str:
    """Return a note without the space around it; refuse what the system could not decode."""
    from screener.errors import UsageError

    if any("\ud800" <= sign <= "\udfff" for sign in note):
        raise UsageError("not UTF-8 text", where=where, next_step="Nothing was written.")
    return note.strip()


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
    """Write the note on a company; one that is not on the watchlist is put there.

    The entry with the note that goes is printed to standard output, also with --quiet. Before a
    note that begins with a dash write --: screen watchlist note HXMV -- '-20 % since May'."""
    from screener.model.watched import Watched
    from screener.model.words import shortened
    from screener.watchlist import load_watchlist, write_note
    from screener.watchlist.finding import Finder, not_on_the_list

    written, entries = _whole(text, "TEXT"), load_watchlist()
    found = Finder(entries, lambda: _universe(snapshot)).meant(company)
    if len(found.entries) > 1:
        raise _written_twice(found.entries)
    if found.entries:
        entry = found.entries[0]
    elif not written:
        raise not_on_the_list(company, entries)
    elif found.row is not None:
        entry = Watched.of(found.row, dt.date.today())
    else:
        raise found.problem or not_on_the_list(company, entries)
    lost = [entry] if entry.note not in ("", written) else []
    _last_words(lost)
    write_note(entry, written)
    before = f"; it was: {shortened(entry.note)}" if lost else ""
    tell(f"the note on {entry.label} is {'written' if written else 'taken off'}{before}")


@app.command()
def remove(
    companies: Annotated[list[str], _ON_THE_LIST],
    snapshot: SnapshotOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take companies off the watchlist, all or none of them, with all entries of each.

    The entries that have notes are printed to standard output, also with --quiet."""
    from screener.model.words import shortened
    from screener.watchlist import load_watchlist, unwatch
    from screener.watchlist.finding import Finder, not_on_the_list

    entries = load_watchlist()
    finder = Finder(entries, lambda: _universe(snapshot))
    gone: dict[Watched, None] = {}
    for company in companies:
        found = finder.meant(company).entries
        if not found:
            raise not_on_the_list(company, entries)
        for entry in found:
            gone.update(dict.fromkeys(finder.company_of(entry)))
    _last_words([entry for entry in gone if entry.note])
    unwatch(*gone)
    for entry in gone:
        noted = f"; its note was: {shortened(entry.note)}" if entry.note else ""
        tell(f"{entry.label} is off the watchlist{noted}")


def _last_words(entries: Sequence[Watched]) -> None:
    """Print entries before their notes are lost; where that fails, nothing is."""
    if entries:
        from screener.watchlist.writing import text_of

        emit_text(text_of(entries).encode())


def _written_twice(entries: Sequence[Watched]) -> UsageError:
    """Return the error of a note for a company that has several entries: nobody knows for which."""
    from screener.errors import UsageError
    from screener.watchlist import watchlist_path
    from screener.watchlist.reading import lines_of

    path = watchlist_path()
    numbers = lines_of(path, entries)
    where = f" (lines {', '.join(map(str, numbers))})" if numbers else ""
    return UsageError(
        f"{entries[0].label} has {len(entries)} entries{where}",
        where=str(path),
        next_step="Leave one of them there, then write its note: nothing was written.",
    )


@app.command()
def path() -> None:
    """Print the watchlist's file; it need not exist, and you may edit it."""
    from screener.watchlist import watchlist_path

    emit_path(watchlist_path())


def _universe(snapshot: Path | None) -> Universe:
    from screener.screening.universe import open_universe

    return open_universe(snapshot)
