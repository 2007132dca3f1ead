"""What FROM and TO name: a snapshot, a day, a holdings file."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from tests.frames import universe_of as universe_from
from tests.frames import write_snapshot
from tests.makers import Market, market

from screener.cli.moment import MomentOptions
from screener.cli.sides import root_of, snapshot_of, universe_of
from screener.errors import SnapshotError, UsageError
from screener.screening.universe import Universe, open_universe

DAYS = [dt.date(2026, 1, 21), dt.date(2026, 3, 31), dt.date(2026, 6, 30)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The user's data folder with three snapshots, of which the newest is current."""
    root = tmp_path / "data"
    for day in DAYS:
        write_snapshot(root, as_of=day)
    return root


def named(text: str, root: Path) -> Universe:
    """Return what a text names beside the universe of the newest snapshot."""
    return universe_of(text, root, universe_from([]), MomentOptions())


def day_of(text: str, root: Path) -> dt.date:
    return named(text, root).snapshot.manifest.as_of


def refused(text: str, root: Path) -> str:
    with pytest.raises(UsageError) as refusal:
        named(text, root)
    return str(refusal.value)


@pytest.mark.parametrize(
    "text", ["2026-03-31_20260701T000000Z", "2026-03-31", "2026-03", " 2026-03 "]
)
def test_a_name_or_its_beginning(root: Path, text: str) -> None:
    assert day_of(text, root) == DAYS[1]


def test_a_whole_name_wins_over_longer_ones(root: Path) -> None:
    write_snapshot(root, as_of=DAYS[1])  # of the same second: its name goes on with _2
    universe = named("2026-03-31_20260701T000000Z", root)
    assert universe.snapshot.path.name == "2026-03-31_20260701T000000Z"


def test_a_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = root / "snapshots" / "2026-01-21_20260701T000000Z"
    assert day_of(str(folder), root) == DAYS[0]
    assert day_of(str(root), root / "elsewhere") == DAYS[2]
    monkeypatch.chdir(folder)
    assert day_of(".", root) == DAYS[0]


def test_a_folder_that_is_no_snapshot_stands_in_the_way_of_no_name(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2026-03").mkdir()
    monkeypatch.chdir(tmp_path)
    assert day_of("2026-03", root) == DAYS[1]


def test_several_that_fit_are_told_newest_first(root: Path) -> None:
    told = refused("2026", root)
    assert told.startswith("'2026' fits 3 snapshots: 2026-06-30_20260701T000000Z, 2026-03-31_")
    assert told.endswith("Write more of the name.")


def test_of_a_day_the_snapshot_that_was_made_last_is_meant(root: Path) -> None:
    first, second = (write_snapshot(root, as_of=dt.date(2026, 7, 3)) for _ in range(2))
    assert first.path.name < second.path.name
    found = snapshot_of("2026-07-03", root)
    assert found is not None
    assert found.snapshot.path == second.path


@pytest.mark.parametrize(
    "text", ["nope", "2025-12-32", "2026-03-31-", "", "  ", "a\0b", "x" * 5000, "..", "*"]
)
def test_a_word_that_names_nothing_is_told_what_there_is(root: Path, text: str) -> None:
    told = refused(text, root)
    assert " is no snapshot, day (YYYY-MM-DD) or holdings file\n" in told
    assert told.endswith(
        "Snapshots here: 2026-06-30_20260701T000000Z, 2026-03-31_20260701T000000Z, "
        "2026-01-21_20260701T000000Z"
    )
    assert len(told) < 400


def test_of_many_names_six_are_told(root: Path) -> None:
    for day in range(1, 7):
        write_snapshot(root, as_of=dt.date(2026, 7, day))
    told = refused("nope", root).splitlines()[-1]
    assert told.count("_2026") == 6
    assert told.startswith("Snapshots here: 2026-07-06_")
    assert told.endswith("2026-07-01_20260701T000000Z and 3 more")


def test_where_none_is_the_way_to_one_is_told(tmp_path: Path) -> None:
    assert refused("2026", tmp_path).endswith("No snapshot is here yet: screen update")
    write_snapshot(tmp_path, as_of=DAYS[0])
    assert refused("x", tmp_path).endswith("Snapshots here: 2026-01-21_20260701T000000Z")


def test_one_that_is_damaged_is_no_wrong_word(root: Path) -> None:
    (root / "snapshots" / "2026-03-31_20260701T000000Z" / "metrics.parquet").write_bytes(b"torn")
    with pytest.raises(SnapshotError, match="damaged table"):
        named("2026-03", root)


def test_names_are_looked_up_beside_the_snapshot_that_is_given(root: Path, tmp_path: Path) -> None:
    other = write_snapshot(tmp_path / "other", as_of=DAYS[0]).path
    assert root_of(None) == root
    assert root_of(tmp_path / "other") == tmp_path / "other"
    assert root_of(other) == tmp_path / "other"
    alone = tmp_path / "alone" / "copy"
    shutil.copytree(other, alone)
    assert root_of(alone) == root
    assert root_of(tmp_path / "nowhere") == root


@pytest.fixture
def inputs(tmp_path: Path) -> Market:
    """Two companies whose revenue of twelve months grew by 40 a year."""
    return market(tmp_path / "market")


def test_a_day_that_no_snapshot_bears_is_computed_from_the_facts(inputs: Market) -> None:
    base = open_universe(inputs.build().snapshot.path)
    found = universe_of("2025-06-30", inputs.folder, base, MomentOptions())
    assert found.metrics.select("ticker", "as_of", "revenue_ttm").rows() == [
        ("AAA", dt.date(2025, 6, 30), 450.0), ("AAB", dt.date(2025, 6, 30), 900.0)
    ]  # fmt: skip


def test_a_holdings_file_is_its_companies_at_its_date(inputs: Market, tmp_path: Path) -> None:
    base = open_universe(inputs.build().snapshot.path)
    then = Market(tmp_path / "then", date=dt.date(2025, 6, 30))
    then.add("AAB")
    then.add("GONE")
    path = then.request().holdings
    found = universe_of(str(path), inputs.folder, base, MomentOptions())
    assert found.metrics.select("ticker", "as_of", "revenue_ttm", "price").rows() == [
        ("AAB", dt.date(2025, 6, 30), 900.0, 10.0), ("GONE", dt.date(2025, 6, 30), None, 10.0)
    ]  # fmt: skip


def test_a_day_has_the_members_that_a_table_says(inputs: Market, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("ticker,start,end\nAAA,2020-01-01,2025-06-30\nAAB,2025-07-01,\n")
    base, moment = open_universe(inputs.build().snapshot.path), MomentOptions(membership=path)
    days = ("2025-06-30", "2025-07-01")
    found = [universe_of(day, inputs.folder, base, moment).metrics["ticker"] for day in days]
    assert [list(tickers) for tickers in found] == [["AAA"], ["AAB"]]
