"""A market as files, in the sources' own formats, one company at a time."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random

from tests.simulator.company import Company
from tests.simulator.daily_index import DailyIndex
from tests.simulator.debt_files import debt_files
from tests.simulator.exchange import holdings, submissions, tickers
from tests.simulator.tables import TruthTables

HOLDINGS_DATE = date(2026, 5, 5)


def write_market(companies: Iterable[Company], folder: Path, *, noise: int = 0) -> int:
    """Write a market below ``folder``; return how many companies it has.

    ``holdings.csv``, ``company_tickers.json``, ``companyfacts.zip``, ``submissions.zip``, the daily
    indices, ``truth.parquet`` and ``truth_quarters.parquet`` (see ``tests.simulator.tables``), and
    the instances with the truth of their debt notes (see ``tests.simulator.debt_files``).
    ``noise``: facts of tags that nobody wants, a company; real files have some ten thousand."""
    folder.mkdir(parents=True, exist_ok=True)
    listed: list[Company] = []
    index = DailyIndex()
    with (
        _zip(folder / "companyfacts.zip") as facts,
        _zip(folder / "submissions.zip") as histories,
        TruthTables(folder, HOLDINGS_DATE) as truths,
        debt_files(folder) as debts,
    ):
        for company in companies:
            name = f"CIK{company.cik:010d}.json"
            published = debts.add(company, HOLDINGS_DATE)
            if company.has_facts:
                _add(facts, name, _noisy(published, company, noise))
            if company.founded:
                _add(histories, name, submissions(company))
            truths.add(company)
            index.add(company)
            listed.append(company)
        index.write(folder)
        (folder / "holdings.csv").write_text(holdings(listed, HOLDINGS_DATE), encoding="utf-8")
        for which in ("current", "older"):
            suffix = "" if which == "current" else "_older"
            path = folder / f"company_tickers{suffix}.json"
            path.write_text(tickers(listed, which), encoding="utf-8")
    return len(listed)


def _noisy(facts: dict[str, object], company: Company, count: int) -> str:
    """Facts of tags that no program wants, as real files are full of them."""
    if count and isinstance(facts["facts"], dict):
        chance = Random(company.cik)
        gaap = facts["facts"].setdefault("us-gaap", {})
        for number in range(count // 50):
            rows = [
                {
                    "start": f"20{year:02d}-01-01", "end": f"20{year:02d}-12-31",
                    "val": chance.randint(-(10**9), 10**9),
                    "accn": f"{company.cik:010d}-{year + 1:02d}-{number:06d}", "fy": 2000 + year,
                    "fp": "FY", "form": "10-K", "filed": f"20{year + 1:02d}-02-20",
                }
                for year in range(10, 25)
                for _ in range(3)
            ]  # fmt: skip
            gaap[f"IncreaseDecreaseInOtherThing{number}"] = {
                "label": f"Increase (Decrease) in Other Thing {number}",
                "description": "Amount of something that is of no use to a screener.",
                "units": {"USD": rows},
            }
    return json.dumps(facts, separators=(",", ":"))


@contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        yield file


def _add(file: zipfile.ZipFile, name: str, text: str) -> None:
    member = zipfile.ZipInfo(name, date_time=(2026, 5, 6, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(member, text)
