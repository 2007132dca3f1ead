"""The folder of fetched files: where each lies, and how it comes there.

::

    sources/
      holdings/IWM_2026-11-27.csv           each day's, or IWM_2026-09-30.xml from an N-PORT filing
      tickers/company_tickers.json.gz       the newest, and the last of each quarter before
      submissions/CIK0000320193.json.gz     facts/ alike
      instances/CIK0000320193-0000320193-26-000001_htm.xml.gz
      bulk/companyfacts.zip                 the nightly archives, while they are needed
      fetched.sqlite                        the ledger

A file is written beside its place, synced and renamed: it is whole or it is not there. What a build
reads is thus always a set of whole files, whatever was killed before.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from screener.errors import SourceError
from screener.files import replace_file
from screener.sources.answers import Answer
from screener.sources.archive import inflate
from screener.sources.http import Kept
from screener.store.snapshot import storage_errors
from screener.update.ledger import Ledger, Origin, open_ledger

_CIK = re.compile(r"/CIK(\d{10})", re.ASCII)
_PLACES = ("holdings", "tickers", "submissions", "facts", "instances", "bulk")
MAKE_ROOM = "Free some space, then run `screen update` again: it goes on from there."
_LEVEL = 3
"""Of gzip, where a source sends none: a tenth larger than at 6, in a third of the time."""

UNBUILT = "unbuilt"
"""The remark that there are files which no snapshot was built of."""

T = TypeVar("T")


class Folder:
    """The fetched files and their ledger; see :func:`open_folder`."""

    def __init__(self, path: Path, ledger: Ledger) -> None:
        self.path = path
        self.ledger = ledger

    def place(self, name: str) -> Path:
        """Return where the file of a name (``facts/CIK0000320193.json.gz``) lies."""
        return self.path / name

    def keep(self, name: str, answer: Answer) -> None:
        """Put what an address gave into its place, gzipped where its name says so.

        Raise :class:`screener.errors.StorageError` where the disk refuses."""
        data = answer.data
        if self.read(name) != data:
            self.ledger.set_remark(UNBUILT, "yes")  # before the file: a kill between costs a build
        if name.endswith(".gz"):
            data = answer.packed if answer.gzipped else gzip.compress(data, _LEVEL, mtime=0)
        replace_file(self.place(name), data, next_step=MAKE_ROOM)
        self.ledger.note_file(
            name, Origin(answer.url, answer.etag, answer.modified, now(), len(data))
        )

    def looked_at(self, answer: Answer, read: Callable[[Path], T]) -> T:
        """Return what a reader of files finds in an answer, before it is kept.

        Raise :class:`SourceError`, which names the address, where the reader does."""
        candidate = self.path / "holdings" / ".candidate.part"
        replace_file(candidate, answer.data, next_step=MAKE_ROOM)
        try:
            return read(candidate)
        except SourceError as error:
            raise SourceError(error.what, where=answer.url) from error
        finally:
            candidate.unlink(missing_ok=True)

    def lost(self) -> set[str]:
        """Return the names of companies' files that are not as they were written: gone, or of
        another size."""
        known = self.ledger.sizes(("submissions/", "facts/", "instances/"))
        with storage_errors(self.path):
            there = {
                f"{place}/{entry.name}": entry.stat().st_size
                for place in ("submissions", "facts", "instances")
                for entry in os.scandir(self.path / place)
            }
        return {name for name, size in known.items() if there.get(name) != size}

    def kept(self, name: str) -> Kept | None:
        """Return the validators of a file that is there; None where it is not."""
        origin = self.ledger.origin(name)
        if origin is None or not self.has(name):
            return None
        return Kept(origin.etag, origin.modified)

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return self.place(name).is_file()

    def fetched_since(self, name: str, since: str) -> bool:
        """Whether a file is there that was fetched at or after a time; never where that is none."""
        origin = self.ledger.origin(name)
        if not since or origin is None or not self.has(name):
            return False
        return since <= origin.fetched <= now()  # one of a day to come is of a wrong clock

    def read(self, name: str) -> bytes | None:
        """Return the inflated bytes of a file; None where there is none, or it is damaged."""
        try:
            return inflate(self.place(name).read_bytes(), name)
        except (OSError, SourceError):
            return None

    def remove(self, name: str) -> None:
        """Remove a file that is no longer needed."""
        with storage_errors(self.place(name)):
            self.place(name).unlink(missing_ok=True)
        self.ledger.forget_file(name)

    def names(self, place: str) -> list[str]:
        """Return the names of the files in a place, sorted."""
        with storage_errors(self.path / place):
            return sorted(
                f"{place}/{child.name}"
                for child in (self.path / place).iterdir()
                if child.is_file() and not child.name.startswith(".")
            )

    def address(self, name: str) -> str:
        """Return where a file was fetched from; empty where that is not known."""
        origin = self.ledger.origin(name)
        return "" if origin is None else origin.address


@contextlib.contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """Open the folder, or make it; what killed updates left half-written is removed.

    Belongs to one process at a time: see :mod:`screener.update.alone`. Raise
    :class:`screener.errors.StorageError` where the disk refuses."""
    with storage_errors(path):
        for place in _PLACES:
            (path / place).mkdir(parents=True, exist_ok=True)
        for leftover in [*path.glob(".*.part"), *path.glob("*/.*.part")]:
            leftover.unlink(missing_ok=True)
    with open_ledger(path / "fetched.sqlite") as ledger:
        yield Folder(path, ledger)


def now() -> str:
    """Return the time, UTC, as the ledger writes it."""
    return dt.datetime.now(tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def submissions_name(cik: int) -> str:
    """Return the name of a company's filing history."""
    return f"submissions/CIK{cik:010d}.json.gz"


def facts_name(cik: int) -> str:
    """Return the name of a company's facts."""
    return f"facts/CIK{cik:010d}.json.gz"


def instance_name(cik: int, accession: str) -> str:
    """Return the name of a report's instance."""
    return f"instances/CIK{cik:010d}-{accession}_htm.xml.gz"


def cik_of(name: str) -> int | None:
    """Return whose a file is; None where it is no company's."""
    match = _CIK.search(name)
    return None if match is None else int(match[1])
