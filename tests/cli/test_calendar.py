"""``screen calendar``: the dates as text and as data, with and without a snapshot."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from tests.cli.test_main import loaded


def test_it_tells_the_last_three_dates_and_the_next_three(screen) -> None:
    ran = screen("calendar", "--on", "2026-07-01")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].endswith("seen on Wed 1 Jul 2026")
    cycles = [line[:8] for line in lines[3:9]]
    assert cycles == ["Jun 2024", "Jun 2025", "Jun 2026", "Dec 2026", "Jun 2027", "Dec 2027"]
    assert "Thu 30 Apr" in lines[5]
    assert "5 days ago" in lines[5]
    assert "November    Fri 11 Dec  in 163 days: next" in lines[6]
    assert lines[7].endswith("by the rule")
    assert max(map(len, lines)) <= 80


def test_it_says_that_the_snapshot_is_older_than_a_reconstitution(screen) -> None:
    out = " ".join(screen("calendar", "--on", "2026-07-01").out.split())
    said = "holdings of 2026-05-05 are before the reconstitution of Fri 26 Jun 2026: 1 rec"
    assert said in out
    assert "fictional companies" in out
    out = " ".join(screen("calendar", "--on", "2026-06-26").out.split())
    assert "no reconstitution since" in out


def test_the_data_are_dates_basis_status_and_days(screen) -> None:
    ran = screen("calendar", "--on", "2026-07-01", "--format", "csv", "--years", "2026..2027")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert rows[1] == {
        "cycle": "2026-12", "rank_day": "2026-10-30", "preliminary": "2026-11",
        "effective": "2026-12-11", "basis": "published", "status": "next", "days": "163",
    }  # fmt: skip
    assert [row["status"] for row in rows] == ["past", "next", "later", "later"]
    assert rows[2]["preliminary"] == ""
    assert rows[2]["basis"] == "by the rule"


def test_without_a_day_it_counts_from_this_machines(screen) -> None:
    ran = screen("calendar", "--format", "csv", "--years", "2026")
    first = next(csv.DictReader(io.StringIO(ran.out)))
    # Midnight may pass between the two looks at the clock.
    off = int(first["days"]) - (dt.date(2026, 6, 26) - dt.date.today()).days
    assert off in (0, 1)


@pytest.mark.parametrize("broken", ["pointer", "manifest", "named"])
def test_a_damaged_snapshot_is_told_and_the_dates_are_still_given(
    screen, tmp_path: Path, broken: str
) -> None:
    root = tmp_path / "data"
    root.mkdir()
    extra = ()
    if broken == "pointer":
        (root / "current").write_text("../nowhere\n")
    elif broken == "manifest":
        folder = root / "snapshots" / "2026-06-30_x"
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text('{"schema_version": \x1b[31m')
        (root / "current").write_text("2026-06-30_x\n")
    else:
        extra = ("--snapshot", str(tmp_path / "none"))
    ran = screen("calendar", "--on", "2026-07-01", *extra)
    assert ran.code == 0
    assert "Fri 11 Dec" in ran.out
    assert "holdings" not in ran.out
    assert ran.err.startswith("the snapshot can't be read: ")
    assert len(ran.err.splitlines()) == 2
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    "arguments",
    [("--on", "yesterday"), ("--on", "2026-13-01"), ("--years", "2016"), ("--years", "2027..2026"),
     ("--years", "three"), ("--years", "2026..2101"), ("--years", "")],
    ids=" ".join,
)  # fmt: skip
def test_what_is_no_day_and_no_years_is_refused(screen, arguments: tuple[str, str]) -> None:
    ran = screen("calendar", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {arguments[0]}: ")


def test_it_waits_for_no_table_engine(process) -> None:
    assert loaded(process, "calendar").isdisjoint({"polars", "textual", "rich"})
