"""Sockets of loopback, the market that is served, its server, a client and the program."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from filelock import FileLock
from pytest_socket import socket_allow_hosts
from tests.edgar import program
from tests.edgar.home import Right, build_right, look_again_since, right_in
from tests.edgar.market import EARLIER, LATER, Folders, companies, write_as_of
from tests.edgar.server import Server, serving
from tests.edgar.universe import Served
from tests.edgar.warm import FORKS, Launcher, Program

Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(autouse=True)
def loopback(socket_enabled: None) -> None:
    """Let the tests of this folder connect to this machine, and to nothing else."""
    socket_allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return what makes a folder, once for all the processes that run tests."""
    mine = tmp_path_factory.getbasetemp()
    root = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = root / f"edgar-{name}"
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                draft = Path(f"{folder}.draft")
                make(draft)
                draft.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def folders(once: Once) -> Folders:
    """Return the folders of the market that is served, as of both days."""

    def make(root: Path) -> None:
        market = companies()
        write_as_of(market, root / "earlier", EARLIER)
        write_as_of(market, root / "later", LATER)

    root = once("market", make)
    return Folders(root / "earlier", root / "later")


@pytest.fixture(scope="session")
def right(folders: Folders, once: Once) -> Right:
    """Return the snapshots of the market's files, as of both days."""
    return right_in(once("right", lambda out: build_right(folders, out)))


@pytest.fixture
def server(folders: Folders, request: pytest.FixtureRequest) -> Iterator[Server]:
    """Serve the market of the earlier day: where the program is run, each host on its own port.

    No pace is too fast; a test of it sets ``server.rules.limit`` again."""
    runs = {"home"} & set(request.fixturenames)
    with serving(Served(folders.earlier), apart=bool(runs)) as running:
        if runs:
            running.rules.limit = 1_000_000
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Return a client that asks as the SEC wants to be asked; its pace is no matter."""
    server.rules.limit = 1_000_000
    with httpx.Client(
        base_url=server.address, headers={"User-Agent": program.CONTACT}, trust_env=False
    ) as found:
        yield found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder below which the program keeps all that it writes."""
    return tmp_path


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher | None]:
    """Return what starts the program without its imports, where that can be had."""
    if not FORKS:
        yield None
        return
    with Launcher() as found:
        yield found


@pytest.fixture
def screen(launcher: Launcher | None, server: Server, home: Path) -> Program:
    """Return the program."""
    return Program(launcher, server, home)


@pytest.fixture
def run(screen: Program) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return what runs ``screen update OPTIONS``; keywords are environment variables."""

    def update(*options: str, **more: str) -> subprocess.CompletedProcess[str]:
        return screen.run("update", *options, **more)

    return update


@pytest.fixture(scope="session")
def first_update(folders: Folders, once: Once) -> Path:
    """Return what the first update leaves in its data folder."""

    def make(folder: Path) -> None:
        folder.mkdir()
        with serving(Served(folders.earlier), apart=True) as server:
            server.rules.limit = 1_000_000
            ran = program.run(server, folder, "update")
        assert ran.returncode == 0, ran.stderr

    return once("first-update", make) / "data"


@pytest.fixture
def updated(first_update: Path, home: Path) -> Path:
    """Return a home as the first update leaves it."""
    shutil.copytree(first_update, home / "data")
    return home


@pytest.fixture
def move_on(server: Server, folders: Folders, home: Path) -> Callable[[], set[int]]:
    """Let two weeks pass: return the companies that filed in them."""
    today = dt.datetime.now(tz=dt.UTC).date()

    def move() -> set[int]:
        day = today - dt.timedelta(days=max(today.weekday() - 4, 0) or 1)  # of business
        day = day if day.weekday() < 5 else day - dt.timedelta(days=2)
        new = server.served.move_on(folders.later, day)
        look_again_since(home, day - dt.timedelta(days=3))
        server.log.clear()
        return {each.cik for each in new}

    return move
