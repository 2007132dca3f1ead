"""The instances of a market, and the truth about its debt, as files.

``instances/CIK##########-<accession>_htm.xml.gz`` is the extracted XBRL instance of a company's
latest annual report, one file a company: of all that tag their debt, of half of those that tag
nothing but the balance sheet, and of a third of those without debt. A folder of such files is what
``screen build --instances DIR`` reads. A market may have newer quarterly ones beside them
(``debt_quarterly``). ``truth_instruments.parquet`` has a row for each instrument
owed, whether a filing tells of it or not; ``truth_debt.parquet`` has one for each company."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from tests.simulator.company import Company, Kind
from tests.simulator.debt_instruments import annual_filing, chance_of
from tests.simulator.debt_noise import cover, noise
from tests.simulator.debt_note import NOTHING, Note, plain_note
from tests.simulator.debt_quarterly import Quarterly, quarterly_note
from tests.simulator.debt_traps import set_traps
from tests.simulator.debt_truth import (
    DEBT_COLUMNS,
    INSTRUMENT_COLUMNS,
    debt_row,
    instrument_rows,
)
from tests.simulator.debt_undimensioned import settle_tagging, write_undimensioned
from tests.simulator.debt_xml import Fact, Style, render
from tests.simulator.filings import companyfacts, filings
from tests.simulator.noise import text_block

SILENT, DEBT_FREE = 0.5, 0.35
"""How often there is an instance of a company that tags no note, or that owes nothing."""

_DTYPES = {int: pl.Int64, float: pl.Float64, str: pl.String, bool: pl.Boolean}


def note_of(company: Company, as_of: date) -> Note | None:
    """Return the debt note of the latest annual report, traps included; None where none is filed.

    Only an American filer's in dollars tags anything; a bank's debt is its business."""
    filing = annual_filing(company, as_of) if company.has_facts else None
    if filing is None:
        return None
    note = plain_note(company, filing)
    if not readable(company):
        note.tagging = NOTHING
        return note
    settle_tagging(note)
    set_traps(note)
    write_undimensioned(note)
    return note


def readable(company: Company) -> bool:
    """Return whether a company's instances tell of debt in the usual way."""
    if company.kind in (Kind.BANK, Kind.INSURER):
        return False
    return company.statements == "us-gaap" and company.currency == "USD"


def has_instance(note: Note) -> bool:
    """Return whether the market's folder holds the instance of a note."""
    company = note.company
    if not readable(company):
        return False
    often = 1.0 if note.tagging != NOTHING else SILENT
    return chance_of(company, "instance").random() < (often if note.items else DEBT_FREE)


def file_name(note: Note) -> str:
    """Return the name of a note's instance file."""
    return f"CIK{note.company.cik:010d}-{note.filing.accession}_htm.xml.gz"


