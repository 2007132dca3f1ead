"""Snapshots: opened whole or not at all, published whole or not at all."""

from __future__ import annotations

import dataclasses
import os
import random
import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.frames import write_snapshot

from screener import interrupts
from screener.errors import SnapshotError, StorageError
from screener.store.manifest import MANIFEST
from screener.store.places import current_snapshot, list_snapshots
from screener.store.schema import TABLES
from screener.store.snapshot import Snapshot, open_snapshot, publish, storage_errors, workspace


def one_row(number: int) -> dict[str, list[dict[str, object]]]:
    return {"metrics": [{"ticker": f"T{number}", "revenue_ttm": float(number)}]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root folder whose current snapshot is that of the row ``T1``."""
    write_snapshot(tmp_path / "root", **one_row(1))
    return tmp_path / "root"


def ticker(root: Path) -> str:
    return str(open_snapshot(root).table("metrics")["ticker"].item())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_published_once_the_program_was_told_to_end(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(interrupts._state, "came", False)
    interrupts.note()
    with pytest.raises(KeyboardInterrupt):
        write_snapshot(root, **one_row(2))
    assert ticker(root) == "T1"
    assert len(names(root / "snapshots")) == 1


def test_what_is_published_is_current_and_read_as_written(root: Path) -> None:
    snapshot = open_snapshot(root)
    assert snapshot == open_snapshot(snapshot.path)
    assert snapshot.table("metrics").select("ticker", "revenue_ttm").rows() == [("T1", 1.0)]
    for name, schema in TABLES.items():
        assert dict(snapshot.table(name).schema) == dict(pl.Schema(schema))
    assert names(root) == ["current", "snapshots"]
    assert names(snapshot.path) == sorted([MANIFEST, *(f"{name}.parquet" for name in TABLES)])


def test_a_new_one_becomes_current_and_the_old_one_stays(root: Path) -> None:
    first = open_snapshot(root)
    second = write_snapshot(root, **one_row(2))
    assert ticker(root) == "T2"
    assert list_snapshots(root) == [first.path, second.path]
    assert second.path.name == f"{first.path.name}_2"
    assert first.table("metrics")["ticker"].item() == "T1"


def test_a_root_without_snapshots_has_none(tmp_path: Path) -> None:
    assert current_snapshot(tmp_path / "absent") is None
    assert list_snapshots(tmp_path / "absent") == []
    with pytest.raises(SnapshotError, match="no snapshot here"):
        open_snapshot(tmp_path / "absent")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n", b".", b"..", b"../snapshots", b"/etc", b"\xff\xfe\xff", b"absent", b"a/../b",
        b"x" * 5000, b"\0", b"C:\\x", b"..\\x", b".unfinished-1-2", b"two\nlines",
    ],
)  # fmt: skip
def test_a_damaged_pointer_is_one_clear_error(root: Path, content: bytes) -> None:
    (root / "snapshots" / ".unfinished-1-2").mkdir()
    (root / "current").write_bytes(content)
    with pytest.raises(SnapshotError, match="pointer") as caught:
        open_snapshot(root)
    assert caught.value.where == str(root / "current")
    assert "screen build" in caught.value.next_step
    assert len(caught.value.what) < 200


def test_a_pointer_to_an_absolute_folder_is_refused_even_if_it_is_a_snapshot(root: Path) -> None:
    (root / "current").write_text(str(open_snapshot(root).path))
    with pytest.raises(SnapshotError, match="no snapshot of this folder"):
        open_snapshot(root)


def test_a_folder_for_a_pointer_is_one_clear_error(root: Path) -> None:
    (root / "current").unlink()
    (root / "current").mkdir()
    with pytest.raises(SnapshotError, match="unreadable pointer"):
        open_snapshot(root)


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_table_is_one_clear_error(root: Path, name: str) -> None:
    snapshot = open_snapshot(root)
    (snapshot.path / f"{name}.parquet").unlink()
    with pytest.raises(SnapshotError, match="the table is missing") as caught:
        snapshot.table(name)
    assert caught.value.where.endswith(f"{name}.parquet")
    assert "screen build" in caught.value.next_step


def test_every_damage_to_a_table_is_seen(root: Path) -> None:
    snapshot = open_snapshot(root)
    path = snapshot.path / "metrics.parquet"
    whole = path.read_bytes()
    chance = random.Random(1)
    for _ in range(200):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(data if chance.random() < 0.7 else data[:at])
        with pytest.raises(SnapshotError, match="damaged table") as caught:
            snapshot.table("metrics")
        assert "screen build" in caught.value.next_step
    path.write_bytes(whole)
    assert snapshot.table("metrics").height == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_in_a_tables_place_is_told_once(root: Path) -> None:
    snapshot = open_snapshot(root)
    path = snapshot.path / "metrics.parquet"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(SnapshotError) as caught:
        snapshot.table("metrics")
    assert (caught.value.what, caught.value.where) == ("damaged table: not a file", str(path))


def test_a_table_of_other_columns_is_one_clear_error(root: Path) -> None:
    snapshot = open_snapshot(root)
    shutil.copy(snapshot.path / "years.parquet", snapshot.path / "metrics.parquet")
    hashes = snapshot.manifest.tables
    manifest = dataclasses.replace(snapshot.manifest, tables=hashes | {"metrics": hashes["years"]})
    with pytest.raises(SnapshotError, match="other columns"):
        Snapshot(snapshot.path, manifest).table("metrics")


def test_a_table_of_wrong_columns_is_never_published(root: Path) -> None:
    snapshot = open_snapshot(root)
    tables = {name: snapshot.table(name) for name in TABLES}
    tables["years"] = tables["years"].with_columns(revenue=pl.lit("text"))
    with pytest.raises(ValueError, match="table 'years'"), workspace(root) as folder:
        publish(root, folder, snapshot.manifest, tables)
    assert ticker(root) == "T1"
    assert names(root / "snapshots") == [snapshot.path.name]


def test_a_lazy_table_is_written_as_it_is(root: Path) -> None:
    snapshot = open_snapshot(root)
    tables = {name: snapshot.table(name).lazy() for name in TABLES}
    with workspace(root) as folder:
        again = publish(root, folder, snapshot.manifest, tables)
    for name in TABLES:
        assert_frame_equal(again.table(name), snapshot.table(name))


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_a_workspace_is_gone_whatever_happens(root: Path, error: type[BaseException]) -> None:
    before = names(root / "snapshots")
    with pytest.raises(error), workspace(root) as folder:
        (folder / "file").write_bytes(b"x")
        raise error
    assert names(root / "snapshots") == before


def test_leftovers_of_dead_processes_are_removed_and_of_living_ones_kept(root: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    kept = f".unfinished-{os.getppid()}-aa"
    for name in (f".unfinished-{gone.pid}-aa", f".unfinished-{os.getpid()}-old", kept):
        (root / "snapshots" / name / "ready").mkdir(parents=True)
    with workspace(root) as first, workspace(root) as second:
        found = {name for name in names(root / "snapshots") if name.startswith(".")}
        assert found == {first.name, second.name, kept}


def test_a_name_taken_at_the_last_moment_is_no_failure(root: Path) -> None:
    first = open_snapshot(root)
    taken = root / "snapshots" / f"{first.path.name}_2"
    (taken / "something").mkdir(parents=True)
    assert write_snapshot(root, **one_row(3)).path.name == f"{first.path.name}_3"
    assert ticker(root) == "T3"


@pytest.mark.parametrize("at", ["root", "snapshots"])
def test_a_file_in_place_of_a_folder_is_one_clear_error(tmp_path: Path, at: str) -> None:
    root = tmp_path / "root"
    if at == "snapshots":
        root.mkdir()
    (root / "snapshots" if at == "snapshots" else root).write_bytes(b"")
    with pytest.raises(StorageError) as caught:
        write_snapshot(root)
    assert caught.value.next_step == "Choose a folder, not a file."
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("error", "what", "next_step"),
    [
        (OSError(28, "No space left on device"), "No space left", "Free some space"),
        (PermissionError(13, "Permission denied"), "Permission denied", "may write to"),
        (OSError(30, "Read-only file system"), "Read-only", "may write to"),
        (pl.exceptions.ComputeError("parquet: x: Quota (os error 122)"), "quota", "Free some"),
        (pl.exceptions.ComputeError("transport\nlines"), "transport", "Free some space"),
    ],
)
def test_what_the_disk_refuses_is_told_with_a_next_step(
    tmp_path: Path, error: Exception, what: str, next_step: str
) -> None:
    with pytest.raises(StorageError) as caught, storage_errors(tmp_path):
        raise error
    assert what in caught.value.what
    assert next_step in caught.value.next_step
    assert "\n" not in caught.value.what
    assert caught.value.where == str(tmp_path)
