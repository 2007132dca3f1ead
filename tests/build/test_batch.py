"""One bad company never stops a build: it is a counted warning, and a reason beside its name."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import struct
from pathlib import Path

import pytest
from tests.makers import Market, fact, facts_file, market, plain_facts, write_folder, write_zip

from screener.build import Built

WHOLE = json.dumps(plain_facts(666)).encode()
DAMAGED = "its facts file is damaged or not companyfacts"
MISTAKEN = "its facts file is another company's"
UNREADABLE = "none of its facts can be read"
TEXTS = facts_file(666, {"Assets": [{"end": "2026-03-31", "val": "many"}]})

BAD = {
    "truncated": (WHOLE[: len(WHOLE) // 2], DAMAGED, "or cut"),
    "not JSON": (b"nothing here", DAMAGED, "not companyfacts JSON"),
    "empty": (b"", DAMAGED, "is empty"),
    "a web page": (b"\n<!DOCTYPE html><html>Denied</html>", DAMAGED, "a web page"),
    "other JSON": (b'{"filings": {"recent": {}}}', DAMAGED, "not companyfacts JSON"),
    "too deep": (b'{"cik": 666, "facts": {"us-gaap": {"X": ' + b"[" * 10**5, DAMAGED, "recursion"),
    "another company's": (json.dumps(plain_facts(667)).encode(), MISTAKEN, "those of CIK 667"),
    "only texts for numbers": (json.dumps(TEXTS).encode(), UNREADABLE, "1 unreadable fact left"),
    "a cut gzip": (gzip.compress(WHOLE)[:-20], DAMAGED, "is cut"),
    "a gzip of nothing known": (gzip.compress(b"\0\1"), DAMAGED, "not companyfacts JSON"),
}


def check(built: Built, reason: str, told: str) -> None:
    found = dict(built.snapshot.table("constituents").select("ticker", "reason").iter_rows())
    assert found == {"AAA": None, "AAB": None, "BAD": reason}
    assert built.report.left_out == {reason: 1}
    assert len(built.report.warnings) == 1
    assert built.report.warnings[0].startswith("CIK 666: ")
    assert told in built.report.warnings[0]
    assert built.snapshot.manifest.warnings == built.report.warnings
    metrics = built.snapshot.table("metrics")
    assert metrics["revenue_ttm"].to_list() == [490.0, 980.0, None]


@pytest.mark.parametrize("kind", BAD)
def test_one_bad_company_is_a_warning_and_a_reason(tmp_path: Path, kind: str) -> None:
    content, reason, told = BAD[kind]
    found = market(tmp_path)
    found.add("BAD", 666, content)
    check(found.build(), reason, told)


def test_a_damaged_member_of_a_zip_is_one_bad_company(tmp_path: Path) -> None:
    found = market(tmp_path / "market")
    found.add("BAD", 666, WHOLE)
    path = write_zip(tmp_path / "facts.zip", found.files)
    data = bytearray(path.read_bytes())
    at = data.index(b"CIK0000000666.json") + 40
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)
    check(found.build(facts=(path,)), DAMAGED, "is damaged")


def test_a_bomb_in_a_zip_is_one_bad_company(tmp_path: Path) -> None:
    found = market(tmp_path / "market")
    found.add("BAD", 666, bytes(10**6))
    path = write_zip(tmp_path / "facts.zip", found.files)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"CIK0000000666.json"))
    struct.pack_into("<L", data, at + 24, 2**31)
    path.write_bytes(data)
    check(found.build(facts=(path,)), DAMAGED, "out of all proportion")


def test_single_bad_facts_are_left_out_and_counted(tmp_path: Path, fixtures_dir: Path) -> None:
    found = Market(tmp_path)
    texts = (fixtures_dir / "bad" / "facts_strings.json").read_bytes()
    found.add("TEXTS", 9990000953, texts)
    built = found.build()
    assert built.report.warnings == [
        f"CIK 9990000953: 4 unreadable facts left out ({tmp_path / 'facts'})"
    ]
    assert built.snapshot.table("facts").select("tag", "value").rows() == [
        ("NetIncomeLoss", 12_500_000.0)
    ]


def test_where_one_of_two_files_is_bad_the_other_one_counts(tmp_path: Path) -> None:
    found = market(tmp_path / "market")
    request = found.request()
    for number, content in enumerate((b"{", b"<html>", WHOLE)):
        other = write_folder(tmp_path / str(number), {"CIK0000000101.json": content})
        built = found.build(facts=(other, *request.facts))
        assert built.report.left_out == {}
        assert [text[:9] for text in built.report.warnings] == ["CIK 101: "]
        assert built.snapshot.table("metrics")["revenue_ttm"].to_list() == [490.0, 980.0]


def test_a_damaged_file_beside_a_good_one_of_the_same_folder_is_a_warning(tmp_path: Path) -> None:
    found = market(tmp_path)
    folder = write_folder(tmp_path / "facts", {"CIK0000000101_older.json": b"{"})
    (folder / "CIK0000000101.json.gz").write_bytes(gzip.compress(WHOLE)[:-20])
    built = found.build(facts=(folder,))
    assert len(built.report.warnings) == 2
    assert built.report.left_out == {}
    assert built.snapshot.table("metrics")["revenue_ttm"].to_list() == [490.0, 980.0]


def test_the_currency_is_that_of_the_filings_up_to_the_day(tmp_path: Path) -> None:
    found = market(tmp_path)
    later = [
        fact(f"20{year}-12-31", 1000, filed="2026-06-30", form="10-K/A") for year in range(10, 40)
    ]
    abroad = facts_file(101, {"Assets": later, "StockholdersEquity": later}, unit="CAD")
    other = write_folder(tmp_path / "abroad", {"CIK0000000101.json": json.dumps(abroad).encode()})
    built = found.build(facts=(*found.request().facts, other))
    assert built.snapshot.table("companies")["currency"].to_list() == ["USD", "USD"]
    assert built.report.left_out == {}


def test_bad_submissions_are_a_warning_and_the_figures_stay(tmp_path: Path) -> None:
    found = market(tmp_path)
    history = write_folder(tmp_path / "s", {"CIK0000000101.json": b"{", "CIK0000000102.json": b""})
    built = found.build(submissions=(history,))
    assert built.report.left_out == {}
    assert [text[:9] for text in built.report.warnings] == ["CIK 101: ", "CIK 102: "]
    companies = built.snapshot.table("companies")
    assert companies["first_filed_source"].to_list() == ["facts", "facts"]


def test_a_company_table_says_what_the_files_say(tmp_path: Path, fixtures_dir: Path) -> None:
    edgar = fixtures_dir / "edgar"
    found = Market(tmp_path)
    found.add("HXMV", 9990000001)
    found.add("NEWER", 9990000777)
    history = edgar / "submissions"
    built = found.build(facts=(edgar / "companyfacts",), submissions=(history,))
    said = json.loads((history / "CIK9990000001.json").read_bytes())
    (row,) = built.snapshot.table("companies").rows(named=True)
    assert (row["entity_name"], row["sic"], row["industry"], row["fiscal_year_end"]) == (
        said["name"], said["sic"], said["sicDescription"], said["fiscalYearEnd"],
    )  # fmt: skip
    assert (row["first_filed_source"], row["taxonomy"], row["currency"]) == (
        "submissions", "us-gaap", "USD",
    )  # fmt: skip
    facts = built.snapshot.table("facts")
    past = facts.filter(facts["filed"] <= built.snapshot.manifest.as_of)
    assert row["forms"] == sorted(set(past["form"]))
    latest = past.sort("filed", "accession").row(-1, named=True)
    assert (row["latest_filed"], row["latest_accession"]) == (
        latest["filed"], latest["accession"],
    )  # fmt: skip


def test_a_proxy_statement_is_not_the_newest_filing(tmp_path: Path) -> None:
    """Its pay tables are tagged, too, but hold no statements."""
    content = plain_facts(101)
    pay = fact("2025-12-31", 49, start="2025-01-01", filed="2026-05-01", form="DEF 14A")
    content["facts"]["us-gaap"]["NetIncomeLoss"]["units"]["USD"].append(pay)
    found = Market(tmp_path)
    found.add("AAA", 101, content)
    row = found.build().snapshot.table("companies").row(0, named=True)
    assert "DEF 14A" in row["forms"]
    assert row["latest_filed"] == dt.date(2026, 4, 30)
