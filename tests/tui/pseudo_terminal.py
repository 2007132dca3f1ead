"""A program in a real pseudo-terminal: type, resize, hang up, read the bytes that it paints."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType

PATIENCE = 60.0
"""Seconds to wait for what must come: far more than a busy machine needs."""

STARTED = b"\x1eGO"
"""What the terminal reads right before the program's first instruction."""

# A session of its own whose terminal is this one, so that it gets SIGWINCH and SIGHUP as in a real
# terminal. Not by fork: a test process may have threads.
# Ctrl-C counts there, whatever whoever runs the tests in the background has settled.
_LAUNCHER = f"""
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)
if sys.argv[1] == "controlling":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.write(1, {STARTED!r})
os.execv(sys.argv[2], sys.argv[2:])
"""
_NOT_INHERITED = frozenset(
    # What would change the picture; and what makes every start compile the sources anew.
    (
        "NO_COLOR",
        "COLORTERM",
        "COLUMNS",
        "LINES",
        "TEXTUAL",
        "PYTHONDONTWRITEBYTECODE",
        "_RJEM_MALLOC_CONF",
    )
)
_ASKS_FOR_FRAMES, _HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


class Terminal:
    """``command`` running in a terminal of ``size`` (columns, lines).

    One that is not ``controlling`` sends no signals: neither SIGWINCH nor SIGHUP."""

    def __init__(
        self,
        command: Sequence[str],
        environment: dict[str, str],
        size: tuple[int, int],
        *,
        controlling: bool = True,
    ) -> None:
        self._master, slave = os.openpty()
        self.seen = bytearray()
        self._answered = 0
        self.resize(*size)
        self.modes = termios.tcgetattr(self._master)
        """The terminal's settings before the program ran."""
        self._process = subprocess.Popen(
            [sys.executable, "-SEc", _LAUNCHER, "controlling" if controlling else "", *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self.hang_up()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    def write(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    def resize(self, width: int, height: int) -> None:
        """Change the size as a window manager does; the kernel sends SIGWINCH."""
        size = struct.pack("HHHH", height, width, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def send(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def read(self, seconds: float) -> bytes:
        """Return what the program writes next, empty where it writes nothing for ``seconds``.

        Raise ``EOFError`` where it has closed the terminal."""
        if not select.select([self._master], [], [], seconds)[0]:
            return b""
        try:
            new = os.read(self._master, 65_536)
        except OSError as error:  # what Linux says of a terminal that nobody has open any more
            if error.errno != errno.EIO:
                raise
            new = b""
        if not new:
            raise EOFError
        self.seen += new
        asked = self.seen.count(_ASKS_FOR_FRAMES)
        for _ in range(asked - self._answered):  # as current terminals do
            self.write(_HAS_FRAMES)
        self._answered = asked
        return new

    def until(self, wanted: bytes, *, after: int = 0) -> int:
        """Read until ``wanted`` has been written, from position ``after`` on; return its end."""
        deadline = time.monotonic() + PATIENCE
        while (at := self.seen.find(wanted, after)) < 0:
            try:
                self.read(0.1)
            except EOFError:
                raise AssertionError(f"ended without {wanted!r}: {self._tail()}") from None
            assert time.monotonic() < deadline, f"waited for {wanted!r}: {self._tail()}"
        return at + len(wanted)

    def until_true(self, ready: Callable[[], bool]) -> None:
        """Read until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not ready():
            self.read(0.1)
            assert time.monotonic() < deadline, self._tail()

    def until_quiet(self, seconds: float) -> float:
        """Read until nothing comes for ``seconds``; return when the last byte came."""
        last = time.perf_counter()
        while self.read(seconds):
            last = time.perf_counter()
        return last

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does; the kernel sends SIGHUP."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def ended(self) -> int:
        """Wait for the end without reading; return the exit code, below zero for a signal."""
        return self._process.wait(PATIENCE)

    def exit_code(self) -> int:
        """Read to the end; return the exit code, below zero for a signal."""
        deadline = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < deadline, f"did not end: {self._tail()}"
            try:
                self.read(0.1)
            except EOFError:
                return self._process.wait(PATIENCE)

    def modes_now(self) -> list[object]:
        """The terminal's settings."""
        return termios.tcgetattr(self._master)

    def _tail(self) -> str:
        return repr(bytes(self.seen[-2_000:]))


@contextmanager
def program(
    *arguments: str,
    size: tuple[int, int] = (120, 36),
    controlling: bool = True,
    **environment: str,
) -> Iterator[Terminal]:
    """Run the program, or with ``-c`` any Python, in a terminal; what still runs is killed."""
    settings = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    settings |= {"TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(sys.path)} | environment
    command = [sys.executable, *arguments]
    with Terminal(command, settings, size, controlling=controlling) as terminal:
        yield terminal


ALTERNATE, LEFT = b"\x1b[?1049h", b"\x1b[?1049l"
CURSOR_HIDDEN, CURSOR_SHOWN = b"\x1b[?25l", b"\x1b[?25h"
MOUSE, NO_MOUSE = b"\x1b[?1000h", b"\x1b[?1000l"
PASTE, NO_PASTE = b"\x1b[?2004h", b"\x1b[?2004l"


def assert_restored(terminal: Terminal) -> None:
    """Assert that the program has left the usual screen, a cursor and no mouse behind."""
    seen = bytes(terminal.seen)
    pairs = [(ALTERNATE, LEFT), (CURSOR_HIDDEN, CURSOR_SHOWN), (MOUSE, NO_MOUSE), (PASTE, NO_PASTE)]
    for on, off in pairs:
        assert seen.rfind(off) > seen.rfind(on) >= 0, (on, off)


def printed(terminal: Terminal) -> str:
    """Return what the program wrote after it left its screen, without colours."""
    seen = bytes(terminal.seen)
    last = seen[seen.rfind(b"\x1b[?1049l") :].decode()
    return re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", last)
