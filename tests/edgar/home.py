"""What an update leaves behind, and what it should have: the same market built from its files."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from pathlib import Path

from tests.edgar import fund

from screener.build import BuildRequest, Built, build
from screener.store.manifest import MANIFEST
from screener.store.places import current_snapshot, list_snapshots
from screener.store.snapshot import Snapshot, open_snapshot


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


def look_again_since(home: Path, day: dt.date) -> None:
    """Have the last look at the daily index be of a day, as if the clock had moved on since."""
    database = sqlite3.connect(home / "data" / "sources" / "fetched.sqlite")
    with database:
        database.execute(
            "UPDATE remarks SET text = ? WHERE name = 'looked until'", (day.isoformat(),)
        )
    database.close()
