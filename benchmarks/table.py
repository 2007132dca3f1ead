"""The terminal's table: refill and repaint 2,000 rows of 12 columns, and turn a page.

Targets: 60 ms and 20 ms. Run: ``python benchmarks/table.py``.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.tui.companies import many, write_snapshot
from tests.tui.driving import running

from screener.model.metric import METRICS
from screener.model.screen import DEFAULT_COLUMNS
from screener.tui.state.field import Field

ROWS = 2_000
RUNS = 15
TWELVE = (*DEFAULT_COLUMNS, "ps")


async def measure(folder: Path) -> None:
    async with running(folder, (140, 45), preset="everything") as screen:
        fields = [Field(METRICS[name]) for name in TWELVE]
        table, rows, marks = screen.table, screen.session.result.rows, screen.session.marks()

        def timed(work: Callable[[], None]) -> float:
            spent = []
            for _ in range(RUNS):
                started = time.perf_counter()
                work()
                for y in range(table.size.height):
                    table.render_line(y)
                spent.append(time.perf_counter() - started)
            return statistics.median(spent) * 1_000

        refill = timed(lambda: table.show(rows, fields, marks=marks))
        page = timed(lambda: table.action_page(1.0))
    print(f"refill {rows.height:,} x {len(TWELVE)}: {refill:.1f} ms (target 60)")
    print(f"turn a page: {page:.1f} ms (target 20)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(write_snapshot(Path(folder), many(ROWS))))
