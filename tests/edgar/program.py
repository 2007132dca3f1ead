"""The program as people run it: a process of its own, that knows this server and no other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.edgar.server import Server

CONTACT = "Test Person test@example.com"
PATIENCE = 120
"""Seconds after which a process that should have ended is a failure."""


def environment(server: Server, folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a program that keeps all that it writes below a folder.

    It may ask 200 times a second; ``more`` are further variables, or other values of these."""
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


def start(server: Server, folder: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """Start ``screen ARGUMENTS``; its output is piped, and it has nothing to read."""
    return subprocess.Popen(
        [sys.executable, "-m", "screener", *arguments],
        env=environment(server, folder, **more), cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(
    server: Server, folder: Path, *arguments: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run ``screen ARGUMENTS`` to its end; return what it said and its exit code."""
    return ended(start(server, folder, *arguments, **more))


def ended(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Wait for the end of a program; return what it said and its exit code."""
    try:
        said, complained = process.communicate(timeout=PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait until something is so, while a program runs."""
    end = time.monotonic() + PATIENCE
    while not ready():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def one_error(ran: subprocess.CompletedProcess[str]) -> str:
    """See that a run ended in one error of at most two lines, and no traceback; return it."""
    assert "Traceback" not in ran.stderr, ran.stderr
    assert ran.stderr.count("error: ") == 1, ran.stderr
    told = ran.stderr[ran.stderr.index("error: ") :]
    assert len(told.splitlines()) <= 2
    return told
