"""What is known of the fetched files: a small database beside them.

It says where each file came from and what validators it had, which companies are settled and by
what reports, and which filings of the daily index are still awaited. A file counts only when it is
written here, and that is done last: a kill between the two makes it fetched again, nothing worse.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.errors import StorageError
from screener.files import disk_errors

_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, address TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
    fetched TEXT NOT NULL, size INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS companies (
    cik INTEGER PRIMARY KEY, settled TEXT NOT NULL, newest TEXT, filed TEXT, lacking TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS awaited (
    cik INTEGER NOT NULL, accession TEXT NOT NULL, form TEXT NOT NULL, filed TEXT NOT NULL,
    PRIMARY KEY (cik, accession));
CREATE TABLE IF NOT EXISTS without_note (accession TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS remarks (name TEXT PRIMARY KEY, text TEXT NOT NULL);
"""
_COLUMNS = {
    "files": "path address etag modified fetched size",
    "companies": "cik settled newest filed lacking",
    "awaited": "cik accession form filed",
    "without_note": "accession",
    "remarks": "name text",
}
_VERSION = 1
_BUSY_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file came from, with which validators, and its bytes on the disk."""

    address: str
    etag: str
    modified: str
    fetched: str  # ISO time, UTC
    size: int


@dataclass(frozen=True, slots=True)
class Company:
    """How far a company is settled.

    ``settled``: ISO time of the last look. ``newest``, ``filed``: its newest report with XBRL, None
    where it has none. ``lacking``: what the sources don't have of it, in words; empty where they
    have everything."""

    settled: str
    newest: str | None
    filed: dt.date | None
    lacking: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A report that the daily index names."""

    cik: int
    accession: str
    form: str
    filed: dt.date


