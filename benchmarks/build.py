"""``screen build`` from a zip against inflating every member of that zip on one core.

Usage: python benchmarks/build.py [COMPANIES] [FACTS_FOLDER] [RUNS]

The zip is made by repeating the companyfacts files of a folder (default: ../shared/data) under
other CIKs, beside a holdings and a ticker file that name them all.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
import tempfile
import zipfile
from pathlib import Path

from timing import SHARED, measure, python, report

from screener.sources.archive import open_archive

FIRST_CIK = 9_980_000_001
HEADER = "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Quantity,Price,Exchange,Currency"


def main(companies: int, facts: Path, runs: int) -> None:
    if not facts.is_dir():
        print(f"skipped: there is no folder {facts}")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = _make(folder, companies, facts)
        ours = python(
            *("-m", "screener", "build", "--quiet", "--out", str(folder / "out")),
            *(
                "--holdings",
                str(folder / "holdings.csv"),
                "--tickers",
                str(folder / "tickers.json"),
            ),
            *("--facts", str(archive), "--as-of", "2026-06-30"),
        )
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


def _make(folder: Path, companies: int, facts: Path) -> Path:
    """Write ``facts.zip``, ``holdings.csv`` and ``tickers.json``; return the zip."""
    source = open_archive(facts)
    files = [data for cik in sorted(source.ciks) for data in source.read(cik)]
    tickers, rows = {}, []
    path = folder / "facts.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in zip(range(companies), itertools.cycle(files), strict=False):
            cik, ticker = FIRST_CIK + number, _letters(number)
            renamed = re.sub(rb'"cik":\s*"?\d+"?', b'"cik":%d' % cik, data, count=1)
            archive.writestr(f"CIK{cik:010d}.json", renamed)
            tickers[str(number)] = {"cik_str": cik, "ticker": ticker, "title": f"Company {ticker}"}
            rows.append(
                f'"{ticker}","COMPANY {ticker}","Industrials","Equity","1,000.00",'
                f'"{100 / companies:.4f}","10.00","100.00","NYSE","USD"'
            )
    (folder / "tickers.json").write_text(json.dumps(tickers))
    preamble = 'Benchmark Fund\nFund Holdings as of,"Jun 30, 2026"\n\n'
    (folder / "holdings.csv").write_text(preamble + "\n".join([HEADER, *rows]) + "\n")
    return path


def _letters(number: int) -> str:
    """Return a ticker of four letters, another for each number."""
    places = (26**3, 26**2, 26, 1)
    return "".join(chr(ord("A") + number // place % 26) for place in places)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 400,
        Path(given[1]) if len(given) > 1 else SHARED / "companyfacts",
        int(given[2]) if len(given) > 2 else 3,
    )
