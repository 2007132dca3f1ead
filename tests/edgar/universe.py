"""All that there is to be had, by address: what EDGAR and the fund's hosts hold of a market.

A :class:`Served` is made of a market's folder (``tests.simulator.write``, ``tests.edgar.market``)
or of real public files (``real``), and can be changed while it is served: a test puts, removes and
moves on to a later day of the same market."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from tests.edgar import fund
from tests.edgar.index import DailyIndices, Filed
from tests.edgar.resources import (
    Resource,
    morning_of,
    of_archive,
    of_bytes,
    of_gzip_file,
    of_member,
)
from tests.simulator.nport import TRUST

TICKERS = "/files/company_tickers.json"
FACTS_ARCHIVE = "/Archives/edgar/daily-index/xbrl/companyfacts.zip"
HISTORY_ARCHIVE = "/Archives/edgar/daily-index/bulkdata/submissions.zip"
FEED = "/cgi-bin/browse-edgar"
JSON, XML, CSV, TEXT = "application/json", "application/xml", "text/csv", "text/plain"

_COMPANY = re.compile(r"/(submissions|api/xbrl/companyfacts)/(CIK\d{10}\.json)")
_INDEX = re.compile(r"/Archives/edgar/daily-index/(\d{4})/QTR([1-4])/form\.(\d{8})\.idx")
_FILING = re.compile(r"/Archives/edgar/data/([1-9]\d*)/(\d{18})/([\w.-]+)")
_INSTANCE = re.compile(r"CIK(\d{10})-(\d{10}-\d{2}-\d{6})_htm\.xml\.gz")


def facts_path(cik: int) -> str:
    """Return the address of a company's facts."""
    return f"/api/xbrl/companyfacts/CIK{cik:010d}.json"


def history_path(cik: int) -> str:
    """Return the address of a company's filing history."""
    return f"/submissions/CIK{cik:010d}.json"


