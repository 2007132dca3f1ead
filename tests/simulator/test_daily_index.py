"""The daily index has the form of real ones and names every filing of the day, once."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

from tests.simulator.draw import market
from tests.simulator.write import write_market


def test_every_filing_of_the_year_is_in_the_index_of_its_day(tmp_path: Path) -> None:
    write_market(market(40, 7), tmp_path)
    indexed = set()
    for path in sorted((tmp_path / "daily-index" / "2026").rglob("form.*.idx")):
        day = path.stem.removeprefix("form.")
        assert path.parent.name == f"QTR{(int(day[4:6]) + 2) // 3}"
        lines = path.read_text(encoding="utf-8").splitlines()
        assert " ".join(lines[7].split()) == "Form Type Company Name CIK Date Filed File Name"
        assert set(lines[8]) == {"-"}
        for line in lines[9:]:
            form, cik, filed, name = line[:17], line[79:91], line[91:103], line[103:]
            assert filed.strip() == day
            assert name.startswith(f"edgar/data/{cik.strip()}/")
            indexed.add((name.strip().split("/")[-1].removesuffix(".txt"), form.strip(), day))
    filed_this_year = set()
    with zipfile.ZipFile(tmp_path / "submissions.zip") as archive:
        for member in archive.namelist():
            recent = json.loads(archive.read(member))["filings"]["recent"]
            columns = (recent["accessionNumber"], recent["form"], recent["filingDate"])
            for number, form, day in zip(*columns, strict=True):
                if day >= "2026":
                    filed_this_year.add((number, form, day.replace("-", "")))
    assert len(filed_this_year) > 60
    assert filed_this_year <= indexed  # some companies have no submissions file


def test_a_name_that_is_too_long_moves_no_column(tmp_path: Path) -> None:
    company = replace(next(market(1, 7)), entity_name="Very Long " * 12)
    write_market([company], tmp_path)
    line = next((tmp_path / "daily-index").rglob("*.idx")).read_text("utf-8").splitlines()[-1]
    assert line[79:91].strip() == str(company.cik)
