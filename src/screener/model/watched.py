"""An entry of the watchlist, and which company of a universe it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from screener.model.company import company_label, run_together

Identity = tuple[int | None, str, str]
"""What tells an entry from others: the filer's number, the ticker, the name, as it has them."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A company on the watchlist.

    ``ticker`` and ``name`` are as the fund writes them, "" where there is none or nobody wrote it;
    ``cik`` is None where it is unknown, ``added`` where nobody wrote the day. ``note`` is plain
    text of the user's; "" for none."""

    ticker: str = ""
    name: str = ""
    cik: int | None = None
    added: dt.date | None = None
    note: str = ""

    @classmethod
    def identified(cls, identity: Identity) -> Watched:
        """Return the entry of that identity without its day and note."""
        cik, ticker, name = identity
        return cls(ticker, name, cik)

    @classmethod
    def of(cls, row: Mapping[str, Any], added: dt.date, note: str = "") -> Watched:
        """Return the entry of a row of ``metrics``."""
        ticker, name = (_writable(row[key] or "") for key in ("ticker", "name"))
        return cls(ticker, name, row["cik"], added, _writable(note))

    def with_note(self, note: str) -> Watched:
        """Return this entry with another note."""
        return replace(self, note=_writable(note))

    @property
    def identity(self) -> Identity:
        """What tells this entry from others; the day and the note may change."""
        return self.cik, self.ticker, self.name

    def is_among(self, entries: Iterable[Watched]) -> bool:
        """Whether one of ``entries`` is of this company and has the same note."""
        return any((one.identity, one.note) == (self.identity, self.note) for one in entries)

    @property
    def label(self) -> str:
        """What to call the company in a sentence: its ticker, else its name or number."""
        return company_label(self.ticker, self.name, self.cik)

    def means(self, row: Mapping[str, Any]) -> bool:
        """Whether ``row``, of ``metrics``, is of this company.

        By the filer's number where both have one. Else by ticker and name; what nobody wrote into
        the file is not asked for. A holding without a ticker ("-") needs its name."""
        if self.cik is not None and row["cik"] is not None:
            return bool(self.cik == row["cik"])
        ticker, name = run_together(self.ticker), self.name.casefold()
        if ticker and ticker != run_together(row["ticker"] or ""):
            return False
        return (bool(ticker) and not name) or (bool(name) and name == _folded(row["name"]))


class WatchIndex:
    """Entries by what they are found by, with the answers: thousands of rows are asked about at
    each change of a screen."""

    def __init__(self, entries: Iterable[Watched]) -> None:
        self._answers: dict[tuple[object, ...], Watched | None] = {}
        self._found: dict[object, list[Watched]] = {}
        for entry in entries:
            for key in (entry.cik, run_together(entry.ticker), entry.name.casefold()):
                if key:
                    self._found.setdefault(key, []).append(entry)

    def find(self, row: Mapping[str, Any]) -> Watched | None:
        """Return the first entry that means the company of ``row``."""
        if not self._found:
            return None
        asked = (row["cik"], row["ticker"], row["name"])
        if asked not in self._answers:
            self._answers[asked] = self._search(row)
        return self._answers[asked]

    def every(self, row: Mapping[str, Any]) -> list[Watched]:
        """Return all entries that mean the company of ``row``, equal ones once."""
        return list(dict.fromkeys(self._each(row)))

    def _search(self, row: Mapping[str, Any]) -> Watched | None:
        return next(self._each(row), None)

    def _each(self, row: Mapping[str, Any]) -> Iterator[Watched]:
        for key in (row["cik"], run_together(row["ticker"] or ""), _folded(row["name"])):
            for entry in self._found.get(key, ()):
                if entry.means(row):
                    yield entry


def _folded(name: str | None) -> str:
    return _writable(name or "").casefold()


def _writable(text: str) -> str:
    """A text that UTF-8 can hold: what the system could not decode becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
