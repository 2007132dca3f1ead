"""``screen``, ``screener`` and ``python -m screener``: one program.

Only the guard against what ends it from outside is here, so that it stands before anything that
takes time."""

import os
import signal
import sys

_ENDS = ("SIGTERM", "SIGHUP")
"""A service manager that stops it, a terminal that is closed: told as Ctrl-C is, so that it takes
back what it began."""


def main() -> None:
    """Run the program and leave with its exit code."""
    came: list[int] = []
    try:
        _end_once(came)
        from screener.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        if came:  # whoever started it learns how it ended
            signal.signal(came[0], signal.SIG_DFL)
            os.kill(os.getpid(), came[0])


def _end_once(came: list[int]) -> None:
    """Have the first Ctrl-C end the program, and further ones not disturb it while it takes back
    what it began; note in ``came`` what else ended it."""

    def interrupt(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    def end(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        came.append(number)
        if not heeded:
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)  # who puts off a Ctrl-C puts this off, too

    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:  # else nobody wants it to end so
        signal.signal(signal.SIGINT, interrupt)
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


if __name__ == "__main__":
    main()
