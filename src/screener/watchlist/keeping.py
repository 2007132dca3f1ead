"""Keeping the watchlist: each change is made to the file as it is now, as a whole or not at all.

Two programs may keep it at the same time: neither loses what the other wrote. A damaged file is
never written to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from screener import paths
from screener.errors import UsageError
from screener.files import alone, disk_errors, replace_file
from screener.model.watched import Identity, Watched
from screener.model.words import shortened
from screener.toml_text import LARGEST
from screener.watchlist.reading import parse, read_marked, read_source

_KEPT = "The watchlist is as it was."
_PATIENCE = 3.0  # seconds that another program may take to write a small file


def watchlist_path() -> Path:
    """Return the user's watchlist, which need not exist."""
    return paths.config_dir() / "watchlist.toml"


def load_watchlist() -> tuple[Watched, ...]:
    """Return the entries in the file's order; raise :class:`screener.errors.DataError`."""
    path = watchlist_path()
    return parse(read_source(path), str(path))


def watch(*companies: Watched) -> tuple[Watched, ...]:
    """Put companies on the watchlist, all or none; return the entries.

    One that is there stays as it is, but gets the note if it has none. Each change raises
    :class:`screener.errors.DataError` where the file is damaged,
    :class:`screener.errors.StorageError` where the disk refuses and :class:`UsageError` where the
    file would be too large to be read again; this one also where a company has another note."""
    from screener.watchlist.writing import with_entries, with_note

    def edit(source: str, entries: tuple[Watched, ...], where: str) -> str:
        there = _notes_by_identity(entries)
        new: dict[object, Watched] = {}
        noted: dict[str, list[Watched]] = {}
        for company in companies:
            notes = there.get(company.identity)
            if notes is None:
                new.setdefault(company.identity, company)
            elif company.note and company.note not in notes:
                if other := next(filter(None, notes), ""):
                    raise _noted_otherwise(company, other, where)
                noted.setdefault(company.note, []).append(company.with_note(""))
        for note, bare in noted.items():
            source = with_note(source, bare, note, where)
        return with_entries(source, [*new.values()], where) if new else source

    return _edit(edit)


def unwatch(*companies: Watched) -> tuple[Watched, ...]:
    """Take companies off the watchlist, all or none; return the entries that stay.

    Raise :class:`UsageError` where the note of one is no longer the one that its entry has."""
    from screener.watchlist.writing import without

    def edit(source: str, entries: tuple[Watched, ...], where: str) -> str:
        there = _notes_by_identity(entries)
        gone = [company for company in companies if _is_there(company, there, where)]
        return without(source, gone, where) if gone else source

    return _edit(edit)


def write_note(entry: Watched, note: str) -> tuple[Watched, ...]:
    """Write a company's note in place of the one that ``entry`` has; "" takes it off.

    A company that is not on the watchlist is put there. Raises as :func:`unwatch`."""
    from screener.watchlist.writing import with_entries, with_note

    noted = entry.with_note(note)  # as the file can hold it

    def edit(source: str, entries: tuple[Watched, ...], where: str) -> str:
        if noted.is_among(entries):
            return source
        if not _is_there(entry, _notes_by_identity(entries), where):
            return with_entries(source, [noted], where)
        return with_note(source, [entry], noted.note, where)

    return _edit(edit)


_Notes = Mapping[Identity, Sequence[str]]


def _notes_by_identity(entries: Sequence[Watched]) -> _Notes:
    found: dict[Identity, list[str]] = {}
    for one in entries:
        found.setdefault(one.identity, []).append(one.note)
    return found


def _is_there(entry: Watched, there: _Notes, where: str) -> bool:
    """Whether the company is on the list; refuse where its note was meanwhile changed."""
    notes = there.get(entry.identity, ())
    if notes and entry.note not in notes:
        raise UsageError(
            f"the note was changed by another program: {shortened(notes[0])}",
            where=where,
            next_step="Nothing was written. Do it again to replace that note.",
        )
    return bool(notes)


def _noted_otherwise(company: Watched, other: str, where: str) -> UsageError:
    return UsageError(
        f"{company.label} is on the watchlist with another note: {shortened(other)}",
        where=where,
        next_step="Nothing was written. To replace it: screen watchlist note",
    )


def _edit(edit: Callable[[str, tuple[Watched, ...], str], str]) -> tuple[Watched, ...]:
    path = watchlist_path()
    where = str(path)
    with disk_errors(path.parent, _KEPT):
        path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path.parent, patience=_PATIENCE, next_step=_KEPT):
        mark, before = read_marked(path)
        after = edit(before, parse(before, where), where)
        if after != before:
            data = mark + after.encode()
            if len(data) > LARGEST:
                raise UsageError("it would be larger than 1 MB", where=where, next_step=_KEPT)
            replace_file(path, data, next_step=_KEPT, tidy=True)
    return parse(after, where)
