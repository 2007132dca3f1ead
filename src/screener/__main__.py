"""``screen``, ``screener`` and ``python -m screener``: one program.

Only the guard against Ctrl-C is here, so that it stands before anything that takes time."""

import sys


def main() -> None:
    """Run the program and leave with its exit code."""
    try:
        from screener.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
