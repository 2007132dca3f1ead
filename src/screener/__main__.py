"""``screen``, ``screener`` and ``python -m screener``: one program.

Only the guard against what ends it from outside is here, so that it stands before anything that
takes time."""

from __future__ import annotations

import os
import signal
import sys

from screener import interrupts

_INTERRUPTED = 130
_ENDS = ("SIGTERM", "SIGHUP")
"""A service manager that stops it, a terminal that is closed: told as Ctrl-C is, so that it takes
back what it began."""


def main() -> None:
    """Run the program and leave with its exit code."""
    ended_by: list[int] = []
    try:
        _end_once(ended_by)
        from screener.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except SystemExit:
        if interrupts.came():  # it may not have been heard, and what was told be wrong
            sys.exit(_INTERRUPTED)
        raise
    finally:
        if ended_by:  # whoever started it learns how it ended
            signal.signal(ended_by[0], signal.SIG_DFL)
            os.kill(os.getpid(), ended_by[0])


def _end_once(ended_by: list[int]) -> None:
    """Have the first Ctrl-C end the program, and further ones not disturb it while it takes back
    what it began; note in ``ended_by`` what else ended it."""

    def interrupt(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        interrupts.note()
        raise KeyboardInterrupt

    def end(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        ended_by.append(number)
        interrupts.note()
        if not heeded:
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)  # who puts off a Ctrl-C puts this off, too

    def unheard(lost: sys.UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, KeyboardInterrupt):  # the exit code tells of that
            sys.__unraisablehook__(lost)

    sys.unraisablehook = unheard
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:  # else nobody wants it to end so
        signal.signal(signal.SIGINT, interrupt)
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


if __name__ == "__main__":
    main()
