"""``screen --help`` against a process that only imports Typer.

Usage: python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import sys

from timing import measure, python, report


def main(runs: int) -> None:
    times = measure(python("-m", "screener", "--help"), python("-c", "import typer"), runs)
    report("screen --help", "import typer", times, target=1.6)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
