"""A market as of an earlier day knows what was filed by then, and nothing else."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.simulator.debt_files import note_of
from tests.simulator.debt_quarterly import Quarterly, quarterly_note
from tests.simulator.draw import draw, market
from tests.simulator.earlier import known_on
from tests.simulator.filings import companyfacts
from tests.simulator.write import write_market

DAY = date(2026, 4, 21)


def facts_of(content: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every fact of a file: its tag, the fact itself without its frame, and when it was filed."""
    for tags in content["facts"].values():
        for tag, body in tags.items():
            for unit, rows in body["units"].items():
                for row in rows:
                    fact = {key: value for key, value in row.items() if key != "frame"}
                    yield tag, f"{unit} {json.dumps(fact, sort_keys=True)}", row["filed"]


def test_what_is_known_is_what_was_filed_by_then() -> None:
    more = 0
    for company in market(24, 7):
        if company.has_facts:
            whole = set(facts_of(companyfacts(company)))
            known = set(facts_of(companyfacts(known_on(company, DAY))))
            assert known == {fact for fact in whole if fact[2] <= DAY.isoformat()}
            more += len(whole) > len(known)
    assert more > 3


def test_a_folder_is_of_its_day(tmp_path: Path) -> None:
    companies = list(market(20, 11))
    write_market(companies, tmp_path, day=DAY, held=lambda each: each is not companies[3])
    text = (tmp_path / "holdings.csv").read_text("utf-8")
    assert 'Fund Holdings as of,"Apr 21, 2026"' in text
    assert [each.ticker for each in companies if f'"{each.ticker}"' not in text] == [
        companies[3].ticker
    ]
    with zipfile.ZipFile(tmp_path / "submissions.zip") as archive:
        days = {
            day
            for name in archive.namelist()
            for day in json.loads(archive.read(name))["filings"]["recent"]["filingDate"]
        }
        assert f"CIK{companies[3].cik:010d}.json" in archive.namelist()
    assert max(days) <= DAY.isoformat()
    indices = [path.stem for path in (tmp_path / "daily-index").rglob("*.idx")]
    assert max(indices) <= f"form.{DAY:%Y%m%d}"


def test_a_crowded_market_has_the_sizes_of_real_files(tmp_path: Path) -> None:
    companies = list(market(2, 11))
    for crowded in (False, True):
        write_market(companies, tmp_path / str(crowded), day=DAY, crowded=crowded)
    histories = []
    for crowded in (False, True):
        with zipfile.ZipFile(tmp_path / str(crowded) / "submissions.zip") as archive:
            histories.append(json.loads(archive.read(f"CIK{companies[0].cik:010d}.json")))
    short, long = (each["filings"]["recent"] for each in histories)
    assert set(short["accessionNumber"]) < set(long["accessionNumber"])
    assert {len(column) for column in long.values()} == {1000}
    assert min(long["filingDate"]) == min(short["filingDate"])
    assert long["filingDate"] == sorted(long["filingDate"], reverse=True)
    sizes = [len(gzip.decompress(path.read_bytes())) for path in tmp_path.rglob("True/**/*.xml.gz")]
    assert all(2e6 < size < 4e6 for size in sizes) and sizes


@pytest.fixture(scope="module")
def quarterlies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quarterlies")
    write_market(market(60, 7), folder, day=date(2026, 5, 5), quarterlies=True)
    return folder


def test_quarterly_instances_have_a_note_or_none_or_are_absent(quarterlies: Path) -> None:
    found: dict[Quarterly, int] = dict.fromkeys(Quarterly, 0)
    files = {path.name[14:34]: path for path in (quarterlies / "instances").iterdir()}
    for number in range(60):
        company = known_on(draw(number, 7), date(2026, 5, 5))
        annual = note_of(company, date(2026, 5, 5))
        if annual is None or annual.filing.accession not in files:
            continue
        newer = quarterly_note(company, date(2026, 5, 5))
        if newer is None:
            continue
        note, kind = newer
        path = files.get(note.filing.accession)
        found[kind] += 1
        assert (path is None) == (kind is Quarterly.ABSENT)
        if path:
            text = gzip.decompress(path.read_bytes()).decode()
            assert ">10-Q</dei:DocumentType>" in text
            assert f">{note.filing.period}</dei:DocumentFiscalPeriodFocus>" in text
            assert f">{note.day}</dei:DocumentPeriodEndDate>" in text
            assert ("DebtInstrumentAxis" in text) == (kind is Quarterly.NOTE)
            assert ("dimension=" in text) == (kind is Quarterly.NOTE)
            assert re.search(r"<us-gaap:Assets ", text)
    assert min(found.values()) > 2


def test_a_quarterly_note_states_what_is_owed_then() -> None:
    for company in market(60, 7):
        newer = quarterly_note(company, date(2026, 5, 5)) if company.has_facts else None
        if newer and newer[1] is Quarterly.NOTE:
            note, _ = newer
            assert sum(item.instrument.carrying for item in note.items) == note.debt
