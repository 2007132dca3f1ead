"""Filing histories of EDGAR: what a company is, and which reports it filed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import SourceError
from screener.sources.filing_history import FormerName, Report, read_reports, read_submissions


def history(**changes: Any) -> bytes:
    company: dict[str, Any] = {
        "cik": "0000000007",
        "name": "Alfa Tools\x9b Inc.",
        "sic": "3420",
        "sicDescription": "Cutlery,  Handtools",
        "fiscalYearEnd": "0930",
        "tickers": ["ALFA"],
        "filings": {
            "recent": {
                "accessionNumber": [
                    "0000000007-26-000003",
                    "0000000007-26-000002",
                    "0000000007-25-000001",
                ],
                "filingDate": ["2026-02-01", "2026-02-03", "2025-11-20"],
                "form": ["10-Q", "8-K", "10-Q"],
                "isXBRL": [1, 0, 1],
            },
            "files": [
                {"name": "CIK0000000007-submissions-001.json", "filingFrom": "2011-05-05"},
                {"name": "CIK0000000007-submissions-002.json", "filingFrom": "2003-01-02"},
            ],
        },
    }
    return json.dumps(company | changes).encode()


def test_a_filing_history_in_short() -> None:
    read = read_submissions(history(), 7)
    assert read.name == "Alfa Tools Inc."
    assert (read.sic, read.industry, read.fiscal_year_end) == ("3420", "Cutlery, Handtools", "0930")
    assert read.first_filed == date(2003, 1, 2)
    assert read.forms == ("10-Q", "8-K")
    assert (read.latest_accession, read.latest_filed) == ("0000000007-26-000002", date(2026, 2, 3))


def test_former_names_have_the_days_of_their_filings_and_odd_ones_are_left_out() -> None:
    day, later = "2001-02-03T05:00:00.000Z", "2019-08-05T04:00:00.000Z"
    former = [
        {"name": "ALFA\x9b  FILES INC /DE/", "from": day, "to": later},
        {"name": "", "from": day, "to": later},
        {"name": "NO END", "from": day, "to": None},
        {"name": "NO DAY", "from": "soon", "to": later},
        {"name": "BACKWARDS", "from": later, "to": day},
        {},
    ]
    read = read_submissions(history(formerNames=former), 7)
    assert read.former_names == (
        FormerName("ALFA FILES INC /DE/", date(2001, 2, 3), date(2019, 8, 5)),
    )
    for nothing in ([], None):
        assert read_submissions(history(formerNames=nothing), 7).former_names == ()


def test_without_older_pages_the_first_filing_is_among_the_recent() -> None:
    recent = {
        "accessionNumber": ["a", "b"],
        "filingDate": ["2020-01-02", "2019-03-04"],
        "form": ["3", "4"],
    }
    assert read_submissions(history(filings={"recent": recent}), 7).first_filed == date(2019, 3, 4)


def test_a_filer_without_filings_or_industry_has_nulls() -> None:
    nothing: dict[str, Any] = {"accessionNumber": [], "filingDate": [], "form": []}
    data = history(
        cik=7, sic="", sicDescription=None, fiscalYearEnd=None, filings={"recent": nothing}
    )
    read = read_submissions(data, 7)
    assert (read.sic, read.industry, read.fiscal_year_end) == (None, None, None)
    assert (read.first_filed, read.latest_filed, read.latest_accession, read.forms) == (
        None,
        None,
        None,
        (),
    )


@pytest.mark.parametrize("read", [read_submissions, read_reports])
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is no JSON"),
        (b'{"cik": ' + b"[" * 200_000, "another shape"),
        (b'{"x": ' + b"[" * 200_000, "is no JSON"),
        (history()[:-30], "is no JSON, or cut"),
        (b"<html>Undeclared Automated Tool</html>", "web page"),
        (b"[]", "another shape"),
        (history(cik=8), "another company's"),
        (history(cik="seven"), "is no CIK"),
        (history(filings={"recent": {"form": []}}), "another shape"),
        (
            history(filings={"recent": {"accessionNumber": [], "filingDate": [], "form": ["4"]}}),
            "differ in length",
        ),
        (
            history(filings={"recent": {"accessionNumber": [1], "filingDate": ["x"], "form": [2]}}),
            "another shape",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_filing_history_is_one_clear_error(
    data: bytes, told: str, read: Callable[[bytes, int], object]
) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        read(data, 7)
    assert "CIK 0000000007" in caught.value.where


@given(st.binary(max_size=200))
def test_no_bytes_fail_in_another_way(data: bytes) -> None:
    for read in (read_submissions, read_reports):
        with pytest.raises(SourceError):
            read(data, 7)


NUMBER = "0000000007-26-{:06d}"


def filed(*rows: dict[str, Any], without: tuple[str, ...] = ()) -> bytes:
    """Return a history of these filings, columns as the SEC writes them but those ``without``."""
    plain = {
        "accessionNumber": NUMBER.format(1), "filingDate": "2026-02-01", "form": "10-Q",
        "reportDate": "2025-12-31", "primaryDocument": "alfa-20251231.htm", "isXBRL": 1,
        "isInlineXBRL": 1,
    }  # fmt: skip
    columns = {name: [(plain | row)[name] for row in rows] for name in plain if name not in without}
    return history(filings={"recent": columns, "files": []})


def test_a_report_in_full() -> None:
    [report] = read_reports(filed({}), 7)
    assert report == Report(
        accession="0000000007-26-000001",
        form="10-Q",
        filed=date(2026, 2, 1),
        report_date=date(2025, 12, 31),
        primary_document="alfa-20251231.htm",
        is_xbrl=True,
        is_inline=True,
    )
    assert report.stem == "alfa-20251231"


def test_only_reports_with_figures_count() -> None:
    kept = [
        "10-K", "10-K/A", "10-KT", "10-KT/A", "10-Q", "10-Q/A", "10-QT", "10-QT/A", "20-F",
        "20-F/A", "40-F", "40-F/A", "6-K", "6-K/A",
    ]  # fmt: skip
    others = ["8-K", "NT 10-K", "10-K405", "4", "DEF 14A", "10-D", "11-K"]
    told = read_reports(filed(*({"form": form} for form in kept + others)), 7)
    assert [report.form for report in told] == kept
    without = read_reports(filed(*({"form": form, "isXBRL": 0} for form in kept)), 7)
    assert [report.form for report in without] == kept[:-2]
    assert not any(report.is_xbrl for report in without)


def test_the_newest_come_first_and_of_one_day_the_one_accepted_last() -> None:
    days = ["2026-02-01", "2026-03-01", "2026-02-01", "2026-01-01"]
    rows = [
        {"accessionNumber": NUMBER.format(number), "filingDate": day}
        for number, day in enumerate(days)
    ]
    told = [report.accession[-1] for report in read_reports(filed(*rows), 7)]
    assert told == ["1", "0", "2", "3"]  # the file itself has the last accepted first


def test_what_an_odd_file_lacks_is_none_or_false() -> None:
    lacking = ("isInlineXBRL", "reportDate", "primaryDocument", "isXBRL")
    [report] = read_reports(filed({}, without=lacking), 7)
    assert (report.report_date, report.primary_document, report.stem) == (None, None, None)
    assert (report.is_xbrl, report.is_inline) == (False, False)
    empty = {"reportDate": "", "primaryDocument": "", "isXBRL": None, "isInlineXBRL": None}
    assert read_reports(filed(empty), 7) == [report]
    [report] = read_reports(filed({"reportDate": "31.12.2025", "isXBRL": True}), 7)
    assert (report.report_date, report.is_xbrl) == (None, True)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("crsr-20241231.htm", "crsr-20241231"),
        ("d123456d10k.htm", "d123456d10k"),
        ("a.b_c-1.htm", "a.b_c-1"),
        ("form10k", "form10k"),
        ("xslF345X05/doc.xml", None),
        ("../../etc/passwd", None),
        ("..", None),
        (".htm", None),
        ("-rf.htm", None),
        ("a b.htm", None),
        ("a%2fb.htm", None),
        ("a\\b.htm", None),
        ("a\nb.htm", None),
        ("a.htm\n", None),
        ("é.htm", None),
        ("a.htm?x=1", None),
    ],
)
def test_a_main_file_has_a_plain_name_or_none(name: str, stem: str | None) -> None:
    [report] = read_reports(filed({"primaryDocument": name}), 7)
    assert report.stem == stem
    assert report.primary_document == (name if stem else None)


@pytest.mark.parametrize("number", ["", "0000000007-26-1", "../0000000007-26-000001", "x"])
def test_a_report_without_an_accession_number_is_damage(number: str) -> None:
    with pytest.raises(SourceError, match="is no accession number"):
        read_reports(filed({"accessionNumber": number}), 7)
    assert read_reports(filed({"accessionNumber": number, "form": "4"}), 7) == []


def test_columns_of_other_lengths_are_damage() -> None:
    columns = json.loads(filed({}))["filings"]["recent"]
    for name in ("reportDate", "isXBRL"):
        data = history(filings={"recent": columns | {name: []}})
        with pytest.raises(SourceError, match="differ in length"):
            read_reports(data, 7)
        assert read_submissions(data, 7).forms == ("10-Q",)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("cik", "name", "first_filed", "latest"),
    [
        (320193, "Apple Inc.", date(1994, 1, 26), "0001140361-26-025622"),  # one page holds all
        (1018724, "AMAZON COM INC", date(1997, 3, 24), "0001959173-26-003065"),  # two older pages
        (1318605, "Tesla, Inc.", date(2005, 2, 17), "0001790565-22-000015"),  # cik without zeros
    ],
)
def test_real_filing_histories(
    shared_data: Path, cik: int, name: str, first_filed: date, latest: str
) -> None:
    packed = (shared_data / "submissions" / f"CIK{cik:010d}.json.gz").read_bytes()
    read = read_submissions(gzip.decompress(packed), cik)
    assert (read.name, read.first_filed, read.latest_accession) == (name, first_filed, latest)


@pytest.mark.shared
def test_the_former_names_of_a_real_filing_history(shared_data: Path) -> None:
    packed = (shared_data / "submissions" / "CIK0000320193.json.gz").read_bytes()
    assert read_submissions(gzip.decompress(packed), 320193).former_names == (
        FormerName("APPLE INC", date(2007, 1, 10), date(2019, 8, 5)),
        FormerName("APPLE COMPUTER INC", date(1994, 1, 26), date(2007, 1, 4)),
        FormerName("APPLE COMPUTER INC/ FA", date(1997, 7, 28), date(1997, 7, 28)),
    )


@pytest.mark.shared
def test_the_reports_of_a_real_filing_history(shared_data: Path) -> None:
    packed = (shared_data / "submissions" / "CIK0000320193.json.gz").read_bytes()
    reports = read_reports(gzip.decompress(packed), 320193)
    assert len(reports) == 131
    assert reports[0] == Report(
        accession="0000320193-26-000013",
        form="10-Q",
        filed=date(2026, 5, 1),
        report_date=date(2026, 3, 28),
        primary_document="aapl-20260328.htm",
        is_xbrl=True,
        is_inline=True,
    )
    assert reports == sorted(reports, key=lambda report: report.filed, reverse=True)
    assert [one.is_inline for one in reports if one.filed.year == 2018] == [False] * 4
