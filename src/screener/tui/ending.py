"""Ended from outside: the terminal is given back first, then the signal does what it does."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress

_HANG_UP = "SIGHUP"
_NAMES = ("SIGTERM", _HANG_UP, "SIGINT")
_SECONDS_TO_LEAVE = 15


def on_signals(leave: Callable[[signal.Signals], None]) -> None:
    """Have the running event loop call ``leave`` on a signal that would end the process.

    Where that can't be had (on Windows, outside of the main thread) they end it as ever."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, _once, leave, number)


def on_hang_up(leave: Callable[[signal.Signals], None]) -> None:
    """Call ``leave`` as on the signal of a terminal that is closed; in the event loop."""
    _once(leave, signal.Signals[_HANG_UP])


def _once(leave: Callable[[signal.Signals], None], number: signal.Signals) -> None:
    # A second one, or a terminal that is gone and takes no farewell, ends the process at once.
    for name in _NAMES:
        with suppress(ValueError):
            asyncio.get_running_loop().remove_signal_handler(getattr(signal, name))
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_SECONDS_TO_LEAVE)
    leave(number)


def end_by(number: signal.Signals) -> None:
    """End this process by a signal, so that whoever started it learns how it ended."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
