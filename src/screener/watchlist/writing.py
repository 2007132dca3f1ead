"""A watchlist's text with an entry more, less or changed; the user's comments and order stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from screener.errors import DataError
from screener.model.watched import Watched
from screener.watchlist.reading import COMPANY, HEAD, parse

_TITLE = (
    "# The watchlist. The terminal screen writes here (* and N there), and the command\n"
    "# screen watchlist, and so may you: a table [[company]] with a ticker, a name or a cik,\n"
    "# and a note. Comments stay.\n"
)
_TABLE = re.compile(r"\s*\[")
_NOTHING = re.compile(r"\s*(#.*)?$")

_Entries = Sequence[Watched]


def with_entries(source: str, entries: _Entries, where: str) -> str:
    """Return ``source`` with ``entries`` at its end. Each raises :class:`DataError`."""
    wanted = (*parse(source, where), *entries)
    start = (source or _TITLE).rstrip("\r\n")
    lines = [line for entry in entries for line in ("", f"[[{COMPANY}]]", *_lines(entry))]
    at_the_end = _newlines(start + "".join(f"\n{line}" for line in lines) + "\n", source)

    def inline() -> str:  # company = [{ticker = "A"}]
        document = tomlkit.parse(source)
        companies = document.setdefault(COMPANY, tomlkit.array())
        for entry in entries:
            table = tomlkit.inline_table()
            table.update(_values(entry))
            companies.append(table)
        return tomlkit.dumps(document)

    return _first_right((lambda: at_the_end, inline), wanted, where)


def without(source: str, entries: _Entries, where: str) -> str:
    """Return ``source`` without ``entries``; a comment above another company stays."""
    before, taken = parse(source, where), {(one.identity, one.note) for one in entries}
    gone = [i for i, one in enumerate(before) if (one.identity, one.note) in taken]
    left_out = set(gone)
    wanted = tuple(one for i, one in enumerate(before) if i not in left_out)

    def cut() -> str:
        lines = source.split("\n")
        spans = _spans(lines)
        for first, end in reversed([spans[index] for index in gone]):
            # With the blank line that parted it from the next one, or the last from others.
            blank = end < len(lines) - 1 and not lines[end].strip()
            last = end < len(lines) and not any(line.strip() for line in lines[end:])
            above = last and first > 0 and not lines[first - 1].strip()
            del lines[first - above : end + blank]
        return "\n".join(lines)

    def taken_out() -> str:
        document = tomlkit.parse(source)
        companies: Any = document[COMPANY]
        for index in reversed(gone):
            del companies[index]
        if not companies:
            document.remove(COMPANY)
        return tomlkit.dumps(document)

    return _first_right((cut, taken_out), wanted, where)


def with_note(source: str, entries: _Entries, note: str, where: str) -> str:
    """Return ``source`` with ``note`` at each of ``entries``; "" takes theirs off."""
    before, meant = parse(source, where), {(one.identity, one.note) for one in entries}
    hits = [i for i, one in enumerate(before) if (one.identity, one.note) in meant]
    hit = set(hits)
    wanted = tuple(one.with_note(note) if i in hit else one for i, one in enumerate(before))

    def put_in() -> str:
        lines = source.split("\n")
        spans = _spans(lines)
        for index in reversed(hits):
            # Under the last key: a comment that follows heads the next company.
            lines.insert(spans[index][1], _newlines(_line("note", note), source))
        return _newlines("\n".join(lines), source)

    def changed() -> str:
        document = tomlkit.parse(source)
        companies: Any = document[COMPANY]
        for index in hits:
            if note:
                companies[index]["note"] = note
            else:
                companies[index].pop("note", None)
        return tomlkit.dumps(document)

    return _first_right((put_in, changed), wanted, where)


def text_of(entries: _Entries) -> str:
    """Return entries as the file would hold them."""
    return "\n".join(f"[[{COMPANY}]]\n" + "\n".join(_lines(one)) + "\n" for one in entries)


def _spans(lines: list[str]) -> list[tuple[int, int]]:
    """Return of each entry that is a table with a line of its own this line and the one after its
    last key."""
    tables = [number for number, line in enumerate(lines) if _TABLE.match(line)]
    found = []
    for first, following in pairwise([*tables, len(lines)]):
        if HEAD.match(lines[first]):
            end = following
            while end > first + 1 and _NOTHING.match(lines[end - 1]):
                end -= 1
            found.append((first, end))
    return found


def _first_right(ways: Sequence[Callable[[], str]], wanted: _Entries, where: str) -> str:
    """Return the first text that reads back as ``wanted``: no way of writing may cost a note."""
    for way in ways:
        try:
            text = way()
            if parse(text, where) == tuple(wanted):
                return text
        except (DataError, TOMLKitError, IndexError, KeyError, AttributeError):
            continue  # the text is written in another way than this one expects
    what = "written in a way that can't be changed without losing something"
    raise DataError(what, where=where, next_step="Change it by hand: nothing was written.")


def _values(entry: Watched) -> dict[str, Any]:
    pairs = {
        "ticker": entry.ticker, "name": entry.name, "cik": entry.cik, "added": entry.added,
        "note": entry.note,
    }  # fmt: skip
    return {key: value for key, value in pairs.items() if value not in ("", None)}


def _lines(entry: Watched) -> list[str]:
    return [_line(key, value) for key, value in _values(entry).items()]


def _line(key: str, value: Any) -> str:
    return f"{key} = {tomlkit.item(value).as_string()}"


def _newlines(text: str, like: str) -> str:
    return re.sub(r"\r?\n", "\r\n", text) if "\r\n" in like else text