def instance(
    note: Note, published: dict[str, Any], *, bare: bool = False, crowded: bool = False
) -> bytes:
    """Return the instance: cover, balance sheet and flows as in companyfacts, and unless it is
    ``bare`` the note and noise. A ``crowded`` one is as long as real ones are, with texts."""
    chance = chance_of(note.company, "style of writing")
    style = Style(
        note.company.ticker.lower(),
        root="xbrli:" if chance.random() < 0.1 else "",
        context=chance.choice(("c-", "C_", "i7f3a", "From")),
        unit=chance.choice(("", "U_", "Unit_Standard_")),
        year=note.day.year,
    )
    stated = list(_stated(note, published))
    taken = {fact.tag for fact in stated}
    beside = [fact for fact in noise(note) if fact.dims or fact.tag not in taken]
    facts = [*cover(note), *stated]
    if not bare:
        facts += beside
        facts[len(facts) // 2 : len(facts) // 2] = note.all_facts()
    if crowded:
        text = text_block(note.company.number)
        facts.append(Fact("SignificantAccountingPoliciesTextBlock", text, note.year, (), ""))
    return render(note.company.cik, style, facts)


def _stated(note: Note, published: dict[str, Any]) -> Iterator[Fact]:
    """The figures that companyfacts hold of this report."""
    for taxonomy, tags in published["facts"].items():
        for tag, body in tags.items():
            name = tag if taxonomy == "us-gaap" else f"{taxonomy}:{tag}"
            for unit, rows in body["units"].items():
                for row in rows:
                    if row["accn"] == note.filing.accession:
                        end = date.fromisoformat(row["end"])
                        start = row.get("start")
                        period = (date.fromisoformat(start), end) if start else end
                        places = "2" if "/" in unit else "-3" if unit == "USD" else "INF"
                        yield Fact(name, row["val"], period, (), unit, places)


def publish(note: Note, published: dict[str, Any]) -> None:
    """Add a note's facts without dimension to companyfacts, which hold those of every report."""
    tags = published["facts"].get("us-gaap")
    if tags is None:  # under IFRS, or without any facts
        return
    absent = {fact.tag for fact in note.all_facts() if fact.standard} - set(tags)
    origin = {"accn": note.filing.accession, "fy": note.filing.label, "fp": "FY",
              "form": note.filing.form, "filed": note.filing.filed.isoformat()}  # fmt: skip
    for fact in note.all_facts():
        if fact.standard and fact.tag in absent:
            start, end = fact.period if isinstance(fact.period, tuple) else (None, fact.period)
            days = {"start": start.isoformat()} if start else {}
            value = float(fact.value) if isinstance(fact.value, str) else fact.value
            row = {**days, "end": end.isoformat(), "val": value, **origin}
            body = tags.setdefault(
                fact.tag, {"label": fact.tag, "description": "Of the debt note.", "units": {}}
            )
            rows = body["units"].setdefault(fact.unit, [])
            if row not in rows:
                rows.append(row)


class DebtFiles:
    """Writes a market's instances one by one, and the truth at the end."""

    def __init__(self, folder: Path, *, quarterlies: bool = False, crowded: bool = False) -> None:
        self._folder, self._quarterlies, self._crowded = folder, quarterlies, crowded
        self._instruments: list[dict[str, object]] = []
        self._companies: list[dict[str, object]] = []
        (folder / "instances").mkdir(exist_ok=True)

    def add(self, company: Company, as_of: date) -> dict[str, object]:
        """Write the company's instance, if it has one, and return its companyfacts with the note's
        facts in them."""
        published: dict[str, Any] = companyfacts(company) if company.has_facts else {}
        note = note_of(company, as_of)
        written = note is not None and has_instance(note)
        if note is not None:
            if written:
                self._write(note, instance(note, published, crowded=self._crowded))
            publish(note, published)
            later = self._add_quarterly(company, as_of, published) if written else None
            note = later or note
            self._instruments += instrument_rows(note)
        if self._crowded and company.has_facts:
            self._fill(company, as_of, published)
        self._companies.append(debt_row(company, note, has_instance=written))
        return published

    def _add_quarterly(
        self, company: Company, as_of: date, published: dict[str, Any]
    ) -> Note | None:
        """Write the newest quarterly report's instance; return its note where it tells one."""
        found = quarterly_note(company, as_of) if self._quarterlies else None
        if found is None or found[1] is Quarterly.ABSENT:
            return None
        note, kind = found
        bare = kind is Quarterly.BARE
        self._write(note, instance(note, published, bare=bare, crowded=self._crowded))
        return note if kind is Quarterly.NOTE else None

    def _fill(self, company: Company, as_of: date, published: dict[str, Any]) -> None:
        """Write the instances that are still missing of the reports since the latest annual one;
        of figures that an instance here can't state, the cover."""
        published = published if readable(company) else {"facts": {}}
        known = [filing for filing in filings(company) if filing.filed <= as_of]
        annual = [number for number, filing in enumerate(known) if filing.period == "FY"]
        for filing in known[annual[-1] if annual else 0 :]:
            note = plain_note(company, filing)
            if not self._path(note).exists():
                self._write(note, instance(note, published, bare=True, crowded=True))

    def _path(self, note: Note) -> Path:
        return self._folder / "instances" / file_name(note)

    def _write(self, note: Note, data: bytes) -> None:
        path = self._path(note)
        path.write_bytes(gzip.compress(data, 6, mtime=0))

    def write_truth(self) -> None:
        """Write both tables."""
        for name, rows, columns in (
            ("truth_instruments", self._instruments, INSTRUMENT_COLUMNS),
            ("truth_debt", self._companies, DEBT_COLUMNS),
        ):
            schema = {column: _DTYPES[kind] for column, kind in columns.items()}
            table = pl.DataFrame(rows, schema)
            dates = [column for column in ("period_end", "maturity") if column in columns]
            table = table.with_columns(pl.col(dates).str.to_date())
            table.write_parquet(self._folder / f"{name}.parquet")


@contextmanager
def debt_files(
    folder: Path, *, quarterlies: bool = False, crowded: bool = False
) -> Iterator[DebtFiles]:
    """Collect the truth while a market is written."""
    files = DebtFiles(folder, quarterlies=quarterlies, crowded=crowded)
    yield files
    files.write_truth()
