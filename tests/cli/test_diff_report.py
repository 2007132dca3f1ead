"""``screen diff`` where a side, or the larger index, is a fund's N-PORT report."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.makers import Market, plain_facts
from tests.nport import of_real_names, position, report

from screener.build import BuildRequest, build
from screener.sources.edgar import read_tickers


@pytest.fixture
def now(tmp_path: Path) -> Market:
    """The user's current snapshot: three companies, and one without a filer."""
    found = Market(tmp_path / "market")
    for cik, name in enumerate(("ALFA TOOLS", "BETA FOODS", "NOVA MINES"), 101):
        found.add(name, cik, plain_facts(cik))
    found.add("GAMA MILLS")
    found.add("EAGLE FIRST BANCORP")
    found.build(root=tmp_path / "data")
    return found


@pytest.fixture
def then(tmp_path: Path) -> Path:
    """A report of before: without NOVA MINES, with one that is gone and one of a like name."""
    path = tmp_path / "primary_doc.xml"
    names = ("Alfa Tools, Inc.", "Beta Foods Corp.", "Gama Mills, Inc.", "Gone Harbor Corp.",
             "Eagle Bancorp, Inc.")  # fmt: skip
    rows = (position(name, value=f"{at}000") for at, name in enumerate(names, 1))
    path.write_bytes(report(*rows, day="2025-04-30", fund="Test Fund"))
    return path


def told(ran) -> dict[str, list[dict[str, Any]]]:
    assert ran.code == 0, ran.err
    found: dict[str, list[dict[str, Any]]] = json.loads(ran.out)
    return found


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("order", ["from a report", "to a report"])
def test_names_alone_make_nobody_added_removed_or_renamed(
    screen, tmp_path: Path, then: Path, order: str
) -> None:
    current = next((tmp_path / "data" / "snapshots").iterdir()).name
    sides = (str(then),) if order == "from a report" else (current, str(then))
    ran = screen("diff", *sides, "--format", "json", "--preset", "everything")
    found = told(ran)
    came, left = ("NOVA MINES INC", "Gone Harbor Corp.")
    if order == "to a report":
        came, left = left, came
    assert [(row["change"], row["name"]) for row in found["index"]] == [
        ("added", came), ("removed", left)
    ]  # fmt: skip
    [counts] = found["counts"]
    assert (counts["added"], counts["removed"], counts["renamed"]) == (1, 1, None)
    side = "FROM" if order == "from a report" else "TO"
    [message] = [line for line in ran.err.splitlines() if "N-PORT report, where" in line]
    assert message.startswith(f"{side}: an N-PORT report, where names alone tell the companies")
    assert "left out, since only a name like theirs was found: 'E" in message


@pytest.mark.usefixtures("now")
def test_the_text_says_that_new_names_are_not_known(screen, then: Path) -> None:
    ran = screen("diff", str(then), "--preset", "everything")
    assert "1 added, 1 removed\n" in ran.out
    assert "Renamed: not known, by a report that has no tickers\n" in ran.out


@pytest.mark.usefixtures("now")
def test_a_report_is_not_compared_with_itself(screen, tmp_path: Path, then: Path) -> None:
    copy = tmp_path / "copy" / then.name
    copy.parent.mkdir()
    copy.write_bytes(then.read_bytes())
    for sides, what in (
        ((then, then), f"file: {then}"),
        ((then, tmp_path / "copy" / ".." / then.name), f"file: {then}"),
        ((then, "--holdings", then), f"file: {then}"),
        ((then, copy), f"holdings: {then}"),
        (("2025-06-30", "2025-06-30"), "day: 2025-06-30"),
    ):
        ran = screen("diff", *map(str, sides))
        assert (ran.code, ran.out) == (2, "")
        assert f"error: FROM and TO are the same {what}\n" in ran.err


@pytest.mark.usefixtures("now")
def test_a_report_in_which_only_quantities_changed_is_another(
    screen, tmp_path: Path, then: Path
) -> None:
    other = tmp_path / "later" / then.name
    other.parent.mkdir()
    other.write_bytes(then.read_bytes().replace(b"600.00", b"500.00"))
    assert screen("diff", str(then), str(other)).code == 0


def test_the_larger_index_may_be_a_report(screen, now: Market, tmp_path: Path) -> None:
    before = Market(tmp_path / "before", date=dt.date(2025, 4, 30))
    for name in ("ALFA TOOLS", "BIG", "SMALL", "BIGGER ENGINES"):
        before.add(name)
    iwb = tmp_path / "iwb.xml"
    rows = [position(name) for name in ("Big, Inc.", "Bigger Engines Corp.", "Small Caps Ltd.")]
    iwb.write_bytes(report(*rows, fund="Larger Fund", series="S000000001"))
    old = str(before.request().holdings)
    ran = screen("diff", old, "--iwb", str(iwb), "--table", "index", "--format", "csv")
    assert ran.code == 0, ran.err
    removed = {
        row["ticker"]: row["promoted"]
        for row in csv.DictReader(io.StringIO(ran.out))
        if row["change"] == "removed"
    }
    assert removed == {"BIG": "true", "BIGGER ENGINES": "true", "SMALL": "false"}
    assert "--iwb" not in ran.err


@pytest.mark.shared
def test_the_real_index_from_a_report_of_january_to_may(
    screen, shared_data: Path, tmp_path: Path
) -> None:
    """The same that came and left as between the funds' own files (test_index_changes)."""
    names = ("company_tickers", "company_tickers_exchange")
    paths = [shared_data / "tickers" / f"{name}.json" for name in names]
    list(
        build(
            BuildRequest(
                holdings=shared_data / "ishares" / "IWM_2026-05-05.csv",
                tickers=tuple(paths),
                facts=(shared_data / "companyfacts",),
                root=tmp_path / "data",
                created=dt.datetime(2026, 7, 1, tzinfo=dt.UTC),
            )
        )
    )
    january = shared_data / "ishares" / "IWM_2026-01-21.csv"
    of_report = tmp_path / "report.xml"
    of_real_names(january, [read_tickers(path) for path in paths], of_report)
    found, truth = (told(screen("diff", str(path), "--format", "json"))
                    for path in (of_report, january))  # fmt: skip
    added, removed = (
        [[row for row in each["index"] if row["change"] == change] for each in (found, truth)]
        for change in ("added", "removed")
    )
    assert [row["ticker"] for row in added[0]] == [row["ticker"] for row in added[1]]
    assert [row["ticker"] for row in removed[0]] == ["-"] * 42
    assert sorted(row["market_value"] for row in removed[0]) == pytest.approx(
        sorted(row["market_value"] for row in removed[1])
    )
    assert found["counts"][0]["renamed"] is None
    assert len(found["weights"]) == len(truth["weights"]) - 6  # those left out
