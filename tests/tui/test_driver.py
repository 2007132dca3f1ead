"""A terminal that is closed takes nothing any more, and holds nobody up."""

from __future__ import annotations

import errno
import os

import pytest

if os.name == "nt":
    pytest.skip("no such driver", allow_module_level=True)

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from screener.tui.driver import Lasting


class Terminal:
    def __init__(self) -> None:
        self.seen, self.closed = "", False

    def write(self, text: str) -> int:
        self.flush()
        self.seen += text
        return len(text)

    def flush(self) -> None:
        if self.closed:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_whoever_writes_to_a_terminal_that_is_gone_is_not_held_up() -> None:
    terminal = Terminal()
    thread = WriterThread(Lasting(terminal))  # type: ignore[arg-type]  # as much of a file as it needs
    thread.write("seen")
    thread.start()
    while not terminal.seen:
        pass
    terminal.closed = True
    for _ in range(3 * MAX_QUEUED_WRITES):
        thread.write("gone")
    thread.stop()
    assert not thread.is_alive()
    assert terminal.seen == "seen"
