"""``screen watchlist`` from end to end: what is kept, what is said on which stream, which code."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.six import NOT_TEXT, refused
from tests.frames import write_snapshot
from tests.test_files import NO_RIGHTS

from screener.watchlist import Watched, load_watchlist, watch, watchlist_path
from screener.watchlist.writing import text_of

if TYPE_CHECKING:
    from tests.cli.conftest import Ran

    Program = Callable[..., Ran]

GOOD = {
    "ticker": "GOOD", "name": "Good\x1b[31m Co", "cik": 1, "sector": "Energy", "profitable": True,
    "net_income_ttm": 5e6, "revenue_growth": 0.184, "zombie_oecd": "no", "zombie_fed": "yes",
}  # fmt: skip
ROWS = [
    GOOD,
    GOOD | {"ticker": "LOSS", "name": "Loss Inc", "cik": 2, "profitable": False},
    GOOD | {"ticker": "DARK", "name": "Dark Inc", "cik": None, "revenue_growth": None},
    GOOD | {"ticker": "XVQ A", "name": "Xevique A", "cik": 5},
    GOOD | {"ticker": "XVQ B", "name": "Xevique B", "cik": 5},
    GOOD | {"ticker": "-", "name": "Unlisted Plc", "cik": None},
]


@pytest.fixture(autouse=True)
def _market(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "data", metrics=ROWS)


def notes() -> dict[str, str]:
    return {entry.label: entry.note for entry in load_watchlist()}


def test_companies_are_added_noted_and_removed(screen: Program) -> None:
    days = {dt.date.today()}
    ran = screen("watchlist", "add", "good", "unlisted", "--note", " cheap ")
    days.add(dt.date.today())
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "GOOD is on the watchlist\nUnlisted Plc is on the watchlist\n"
    assert [(entry.identity, entry.note) for entry in load_watchlist()] == [
        ((1, "GOOD", "Good\x1b[31m Co"), "cheap"),
        ((None, "-", "Unlisted Plc"), "cheap"),
    ]
    assert {entry.added for entry in load_watchlist()} <= days
    ran = screen("watchlist", "note", "good", "dear")
    assert ran.code == 0
    assert tomllib.loads(ran.out)["company"][0]["note"] == "cheap"
    assert ran.err == "the note on GOOD is written; it was: cheap\n"
    ran = screen("watchlist", "note", "unlisted", "")
    assert ran.err == "the note on Unlisted Plc is taken off; it was: cheap\n"
    assert notes() == {"GOOD": "dear", "Unlisted Plc": ""}
    ran = screen("watchlist", "remove", "1", "UNLISTED PLC")
    assert ran.code == 0
    assert [one["ticker"] for one in tomllib.loads(ran.out)["company"]] == ["GOOD"]
    assert ran.err == (
        "GOOD is off the watchlist; its note was: dear\nUnlisted Plc is off the watchlist\n"
    )
    assert load_watchlist() == ()


def test_one_that_is_watched_already_is_told_and_keeps_its_note(screen: Program) -> None:
    watch(Watched("XVQ A", "Xevique A", 5, note="mine"), Watched("GOOD", cik=1))
    ran = screen("watchlist", "add", "XVQ.B", "xvqa", "LOSS", "good")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "XVQ A was on the watchlist already",
        "LOSS is on the watchlist",
        "GOOD was on the watchlist already",
    ]
    assert notes() == {"XVQ A": "mine", "GOOD": "", "LOSS": ""}
    assert screen("watchlist", "add", "XVQB", "GOOD", "--note", "mine").code == 0
    assert notes() == {"XVQ A": "mine", "GOOD": "mine", "LOSS": ""}
    said = refused(screen("watchlist", "add", "DARK", "XVQB", "--note", "other"))
    assert "XVQ A is on the watchlist with another note: mine" in said
    assert "DARK" not in notes()


@pytest.mark.parametrize(
    "words", [("add", "GOOD", "NOPE"), ("add", "inc"), ("add", "GOOD", ""), ("remove", "LOSS", "X"),
              ("remove", "GOOD"), ("note", "NOPE", "x"), ("note", "GOOD", ""), ("add",),
              ("note", "LOSS"), ("remove", NOT_TEXT)],
    ids=" ".join,
)  # fmt: skip
def test_nothing_is_written_where_one_is_not_found(screen: Program, words: tuple[str, ...]) -> None:
    watch(Watched("LOSS", cik=2))
    before = watchlist_path().read_bytes()
    refused(screen("watchlist", *words))
    assert watchlist_path().read_bytes() == before


def test_a_note_puts_a_company_on_the_list_as_in_the_terminal_screen(screen: Program) -> None:
    assert screen("watchlist", "note", "xevique b", "both").err == "the note on XVQ B is written\n"
    assert [entry.identity for entry in load_watchlist()] == [(5, "XVQ B", "Xevique B")]
    assert notes() == {"XVQ B": "both"}


def test_an_entry_that_no_snapshot_has_stays_is_told_and_can_be_changed(screen: Program) -> None:
    watch(Watched("GONE", "Left Inc", 99, note="acquired"), Watched("GOOD", cik=1))
    ran = screen("watchlist", "list")
    assert (ran.code, ran.err) == (0, "")
    assert "profitable-growers: 2 watched companies · 1 pass · 0 fail · 0 unknown" in ran.out
    assert "1 not in this snapshot\n" in ran.out
    assert "    not in this snapshot · acquired\n" in ran.out
    assert screen("watchlist", "note", "left", "sold").code == 0
    assert screen("watchlist", "remove", "99").code == 0
    assert notes() == {"GOOD": ""}


def test_the_list_as_data_has_every_entry_with_the_figures_that_are_asked_for(
    screen: Program,
) -> None:
    watch(
        Watched("OLD", "Old name", 2, dt.date(2026, 5, 4), "renamed"),
        Watched("GONE", "Left Inc", 99),
        Watched("DARK", "Dark Inc"),
        Watched("XVQ B", "Xevique B", 5),
    )
    ran = screen("watchlist", "list", "--format", "csv")
    assert ran.code == 0
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert list(rows[0]) == ["ticker", "name", "cik", "listed", "outcome", "revenue_growth",
                             "zombie", "added", "note"]  # fmt: skip
    assert [(row["ticker"], row["listed"], row["outcome"]) for row in rows] == [
        ("LOSS", "true", "fail"), ("GONE", "false", ""), ("DARK", "true", "unknown"),
        ("XVQ B", "true", "pass"),
    ]  # fmt: skip
    assert (rows[0]["added"], rows[0]["note"], rows[1]["cik"]) == ("2026-05-04", "renamed", "99")
    assert "4 watched companies · 1 pass · 1 fail · 1 unknown · 1 not in this" in ran.err
    options = ("--preset", "zombie-watch", "--columns", "ticker,zombie_fed,net_income_ttm")
    found = json.loads(screen("watchlist", "list", *options, "--format", "json", "-q").out)
    assert [row["outcome"] for row in found] == ["fail", None, "fail", "fail"]
    assert [row["net_income_ttm"] for row in found] == [5e6, None, 5e6, 5e6]
    assert found[0]["zombie_fed"] == "yes"
    assert "\n    also XVQ A\n" in screen("watchlist", "list").out


@pytest.mark.parametrize("output_format", ["csv", "json", "ndjson", "markdown", "text"])
def test_an_empty_list_is_an_empty_table_and_says_how_to_begin(
    screen: Program, output_format: str
) -> None:
    ran = screen("watchlist", "list", "--format", output_format)
    assert ran.code == 0
    assert ran.err == "nothing is watched yet; to begin: screen watchlist add TICKER\n"
    assert "GOOD" not in ran.out
    assert screen("watchlist", "list", "--format", output_format, "--quiet").err == ""


NOTES = [
    "two\nlines", "\x1b[31mred\x1b[0m \x07", "[bold]x[/bold] {y}", "\"\"\" ''' \\ #", "=1+1",
    "\u202egnp.exe", "word " * 300,
]  # fmt: skip


@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_a_note_of_any_kind_is_kept_as_it_is_and_harms_no_terminal(
    screen: Program, note: str
) -> None:
    assert screen("watchlist", "add", "GOOD", "--note", "first").code == 0
    for words in (("note", "GOOD", note), ("note", "LOSS", note), ("remove", "LOSS")):
        ran = screen("watchlist", *words)
        assert ran.code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.err)
    assert tomllib.loads(ran.out)["company"][0]["note"] == note.strip()
    assert notes() == {"GOOD": note.strip()}
    for options in ((), ("--format", "csv"), ("--format", "markdown")):
        ran = screen("watchlist", "list", *options)
        assert ran.code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)
    assert len(screen("watchlist", "remove", "GOOD").err.splitlines()) == 1


@pytest.mark.parametrize("words", [("add", "GOOD", "--note"), ("add", "DARK", "--note"),
                                   ("note", "GOOD"), ("note", "LOSS")], ids=" ".join)  # fmt: skip
def test_a_note_that_is_no_text_is_refused(screen: Program, words: tuple[str, ...]) -> None:
    watch(Watched("GOOD", cik=1), Watched("LOSS", cik=2, note="mine"))
    before = watchlist_path().read_bytes()
    assert "not UTF-8 text" in refused(screen("watchlist", *words, f"a{NOT_TEXT}b"))
    assert watchlist_path().read_bytes() == before


@pytest.mark.parametrize("name", ["GOOD", "1"])
def test_a_company_with_several_entries_goes_with_all_of_them(screen: Program, name: str) -> None:
    entries = (Watched("GOOD", note="a"), Watched("GOOD", note="b"), Watched(cik=1), Watched("X"))
    watchlist_path().parent.mkdir(parents=True)
    watchlist_path().write_text(text_of(entries))
    ran = screen("watchlist", "remove", name, "-q")
    assert (ran.code, ran.err) == (0, "")
    assert [one["note"] for one in tomllib.loads(ran.out)["company"]] == ["a", "b"]
    assert load_watchlist() == (Watched("X"),)


def test_a_note_for_several_entries_says_in_which_lines_they_are(screen: Program) -> None:
    watchlist_path().parent.mkdir(parents=True)
    text = "# mine\n" + text_of([Watched("GOOD", note="a"), Watched("X"), Watched("GOOD")])
    watchlist_path().write_text(text)
    said = refused(screen("watchlist", "note", "GOOD", "new"))
    assert "GOOD has 2 entries (lines 2, 9)" in said
    assert watchlist_path().read_text() == text


def test_a_lost_note_is_printed_whole_and_told_by_its_beginning(screen: Program) -> None:
    watch(Watched("GOOD", cik=1, note="word " * 20_000))
    ran = screen("watchlist", "note", "GOOD", "short")
    assert tomllib.loads(ran.out)["company"][0]["note"] == "word " * 20_000
    assert len(ran.err) < 300


@pytest.mark.parametrize("verb", ["remove", "note", "add"])
def test_a_long_or_empty_name_is_told_in_a_line(screen: Program, verb: str) -> None:
    text = ["x"] if verb == "note" else []
    assert len(refused(screen("watchlist", verb, "y" * 10_000, *text))) < 300
    said = refused(screen("watchlist", verb, " ", *text))
    assert "no company is named" in said
    assert "did you mean" not in said


def test_quiet_says_nothing_but_errors(screen: Program) -> None:
    for words in (("add", "GOOD", "-q"), ("note", "GOOD", "x", "--quiet"), ("remove", "-q", "1")):
        ran = screen("watchlist", *words)
        assert (ran.code, ran.err) == (0, "")
        assert ("x" in ran.out) == ("remove" in words)  # a note is never lost
    refused(screen("watchlist", "add", "NOPE", "-q"))


def test_the_path_is_the_file(screen: Program) -> None:
    assert screen("watchlist", "path").out == f"{watchlist_path()}\n"
    assert not watchlist_path().exists()


EVERY = [("add", "GOOD"), ("note", "GOOD", "x"), ("remove", "GOOD"), ("list",)]


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
@pytest.mark.parametrize("damage", [b"[[company\n", b"\xff", b"[[company]]\ntikcer = 'A'\n"])
def test_a_damaged_file_is_told_with_its_line_and_never_written_to(
    screen: Program, words: tuple[str, ...], damage: bytes
) -> None:
    watchlist_path().parent.mkdir(parents=True)
    watchlist_path().write_bytes(damage)
    assert f"error: {watchlist_path()}:" in refused(screen("watchlist", *words), 3)
    assert watchlist_path().read_bytes() == damage


def test_a_damaged_snapshot_hinders_nobody_who_does_not_need_it(
    screen: Program, tmp_path: Path
) -> None:
    watch(Watched("GONE", "Left Inc", 99), Watched("GOOD", cik=1))
    (tmp_path / "data" / "current").write_text("nowhere")
    assert screen("watchlist", "note", "gone", "x").code == 0
    assert screen("watchlist", "remove", "left").code == 0
    refused(screen("watchlist", "remove", "NOPE"), 2)
    for words in (("add", "LOSS"), ("note", "LOSS", "x"), ("list",)):
        refused(screen("watchlist", *words), 3)
    assert notes() == {"GOOD": ""}


def test_a_full_disk_and_a_read_only_folder_leave_the_file_as_it_was(process: Program) -> None:
    watch(Watched("LOSS", cik=2), Watched("DARK"))
    before = watchlist_path().read_bytes()
    for words in ("add GOOD", "note LOSS x", "remove LOSS"):
        ran = process(shell=f'ulimit -f 0; "$PYTHON" -m screener watchlist {words}')
        assert refused(ran, 3).startswith(f"error: {watchlist_path()}: File too large\n")
    folder = watchlist_path().parent
    folder.chmod(0o555)
    run = "import sys\nsys.argv = ['screen', 'watchlist', 'add', 'GOOD']\n"
    ran = process(python=f"{NO_RIGHTS}\n{run}from screener.cli import main\nmain()")
    folder.chmod(0o755)
    assert "Permission denied" in refused(ran, 3)
    assert watchlist_path().read_bytes() == before
    assert [*folder.iterdir()] == [watchlist_path()]


def test_programs_that_add_at_the_same_time_lose_nothing(process: Program) -> None:
    ran: list[Ran] = []

    def add(name: str) -> None:
        ran.append(process(shell=f'"$PYTHON" -m screener watchlist add -q {name}'))

    names = {"GOOD", "LOSS", "DARK"}
    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [one.code for one in ran] == [0, 0, 0]
    assert set(notes()) == names


def test_a_list_that_could_not_be_read_again_is_not_written(screen: Program) -> None:
    watch(Watched("LOSS", cik=2, note="x" * 999_000))
    before = watchlist_path().read_bytes()
    assert "larger than 1 MB" in refused(screen("watchlist", "note", "GOOD", "y" * 5_000))
    assert watchlist_path().read_bytes() == before


def test_the_list_itself_is_never_written_over(screen: Program) -> None:
    watch(Watched("LOSS", cik=2))
    before = watchlist_path().read_bytes()
    for words in (("watchlist", "list"), ("export", "--watched")):
        ran = screen(*words, "--format", "csv", "--output", str(watchlist_path()))
        assert "this file is read for it" in refused(ran)
    assert watchlist_path().read_bytes() == before
