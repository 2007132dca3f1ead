"""Keeping the watchlist: each change is made to the file as it is now, as a whole or not at all.

Two programs may keep it at the same time: neither loses what the other wrote. A damaged file is
never written to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from screener import paths
from screener.errors import UsageError
from screener.files import alone, disk_errors, replace_file
from screener.model.watched import Watched
from screener.toml_text import LARGEST
from screener.watchlist.reading import parse, read_source

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
    """Put companies on the watchlist, all or none, but for those that are there; return the
    entries.

    Each change raises :class:`screener.errors.DataError` where the file is damaged,
    :class:`screener.errors.StorageError` where the disk refuses and :class:`UsageError` where the
    file would be too large to be read again."""
    from screener.watchlist.writing import with_entry

    def edit(source: str, entries: tuple[Watched, ...], where: str) -> str:
        known = {one.identity for one in entries}
        for company in companies:
            if company.identity not in known:
                source = with_entry(source, company, where)
                known.add(company.identity)
        return source

    return _edit(edit)


def unwatch(*companies: Watched) -> tuple[Watched, ...]:
    """Take companies off the watchlist, all or none; return the entries that stay.

    Raise :class:`UsageError` where the note of one is no longer the one that its entry has."""
    from screener.watchlist.writing import without

    def edit(source: str, entries: tuple[Watched, ...], where: str) -> str:
        for company in dict.fromkeys(companies):
            if _there(company, entries, where):
                source = without(source, company, where)
        return source

    return _edit(edit)


def write_note(entry: Watched, note: str) -> tuple[Watched, ...]:
    """Write a company's note in place of the one that ``entry`` has; "" takes it off.

    A company that is not on the watchlist is put there. Raises as :func:`unwatch`."""
    from screener.watchlist.writing import with_entry, with_note

    note = entry.with_note(note).note  # as the file can hold it

    def edit(source: str, entries: tuple[Watched, ...], where: str) -> str:
        if entry.with_note(note).is_among(entries):
            return source
        if not _there(entry, entries, where):
            return with_entry(source, entry.with_note(note), where)
        return with_note(source, entry, note, where)

    return _edit(edit)


def _there(entry: Watched, entries: tuple[Watched, ...], where: str) -> bool:
    """Whether the company is on the list; refuse where its note was meanwhile changed."""
    notes = [one.note for one in entries if one.identity == entry.identity]
    if notes and not entry.is_among(entries):
        raise UsageError(
            f"the note was changed by another program: {notes[0]}",
            where=where,
            next_step="Nothing was written. Do it again to replace that note.",
        )
    return bool(notes)


def _edit(edit: Callable[[str, tuple[Watched, ...], str], str]) -> tuple[Watched, ...]:
    path = watchlist_path()
    where = str(path)
    with disk_errors(path.parent, _KEPT):
        path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path.parent, patience=_PATIENCE, next_step=_KEPT):
        before = read_source(path)
        after = edit(before, parse(before, where), where)
        if after != before:
            data = after.encode()
            if len(data) > LARGEST:
                raise UsageError("it would be larger than 1 MB", where=where, next_step=_KEPT)
            replace_file(path, data, next_step=_KEPT)
    return parse(after, where)
