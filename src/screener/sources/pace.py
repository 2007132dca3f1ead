"""How often the sources are asked, over all processes of the machine.

The SEC counts requests by address, and blocks who sends more than ten a second for ten minutes.
So every process of a machine takes its turns from one small file: the time of the next free turn,
and until when nobody may ask because a source has refused.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screener.errors import RefusedError, StorageError
from screener.files import disk_errors
from screener.paths import cache_dir

COOL_DOWN = 600.0
"""Seconds: a block of the SEC clears after about ten minutes of silence."""

_LONGEST = 3600.0
"""No longer is anybody kept waiting by what stands in a file that others may write."""

_FARTHEST = 60.0
"""Seconds beyond a gap: a next turn farther away is of a clock that has been put back."""

_APART = 1.1
"""Turns are so much farther apart: requests that travel at different speeds arrive closer together
than they were sent, and nobody should ever see more than was promised in a second."""

_LOCK_SECONDS = 20.0
_MOST_BYTES = 100
_ELSEWHERE = "Name a file that you may write to in SCREENER_PACE_FILE."


@dataclass(frozen=True, slots=True)
class _State:
    turn: float = 0.0  # the next free one, in seconds since the epoch
    quiet_until: float = 0.0


class Pace:
    """Gives turns, ``per_second`` of them at most, shared with every process that has ``file``."""

    def __init__(self, file: Path, per_second: float) -> None:
        self._file = file
        self._gap = _APART / per_second

    def turn(self, *, patient: bool = True) -> float:
        """Take a turn and return 0; where none is free, take none and return the seconds until one
        is. Turns are not given in advance: who overslept several would use them all at once.

        Raise :class:`RefusedError` while a refusal cools down, unless not ``patient`` of it (a
        source that did not refuse), and :class:`StorageError` where the file can't be used."""
        now = time.time()
        with self._shared() as state:
            if patient and now < state.quiet_until:
                raise refused_before(state.quiet_until)
            if now < state.turn <= now + self._gap + _FARTHEST:
                return state.turn - now
            self._write(_State(now + self._gap, state.quiet_until))
        return 0.0

    def refuse(self, seconds: float = COOL_DOWN) -> float:
        """Have every process wait for so many seconds; return the time when that is over."""
        until = time.time() + min(max(seconds, COOL_DOWN), _LONGEST)
        with self._shared() as state:
            until = max(until, state.quiet_until)
            self._write(_State(state.turn, until))
        return until

    @contextlib.contextmanager
    def _shared(self) -> Iterator[_State]:
        from filelock import FileLock, Timeout

        lock = FileLock(f"{self._file}.lock", mode=0o666, timeout=_LOCK_SECONDS)
        with disk_errors(self._file, _ELSEWHERE):
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                with lock:
                    yield self._read()
            except Timeout as error:
                raise StorageError(
                    "another process holds the pace of requests and does not let go",
                    where=str(self._file),
                    next_step=_ELSEWHERE,
                ) from error

    def _read(self) -> _State:
        """What the file says; nothing where it is torn, absurd or not there."""
        try:
            with self._opened(os.O_RDONLY) as descriptor:
                words = os.read(descriptor, _MOST_BYTES).split()
            turn, quiet_until = (float(word) for word in words)
        except (FileNotFoundError, ValueError):
            return _State()
        # Also what is no number compares false.
        return _State(turn, quiet_until if quiet_until <= time.time() + _LONGEST else 0.0)

    def _write(self, state: _State) -> None:
        # Always as long: to empty a file first has some systems wait for the disk.
        text = f"{state.turn:020.6f} {state.quiet_until:020.6f}\n"
        with self._opened(os.O_WRONLY | os.O_CREAT) as descriptor:
            os.write(descriptor, text.encode())
            if os.fstat(descriptor).st_size > len(text):
                os.ftruncate(descriptor, len(text))

    @contextlib.contextmanager
    def _opened(self, flags: int) -> Iterator[int]:
        # A file of another user in a shared folder may be written, but not opened as if to make it.
        if self._file.exists():
            flags &= ~os.O_CREAT
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(self._file, flags, 0o666)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(22, "not a file", str(self._file))
            if flags & os.O_CREAT and hasattr(os, "fchmod"):
                os.fchmod(descriptor, 0o666)  # for everybody, whatever the umask
            yield descriptor
        finally:
            os.close(descriptor)


def pace_file() -> Path:
    """Return the file of the machine: ``SCREENER_PACE_FILE``, else one in the folder of temporary
    files, else, where that is somebody's who does not share it, one in the cache folder."""
    override = os.environ.get("SCREENER_PACE_FILE")
    if override:
        return Path(override)
    shared = Path(tempfile.gettempdir()) / "smallcap-screener.pace"
    ours = all(
        not path.exists() or os.access(path, os.R_OK | os.W_OK)
        for path in (shared, Path(f"{shared}.lock"))
    )
    return shared if ours and not shared.is_symlink() else cache_dir() / "pace"


def refused_before(until: float) -> RefusedError:
    """Return the error of who asks while a refusal cools down."""
    clock = time.strftime("%H:%M", time.localtime(until))
    minutes = max(1, round((until - time.time()) / 60))
    return RefusedError(
        f"the SEC refused requests of this machine; nothing is asked before {clock}",
        next_step=f"Run `screen update` again in {minutes} minutes: it goes on where it stopped. "
        "If others here ask the SEC too, stop them: it counts them together.",
    )
