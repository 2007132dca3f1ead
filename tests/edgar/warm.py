"""The program with its imports done: for tests that start it dozens of times.

One process imports and does nothing else; each run is a child of it, a process of its own that runs
``screen ARGUMENTS`` as ``python -m screener`` does."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from tests.edgar.program import PATIENCE, environment
from tests.edgar.server import Server

_GLANCE = 0.002  # seconds
_LAUNCHER = """
import json, os, sys
import screener.cli, screener.cli.meter, screener.cli.update_text, screener.update.run
from screener.__main__ import main

for line in sys.stdin:
    arguments, environment, folder, output = json.loads(line)
    child = os.fork()
    if child == 0:
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        sys.argv = ["screen", *arguments]
        main()
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Warm:
    """Runs the program in a folder, one run at a time. Use as a context manager."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.output = folder / "output"
        """What the last run wrote, on both streams."""
        self._launcher = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _LAUNCHER],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
        )  # fmt: skip

    def __enter__(self) -> Warm:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._launcher.communicate(timeout=PATIENCE)

    def run(self, *arguments: str, until: Callable[[], bool] = lambda: False, **more: str) -> int:
        """Run ``screen ARGUMENTS`` and kill it as soon as ``until`` says so; return how it ended:
        its exit code, or below zero the signal."""
        self.output.unlink(missing_ok=True)
        values = environment(self.server, self.folder, **more)
        wanted, told = self._launcher.stdin, self._launcher.stdout
        assert wanted is not None
        assert told is not None
        line = json.dumps([arguments, values, str(self.folder), str(self.output)])
        wanted.write(f"{line}\n".encode())
        pid = int(told.readline())
        end = time.monotonic() + PATIENCE
        while not select.select([told], [], [], _GLANCE)[0]:
            assert time.monotonic() < end, self.said
            if until():
                os.kill(pid, signal.SIGKILL)
                break
        return int(told.readline())

    @property
    def said(self) -> str:
        """Return what the run wrote so far."""
        return self.output.read_text(encoding="utf-8") if self.output.exists() else ""
