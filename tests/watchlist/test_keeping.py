"""The watchlist's file: two programs, a kill at any line, a full disk, damage."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from screener.errors import DataError, StorageError, UsageError
from screener.watchlist import (
    Watched,
    load_watchlist,
    unwatch,
    watch,
    watchlist_path,
    write_note,
)

OLD = Watched("OLD", "Old Inc", 1, note="precious")


def test_there_is_an_empty_one_before_the_first() -> None:
    assert load_watchlist() == ()
    assert not watchlist_path().parent.exists()


def test_each_change_is_made_to_the_file_as_it_is_now() -> None:
    watch(OLD)
    by_hand = watchlist_path().read_text() + '\n[[company]]\nticker = "HAND"\n'
    watchlist_path().write_text(by_hand)  # another program, or a person
    assert watch(Watched("NEW")) == (OLD, Watched("HAND"), Watched("NEW"))
    assert watch(Watched("NEW")) == (OLD, Watched("HAND"), Watched("NEW"))
    assert unwatch(Watched("NEVER")) == load_watchlist()
    assert unwatch(OLD) == (Watched("HAND"), Watched("NEW"))
    assert write_note(Watched("LAST"), "words")[-1] == Watched("LAST", note="words")


def test_a_note_that_another_program_wrote_meanwhile_is_not_lost() -> None:
    seen = Watched("AA")
    watch(seen)
    write_note(seen, "from elsewhere")
    for change in (lambda: write_note(seen, "mine"), lambda: unwatch(seen)):
        with pytest.raises(UsageError, match="changed by another program: from elsewhere"):
            change()
        assert load_watchlist() == (Watched("AA", note="from elsewhere"),)
    write_note(load_watchlist()[0], "mine")
    assert load_watchlist() == (Watched("AA", note="mine"),)


def test_many_are_put_on_the_list_with_their_note_all_or_none() -> None:
    watch(Watched("AA"), Watched("BB", note="mine"))
    before = watchlist_path().read_bytes()
    with pytest.raises(UsageError, match="BB is on the watchlist with another note: mine"):
        watch(*(Watched(name, note="all") for name in ("NEW", "AA", "BB")))
    assert watchlist_path().read_bytes() == before
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, limits[1]))
    try:
        with pytest.raises(StorageError, match=r"The watchlist is as it was\."):
            watch(*(Watched(name, note="mine") for name in ("NEW", "AA", "BB")))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert watchlist_path().read_bytes() == before
    watch(*(Watched(name, note="mine") for name in ("NEW", "AA", "BB", "NEW")))
    found = [(entry.ticker, entry.note) for entry in load_watchlist()]
    assert found == [("AA", "mine"), ("BB", "mine"), ("NEW", "mine")]


def test_the_mark_before_utf8_stays() -> None:
    watchlist_path().parent.mkdir(parents=True)
    watchlist_path().write_bytes(b"\xef\xbb\xbf[[company]]\nticker = 'AA'\n")
    watch(Watched("BB"))
    assert watchlist_path().read_bytes().startswith(b"\xef\xbb\xbf[[company]]\nticker = 'AA'\n")
    assert unwatch(Watched("AA")) == load_watchlist() == (Watched("BB"),)
    assert watchlist_path().read_bytes().startswith(b"\xef\xbb\xbf[[")


WRITER = """
import sys
from screener.watchlist import Watched, unwatch, watch
for number in range(12):
    watch(Watched(f"{sys.argv[1]}{number}"))
    watch(Watched(f"{sys.argv[1]}TEMP"))
    unwatch(Watched(f"{sys.argv[1]}TEMP"))
"""


def test_programs_that_write_at_the_same_time_lose_nothing(project_root: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(project_root / "src")}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, letter], env=environment)
        for letter in "ABC"
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    found = {entry.ticker for entry in load_watchlist()}
    assert found == {f"{letter}{number}" for letter in "ABC" for number in range(12)}


KILLER = """
import os, signal, sys
from screener import files
from screener.watchlist import Watched, keeping, watch
CODE = {files.__file__, keeping.__file__}
folder = os.environ["SCREENER_CONFIG_DIR"]
import shutil

def killed_at(number):
    left = number
    os.environ["SCREENER_CONFIG_DIR"] = f"{folder}-{number}"
    shutil.copytree(folder, f"{folder}-{number}")
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
    watch(Watched("NEW"))
    os._exit(0)

import screener.watchlist.writing
for number in range(1000):
    child = os.fork()
    if child == 0:
        killed_at(number)
    if os.waitpid(child, 0)[1] == 0:
        print(number)
        break
"""


def test_a_kill_at_any_line_leaves_a_whole_file(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(OLD)
    folder = watchlist_path().parent
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLER],
        env=os.environ | {"PYTHONPATH": str(project_root / "src")},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    moments = int(done.stdout)
    assert moments > 30, done.stderr
    found = []
    for number in range(moments):
        monkeypatch.setenv("SCREENER_CONFIG_DIR", f"{folder}-{number}")
        found.append(len(load_watchlist()))
        assert load_watchlist()[0] == OLD
        watch(Watched("NEXT"))  # the dead program's lock and leavings are no hindrance
        assert load_watchlist()[-1] == Watched("NEXT")
    assert found == sorted(found)
    assert set(found) == {1, 2}


def test_a_full_disk_leaves_the_file_as_it_was() -> None:
    watch(OLD)
    before = watchlist_path().read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
    try:
        with pytest.raises(StorageError) as caught:
            write_note(OLD, "longer than before")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert str(watchlist_path()) in str(caught.value)
    assert watchlist_path().read_bytes() == before
    assert [path.name for path in watchlist_path().parent.iterdir()] == ["watchlist.toml"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises((StorageError, DataError)) as caught:
        watch(OLD)
    assert str(tmp_path / "config") in str(caught.value)
    assert (tmp_path / "config").read_text() == "a file"


@pytest.mark.parametrize("damage", [b"[[company\n", b"\xff\xfe", b"x" * 1_000_001, b"company=3"])
def test_a_damaged_file_is_never_written_to(damage: bytes) -> None:
    path = watchlist_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    for change in (load_watchlist, lambda: watch(OLD), lambda: unwatch(OLD),
                   lambda: write_note(OLD, "x")):  # fmt: skip
        with pytest.raises(DataError) as caught:
            change()
        assert caught.value.where.startswith(str(path))
        assert path.read_bytes() == damage


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("")
    watchlist_path().parent.mkdir(parents=True)
    watchlist_path().symlink_to(kept)
    watch(OLD)
    assert watchlist_path().is_symlink()
    assert "precious" in kept.read_text()
