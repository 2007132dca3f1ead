"""The SEC's nightly archives in place of a request a company."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.edgar.faults import Fault
from tests.edgar.home import Right, assert_same, assert_tidy, current
from tests.edgar.market import Folders
from tests.edgar.program import ended, one_error, start, wait_until
from tests.edgar.server import Server

Run = Callable[..., "subprocess.CompletedProcess[str]"]

BOTH = ("--bulk", "companyfacts.zip", "--bulk", "submissions.zip")


@pytest.fixture
def last_night(server: Server) -> None:
    """Let the archives be of last night: the daily indices tell what was filed since."""
    server.served.archived = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)


def sizes(folders: Folders) -> int:
    """Return the bytes of both archives."""
    return sum(
        (folders.earlier / name).stat().st_size for name in ("companyfacts.zip", "submissions.zip")
    )


def assert_from_archives(server: Server, home: Path, right: Right) -> None:
    """See that the right snapshot came of the archives: who is asked by itself isn't in them."""
    assert server.log.count("history") <= 2
    assert server.log.count("facts") <= 2
    assert_same(current(home), right.earlier)
    assert_tidy(home)
    assert list((home / "data" / "sources" / "bulk").iterdir()) == []


@pytest.mark.usefixtures("last_night")
def test_the_archives_give_the_same_for_a_few_requests_and_later_filings_come_as_ever(
    run: Run, server: Server, home: Path, move_on: Callable[[], set[int]], right: Right
) -> None:
    assert run(*BOTH).returncode == 0
    assert server.log.count("archive") == 2
    assert_from_archives(server, home, right)
    filed = move_on()
    assert run().returncode == 0
    assert server.log.count("archive") == 0
    assert 0 < server.log.count("history") <= len(filed) + 1
    assert_same(current(home), right.later)


@pytest.mark.usefixtures("last_night")
def test_an_archive_that_is_cut_or_whose_download_is_killed_goes_on_from_there(
    server: Server, home: Path, folders: Folders, run: Run, right: Right
) -> None:
    server.faults.add(Fault.DRIP, "*.zip", times=2, chunk=2048, pause=0.01)
    options = BOTH  # remembered: an update that was killed is gone on with
    for share in (0.3, 0.6):
        process = start(server, home, "update", *options)
        wait_until(lambda share=share: server.log.sent() > share * sizes(folders), process)
        process.kill()
        ended(process)
        options = ()
    server.faults.add(Fault.CUT, "*.zip", times=2)
    assert run().returncode == 0
    of_archives = [each for each in server.log if each.kind == "archive"]
    assert sum(each.sent for each in of_archives) < 1.3 * sizes(folders)
    assert 206 in {each.status for each in of_archives}
    assert_from_archives(server, home, right)


def test_what_is_no_archive_is_done_without(
    run: Run, server: Server, home: Path, right: Right
) -> None:
    server.faults.add(Fault.OTHER_SHAPE, "*.zip")
    ran = run("--bulk", "companyfacts.zip")
    assert ran.returncode == 0
    assert "companyfacts.zip can't be used" in ran.stderr
    assert server.log.count("archive") == 1
    assert_same(current(home), right.earlier)


@pytest.mark.usefixtures("last_night")
def test_a_copy_of_the_users_is_read_where_it_lies(
    run: Run, server: Server, home: Path, folders: Folders, right: Right
) -> None:
    copy = home / "mine" / "companyfacts-2026.zip"
    copy.parent.mkdir()
    shutil.copy(folders.earlier / "companyfacts.zip", copy)
    before = copy.read_bytes()
    assert run("--bulk", "mine/companyfacts-2026.zip", "--bulk", "submissions.zip").returncode == 0
    assert server.log.count("archive") == 1
    assert copy.read_bytes() == before
    assert_same(current(home), right.earlier)


@pytest.mark.parametrize("name", ["companyfacts", "mine/submissions.zip", "facts.zip"])
def test_what_is_no_archive_by_its_name_is_refused_before_anybody_is_asked(
    run: Run, server: Server, name: str
) -> None:
    ran = run("--bulk", name)
    assert ran.returncode == 2
    assert name in one_error(ran)
    assert server.log.count() == 0
