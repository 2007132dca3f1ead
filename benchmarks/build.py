"""``screen build`` from a zip against inflating every member of that zip on one core.

Usage: python benchmarks/build.py [COMPANIES] [RUNS] [MEGABYTES]

The zip is that of a simulated market (``tests/simulator``) whose files are full of facts that
nobody wants, as real ones are: 2.5 megabytes a company before compression unless said otherwise.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

from timing import ROOT, measure, python, report

sys.path.insert(0, str(ROOT))

from tests.simulator.draw import market
from tests.simulator.write import write_market

SEED = 7


def main(companies: int, runs: int, megabytes: float) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_market(market(companies, SEED), folder, noise=megabytes)
        archive = folder / "companyfacts.zip"
        inputs = {
            "--holdings": folder / "holdings.csv",
            "--tickers": folder / "company_tickers.json",
            "--submissions": folder / "submissions.zip",
            "--facts": archive,
            "--out": folder / "out",
        }
        options = [text for option, path in inputs.items() for text in (option, str(path))]
        ours = python("-m", "screener", "build", "--quiet", *options)
        inflated = 0

        def theirs() -> None:
            nonlocal inflated
            with zipfile.ZipFile(archive) as file:
                inflated = sum(len(file.read(member)) for member in file.infolist())

        times = measure(ours, theirs, runs)
        size = archive.stat().st_size
        print(
            f"{companies:,} companies, zip {size / 1e6:,.0f} MB, inflated {inflated / 1e6:,.0f} MB"
        )
        report("screen build", "inflate the zip on one core", times, target=4)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 400,
        int(given[1]) if len(given) > 1 else 3,
        float(given[2]) if len(given) > 2 else 2.5,
    )
