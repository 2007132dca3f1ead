"""Ticker lists and filing histories of EDGAR."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import SourceError
from screener.sources.edgar import TICKERS, read_submissions, read_tickers

PLAIN = {
    "0": {"cik_str": 67887, "ticker": "MOG-A", "title": "MOOG INC."},
    "1": {"cik_str": "0000320193", "ticker": "AAPL", "title": "Apple Inc."},
}
TABLE = {
    "fields": ["cik", "name", "ticker", "exchange"],
    "data": [[67887, "MOOG INC.", "MOG-A", "NYSE"], [320193, "Apple Inc.", "AAPL", None]],
}


def write(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "tickers.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


@pytest.mark.parametrize(
    "content", [PLAIN, TABLE, gzip.compress(json.dumps(TABLE).encode(), mtime=0)]
)
def test_both_shapes_plain_or_gzipped_give_the_same_rows(tmp_path: Path, content: Any) -> None:
    frame = read_tickers(write(tmp_path, content))
    assert dict(frame.schema) == TICKERS
    assert frame.rows() == [("MOG-A", 67887, "MOOG INC."), ("AAPL", 320193, "Apple Inc.")]


def test_a_filer_without_ticker_is_left_out(tmp_path: Path) -> None:
    data = [[1, "NO TICKER INC", None, None], [2, None, "b", None]]
    assert read_tickers(write(tmp_path, TABLE | {"data": data})).rows() == [("B", 2, "")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<html>Request Rate Threshold Exceeded</html>", "web page"),
        (json.dumps(PLAIN).encode()[:-9], "is no JSON, or cut"),
        (gzip.compress(json.dumps(PLAIN).encode(), mtime=0)[:-9], "is cut"),
        (b"\xff\xfe\x00", "is no JSON"),
        (b"[1, 2]", "not a ticker list"),
        (b"7", "not a ticker list"),
        (b'{"a": 1}', "not a ticker list"),
        (b'{"fields": ["cik", "name"], "data": []}', "not a ticker list"),
        (b'{"fields": ["cik", "name", "ticker"], "data": [[1]]}', "not a ticker list"),
        (b'{"0": {"cik_str": "x", "ticker": "A", "title": "B"}}', "not a ticker list"),
        (b'{"0": {"cik_str": 1.5, "ticker": "A", "title": "B"}}', "not a ticker list"),
        (b'{"0": {"cik_str": true, "ticker": "A", "title": "B"}}', "not a ticker list"),
        (b'{"0": {"cik_str": -1, "ticker": "A", "title": "B"}}', "not a ticker list"),
        (b'{"0": {"cik_str": 1, "ticker": 5, "title": "B"}}', "not a ticker list"),
        (b"{}", "holds no tickers"),
    ],
)
def test_what_is_no_ticker_list_is_one_clear_error(
    tmp_path: Path, content: bytes, told: str
) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        read_tickers(write(tmp_path, content))
    assert "tickers.json" in caught.value.where


def test_brackets_without_end_are_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "tickers.json"
    path.write_bytes(b"[" * 200_000)
    with pytest.raises(SourceError):
        read_tickers(path)
    with pytest.raises(SourceError):
        read_submissions(b'{"cik": ' + b"[" * 200_000, 1)


def test_a_missing_ticker_list(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_tickers(tmp_path / "absent.json")


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


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is no JSON"),
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
def test_a_wrong_filing_history_is_one_clear_error(data: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        read_submissions(data, 7)
    assert "CIK 0000000007" in caught.value.where


@given(st.binary(max_size=200))
def test_no_bytes_fail_in_another_way(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_submissions(data, 7)


@pytest.mark.shared
def test_the_real_ticker_lists(shared_data: Path) -> None:
    newest = read_tickers(shared_data / "tickers" / "company_tickers.json")
    older = read_tickers(shared_data / "tickers" / "company_tickers_exchange.json")
    assert (newest.height, older.height) == (10_433, 9_708)
    assert newest.row(0) == ("NVDA", 1045810, "NVIDIA CORP")


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
