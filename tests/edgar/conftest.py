"""Sockets of loopback, the market that is served, its server, a client and the program."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pytest_socket import socket_allow_hosts
from tests.edgar import program
from tests.edgar.market import EARLIER, LATER, Folders, companies, write_as_of
from tests.edgar.server import Server, serving
from tests.edgar.universe import Served


@pytest.fixture(autouse=True)
def loopback(socket_enabled: None) -> None:
    """Let the tests of this folder connect to this machine, and to nothing else."""
    socket_allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Return the folders of the market that is served, as of both days."""
    root, market = tmp_path_factory.mktemp("market"), companies()
    found = Folders(root / "earlier", root / "later")
    write_as_of(market, found.earlier, EARLIER)
    write_as_of(market, found.later, LATER)
    return found


@pytest.fixture
def server(folders: Folders) -> Iterator[Server]:
    """Serve the market of the earlier day."""
    with serving(Served(folders.earlier)) as running:
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
def run(server: Server, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return what runs ``screen update OPTIONS``; keywords are environment variables.

    Its pace is no matter either: a test of it sets ``server.rules.limit`` again."""
    server.rules.limit = 1_000_000

    def update(*options: str, **more: str) -> subprocess.CompletedProcess[str]:
        return program.run(server, tmp_path, "update", *options, **more)

    return update
