"""``screen``, ``screener`` and ``python -m screener``: one program.

Only the guard against Ctrl-C is here, so that it stands before anything that takes time."""

import sys


def main() -> None:
    """Run the program and leave with its exit code."""
    try:
        _interrupt_once()
        from screener.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


def _interrupt_once() -> None:
    """Have the first Ctrl-C end the program, and further ones not disturb it while it takes back
    what it began."""
    import signal

    def interrupt(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else nobody wants it to end
        signal.signal(signal.SIGINT, interrupt)


if __name__ == "__main__":
    main()
