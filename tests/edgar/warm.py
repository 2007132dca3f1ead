"""The program with its imports done: half of what a short run takes is to import.

One process imports and does nothing else; each run is a child of it, a process of its own that does
what ``python -m screener ARGUMENTS`` does. Where a fork is no safe thing, each run starts from
nothing."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from tests.edgar.program import PATIENCE, environment
from tests.edgar.server import Server

FORKS = sys.platform == "linux"
_GLANCE = 0.004  # seconds
_LAUNCHER = """
import json, os, sys
import screener.cli, screener.cli.meter, screener.cli.update_text, screener.update.run
from screener.__main__ import main

for line in sys.stdin:
    arguments, environment, folder, *outputs = json.loads(line)
    child = os.fork()
    if child == 0:
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        for number, path in enumerate(outputs, 1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.argv = ["screen", *arguments]
        main()
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

Until = Callable[[], bool]


class Launcher:
    """Starts runs, one at a time. Use as a context manager."""

    def __enter__(self) -> Launcher:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _LAUNCHER],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
        )  # fmt: skip
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=PATIENCE)

    def run(
        self, arguments: Sequence[str], values: dict[str, str], folder: Path,
        outputs: tuple[Path, Path], until: Until,
    ) -> int:  # fmt: skip
        """Run the program and kill it as soon as ``until`` says so; return how it ended."""
        wanted, told = self._process.stdin, self._process.stdout
        assert wanted is not None
        assert told is not None
        line = json.dumps([list(arguments), values, *map(str, (folder, *outputs))])
        wanted.write(f"{line}\n".encode())
        pid = int(told.readline())
        end = time.monotonic() + PATIENCE
        while not select.select([told], [], [], _GLANCE)[0]:
            late = time.monotonic() > end
            if late or until():
                os.kill(pid, signal.SIGKILL)
                assert not late, outputs[1].read_text()
                break
        return int(told.readline())


class Program:
    """``screen`` in a folder of its own, against a server."""

    def __init__(self, launcher: Launcher | None, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self._launcher = launcher
        self._outputs = (folder / "stdout", folder / "stderr")

    def run(
        self, *arguments: str, until: Until = lambda: False, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run ``screen ARGUMENTS``, kill it as soon as ``until`` says so, and return what it said
        and its exit code, below zero the signal. ``more`` are environment variables."""
        for path in self._outputs:
            path.unlink(missing_ok=True)
        values = environment(self.server, self.folder, **more)
        start = self._cold if self._launcher is None else self._launcher.run
        code = start(arguments, values, self.folder, self._outputs, until)
        said, complained = (path.read_text(encoding="utf-8") for path in self._outputs)
        return subprocess.CompletedProcess(arguments, code, said, complained)

    @property
    def said(self) -> str:
        """Return what the last run wrote on stderr so far."""
        return self._outputs[1].read_text(encoding="utf-8") if self._outputs[1].exists() else ""

    @staticmethod
    def _cold(
        arguments: Sequence[str], values: dict[str, str], folder: Path,
        outputs: tuple[Path, Path], until: Until,
    ) -> int:  # fmt: skip
        command = [sys.executable, "-m", "screener", *arguments]
        with outputs[0].open("wb") as out, outputs[1].open("wb") as err:
            process = subprocess.Popen(
                command, env=values, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )
        end = time.monotonic() + PATIENCE
        while process.poll() is None:
            if until() or time.monotonic() > end:
                process.kill()
                break
            time.sleep(_GLANCE)
        return process.wait()
