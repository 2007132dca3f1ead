"""A key stroke's work: filter and sort 2,000 x 80, the facets, the funnel and the counts.

Target: 8 ms. Run: ``python benchmarks/screening.py [RUNS]``.
"""

from __future__ import annotations

import statistics
import sys
import time

import polars as pl

from screener import paths
from screener.model.screen import Screen
from screener.screening.compile import run
from screener.screening.facets import facets
from screener.screening.funnel import funnel

ROWS, COLUMNS = 2_000, 80
SCREEN = Screen(
    profitable=True,
    growth_above="4%",
    sectors=("Industrials", "Health Care", "Information Technology"),
    zombies="exclude",
    where="market_cap < 5B AND (debt_to_equity < 1 OR interest_coverage > 3)",
)


def universe() -> pl.DataFrame:
    """The sample's metrics, repeated and widened."""
    metrics = pl.read_parquet(paths.sample_dir() / "metrics.parquet")
    many = pl.concat([metrics] * (ROWS // metrics.height + 1)).head(ROWS)
    more = [
        (pl.int_range(pl.len()) * number % 997).cast(pl.Float64).alias(f"more_{number}")
        for number in range(1, COLUMNS - many.width + 1)
    ]
    return many.with_columns(more)


def main(runs: int) -> None:
    metrics = universe()
    parts = {
        "filter and sort": lambda: run(metrics, SCREEN),
        "facets": lambda: facets(metrics, SCREEN),
        "funnel and counts": lambda: funnel(metrics, SCREEN),
    }
    spent: dict[str, list[float]] = {name: [] for name in parts}
    for _ in range(runs):
        for name, work in parts.items():
            started = time.perf_counter()
            work()
            spent[name].append((time.perf_counter() - started) * 1_000)
    for name, times in spent.items():
        print(f"{name:<20}{statistics.median(times):6.2f} ms  least {min(times):.2f}")
    whole = [sum(times) for times in zip(*spent.values(), strict=True)]
    met = "met" if statistics.median(whole) < 8 else "missed"
    together = f"{statistics.median(whole):6.2f} ms  least {min(whole):.2f}"
    print(f"{'together':<20}{together}  target 8: {met}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 51)
