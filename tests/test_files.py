from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from screener.errors import StorageError
from screener.files import replace_file

OLD = b"old" * 1000
NEXT = "Choose another place."

WRITES = """
import sys
from pathlib import Path
from screener.errors import StorageError
from screener.files import replace_file
try:
    replace_file(Path(sys.argv[1]), b"new" * 1000, next_step="n")
except StorageError as error:
    print(type(error).__name__, error.what, error.where, sep="|")
"""

KILLED_BEFORE_THE_REPLACING = """
import os, signal
from pathlib import Path
def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)
Path.replace = killed
"""

NO_ROOM = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
"""

# A superuser writes to read-only folders; without CAP_DAC_OVERRIDE it is as anyone else.
NO_RIGHTS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert libc.capget(header, data) == 0
data[0] &= ~(1 << 1)
assert libc.capset(header, data) == 0
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "file.csv"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def written_by_a_process(root: Path, path: Path, before: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", before + WRITES, str(path)],
        env=os.environ | {"PYTHONPATH": str(root / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_as_a_whole(old: Path) -> None:
    replace_file(old, b"\x00new\r\n", next_step=NEXT)
    assert old.read_bytes() == b"\x00new\r\n"
    assert names(old.parent) == ["file.csv"]


def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "new.csv", b"", next_step=NEXT)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o666, 0o750, 0o444])
def test_the_rights_of_the_replaced_file_stay(old: Path, mode: int) -> None:
    old.chmod(mode)
    replace_file(old, b"new", next_step=NEXT)
    assert (old.read_bytes(), stat.S_IMODE(old.stat().st_mode)) == (b"new", mode)


@pytest.mark.parametrize("relative", [True, False])
def test_a_link_stays_a_link(old: Path, tmp_path: Path, relative: bool) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to("folder/file.csv" if relative else old)
    replace_file(link, b"new", next_step=NEXT)
    assert link.is_symlink()
    assert old.read_bytes() == link.read_bytes() == b"new"
    assert (names(tmp_path), names(old.parent)) == (["folder", "link.csv"], ["file.csv"])


def test_a_link_to_nothing_gets_its_file(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to("there.csv")
    replace_file(link, b"new", next_step=NEXT)
    assert link.is_symlink()
    assert (tmp_path / "there.csv").read_bytes() == b"new"


def test_a_process_killed_before_the_replacing_leaves_the_old_file(
    old: Path, project_root: Path
) -> None:
    ran = written_by_a_process(project_root, old, KILLED_BEFORE_THE_REPLACING)
    assert ran.returncode == -signal.SIGKILL
    assert old.read_bytes() == OLD
    # It was killed after the writing, and what it wrote has another suffix than a user's file.
    [left] = [name for name in names(old.parent) if name != old.name]
    assert (old.parent / left).read_bytes() == b"new" * 1000
    assert left.startswith(".") and left.endswith(".part")
    replace_file(old, b"again", next_step=NEXT)
    assert old.read_bytes() == b"again"


@pytest.mark.parametrize("before", ["", NO_ROOM], ids=["room", "no room"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    old: Path, project_root: Path, before: str
) -> None:
    ran = written_by_a_process(project_root, old, before)
    assert (ran.returncode, ran.stderr) == (0, "")
    full = f"StorageError|File too large|{old}\n"
    assert (ran.stdout, old.read_bytes()) == ((full, OLD) if before else ("", b"new" * 1000))
    assert names(old.parent) == ["file.csv"]


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
def test_a_read_only_folder_is_a_storage_error(old: Path, project_root: Path) -> None:
    old.parent.chmod(0o555)
    ran = written_by_a_process(project_root, old, NO_RIGHTS)
    old.parent.chmod(0o755)
    assert (ran.stdout, ran.stderr) == (f"StorageError|Permission denied|{old}\n", "")
    assert (names(old.parent), old.read_bytes()) == (["file.csv"], OLD)


def failing(*_: Any) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_whatever_fails_the_old_file_stays_and_no_part_is_left(
    old: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(os, step, failing)
    with pytest.raises(StorageError) as caught:
        replace_file(old, b"new", next_step=NEXT)
    assert str(caught.value) == f"{old}: No space left on device\n{NEXT}"
    assert (names(old.parent), old.read_bytes()) == (["file.csv"], OLD)


def test_what_killed_processes_left_goes_with_a_later_writing(old: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    gone, mine, parent = ended.pid, os.getpid(), os.getppid()
    old_ones = [
        f".{gone}-00ff00ff.part",
        f".{mine}-00ff00ff.part",
        f".{parent}-00ff00ff.part",
        f".{gone}-mine.part",
        f"{gone}-00ff00ff.part",
        f".{gone}-00ff00ff.part.txt",
    ]
    for name in [*old_ones, f".{gone}-11ff00ff.part"]:
        (old.parent / name).write_bytes(b"part")
    for name in old_ones:
        os.utime(old.parent / name, (0, 0))
    (old.parent / f".{gone}-22ff00ff.part").mkdir()
    before = set(names(old.parent))
    replace_file(old, b"new", next_step=NEXT)
    assert set(names(old.parent)) == before
    replace_file(old, b"newer", next_step=NEXT, tidy=True)
    assert before - set(names(old.parent)) == {f".{gone}-00ff00ff.part"}


def test_an_interrupt_leaves_no_part(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(old, b"new", next_step=NEXT)
    assert (names(old.parent), old.read_bytes()) == (["file.csv"], OLD)


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("folder.csv", "pipe.csv"):
        with pytest.raises(StorageError, match="not a file"):
            replace_file(tmp_path / name, b"new", next_step=NEXT)
    assert names(tmp_path) == ["folder.csv", "pipe.csv"]
    assert (tmp_path / "pipe.csv").is_fifo()


@pytest.mark.parametrize("place", ["none/file.csv", "file.csv/file.csv", f"{'a' * 300}.csv"])
def test_a_place_that_cannot_be_is_a_storage_error(old: Path, place: str) -> None:
    path = old.parent / place
    with pytest.raises(StorageError) as caught:
        replace_file(path, b"new", next_step=NEXT)
    assert caught.value.where == str(path)
    assert names(old.parent) == ["file.csv"]


@pytest.mark.parametrize(
    "name",
    [
        "a" * 251,
        "é" * 125,
        pytest.param(
            "資" * 83,
        ),
    ],
    ids=["a", "é", "資"],
)
def test_the_longest_name_that_a_folder_takes_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.touch()
    replace_file(path, b"new", next_step=NEXT)
    assert path.read_bytes() == b"new"


def test_several_writers_leave_one_whole_file(old: Path) -> None:
    texts = [bytes([65 + number]) * 200_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(replace_file, old, text, next_step=NEXT) for text in texts * 3]
    assert [future.exception() for future in done] == [None] * 24
    assert old.read_bytes() in texts
    assert names(old.parent) == ["file.csv"]
