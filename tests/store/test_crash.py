"""kill -9 at any line of publishing, and a disk that fills at any byte: the old snapshot stays."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal
from tests.disks import filled, small_disk
from tests.frames import write_snapshot
from tests.makers import tables

from screener.errors import StorageError
from screener.store.places import current_snapshot, list_snapshots
from screener.store.snapshot import Snapshot, open_snapshot

KILLER = """
import os, shutil, signal, sys
from pathlib import Path
from tests.disks import filled, small_disk
from tests.frames import write_snapshot
from screener.store import snapshot

origin, target = Path(sys.argv[1]), Path(sys.argv[2])
CODE = snapshot.__file__


def killed_at(number):
    '''Publish in a process that kills itself at the given line of snapshot.py that it runs.'''
    root, left = target / str(number), number
    shutil.copytree(origin, root)

    def trace(frame, event, argument):
        nonlocal left
        if frame.f_code.co_filename != CODE:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    write_snapshot(root, metrics=[{"ticker": "NEW"}])
    os._exit(0)


for number in range(0, 10_000, 2):
    child = os.fork()
    if child == 0:
        killed_at(number)
    if os.waitpid(child, 0)[1] == 0:
        print(number)
        break
"""


def test_a_kill_at_any_line_leaves_a_whole_current_snapshot(
    tmp_path: Path, project_root: Path
) -> None:
    origin, target = tmp_path / "origin", tmp_path / "killed"
    old = write_snapshot(origin, metrics=[{"ticker": "OLD"}])
    before = tables(old)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLER, str(origin), str(target)],
        cwd=project_root,
        env=os.environ | {"PYTHONPATH": f"{project_root}:{project_root / 'src'}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    moments = range(0, int(done.stdout), 2)
    assert len(moments) > 80, done.stderr
    found = []
    for number in moments:
        root = target / str(number)
        current = open_snapshot(root)
        found.append(current.table("metrics")["ticker"].item())
        if found[-1] == "OLD":
            assert current == Snapshot(root / "snapshots" / old.path.name, old.manifest)
        assert len(list_snapshots(root)) <= 2
    # First always the old one, then always the new one.
    assert found == sorted(found, reverse=True)
    assert set(found) == {"OLD", "NEW"}
    for number in moments[::7]:
        root = target / str(number)
        for name, table in tables(
            Snapshot(root / "snapshots" / old.path.name, old.manifest)
        ).items():
            assert_frame_equal(table, before[name])
        write_snapshot(root, metrics=[{"ticker": "NEXT"}])
        assert open_snapshot(root).table("metrics")["ticker"].item() == "NEXT"
        assert not list((root / "snapshots").glob(".*"))
        assert sorted(path.name for path in root.iterdir()) == ["current", "snapshots"]


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of 512 KB; only root can make one."""
    with small_disk(tmp_path / "disk", 512) as folder:
        yield folder


def check_old(root: Path, old: Snapshot, error: StorageError) -> None:
    assert error.next_step.startswith("Free some space"), str(error)
    assert current_snapshot(root) == old.path
    assert open_snapshot(root).table("metrics")["ticker"].item() == "OLD"
    assert not list((root / "snapshots").glob(".*"))
    assert list_snapshots(root) == [old.path]


@pytest.mark.parametrize("size", [0, 10, 700, 2_000, 5_000])
def test_a_file_that_cannot_grow_is_one_clear_error(tmp_path: Path, size: int) -> None:
    old = write_snapshot(tmp_path, metrics=[{"ticker": "OLD"}])
    with pytest.raises(StorageError) as caught, no_file_larger_than(size):
        write_snapshot(tmp_path, metrics=[{"ticker": "NEW"}])
    check_old(tmp_path, old, caught.value)


def test_a_full_disk_is_one_clear_error_at_any_byte(disk: Path) -> None:
    old = write_snapshot(disk, metrics=[{"ticker": "OLD"}])
    for free in range(0, 100_000, 4096):
        with filled(disk, free):
            try:
                write_snapshot(disk, metrics=[{"ticker": "NEW"}])
            except StorageError as error:
                check_old(disk, old, error)
            else:
                break
    assert free > 8 * 4096
    assert open_snapshot(disk).table("metrics")["ticker"].item() == "NEW"
