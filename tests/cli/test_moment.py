"""``--as-of``, ``--holdings`` and ``--membership``: the same on every verb, and always told."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.makers import HOLDINGS_DATE, Market, market, plain_facts
from tests.nport import position, report

VERBS = [
    ("export", "--columns", "ticker,as_of,revenue_ttm", "--preset", "everything"),
    ("show", "AAA"),
    ("compare", "AAA", "AAB"),
    ("sectors", "--format", "csv"),
    ("histogram", "revenue_growth"),
    ("zombies", "--format", "csv", "--table", "years"),
    ("funnel", "--format", "csv", "--table", "rules"),
]  # fmt: skip


@pytest.fixture
def inputs(tmp_path: Path) -> Market:
    """The user's current snapshot: AAA and AAB, whose revenue of 12 months grows by 40 a year."""
    found = market(tmp_path / "market")
    found.build(root=tmp_path / "data")
    return found


def rows(ran: Ran) -> list[dict[str, str]]:
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def sorted_rows(ran: Ran) -> list[dict[str, str]]:
    return sorted(rows(ran), key=lambda row: row["ticker"])


@pytest.mark.usefixtures("inputs")
@pytest.mark.parametrize("words", VERBS, ids=lambda words: words[0])
def test_every_verb_tells_whose_companies_and_facts_they_are(screen, words) -> None:
    ran = screen(*words, "--as-of", "2025-06-30")
    assert ran.code == 0, ran.err
    assert (
        f"membership: the snapshot's, Test Fund, holdings of {HOLDINGS_DATE}; companies that left"
        " before that day are missing; no prices of 2025-06-30, so market caps, multiples and"
        " yields are unknown\nfacts filed by 30 Jun 2025, of snapshot " in ran.err
    )
    assert screen(*words).err.count("membership") == 0


@pytest.mark.usefixtures("inputs")
def test_only_what_was_filed_by_the_day_counts(screen) -> None:
    """TTM of the first quarter, filed on 30 April 2025: 3 x 110 + 120; the day before: 4 x 110."""
    words = VERBS[0]
    for day, revenue in (("2025-04-30", "450.0"), ("2025-04-29", "440.0")):
        assert rows(screen(*words, "--as-of", day))[0] == {
            "ticker": "AAA", "as_of": day, "revenue_ttm": revenue
        }  # fmt: skip


def test_a_holdings_file_says_who_is_in_it_at_its_date(screen, inputs, tmp_path: Path) -> None:
    then = Market(tmp_path / "then", date=dt.date(2025, 4, 30))
    then.add("AAB")
    then.add("GONE")
    path = then.request().holdings
    ran = screen(*VERBS[0], "--holdings", str(path))
    assert [tuple(row.values()) for row in rows(ran)] == [
        ("AAB", "2025-04-30", "900.0"), ("GONE", "2025-04-30", "")
    ]  # fmt: skip
    assert (
        "membership: Test Fund, holdings of 2025-04-30 (holdings.csv); 1 of 2 members are"
        " none of this snapshot's companies\n" in ran.err
    )
    then.date = HOLDINGS_DATE + dt.timedelta(days=30)  # newer than what the snapshot knows
    later = screen(*VERBS[0], "--holdings", str(then.request().holdings))
    assert {row["as_of"] for row in rows(later)} == {str(HOLDINGS_DATE)}


def test_a_funds_report_says_who_is_in_it_by_name(screen, tmp_path: Path) -> None:
    now = Market(tmp_path / "market")
    now.add("ALFA TOOLS", 101, plain_facts(101))
    now.build(root=tmp_path / "data")
    path = tmp_path / "primary_doc.xml"
    rows = (position("Alfa Tools, Inc."), position("Gone Mines Corp.", value="10"))
    path.write_bytes(report(*rows, day="2025-04-30"))
    ran = screen(*VERBS[0], "--holdings", str(path))
    assert [tuple(row.values()) for row in sorted_rows(ran)] == [
        ("-", "2025-04-30", ""), ("ALFA TOOLS", "2025-04-30", "450.0")
    ]  # fmt: skip
    assert (
        "membership: Sample Small-Cap Fund, N-PORT report of 2025-04-30 (primary_doc.xml); 1 of 2"
        " members are none of this snapshot's companies, by their names\n" in ran.err
    )


