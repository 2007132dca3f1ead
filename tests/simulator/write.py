"""A market as files, in the sources' own formats, one company at a time."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.simulator.company import Company
from tests.simulator.daily_index import DailyIndex
from tests.simulator.debt_files import debt_files
from tests.simulator.earlier import known_on
from tests.simulator.exchange import holdings, submissions, tickers
from tests.simulator.noise import with_filings, with_noise
from tests.simulator.tables import TruthTables

HOLDINGS_DATE = date(2026, 5, 5)


def write_market(
    companies: Iterable[Company],
    folder: Path,
    *,
    noise: float = 0,
    day: date | None = None,
    held: Callable[[Company], bool] = lambda company: True,
    quarterlies: bool = False,
    crowded: bool = False,
) -> int:
    """Write a market below ``folder``; return how many companies it has.

    ``holdings.csv``, ``company_tickers.json``, ``companyfacts.zip``, ``submissions.zip``, the daily
    indices, ``truth.parquet`` and ``truth_quarters.parquet`` (see ``tests.simulator.tables``), and
    the instances with the truth of their debt notes (see ``tests.simulator.debt_files``).
    ``noise``: megabytes of facts that nobody wants, a company; real files have 2.5 or so.
    ``day``: nothing that is filed later is known, and the holdings are of that day. ``held``: which
    companies the fund holds. ``quarterlies``: some have newer quarterly instances, too.
    ``crowded``: histories of a thousand filings, and instances of two megabytes, of every report
    since the latest annual one, as real ones."""
    folder.mkdir(parents=True, exist_ok=True)
    as_of = day or HOLDINGS_DATE
    listed: list[Company] = []
    members: list[Company] = []
    index = DailyIndex()
    with (
        _zip(folder / "companyfacts.zip") as facts,
        _zip(folder / "submissions.zip") as histories,
        TruthTables(folder, as_of) as truths,
        debt_files(folder, quarterlies=quarterlies, crowded=crowded) as debts,
    ):
        for whole in companies:
            company = known_on(whole, day) if day else whole
            name = f"CIK{company.cik:010d}.json"
            published = debts.add(company, as_of)
            if company.has_facts:
                text = json.dumps(published, separators=(",", ":"))
                _add(facts, name, with_noise(text, company.number, noise))
            if company.founded:
                history = submissions(company)
                if crowded:
                    history = with_filings(history, company.number, as_of)
                _add(histories, name, history)
            truths.add(company)
            index.add(company)
            listed.append(company)
            members += [company] if held(whole) else []
        index.write(folder)
        (folder / "holdings.csv").write_text(holdings(members, as_of), encoding="utf-8")
        for which in ("current", "older"):
            suffix = "" if which == "current" else "_older"
            path = folder / f"company_tickers{suffix}.json"
            path.write_text(tickers(listed, which), encoding="utf-8")
    return len(listed)


@contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        yield file


def _add(file: zipfile.ZipFile, name: str, text: str) -> None:
    member = zipfile.ZipInfo(name, date_time=(2026, 5, 6, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(member, text)
