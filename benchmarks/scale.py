"""What grows with companies and with years: builds, snapshots and screens of growing markets.

Usage: python benchmarks/scale.py MARKET [COMPANIES ...]

MARKET is a folder that ``python -m tests.simulator --companies 20000 --noise 0.2 --out MARKET``
wrote. Each size takes the first so many holdings of it; the largest is also asked for at earlier
days. Prints the tables of docs/scale.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from timing import ROOT

SIZES = (2_000, 5_000, 10_000, 20_000)
DAY_BEFORE = "2026-05-04"  # that of the holdings
DAYS = ("2022-05-05", "2023-05-05", "2024-05-05", "2025-05-05")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock, and the most megabytes that one process held."""

    seconds: float
    megabytes: float


def spent(folder: Path, *arguments: str) -> Spent:
    """Run the program to its end; ``folder`` is where it may keep what it computes."""
    cache = str(folder / "cache")  # whose earlier days nobody has asked for
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "SCREENER_CACHE_DIR": cache}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "screener", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    told = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(told.decode())
    return Spent(time.perf_counter() - began, usage.ru_maxrss / 1e3)


def first_holdings(market: Path, companies: int, folder: Path) -> Path:
    """Write the first holdings of a market as a file of its own."""
    lines = (market / "holdings.csv").read_text("utf-8").splitlines(keepends=True)
    start = next(
        number for number, line in enumerate(lines) if line.startswith(("Ticker", '"Tick'))
    )
    path = folder / f"holdings_{companies}.csv"
    path.write_text("".join(lines[: start + 1 + companies]), "utf-8")
    return path


def build(market: Path, companies: int, folder: Path) -> tuple[Path, Spent]:
    """Build a snapshot of a market's first companies; return its folder of data."""
    root = folder / f"data_{companies}"
    inputs = {
        "--holdings": first_holdings(market, companies, folder),
        "--tickers": market / "company_tickers.json",
        "--facts": market / "companyfacts.zip",
        "--submissions": market / "submissions.zip",
        "--instances": market / "instances",
        "--out": root,
    }
    options = [text for option, path in inputs.items() for text in (option, str(path))]
    return root, spent(folder, "build", "--quiet", *options)


def written(root: Path) -> dict[str, float]:
    """Return the megabytes of each table of a data folder's snapshot."""
    return {path.stem: path.stat().st_size / 1e6 for path in root.rglob("*.parquet")}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown, figures to the right."""
    lines = [heads, ["--:"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(market: Path, sizes: Sequence[int]) -> None:
    """Measure every size, then the days of the largest."""
    with tempfile.TemporaryDirectory() as name:
        folder, rows, parts = Path(name), [], []
        root = folder
        for companies in sizes:
            root, built = build(market, companies, folder)
            everyone = ("--preset", "everything", "--columns", "all", "--snapshot", str(root))
            exported = spent(folder, "export", "--quiet", *everyone)
            by_sector = spent(folder, "sectors", "--snapshot", str(root))
            earlier = ("export", "--quiet", *everyone, "--as-of", DAY_BEFORE)
            computed, found = spent(folder, *earlier), spent(folder, *earlier)
            megabytes = written(root)
            facts = _facts(root)
            rows.append(
                (
                    f"{companies:,}", f"{facts:,}", _cost(built), f"{sum(megabytes.values()):,.0f}",
                    _cost(exported), _cost(by_sector), _cost(computed), _cost(found),
                )
            )  # fmt: skip
            parts.append(
                (f"{companies:,}", *(f"{megabytes[each]:,.1f}" for each in sorted(megabytes)))
            )
        print("seconds and peak megabytes of a process\n")
        print(
            table(
                ("companies", "facts", "build", "snapshot MB", "export all", "sectors",
                 "as of the day before", "asked again"), rows,
            )
        )  # fmt: skip
        print("\nmegabytes on the disk\n")
        print(table(("companies", *sorted(megabytes)), parts))
        print(f"\n{sizes[-1]:,} companies at earlier days\n")
        days = []
        for day in DAYS:
            cost = spent(folder, "export", "--quiet", "--snapshot", str(root), "--as-of", day)
            days.append((day, f"{_facts(root, day):,}", _cost(cost)))
        print(table(("as of", "facts", "export"), days))


def _cost(cost: Spent) -> str:
    return f"{cost.seconds:.1f} s, {cost.megabytes:,.0f}"


def _facts(root: Path, day: str = "9999-12-31") -> int:
    import polars as pl

    [path] = root.rglob("facts.parquet")
    until = pl.lit(day).str.to_date()
    found: int = (
        pl.scan_parquet(path).filter(pl.col("filed") <= until).select(pl.len()).collect().item()
    )
    return found


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        sys.exit(__doc__)
    main(Path(given[0]), [int(text) for text in given[1:]] or SIZES)
