"""The program in a real pseudo-terminal: start to paint, key to repaint, memory.

The start stands beside that of an empty Textual app which imports the same packages; they run in
turn. A key's time goes from writing it to the last byte of what it repaints at once; the company
page below the table follows after a pause, which is taken off its time.

Run: ``python benchmarks/terminal.py [RUNS] [SNAPSHOT]``. Without a snapshot: the bundled sample.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from tests.tui.pseudo_terminal import STARTED, Terminal, program

from screener.screening.universe import open_universe
from screener.tui.screens.main import _DETAIL_DELAY
from screener.tui.state import open_session

START, KEY, MEMORY = 1.5, 50, 120
SIZE = (120, 36)
STROKES = 10
QUIET = 0.2
"""Seconds without a byte after which a repaint is over: longer than any pause inside of one."""

EMPTY = """
import msgspec, platformdirs, polars, typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
import textual.app, textual.binding, textual.command, textual.screen, textual.scroll_view
from textual.widgets import Static

class Empty(textual.app.App):
    BINDINGS = [("q", "quit", "Quit")]

    def compose(self):
        yield Static("PAINTED")

Empty().run()
"""

KEYS = {
    "down, up": (b"\x1b[B", b"\x1b[A"),
    "page down, page up": (b"\x1b[6~", b"\x1b[5~"),
    "end, home": (b"\x1b[F", b"\x1b[H"),
    "right, left": (b"\x1b[C", b"\x1b[D"),
    "s: sort": (b"s",),
    "+ and -: rates": (b"+", b"-"),
    "U: unknown": (b"U",),
    "f: filters": (b"f",),
    "f; space: a filter": (b" ",),
}
"""What is pressed in turn."""


@contextmanager
def started(*arguments: str) -> Iterator[tuple[Terminal, float]]:
    """Run Python in a terminal, with folders of its own; give the moment of its start too."""
    with tempfile.TemporaryDirectory() as folder:
        own = {f"SCREENER_{kind}_DIR": f"{folder}/{kind}" for kind in ("CONFIG", "DATA", "STATE")}
        with program(*arguments, size=SIZE, **own) as terminal:
            terminal.until(STARTED)
            yield terminal, time.perf_counter()


def peak(terminal: Terminal) -> float:
    """The most memory that the program has had in RAM, in MB. Linux only; else 0."""
    status = Path(f"/proc/{terminal.pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def start(arguments: tuple[str, ...], first: bytes, last: bytes) -> tuple[float, float, float]:
    """Return the seconds to the first frame and to ``last``, and the peak of the memory."""
    with started(*arguments) as (terminal, began):
        terminal.until(first)
        frame = time.perf_counter() - began
        terminal.until(last)
        painted = time.perf_counter() - began
        terminal.until_quiet(QUIET * 2)
        memory = peak(terminal)
        terminal.write(b"q")
        assert terminal.exit_code() == 0
    return frame, painted, memory


def stroke(terminal: Terminal, key: bytes) -> tuple[float, float]:
    """Return the milliseconds from writing a key to the last byte of what it repaints at once, and
    of the company page that follows, less the pause before it."""
    terminal.until_quiet(QUIET)
    began = time.perf_counter()
    terminal.write(key)
    terminal.read(1.0)
    table = terminal.until_quiet(_DETAIL_DELAY * 0.45) - began
    whole = terminal.until_quiet(QUIET) - began
    return table * 1_000, (max(whole - _DETAIL_DELAY, table) * 1_000)


def main(runs: int, snapshot: Path | None) -> None:
    session = open_session(snapshot, None, "")
    ticker = session.result.rows["ticker"][0].encode()
    ours = ("-m", "screener", *(("--snapshot", str(snapshot)) if snapshot else ()))
    theirs = ("-c", EMPTY)
    starts: list[tuple[tuple[float, float, float], tuple[float, float, float]]] = []
    for number in range(runs + 1):
        pair = start(ours, b"Filters", ticker), start(theirs, b"PAINTED", b"PAINTED")
        starts += [pair] if number else []  # the first compiles and warms the disk's cache
    middle = statistics.median
    empty = [their[1] for _, their in starts]
    rows = open_universe(snapshot).metrics.height
    print(f"{rows:,} companies, {session.rows:,} listed, {SIZE[0]}x{SIZE[1]}, {runs} starts")
    print(f"{'start':<26} {'median':>8} {'minimum':>8} {'ratio':>7}")
    for label, times in (
        ("an empty app", empty),
        ("first frame", [our[0] for our, _ in starts]),
        ("first company", [our[1] for our, _ in starts]),
    ):
        ratio = middle(times) / middle(empty)
        told = f"{middle(times):>7.3f}s {min(times):>7.3f}s {ratio:>6.2f}x"
        print(f"{label:<26} {told}" + _met(ratio, START, "x") * (times is not empty))
    with started(*ours) as (terminal, _):
        terminal.until(ticker)
        print(f"{'key to repaint':<26} {'median':>8} {'maximum':>8} {'company page':>13}")
        for label, keys in KEYS.items():
            if label.startswith("f;"):
                stroke(terminal, b"f")
            both = [stroke(terminal, keys[n % len(keys)]) for n in range(STROKES)]
            times = [table for table, _ in both]
            page = middle([whole for _, whole in both])
            told = f"{middle(times):>6.1f}ms {max(times):>6.1f}ms {page:>11.1f}ms"
            print(f"{label:<26} {told}" + _met(middle(times), KEY, "ms"))
        after = peak(terminal)
    floor = middle([their[2] for _, their in starts])
    print(f"{'peak memory':<26} an empty app {floor:.0f} MB")
    for label, memory in (
        ("after the start", middle([our[2] for our, _ in starts])),
        ("after the keys", after),
    ):
        print(f"{label:<26} {memory:>6.0f}MB" + _met(memory, MEMORY, "MB"))


def _met(value: float, target: float, unit: str) -> str:
    return f"   target < {target:g}{unit}: {'met' if value < target else 'missed'}"


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    main(count, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