class Served:
    """What is served as of ``day``. Addresses are paths; thread-safe."""

    def __init__(self, folder: Path, **index: Any) -> None:
        """``index``: what :class:`~tests.edgar.index.DailyIndices` may be told."""
        self._lock, self._index_options = RLock(), index
        self._changed: dict[str, Resource | None] = {}  # by hand: None is taken away
        self._published: dict[date, list[Filed]] = {}
        self.odd_names: dict[str, str] = {}
        """Accession → the name of an instance that is not what its document's name says."""
        self.archived: datetime | None = None
        """When the archives were made; None: in the morning of the market's day."""
        self._take(folder)

    def _take(self, folder: Path) -> None:
        self.folder = folder
        self.__dict__.pop("indices", None)
        text = (folder / "holdings.csv").read_text(encoding="utf-8")
        self.day = fund.day_of(text)
        self.holdings = {self.day: fund.named(text)}
        self._updated = morning_of(self.day)
        self._archives = {
            path: (folder / name, zipfile.ZipFile(folder / name).NameToInfo)
            for path, name in (
                (FACTS_ARCHIVE, "companyfacts.zip"), (HISTORY_ARCHIVE, "submissions.zip"),
            )
        }  # fmt: skip
        self._instances = {
            match[2]: path
            for path in (folder / "instances").glob("*.xml.gz")
            if (match := _INSTANCE.fullmatch(path.name))
        }
        self._fund_filings = fund.filings_in(folder)

    @cached_property
    def indices(self) -> DailyIndices:
        """The daily indices, made when the first is asked for."""
        found = DailyIndices(self.names(), **self._index_options)
        for path in sorted((self.folder / "daily-index").rglob("form.*.idx")):
            found.read(path)
        for day, filings in self._published.items():
            found.add(day, filings)
        return found

    def names(self) -> dict[int, str]:
        """Return the companies of the ticker file: their names by CIK."""
        rows = json.loads((self.folder / "company_tickers.json").read_bytes())
        return {row["cik_str"]: row["title"] for row in rows.values()}

    # What a test changes.

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Answer nothing until the block ends."""
        with self._lock:
            yield

    def put(self, path: str, data: bytes, media: str = JSON) -> None:
        """Serve other bytes under an address, from now on."""
        with self._lock:
            self._changed[path] = of_bytes(data, media, datetime.now(UTC).replace(microsecond=0))

    def remove(self, path: str) -> None:
        """Take away what is under an address."""
        with self._lock:
            self._changed[path] = None

    def publish_on(self, day: date, filings: Iterable[Filed]) -> None:
        """Name filings in the index of a day."""
        with self._lock:
            filings = list(filings)
            self.indices.add(day, filings)
            self._published.setdefault(day, []).extend(filings)

    def move_on(self, folder: Path, published_on: date | None = None) -> list[Filed]:
        """Serve a later day's folder of the same market; return the filings that are new.

        They stand in the indices of their own days, and also in that of ``published_on``: a
        program that looks at the clock never asks for the others. Earlier holdings stay."""
        with self._lock:
            before = {(each.cik, each.accession) for each in self.filings()}
            holdings = self.holdings
            self._take(folder)
            self.holdings = {**holdings, **self.holdings}
            self.day = max(self.holdings)
            new = [each for each in self.filings() if (each.cik, each.accession) not in before]
            if published_on:
                self.publish_on(published_on, new)
            return new

    # What there is.

    def filings(self) -> list[Filed]:
        """Return every filing of every company with a filing history."""
        found = []
        names = self.names()
        for name in self._archives[HISTORY_ARCHIVE][1]:
            cik = int(name[3:13])
            recent = self._recent(cik)
            for number, form, day in zip(
                recent["accessionNumber"], recent["form"], recent["filingDate"], strict=True
            ):
                title = names.get(cik, f"Company {cik}")
                found.append(Filed(form, title, cik, number, date.fromisoformat(day)))
        return found

    def find(self, path: str, query: Mapping[str, str]) -> Resource | None:
        """Return what an address holds; None where there is nothing."""
        with self._lock:
            if path in self._changed:
                return self._changed[path]
            return self._find(path, query)

    def _find(self, path: str, query: Mapping[str, str]) -> Resource | None:
        if path == TICKERS:
            data = (self.folder / "company_tickers.json").read_bytes()
            return of_bytes(data, JSON, self._updated)
        if path in self._archives:
            return of_archive(self._archives[path][0], self.archived or self._updated)
        if path == FEED:
            return self._feed(query)
        for pattern, reading in (
            (_COMPANY, self._company), (_INDEX, self._index), (_FILING, self._document),
        ):  # fmt: skip
            if match := pattern.fullmatch(path):
                return reading(*match.groups())
        return self._holdings(path, query)

    def _company(self, what: str, name: str) -> Resource | None:
        history = what == "submissions"
        if history and int(name[3:13]) == TRUST and self._fund_filings:
            text = fund.trust_history(self._fund_filings)
            return of_bytes(text.encode(), JSON, self._updated)
        path, members = self._archives[HISTORY_ARCHIVE if history else FACTS_ARCHIVE]
        member = members.get(name)
        if member is None:
            return None
        days = self._recent(int(name[3:13])).get("filingDate", ())
        newest = max(map(date.fromisoformat, days), default=self.day)
        return of_member(path, member, JSON, morning_of(newest))

    def _recent(self, cik: int) -> dict[str, Any]:
        """The columns of a company's recent filings; empty where it has no history."""
        path, members = self._archives[HISTORY_ARCHIVE]
        member = members.get(f"CIK{cik:010d}.json")
        return _columns(path, member) if member else {}

    def _index(self, year: str, quarter: str, text: str) -> Resource | None:
        day = date.fromisoformat(text)
        if (day.year, (day.month + 2) // 3) != (int(year), int(quarter)):
            return None
        found = self.indices.text(day)
        return of_bytes(found.encode(), TEXT, morning_of(day)) if found is not None else None

    def _feed(self, query: Mapping[str, str]) -> Resource | None:
        if query.get("output") != "atom" or query.get("action") != "getcompany":
            return None
        wanted = query.get("type") in ("NPORT-P", "NPORT", None)
        filings = self._fund_filings if wanted else []
        text = fund.feed(filings, query.get("CIK", ""), int(query.get("count", "40")))
        return of_bytes(text.encode("iso-8859-1"), "application/atom+xml", self._updated)

    def _document(self, number: str, folder: str, name: str) -> Resource | None:
        """What lies in a filing's folder: its list, the page that was filed, the instance."""
        cik, accession = int(number), f"{folder[:10]}-{folder[10:12]}-{folder[12:]}"
        if cik == TRUST:
            path = self.folder / "nport" / f"{accession}.xml"
            known = name == "primary_doc.xml" and path.exists()
            return of_bytes(path.read_bytes(), XML, self._updated) if known else None
        recent = self._recent(cik)
        if accession not in recent.get("accessionNumber", ()):
            return None
        at = recent["accessionNumber"].index(accession)
        document = recent["primaryDocument"][at]
        modified = morning_of(date.fromisoformat(recent["filingDate"][at]))
        if name == document:
            page = f"<html><body><p>{recent['form'][at]} {accession}</p></body></html>"
            return of_bytes(page.encode(), "text/html", modified)
        instance = self._instances.get(accession)
        instance_name = self.odd_names.get(accession, f"{document.removesuffix('.htm')}_htm.xml")
        if name == instance_name and instance:
            return of_gzip_file(instance, XML, modified)
        if name == "index.json":
            listed = [document, f"{accession}.txt", *([instance_name] if instance else [])]
            return of_bytes(_listing(cik, accession, listed, modified), JSON, modified)
        return None

    def _holdings(self, path: str, query: Mapping[str, str]) -> Resource | None:
        if path == fund.DOCUMENTS:
            if query.get("component") != "holdings":
                return None
            name = fund.NAME if query.get("portfolioId") == fund.PORTFOLIO else fund.OTHER_NAME
        elif path == fund.LATEST or (path == fund.LEGACY and query.get("fileType") == "csv"):
            name = fund.NAME
        else:
            return None
        asked = query.get("asOfDate")
        day = date.fromisoformat(asked) if asked else self.day
        known = self.holdings.get(day)
        text = known if known is not None else fund.dateless(self.holdings[self.day])
        return of_bytes(fund.named(text, name).encode(), CSV, morning_of(day))


@lru_cache(maxsize=64)
def _columns(path: Path, member: zipfile.ZipInfo) -> dict[str, Any]:
    """The recent filings in a history; a client asks for several things of a company in a row."""
    text = of_member(path, member, JSON, datetime.now(UTC)).plain()
    return json.loads(text)["filings"]["recent"]


def _listing(cik: int, accession: str, names: list[str], modified: datetime) -> bytes:
    folder = f"/Archives/edgar/data/{cik}"
    items = [
        {"last-modified": f"{modified:%Y-%m-%d %H:%M:%S}", "name": name, "type": "text.gif",
         "size": "" if name.startswith(accession) else "41877"}
        for name in (f"{accession}-index.html", *names)
    ]  # fmt: skip
    directory = {"item": items, "name": f"{folder}/{accession.replace('-', '')}",
                 "parent-dir": folder}  # fmt: skip
    return json.dumps({"directory": directory}).encode()
