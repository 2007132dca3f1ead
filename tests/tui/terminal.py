"""The program in a terminal of its own, as a person starts it."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 60.0


class Terminal:
    """A pseudo-terminal with the program in it; ``seen`` is all that it wrote."""

    def __init__(self, process: int, file: int) -> None:
        self.process, self._file = process, file
        self.seen = b""
        self.before = termios.tcgetattr(file)

    def press(self, keys: str) -> None:
        os.write(self._file, keys.encode())

    def until(self, wanted: bytes) -> None:
        """Wait until the program has written something."""
        end = time.monotonic() + _PATIENCE
        while wanted not in self.seen:
            assert time.monotonic() < end, self.seen[-3000:]
            assert self._read(), self.seen[-3000:]

    def left(self) -> int:
        """Wait for the end of the program; return its exit code."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self._read()
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                self.process = 0
                while self._read():
                    pass
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(self.seen[-3000:])

    @property
    def is_restored(self) -> bool:
        """Whether the terminal is as it was: its modes, the usual screen, a cursor, no mouse."""
        on_off = [(b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"),
                  (b"\x1b[?1000h", b"\x1b[?1000l")]  # fmt: skip
        ended = all(self.seen.rfind(off) > self.seen.rfind(on) for on, off in on_off)
        return ended and termios.tcgetattr(self._file)[:4] == self.before[:4]

    def printed(self) -> str:
        """What the program wrote after it left its screen, without colours."""
        last = self.seen[self.seen.rfind(b"\x1b[?1049l") :].decode()
        return re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", last)

    def _read(self) -> bool:
        """Read what there is; say whether the program may write more."""
        if not select.select([self._file], [], [], 0.05)[0]:
            return bool(self.process)
        try:
            data = os.read(self._file, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)


@contextmanager
def terminal(python: str, *arguments: str, **environment: str) -> Iterator[Terminal]:
    """Run a text of Python with ``sys.argv`` set to ``arguments`` in a terminal of 80 x 24."""
    process, file = pty.fork()
    if process == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"} | environment
        os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        os.execv(sys.executable, [sys.executable, "-c", python, *arguments])
    found = Terminal(process, file)
    try:
        yield found
    finally:
        if found.process:
            os.killpg(found.process, signal.SIGKILL)
            os.waitpid(found.process, 0)
        os.close(file)
