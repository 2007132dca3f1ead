"""What snapshots take on the disk, and which tables are not what was written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.frames import write_snapshot

from screener.paths import sources_dir
from screener.store.places import chosen_snapshot
from screener.store.schema import TABLES
from screener.store.usage import intact, table_sizes, usage


def written(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def test_it_counts_the_bytes_of_each_snapshot_and_of_what_is_unfinished(tmp_path: Path) -> None:
    old = write_snapshot(tmp_path, fund="Old")
    new = write_snapshot(tmp_path, fund="New and longer")
    left = tmp_path / "snapshots" / ".unfinished-1-abc" / "ready"
    left.mkdir(parents=True)
    (left / "metrics.parquet").write_bytes(b"x" * 321)
    found = usage(old.path)
    assert found.size == written(old.path)
    assert [(one.path, one.size, one.current) for one in found.kept] == [
        (old.path, written(old.path), False),
        (new.path, written(new.path), True),
    ]
    assert (found.unfinished, found.unfinished_size) == (1, 321)
    assert found.total == written(old.path) + written(new.path) + 321


def test_of_the_sample_the_data_folders_snapshots_are_told(tmp_path: Path) -> None:
    sample = chosen_snapshot()
    assert usage(sample).kept == ()
    kept = write_snapshot(tmp_path / "data")  # the data folder of every test
    assert [one.path for one in usage(sample).kept] == [kept.path]


def test_a_pointer_to_nothing_makes_no_snapshot_current(tmp_path: Path) -> None:
    found = write_snapshot(tmp_path)
    (tmp_path / "current").write_text("gone\n")
    assert [one.current for one in usage(found.path).kept] == [False]


def test_every_table_as_it_was_written_is_intact(tmp_path: Path) -> None:
    found = write_snapshot(tmp_path)
    assert intact(found.path, found.manifest) == dict.fromkeys(TABLES, True)
    sizes = {name: (found.path / f"{name}.parquet").stat().st_size for name in TABLES}
    assert table_sizes(found.path, found.manifest) == sizes


@pytest.mark.parametrize("damage", ["a bit", "cut", "gone", "a folder", "a pipe"])
def test_a_table_that_is_not_what_was_written_is_found(tmp_path: Path, damage: str) -> None:
    found = write_snapshot(tmp_path)
    path = found.path / "years.parquet"
    data = bytearray(path.read_bytes())
    path.unlink()
    if damage == "a bit":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif damage == "cut":
        path.write_bytes(data[:-1])
    elif damage == "a folder":
        path.mkdir()
    elif damage == "a pipe":
        os.mkfifo(path)  # reading it would wait for ever
    whole = intact(found.path, found.manifest)
    assert [name for name, is_whole in whole.items() if not is_whole] == ["years"]
    assert (table_sizes(found.path, found.manifest)["years"] is None) == (damage == "gone")


def test_a_table_that_the_manifest_does_not_know_is_not_intact(tmp_path: Path) -> None:
    found = write_snapshot(tmp_path)
    del found.manifest.tables["facts"]
    assert intact(found.path, found.manifest)["facts"] is False


def test_a_manifest_leads_to_no_file_outside_the_snapshot(tmp_path: Path) -> None:
    found = write_snapshot(tmp_path)
    found.manifest.tables["../../outside"] = "0" * 64
    assert "../../outside" not in table_sizes(found.path, found.manifest)
    assert set(intact(found.path, found.manifest)) == set(TABLES)


def test_the_files_that_were_fetched_are_counted_and_links_not_followed(tmp_path: Path) -> None:
    found = write_snapshot(tmp_path / "data")
    assert (usage(found.path).fetched, usage(found.path).fetched_files) == (0, 0)
    (sources_dir() / "facts").mkdir(parents=True)
    (sources_dir() / "facts" / "CIK0000000001.json.gz").write_bytes(b"x" * 300)
    (sources_dir() / "state.sqlite").write_bytes(b"x" * 21)
    (sources_dir() / "loop").symlink_to(sources_dir())
    link = (sources_dir() / "loop").lstat().st_size
    used = usage(found.path)
    assert (used.fetched, used.fetched_files) == (321 + link, 3)
    assert used.total == used.size == written(found.path)  # what is fetched is no snapshot
