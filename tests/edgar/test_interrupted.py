"""An update that is stopped, comes second, or has no room: one clear word, and the next goes on."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.disks import filled, read_only, small_disk
from tests.edgar.home import (
    Right,
    assert_same,
    assert_tidy,
    assert_whole,
    build_again,
    current,
    pointed,
    sent_again,
    since,
)
from tests.edgar.program import ended, one_error, start, wait_until
from tests.edgar.server import Server

Run = Callable[..., "subprocess.CompletedProcess[str]"]

if os.name == "nt":
    pytest.skip("no signals", allow_module_level=True)


# -- stopped ---------------------------------------------------------------------------------------


def test_who_is_stopped_leaves_nothing_unfinished_and_goes_on_from_there(
    run: Run, server: Server, home: Path, right: Right
) -> None:
    begun = dt.datetime.now(tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def is_stopped(number: signal.Signals, ready: Callable[[], bool]) -> bool:
        before = pointed(home)
        process = start(server, home, "update", SCREENER_REQUESTS_PER_SECOND="40")
        wait_until(ready, process)
        process.send_signal(number)
        ran = ended(process)
        if ran.returncode == 0:  # it was through before the signal came
            return False
        assert ran.returncode == (130 if number == signal.SIGINT else -number), ran.stderr
        assert ran.stdout == ""
        assert not {"Traceback", "error"} & set(ran.stderr.replace(":", " ").split())
        assert_tidy(home)
        assert pointed(home) == before
        return True

    def fetched_more() -> bool:
        return server.log.count() > fetched + 25

    def builds() -> bool:
        return any((home / "data" / "snapshots").glob(".*"))

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        fetched = server.log.count()
        assert is_stopped(number, fetched_more)
    for number in (signal.SIGINT, signal.SIGTERM):
        while not is_stopped(number, builds):
            build_again(home)
    kept, _ = since(home, begun)
    server.log.clear()
    assert run().returncode == 0
    assert not sent_again(kept, server.log)
    assert_same(current(home), right.earlier)


def test_the_second_of_two_says_who_is_at_work_and_asks_nobody(
    updated: Path, server: Server, move_on: Callable[[], set[int]], run: Run, right: Right
) -> None:
    move_on()
    with server.served.silent():
        first = start(server, updated, "update")
        at_work = updated / "data" / "sources" / "at-work"
        wait_until(lambda: at_work.exists() and bool(at_work.read_text()), first)
        second = run(SCREENER_CONTACT="Second Person second@example.com")
    assert second.returncode == 3
    assert f"process {first.pid}" in one_error(second)
    assert ended(first).returncode == 0
    assert server.log.count("holdings") == 1
    assert not [each for each in server.log if "Second" in each.agent]
    assert_same(current(updated), right.later)


# -- disks -----------------------------------------------------------------------------------------


def test_a_full_disk_is_one_error_and_with_room_it_goes_on(
    first_update: Path, home: Path, server: Server, move_on: Callable[[], set[int]], run: Run,
    right: Right,
) -> None:  # fmt: skip
    with small_disk(home / "data", 6_000):
        shutil.copytree(first_update, home / "data", dirs_exist_ok=True)
        old = pointed(home)
        move_on()
        codes = []
        for free in (0, 8_000, 60_000, 200_000, 400_000):
            with filled(home / "data", free):
                ran = run()
            codes.append(ran.returncode)
            if ran.returncode:
                assert "ree some space" in one_error(ran)
                assert pointed(home) == old
            assert_whole(home)
        assert codes[0] == codes[1] == 3, codes
        assert run().returncode == 0
        assert_same(current(home), right.later)
        assert_tidy(home)


def test_a_folder_that_takes_no_writing_is_one_error(
    updated: Path, server: Server, run: Run
) -> None:
    with read_only(updated / "data"):
        ran = run()
    assert ran.returncode == 3
    assert str(updated / "data") in one_error(ran)
    assert server.log.count() == 0
    assert_whole(updated)