def test_a_table_says_who_is_in_it_at_the_day(screen, inputs, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("ticker,start,end\nAAA,2020-01-01,2025-06-30\nAAB,2025-07-01,\n")
    ran = screen(*VERBS[0], "--membership", str(path), "--as-of", "2025-06-30")
    assert [row["ticker"] for row in rows(ran)] == ["AAA"]
    assert "membership: members.csv at 2025-06-30; no prices of 2025-06-30, so" in ran.err
    assert [row["ticker"] for row in rows(screen(*VERBS[0], "--membership", str(path)))] == ["AAB"]


@pytest.mark.usefixtures("inputs")
def test_a_company_that_is_no_member_is_not_said_to_be_missing_from_the_snapshot(
    screen, tmp_path: Path
) -> None:
    path = tmp_path / "members.csv"
    path.write_text("ticker,start,end\nAAA,2020-01-01,\n")
    assert screen("watchlist", "add", "AAB").code == 0
    members = ("--membership", str(path), "--preset", "everything")
    there = screen("watchlist", "list", *members, "--format", "csv")
    assert [(row["ticker"], row["listed"]) for row in rows(there)] == [("AAB", "false")]
    said = [
        there.err,
        screen("watchlist", "list", *members).out,
        screen("export", "--watched", *members).err,
        screen("funnel", "--watched", *members).err,
        screen("export", "--tickers", "AAB", *members).err,
        screen("show", "AAB", "--membership", str(path)).err,
    ]
    for text in said:
        assert "among the members asked for" in text
        assert "in this snapshot" not in text
    assert screen("export", "--watched", "--preset", "everything").err.count("among") == 0


@pytest.mark.shared
@pytest.mark.usefixtures("inputs")
def test_between_the_real_tables_days_nobody_vanishes(screen, shared_data: Path) -> None:
    """The README's example day is a Sunday after the end of a quarter."""
    path = shared_data / "membership" / "r2k_membership.csv"
    with path.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    then, now = (
        {row["ticker"] for row in lines if row["start_date"] <= day <= (row["end_date"] or "9")}
        for day in ("2024-06-28", "2025-12-31")
    )
    ran = screen(
        "diff", "2024-06-30", "2025-12-31", "--membership", str(path), "--format", "json"
    )  # fmt: skip
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)["index"]
    assert len(told) == len(then ^ now) == 325 + 395
    changes = {row["ticker"]: row["change"] for row in told}
    assert changes == dict.fromkeys(now - then, "added") | dict.fromkeys(then - now, "removed")
    assert "r2k_membership.csv at 2024-06-28, its last day by 2024-06-30 · facts" in ran.err


@pytest.mark.usefixtures("inputs")
def test_a_file_of_data_says_it_too(screen, tmp_path: Path) -> None:
    target = tmp_path / "then.xlsx"
    assert screen("export", "--as-of", "2025-06-30", "--output", str(target)).code == 0
    import openpyxl

    about = openpyxl.load_workbook(target)["About"]
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["as of"] == "2025-06-30"
    assert told["membership"].startswith("the snapshot's, Test Fund, holdings of ")
    assert told["facts"] == "filed by 2025-06-30"


@pytest.mark.usefixtures("inputs")
@pytest.mark.parametrize("words", VERBS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--as-of", "soon"], 2, "--as-of: 'soon' is not a date\nWrite it as YYYY-MM-DD."),
        (["--as-of", "2026-05-06"], 2, "error: the snapshot knows what was filed up to 2026-05-"),
        (["--holdings", "none.csv"], 3, "none.csv: there is no such file"),
        (["--membership", "none.csv"], 3, "none.csv: there is no such file"),
        (["--holdings", ""], 2, "the path is empty"),
        (
            ["--holdings", "a.csv", "--membership", "b.csv"], 2,
            "--holdings and --membership both say who is in the universe",
        ),
    ],
)  # fmt: skip
def test_what_can_not_be_is_told_in_one_error(
    screen, words, options: list[str], code: int, told: str
) -> None:
    ran = screen(*words, *options)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert len(ran.err.splitlines()) <= 2


@pytest.mark.usefixtures("inputs")
def test_before_a_verb_they_are_refused(screen) -> None:
    ran = screen("--as-of", "2025-06-30", "export")
    assert ran.code == 2
    assert "options before the command: --as-of" in ran.err


def test_a_comparison_of_days_needs_one_snapshot_only(screen, inputs, tmp_path: Path) -> None:
    """Growth of 12 months: 450 / 410 - 1 = 9.8 % at the end of June 2025, 490 / 450 - 1 = 8.9 % at
    the snapshot's day; the rule lies between."""
    ran = screen(
        "diff", "2025-06-30", "--growth-above", "9%", "--zombies", "include", "--format", "json"
    )
    assert ran.code == 0, ran.err
    moved = [
        (row["ticker"], row["change"], row["rule"], row["value_before"], row["value_now"])
        for row in json.loads(ran.out)["screen"]
    ]
    assert moved == [
        (ticker, "left", "growth", pytest.approx(450 / 410 - 1), pytest.approx(490 / 450 - 1))
        for ticker in ("AAA", "AAB")
    ]
    assert "facts filed by 30 Jun 2025, of snapshot 2026-05-05" in ran.err
    both = screen("diff", "2025-06-30", "2025-12-31", "--as-of", "2026-01-31")
    assert (both.code, "TO and --as-of both say" in both.err) == (2, True)
    same = screen("diff", str(HOLDINGS_DATE))
    assert (same.code, "FROM and TO are the same snapshot" in same.err) == (2, True)


@pytest.mark.usefixtures("inputs")
@pytest.mark.parametrize("words", [*VERBS, ("diff", "2025-04-30")], ids=lambda words: words[0])
def test_quiet_keeps_messages_back_and_no_error(screen, words) -> None:
    told = screen(*words, "--as-of", "2025-06-30")
    quiet = screen(*words, "--as-of", "2025-06-30", "--quiet")
    assert (quiet.code, quiet.err) == (0, "")
    assert quiet.out == told.out
    assert screen(*words, "--as-of", "soon", "-q").err.startswith("error: --as-of: 'soon'")
    days = ["2025-06-30", *(word for word in words if word == "2025-04-30")]
    begun = [f"computing the universe as of {day}; kept for the next time\n" for day in days]
    assert told.err.startswith("".join(begun))  # where a terminal would be told how far it is
    assert screen(*words, "--as-of", "2025-06-30").err == told.err.removeprefix("".join(begun))
