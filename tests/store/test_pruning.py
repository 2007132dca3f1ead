"""Old snapshots go, the current one never; kill -9 at any moment of it leaves only whole ones."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames import AS_OF, write_snapshot

from screener.errors import SnapshotError, StorageError
from screener.files import alone
from screener.store import pruning, snapshot
from screener.store.manifest import read_manifest
from screener.store.places import current_snapshot, list_snapshots
from screener.store.pruning import prune
from screener.store.snapshot import open_snapshot, workspace
from screener.store.usage import intact


def folders(root: Path, names: list[str], current: str | None) -> Path:
    """Make what counts as finished snapshots without writing tables."""
    for name in names:
        (root / "snapshots" / name).mkdir(parents=True)
        (root / "snapshots" / name / "manifest.json").write_text("{}")
    if current is not None:
        (root / "current").write_text(f"{current}\n")
    return root


def day(number: int) -> str:
    return f"2026-01-{number:02d}_20260201T000000Z"


def left(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "snapshots").iterdir())


def test_the_oldest_go_until_so_many_are_left(tmp_path: Path) -> None:
    written = [
        write_snapshot(tmp_path, as_of=AS_OF + dt.timedelta(number)).path for number in range(4)
    ]
    assert prune(tmp_path, 2) == written[:2]
    assert list_snapshots(tmp_path) == written[2:]
    assert left(tmp_path) == [path.name for path in written[2:]]  # nothing hidden either
    assert open_snapshot(tmp_path).path == written[3]
    assert prune(tmp_path, 2) == []


@settings(max_examples=40)
@given(total=st.integers(1, 9), current=st.integers(1, 9), keep=st.integers(1, 10))
def test_the_current_one_and_those_beyond_it_always_stay(
    tmp_path_factory: pytest.TempPathFactory, total: int, current: int, keep: int
) -> None:
    current = min(current, total)
    names = [day(number) for number in range(1, total + 1)]
    root = folders(tmp_path_factory.mktemp("root"), names, day(current))
    removed = prune(root, keep)
    assert left(root) == names[len(removed) :]
    assert len(removed) == min(max(0, total - keep), current - 1)
    assert [path.name for path in removed] == names[: len(removed)]
    shutil.rmtree(root)


def test_where_none_is_current_none_goes(tmp_path: Path) -> None:
    names = [day(number) for number in (1, 2, 3)]
    folders(tmp_path, names, None)
    assert prune(tmp_path, 1) == []
    (tmp_path / "current").write_text("gone\n")
    with pytest.raises(SnapshotError):
        prune(tmp_path, 1)
    assert left(tmp_path) == names
    assert prune(tmp_path / "nowhere", 1) == []


def test_links_and_strangers_are_neither_counted_nor_touched(tmp_path: Path) -> None:
    ours = [day(number) for number in (1, 3, 4)]
    elsewhere = folders(tmp_path / "elsewhere", [day(2)], None) / "snapshots" / day(2)
    root = folders(tmp_path / "root", [*ours, "0-backup", f"{day(1)}-mine"], day(4))
    parent = root / "snapshots"
    (parent / day(2)).symlink_to(elsewhere)
    (parent / "0-notes.txt").write_text("mine")
    (parent / day(5)).mkdir()  # no manifest: no snapshot
    (parent / f".unfinished-{os.getppid()}-ab").mkdir()  # a build at work
    before = left(root)
    assert prune(root, 2) == [parent / day(1)]
    assert left(root) == [name for name in before if name != day(1)]
    assert prune(root, 1) == [parent / day(3)]
    assert (elsewhere / "manifest.json").exists()
    assert (parent / day(2)).is_symlink()


def test_a_link_inside_an_old_one_leads_to_nothing_that_is_removed(tmp_path: Path) -> None:
    root = folders(tmp_path / "root", [day(1), day(2)], day(2))
    kept = tmp_path / "kept" / "file"
    kept.parent.mkdir()
    kept.write_text("mine")
    (root / "snapshots" / day(1) / "link").symlink_to(kept.parent)
    prune(root, 1)
    assert left(root) == [day(2)]
    assert kept.read_text() == "mine"


def test_what_cannot_be_removed_is_one_clear_error_and_out_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folders(tmp_path, [day(1), day(2)], day(2))

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path / "manifest.json"))

    monkeypatch.setattr(shutil, "rmtree", refused)
    with pytest.raises(StorageError, match="can't be removed: Permission denied") as caught:
        prune(root, 1)
    assert caught.value.where.endswith("manifest.json")
    assert [path.name for path in list_snapshots(root)] == [day(2)]
    monkeypatch.undo()
    with workspace(root):
        pass
    assert left(root) == [day(2)]


def test_it_waits_for_a_build_that_moves_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folders(tmp_path, [day(1), day(2)], day(2))
    monkeypatch.setattr(pruning, "_PATIENCE", 0.1)
    with alone(root / "snapshots", patience=1, next_step=""):
        with pytest.raises(StorageError, match="another program keeps it busy"):
            prune(root, 1)
        assert left(root) == [day(1), day(2)]
    assert prune(root, 1) == [root / "snapshots" / day(1)]


def test_a_new_snapshot_of_an_earlier_day_is_not_taken_for_an_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_snapshot(tmp_path)
    monkeypatch.setattr(pruning, "_PATIENCE", 0.05)
    tried = []

    def meddled_with(path: Path) -> None:
        if path == tmp_path / "snapshots":  # it has its name, and the pointer not yet
            tried.append(len(list_snapshots(tmp_path)))
            with pytest.raises(StorageError):
                prune(tmp_path, 1)

    monkeypatch.setattr(snapshot, "sync", meddled_with)
    earlier = write_snapshot(tmp_path, as_of=AS_OF - dt.timedelta(1))
    assert tried == [2]
    assert open_snapshot(tmp_path).path == earlier.path


KILLER = """
import os, shutil, signal, sys
from pathlib import Path
from screener import files
from screener.store import pruning, snapshot

