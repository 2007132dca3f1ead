"""``screen status``: which snapshot, how fresh, how complete, and whether it is whole."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.test_main import loaded
from tests.frames import write_snapshot

from screener.paths import sample_dir
from screener.store.manifest import Source, encode
from screener.store.snapshot import Snapshot

SAMPLE = json.loads((sample_dir() / "manifest.json").read_bytes())


def rows(screen, name: str, *more: str) -> list[dict[str, str]]:
    ran = screen("status", "--table", name, "--format", "csv", *more)
    assert (ran.code, ran.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ran.out)))


def rewritten(snapshot: Snapshot, **changes: object) -> None:
    (snapshot.path / "manifest.json").write_bytes(encode(replace(snapshot.manifest, **changes)))


def test_it_tells_what_the_snapshot_is_and_how_old(screen) -> None:
    ran = screen("status", "--on", "2026-05-15")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    whole, matched = SAMPLE["counts"]["constituents"], SAMPLE["counts"]["matched"]
    assert lines[0] == "Snapshot sample, the bundled sample: fictional companies"
    for said in (
        "  fund           Sample Small-Cap Fund (fictional companies)",
        "  as of          2026-05-05, 10 days ago",
        "  newest filing  2026-05-05, 10 days ago",
        f"  constituents             {whole:,}",
        f"  matched to an SEC filer  {matched:,}  {matched / whole * 100:.1f}%",
        f"  revenue_growth           {SAMPLE['coverage']['revenue_growth'] * 100:.1f}%",
    ):
        assert said in lines
    assert "no reconstitution since" in " ".join(ran.out.split())
    assert "screen update" in ran.out


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-06-30", "Fresh enough"),
        ("2026-07-30", "Fresh enough"),
        ("2026-07-31", "Newer filings are out"),
        ("2026-12-12", "The index has changed since"),
        ("2026-06-01", "in 29 days"),
        ("2026-06-29", "are later than Mon 29 Jun 2026"),
        ("2026-06-29", "its age can't be told"),
    ],
)
def test_it_says_what_to_do_about_a_snapshots_age(screen, snapshot, day: str, said: str) -> None:
    rewritten(snapshot, holdings_date=snapshot.manifest.as_of)  # 2026-06-30
    assert said in screen("status", "--on", day).out


def test_everything_of_the_manifest_is_in_the_data(screen) -> None:
    known = {row["metric"]: float(row["known"]) for row in rows(screen, "coverage")}
    assert known == SAMPLE["coverage"]
    unknown = {row["kind"]: int(row["figures"]) for row in rows(screen, "unknown")}
    assert unknown == SAMPLE["reasons"]
    assert [row["warning"] for row in rows(screen, "warnings")] == SAMPLE["warnings"]
    assert rows(screen, "sources") == [row | {"origin": ""} for row in SAMPLE["sources"]]
    tables = {row["table"]: row["sha256"] for row in rows(screen, "tables")}
    assert tables == SAMPLE["tables"]
    [about] = rows(screen, "snapshot", "--on", "2026-07-04")
    assert about["days_since_as_of"] == "60"
    assert about["reconstitutions_since"] == "1"
    assert (about["sample"], about["intact"]) == ("true", "")
    size = sum(path.stat().st_size for path in sample_dir().iterdir())
    assert about["bytes"] == str(size)


def test_the_lowest_coverage_is_told(screen) -> None:
    lowest = sorted(SAMPLE["coverage"], key=lambda name: (SAMPLE["coverage"][name], name))[:5]
    out = " ".join(screen("status").out.split())
    told = out.partition("the lowest: ")[2].partition(" (all:")[0]
    assert [part.split()[0] for part in told.split(", ")] == lowest


def test_of_many_warnings_the_first_five_are_told_or_all(screen, snapshot) -> None:
    rewritten(snapshot, warnings=[f"warning {n}\x1b[2J" for n in range(1, 9)])
    short = screen("status").out
    assert "8 warnings" in short
    assert "warning 5" in short
    assert "warning 6" not in short
    assert "and 3 more: screen status --warnings" in short
    full = screen("status", "--warnings").out
    assert "warning 8" in full
    assert "\x1b" not in full


def test_other_snapshots_and_unfinished_builds_are_told_with_their_size(
    screen, snapshot, tmp_path: Path
) -> None:
    newer = write_snapshot(tmp_path / "data")
    (tmp_path / "data" / "snapshots" / ".unfinished-1-x").mkdir()
    out = screen("status", "--snapshot", str(snapshot.path)).out
    assert f"{newer.path.name} (current)" in out
    assert "1 unfinished build" in out
    found = rows(screen, "snapshots")
    assert [(row["name"], row["current"]) for row in found] == [
        (snapshot.path.name, "false"),
        (newer.path.name, "true"),
    ]


def test_the_files_that_were_fetched_are_told_with_their_size(
    screen, snapshot, tmp_path: Path
) -> None:
    assert "fetched" not in screen("status").out
    folder = tmp_path / "data" / "sources" / "facts"
    folder.mkdir(parents=True)
    for number in range(3):
        (folder / f"CIK{number:010d}.json.gz").write_bytes(b"x" * 500)
    assert "  3 fetched files  1.5 kB\n" in screen("status").out
    [about] = rows(screen, "snapshot")
    assert (about["fetched_files"], about["fetched_bytes"]) == ("3", "1500")


def test_a_snapshot_that_is_named_by_a_short_path_is_told_once(
    screen, snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = screen("status", "--snapshot", "data").out
    assert str(snapshot.path) in out
    disk = out.partition("Disk used\n")[2].partition("\n\n")[0]
    assert disk.splitlines() == [line for line in disk.splitlines() if "this snapshot" in line]


def test_a_source_is_told_by_its_origin_and_in_the_data_by_its_place_too(screen, snapshot) -> None:
    fetched, own = "https://fund.example/IWM.csv", "tickers.json"
    rewritten(snapshot, sources=[
        Source("holdings", "/somewhere/IWM.csv", "1" * 64, "", fetched),
        Source("tickers", own, "2" * 64),
    ])  # fmt: skip
    told = screen("status").out.partition("Sources:")[2].partition("\n\n")[0]
    assert [line.split()[:2] for line in told.splitlines()[1:]] == [
        ["holdings", fetched], ["tickers", own],
    ]  # fmt: skip
    assert "/somewhere" not in told
    data = [(row["address"], row["origin"]) for row in rows(screen, "sources")]
    assert data == [("/somewhere/IWM.csv", fetched), (own, "")]


def test_checking_finds_every_table_whole(screen, snapshot) -> None:
    ran = screen("status", "--check")
    assert (ran.code, ran.err) == (0, "")
    assert "All 11 tables are what was written" in ran.out
    assert {row["intact"] for row in rows(screen, "tables", "--check")} == {"true"}


def test_checking_a_damaged_snapshot_names_the_table_and_leaves_with_3(screen, snapshot) -> None:
    path = snapshot.path / "facts.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    assert screen("status").code == 0  # the manifest alone is read
    ran = screen("status", "--check")
    assert ran.code == 3
    assert "Damaged tables: facts" in ran.out
    assert ran.err.startswith(f"error: {snapshot.path}: damaged: facts\n")
    data = screen("status", "--check", "--table", "tables", "--format", "csv")
    assert data.code == 3
    told = {row["table"]: row["intact"] for row in csv.DictReader(io.StringIO(data.out))}
    assert [name for name, whole in told.items() if whole == "false"] == ["facts"]


@pytest.mark.parametrize("damage", ["manifest gone", "manifest cut", "newer", "pointer"])
def test_a_damaged_snapshot_is_told_with_code_3(
    screen, snapshot, tmp_path: Path, damage: str
) -> None:
    manifest = snapshot.path / "manifest.json"
    if damage == "manifest gone":
        manifest.unlink()
    elif damage == "manifest cut":
        manifest.write_bytes(manifest.read_bytes()[:-9])
    elif damage == "newer":
        rewritten(snapshot, schema_version=99)
    else:
        (tmp_path / "data" / "current").write_text("elsewhere\n")
    ran = screen("status")
    assert (ran.code, ran.out) == (3, "")
    assert "screen update" in ran.err


def test_text_from_outside_commands_no_terminal(screen, snapshot) -> None:
    evil = "evil\x1b]0;x\x07\u202e"
    rewritten(
        snapshot, fund=evil, created=evil, coverage={evil: 0.5}, reasons={evil: 1},
        sources=[Source(evil, evil, "0" * 64, evil), Source("x", "y", "0" * 64, "", evil)],
    )  # fmt: skip
    out = screen("status").out
    assert "evil" in out
    assert all(sign.isprintable() or sign == "\n" for sign in out)


def test_csv_holds_one_of_its_tables(screen) -> None:
    ran = screen("status", "--format", "csv")
    assert (ran.code, ran.out) == (2, "")
    assert "--table snapshot|coverage" in ran.err


def test_it_waits_for_no_table_engine(process) -> None:
    assert loaded(process, "status").isdisjoint({"polars", "textual", "rich"})
