"""What an update leaves behind, and what it should have: the same market built from its files."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.edgar import fund
from tests.edgar.log import Request
from tests.edgar.market import Folders

from screener.build import BuildRequest, Built, build
from screener.store.manifest import MANIFEST
from screener.store.places import current_snapshot, list_snapshots
from screener.store.snapshot import Snapshot, open_snapshot


class Right(NamedTuple):
    """The snapshots that the market's files give, as of the two days."""

    earlier: Snapshot
    later: Snapshot


def build_right(folders: Folders, out: Path) -> None:
    """Build the right snapshots below a folder."""
    built_from_files(folders.earlier, out / "earlier")
    built_from_files(folders.later, out / "later")


def right_in(out: Path) -> Right:
    """Return the right snapshots that were built below a folder."""
    return Right(open_snapshot(out / "earlier"), open_snapshot(out / "later"))


def built_from_files(market: Path, out: Path) -> Snapshot:
    """Build a snapshot of a market's files, without any network."""
    out.mkdir(parents=True, exist_ok=True)
    holdings = out / "holdings.csv"
    text = (market / "holdings.csv").read_text(encoding="utf-8")
    holdings.write_text(fund.named(text), encoding="utf-8")
    request = BuildRequest(
        holdings=holdings,
        tickers=(market / "company_tickers.json",),
        facts=(market / "companyfacts.zip",),
        submissions=(market / "submissions.zip",),
        instances=(market / "instances",),
        root=out,
        created=dt.datetime(2026, 5, 6, tzinfo=dt.UTC),
    )
    [snapshot] = [event.snapshot for event in build(request) if isinstance(event, Built)]
    return snapshot


def assert_same(found: Snapshot, right: Snapshot) -> None:
    """See that two snapshots hold the same, table by table."""
    different = [
        name for name in right.manifest.tables if not found.table(name).equals(right.table(name))
    ]
    assert different == []


def current(home: Path) -> Snapshot:
    """Return the current snapshot of a program's home."""
    return open_snapshot(home / "data")


def pointed(home: Path) -> Path | None:
    """Return the folder of the current snapshot; None where there is none."""
    return current_snapshot(home / "data")


def assert_whole(home: Path) -> None:
    """See that there is a current snapshot, and that every listed one is what was written."""
    root = home / "data"
    assert current_snapshot(root) is not None
    for folder in list_snapshots(root):
        manifest = open_snapshot(folder).manifest
        for name, sha256 in manifest.tables.items():
            data = (folder / f"{name}.parquet").read_bytes()
            assert hashlib.sha256(data).hexdigest() == sha256, f"{folder.name} {name}"
        assert (folder / MANIFEST).is_file()


def assert_tidy(home: Path) -> None:
    """See that nothing is left that was not finished."""
    data = home / "data"
    left = [
        str(path.relative_to(data))
        for path in data.rglob("*")
        if path.name.startswith(".") or path.suffix in (".part", ".piece") or path.name == "at-work"
    ]
    assert left == []


def since(home: Path, moment: str) -> tuple[set[str], set[int]]:
    """Return what was done after a time (ISO, UTC): the addresses, without hosts, whose files are
    kept, and the companies that are settled.

    A copy of the ledger is looked into: that of a killed program is mended by the program."""
    with TemporaryDirectory() as folder:
        for path in (home / "data" / "sources").glob("fetched.sqlite*"):
            shutil.copy(path, folder)
        with _ledger(Path(folder)) as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'files'").fetchall():
                return set(), set()
            files = database.execute("SELECT address FROM files WHERE fetched > ?", (moment,))
            settled = database.execute("SELECT cik FROM companies WHERE settled > ?", (moment,))
            return {urlsplit(url).path for (url,) in files}, {cik for (cik,) in settled}


def sent_again(kept: set[str], requests: Iterable[Request]) -> set[str]:
    """Return the files of companies that were sent although they are there."""
    kinds = ("history", "facts", "instance")
    return kept & {each.path for each in requests if each.kind in kinds and each.status == 200}


def build_again(home: Path) -> None:
    """Have the next update build of what is there, as if there were another program."""
    with _ledger(home / "data" / "sources") as database:
        database.execute("UPDATE remarks SET text = '' WHERE name = 'built'")


def look_again_since(home: Path, day: dt.date) -> None:
    """Have the last look at the daily index be of a day, as if the clock had moved on since."""
    with _ledger(home / "data" / "sources") as database:
        database.execute(
            "UPDATE remarks SET text = ? WHERE name = 'looked until'", (day.isoformat(),)
        )


@contextmanager
def _ledger(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "fetched.sqlite")) as database, database:
        yield database
