"""Sockets of loopback, the market that is served, and the program as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts
from tests.edgar.market import EARLIER, LATER, companies, write_as_of
from tests.edgar.server import Server, serving
from tests.edgar.universe import Served

CONTACT = "Test Person test@example.com"


@pytest.fixture(autouse=True)
def loopback(socket_enabled: None) -> None:
    """Let the tests of this folder connect to this machine, and to nothing else."""
    socket_allow_hosts(["127.0.0.1"])


@dataclass(frozen=True)
class Folders:
    """The market as of two days."""

    earlier: Path
    later: Path


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Return the folders of the market that is served, as of both days."""
    root, market = tmp_path_factory.mktemp("market"), companies()
    for name, day in (("earlier", EARLIER), ("later", LATER)):
        write_as_of(market, root / name, day)
    return Folders(root / "earlier", root / "later")


@pytest.fixture
def server(folders: Folders) -> Iterator[Server]:
    """Serve the market of the earlier day, each host on a port of its own."""
    with serving(Served(folders.earlier), apart=True) as running:
        yield running


def environment(server: Server, folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a program that knows this server only and keeps all in a folder."""
    outer = {
        name: value for name, value in os.environ.items()
        if not name.startswith("SCREENER_") and not name.lower().endswith("_proxy")
    }  # fmt: skip
    return {
        **outer,
        **{
            f"SCREENER_{name}_DIR": str(folder / name.lower())
            for name in ("DATA", "CONFIG", "STATE", "CACHE")
        },
        **server.environment,
        "SCREENER_CONTACT": CONTACT,
        "SCREENER_PACE_FILE": str(folder / "pace"),
        "SCREENER_REQUESTS_PER_SECOND": "200",
        **more,
    }


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(server: Server, tmp_path: Path) -> Run:
    """Return what runs ``screen update`` with options, and returns what it said and its exit code.

    Keywords are environment variables. The rules of fair access don't apply to a client in a hurry:
    a test of the pace sets ``server.rules.limit`` again."""
    server.rules.limit = 1_000_000

    def update(*options: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "screener", "update", *options],
            env=environment(server, tmp_path, **more), cwd=tmp_path, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return update