origin, target = Path(sys.argv[1]), Path(sys.argv[2])
CODE = {pruning.__file__, files.__file__, shutil.__file__}


def killed_at(number):
    '''Prune in a process that kills itself at the given line that it runs, of removing too.'''
    root, left = target / str(number), number
    shutil.copytree(origin, root)

    def trace(frame, event, argument):
        nonlocal left
        if frame.f_code.co_filename not in CODE:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    pruning.prune(root, 2)
    os._exit(0)


for number in range(0, 10_000, 7):
    child = os.fork()
    if child == 0:
        killed_at(number)
    if os.waitpid(child, 0)[1] == 0:
        print(number)
        break
"""


def test_a_kill_at_any_moment_leaves_only_whole_snapshots(
    tmp_path: Path, project_root: Path
) -> None:
    origin, target = tmp_path / "origin", tmp_path / "killed"
    names = [
        write_snapshot(origin, as_of=AS_OF + dt.timedelta(number)).path.name for number in range(4)
    ]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLER, str(origin), str(target)],
        env=os.environ | {"PYTHONPATH": str(project_root / "src")},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    moments = range(0, int(done.stdout), 7)
    assert len(moments) > 30, done.stderr
    counts, leftovers = [], 0
    for number in moments:
        root = target / str(number)
        found = list_snapshots(root)
        counts.append(len(found))
        assert [path.name for path in found] == names[-len(found) :]
        for path in found:
            assert all(intact(path, read_manifest(path)).values())
        assert current_snapshot(root) == found[-1]
        leftovers += len(left(root)) - len(found)
        with workspace(root):  # the next build
            prune(root, 2)
        assert left(root) == names[-2:]
    # First all of them are there, then one less, then two.
    assert counts == sorted(counts, reverse=True)
    assert set(counts) == {4, 3, 2}
    assert leftovers
