"""Timing two things against each other on a machine that has other work: interleaved, medians."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Times:
    """Seconds of each run: on the clock, and of processor time with that of child processes."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def python(*arguments: str) -> Callable[[], object]:
    """Return a run of this Python with the project importable; its output goes nowhere."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles the program at every start

    def run() -> object:
        return subprocess.run(
            [sys.executable, *arguments],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return run


def measure(
    ours: Callable[[], object], theirs: Callable[[], object], runs: int
) -> tuple[Times, Times]:
    """Run both in turn, ``runs`` times each, after one run of each that doesn't count."""
    ours()
    theirs()
    times = Times(), Times()
    for _ in range(runs):
        for run, kept in zip((ours, theirs), times, strict=True):
            wall, cpu = time.perf_counter(), _processor_time()
            run()
            kept.wall.append(time.perf_counter() - wall)
            kept.cpu.append(_processor_time() - cpu)
    return times


def report(ours: str, theirs: str, times: tuple[Times, Times], target: float) -> None:
    """Print both and their ratios. The target is for the median on the clock."""
    print(f"{'':<34} {'median':>9} {'minimum':>9} {'cpu':>9}")
    for label, kept in zip((ours, theirs), times, strict=True):
        middle, least, cpu = _summary(kept)
        print(f"{label:<34} {middle:>8.3f}s {least:>8.3f}s {cpu:>8.3f}s")
    ratios = [a / b for a, b in zip(*map(_summary, times), strict=True)]
    met = "met" if ratios[0] < target else "missed"
    print(f"{'ratio':<34} " + " ".join(f"{ratio:>8.2f}x" for ratio in ratios), end="")
    print(f"   target < {target:g}x: {met}")


def _summary(times: Times) -> tuple[float, float, float]:
    return statistics.median(times.wall), min(times.wall), statistics.median(times.cpu)


def _processor_time() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)
