"""Small markets for tests: a holdings file, a ticker file and companyfacts, written by hand."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

from screener.build import BuildRequest, Built, build
from screener.store.schema import TABLES
from screener.store.snapshot import Snapshot

HOLDINGS_DATE = dt.date(2026, 5, 5)
CREATED = dt.datetime(2026, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
COLUMNS = (
    "Ticker", "Name", "Sector", "Asset Class", "Market Value", "Weight (%)", "Quantity", "Price",
    "Exchange", "Currency",
)  # fmt: skip

Json = dict[str, Any]


def fact(end: str, value: object, *, start: str | None = None, **changes: object) -> Json:
    """Return one fact as the SEC writes it; ``changes`` are ``filed``, ``form``, ``accn``."""
    filed = str(dt.date.fromisoformat(end) + dt.timedelta(days=40))
    found = {
        "end": end, "val": value, "accn": f"0000000001-{end[2:4]}-{end[5:7]}{end[8:]}00",
        "fy": 2025, "fp": "FY", "form": "10-K", "filed": filed,
    }  # fmt: skip
    return ({"start": start} if start else {}) | found | changes


def facts_file(
    cik: int, tags: dict[str, list[Json]], *, unit: str = "USD", taxonomy: str = "us-gaap"
) -> Json:
    """Return a companyfacts file of these tags."""
    return {
        "cik": cik,
        "entityName": f"Company {cik}",
        "facts": {taxonomy: {tag: {"units": {unit: facts}} for tag, facts in tags.items()}},
    }


def plain_facts(cik: int, *, unit: str = "USD", scale: float = 1.0) -> Json:
    """Return a company with three years of quarters to 2026-03-31: revenue grows by 10 a year.

    A quarter's revenue is 100, 110 or 120 (2023 to 2025) and 130 in 2026, its income a tenth,
    times ``scale``; assets are 1,000.
    """
    revenue, income = [], []
    for year in (2023, 2024, 2025, 2026):
        quarter = (100 + 10 * (year - 2023)) * scale
        spans = [(f"{year}-01-01", f"{year}-03-31", 1)]
        if year < 2026:
            spans += [
                (f"{year}-04-01", f"{year}-06-30", 1),
                (f"{year}-07-01", f"{year}-09-30", 1),
                (f"{year}-01-01", f"{year}-12-31", 4),
            ]
        for start, end, quarters in spans:
            day = str(dt.date.fromisoformat(end) + dt.timedelta(days=30))
            filing = {"filed": day, "form": "10-K" if quarters == 4 else "10-Q"}
            revenue.append(fact(end, quarters * quarter, start=start, **filing))
            income.append(fact(end, quarters * quarter / 10, start=start, **filing))
    assets = [fact("2026-03-31", 1000 * scale, filed="2026-04-30", form="10-Q")]
    tags = {"Revenues": revenue, "NetIncomeLoss": income, "Assets": assets}
    return facts_file(cik, tags, unit=unit)


@dataclass
class Market:
    """Inputs of a build, written under ``folder`` as they are asked for.

    ``files``: name → content of the facts folder; ``listed``: ticker → CIK of the ticker file;
    ``held``: rows of the holdings file.
    """

    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)
    held: list[tuple[str, ...]] = field(default_factory=list)
    date: dt.date | None = HOLDINGS_DATE

    def add(self, ticker: str, cik: int | None = None, content: Json | bytes | None = None) -> None:
        """Hold a company; with a CIK it is in the ticker file, with content in the facts."""
        self.held.append(
            (ticker, f"{ticker} INC", "Industrials", "Equity", "1,000.00", "100", "100.00", "10.00",
             "NYSE", "USD")
        )  # fmt: skip
        if cik is not None:
            self.listed[ticker] = cik
        if content is not None:
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.files[f"CIK{cik:010d}.json"] = data

    def request(self, **changes: Any) -> BuildRequest:
        """Write the inputs; return the request of a build from them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        holdings, tickers = self.folder / "holdings.csv", self.folder / "tickers.json"
        with holdings.open("w", encoding="utf-8", newline="") as file:
            if self.date:
                file.write(f'Test Fund\nFund Holdings as of,"{self.date:%b %d, %Y}"\n\n')
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *self.held])
        listed = self.listed or {"ELSE": 1}
        rows = [
            {"cik_str": cik, "ticker": name, "title": f"{name} INC"} for name, cik in listed.items()
        ]
        tickers.write_text(json.dumps(dict(enumerate(rows))), encoding="utf-8")
        found = BuildRequest(
            holdings=holdings,
            tickers=(tickers,),
            facts=(write_folder(self.folder / "facts", self.files),),
            root=self.folder / "root",
            created=CREATED,
        )
        return replace(found, **changes)

    def build(self, **changes: Any) -> Built:
        """Build a snapshot of the market."""
        *_, last = build(self.request(**changes))
        assert isinstance(last, Built)
        return last


def build_fixtures(fixtures: Path, root: Path, as_of: dt.date | None = None) -> Snapshot:
    """Build the fictional market of ``fixtures/`` into a root of snapshots."""
    edgar = fixtures / "edgar"
    *_, last = build(
        BuildRequest(
            holdings=fixtures / "ishares" / "holdings.csv",
            tickers=(edgar / "company_tickers.json", edgar / "company_tickers_older.json"),
            facts=(edgar / "companyfacts",),
            submissions=(edgar / "submissions",),
            root=root,
            created=dt.datetime(2026, 5, 6, tzinfo=dt.UTC),
            as_of=as_of,
        )
    )
    assert isinstance(last, Built)
    return last.snapshot


def write_folder(folder: Path, files: dict[str, bytes]) -> Path:
    """Write a folder of companies' files; a name that ends with .gz is gzipped."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    """Write a zip of companies' files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def market(folder: Path, companies: int = 2) -> Market:
    """Return a market of plain companies: tickers AAA, AAB, ... with the CIKs 101, 102, ..."""
    found = Market(folder)
    for number in range(companies):
        cik = 101 + number
        ticker = "A" + "".join(chr(65 + number // place % 26) for place in (26, 1))
        found.add(ticker, cik, plain_facts(cik, scale=number + 1))
    return found


def tables(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """Return every table of a snapshot."""
    return {name: snapshot.table(name) for name in TABLES}


def assert_same_tables(left: Snapshot, right: Snapshot) -> None:
    """Assert that two snapshots hold the same rows in the same order."""
    for name, table in tables(left).items():
        assert_frame_equal(table, right.table(name))