class Ledger:
    """The database of a folder of fetched files; see :func:`open_ledger`."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self._path = path

    # -- files -----------------------------------------------------------------------------------

    def origin(self, path: str) -> Origin | None:
        """Return where the file with this name (relative, with slashes) came from."""
        row = self._one(
            "SELECT address, etag, modified, fetched, size FROM files WHERE path = ?", path
        )
        return None if row is None else Origin(*row)

    def note_file(self, path: str, origin: Origin) -> None:
        """Say that a file is there."""
        with self._writing():
            self._database.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                (path, origin.address, origin.etag, origin.modified, origin.fetched, origin.size),
            )

    def forget_file(self, path: str) -> None:
        """Say that a file is gone."""
        with self._writing():
            self._database.execute("DELETE FROM files WHERE path = ?", (path,))

    def files(self, beginning: str) -> list[str]:
        """Return the names of the files that begin so, sorted."""
        rows = self._all(
            "SELECT path FROM files WHERE path >= ? AND path < ? ORDER BY path",
            beginning,
            f"{beginning}\U0010ffff",
        )
        return [path for (path,) in rows]

    def sizes(self, beginnings: Iterable[str]) -> dict[str, int]:
        """Return the bytes of the files whose names begin so, by name."""
        rows = self._all("SELECT path, size FROM files")
        return {path: size for path, size in rows if path.startswith(tuple(beginnings))}

    # -- companies -------------------------------------------------------------------------------

    def companies(self) -> dict[int, Company]:
        """Return the settled companies by CIK."""
        rows = self._all("SELECT cik, settled, newest, filed, lacking FROM companies")
        return {
            cik: Company(settled, newest, dt.date.fromisoformat(filed) if filed else None, lacking)
            for cik, settled, newest, filed, lacking in rows
        }

    def settle(self, cik: int, company: Company, awaited: Iterable[Awaited] = ()) -> None:
        """Say that everything of a company is there but for the reports still ``awaited``."""
        filed = company.filed.isoformat() if company.filed else None
        with self._writing():
            self._database.execute(
                "INSERT OR REPLACE INTO companies VALUES (?, ?, ?, ?, ?)",
                (cik, company.settled, company.newest, filed, company.lacking),
            )
            self._database.execute("DELETE FROM awaited WHERE cik = ?", (cik,))
            self._await(awaited)

    def forget_days_to_come(self, moment: str) -> None:
        """Forget who was settled after a time: a clock was ahead."""
        with self._writing():
            self._database.execute("DELETE FROM companies WHERE settled > ?", (moment,))

    def forget_companies(self, before: str, ciks: Iterable[int]) -> None:
        """Forget who was settled before a time, and some by name: what they have filed since,
        nobody knows."""
        with self._writing():
            self._database.execute("DELETE FROM companies WHERE settled < ?", (before,))
            self._database.executemany(
                "DELETE FROM companies WHERE cik = ?", [(cik,) for cik in ciks]
            )

    def awaited(self, cik: int | None = None) -> list[Awaited]:
        """Return the reports that are awaited, or those of one company, the oldest first."""
        rows = self._all(
            "SELECT cik, accession, form, filed FROM awaited WHERE cik = ? OR ?"
            " ORDER BY filed, cik",
            cik,
            cik is None,
        )
        return [
            Awaited(cik, accession, form, dt.date.fromisoformat(filed))
            for cik, accession, form, filed in rows
        ]

    def look(self, until: dt.date, found: Iterable[Awaited]) -> None:
        """Say that the daily indices up to a day have been read, and what they name."""
        with self._writing():
            self._await(found)
            self._remark("looked until", until.isoformat())

    def _await(self, reports: Iterable[Awaited]) -> None:
        self._database.executemany(
            "INSERT OR IGNORE INTO awaited VALUES (?, ?, ?, ?)",
            [(one.cik, one.accession, one.form, one.filed.isoformat()) for one in reports],
        )

    def give_up(self, before: dt.date) -> None:
        """Await no longer what was filed before a day. Who was awaited so long is no longer
        settled: whenever it is a constituent, everything of it is looked at."""
        with self._writing():
            self._database.execute(
                "DELETE FROM companies WHERE cik IN (SELECT cik FROM awaited WHERE filed < ?)",
                (before.isoformat(),),
            )
            self._database.execute("DELETE FROM awaited WHERE filed < ?", (before.isoformat(),))

    # -- debt notes ------------------------------------------------------------------------------

    def is_without_note(self, accession: str) -> bool:
        """Whether a report's instance was looked at and has no debt note."""
        return self._one("SELECT 1 FROM without_note WHERE accession = ?", accession) is not None

    def note_without(self, accession: str) -> None:
        """Say that a report's instance has no debt note."""
        with self._writing():
            self._database.execute("INSERT OR IGNORE INTO without_note VALUES (?)", (accession,))

    # -- remarks ---------------------------------------------------------------------------------

    def remark(self, name: str) -> str:
        """Return a remark; empty where there is none."""
        row = self._one("SELECT text FROM remarks WHERE name = ?", name)
        return "" if row is None else str(row[0])

    def set_remark(self, name: str, text: str) -> None:
        """Write a remark; an empty text takes it away."""
        with self._writing():
            self._remark(name, text)

    @property
    def looked_until(self) -> dt.date | None:
        """The last day whose index was read."""
        text = self.remark("looked until")
        return dt.date.fromisoformat(text) if text else None

    def _remark(self, name: str, text: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO remarks VALUES (?, ?)", (name, text))

    # -- the database ----------------------------------------------------------------------------

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._all(statement, *values)
        return rows[0] if rows else None

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with _storage_errors(self._path):
            return self._database.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with _storage_errors(self._path), self._database:
            yield


@contextlib.contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """Open the database, or make it. A damaged one, or one of another program, is set aside: then
    every file is looked at anew. Raise :class:`StorageError` where the disk refuses."""
    with _storage_errors(path):
        try:
            database = _opened(path)
        except (sqlite3.DatabaseError, ValueError) as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            with disk_errors(path, "Move it away; then every file is looked at anew."):
                path.replace(path.with_suffix(".damaged"))
                for suffix in ("-wal", "-shm"):
                    Path(f"{path}{suffix}").unlink(missing_ok=True)
            database = _opened(path)
    try:
        yield Ledger(database, path)
    finally:
        database.close()


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    try:
        _prepare(database)
        _read_all(Ledger(database, path))
    except (sqlite3.Error, StorageError, ValueError) as error:
        database.close()
        if isinstance(error, StorageError) and isinstance(error.__cause__, sqlite3.Error):
            raise error.__cause__ from None
        raise
    return database


def _read_all(ledger: Ledger) -> None:
    """Raise ``ValueError`` where a day is none, and what SQLite does where a column is missing."""
    ledger.companies()
    ledger.awaited()
    _ = ledger.looked_until
    if any(not isinstance(size, int) for size in ledger.sizes([""]).values()):
        raise ValueError("a size is no number")


def _prepare(database: sqlite3.Connection) -> None:
    """Make the tables where they are not; raise ``sqlite3.DatabaseError`` where it is damaged."""
    # Each commit is a rename's worth: lost ones are fetched again, torn ones can't be.
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    found = database.execute("PRAGMA user_version").fetchone()[0]
    if found not in (0, _VERSION):
        raise sqlite3.DatabaseError("of another version")
    with database:
        database.executescript(_TABLES)
        database.execute(f"PRAGMA user_version = {_VERSION}")
    for table, columns in _COLUMNS.items():
        rows = database.execute(f"PRAGMA table_info({table})").fetchall()
        if [row[1] for row in rows] != columns.split():
            raise sqlite3.DatabaseError(f"the table {table} has other columns")
    if database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("damaged")


@contextlib.contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(
            f"the state of the fetched files can't be used: {error}",
            where=str(path),
            next_step="Free some space, or see that you may write there; nothing is lost.",
        ) from error
