"""``--watched``: only companies on the watchlist, on every verb that runs a screen."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.six import refused
from tests.cli.test_watchlist import GOOD, ROWS
from tests.frames import write_snapshot

from screener.watchlist import Watched, watch, watchlist_path

if TYPE_CHECKING:
    from tests.cli.conftest import Ran

    Program = Callable[..., Ran]

NAME_OF_GOOD = "Good\N{REPLACEMENT CHARACTER}[31m Co"
VERBS = [("export",), ("sectors",), ("diff", "2026-06-29"), ()]


@pytest.fixture(autouse=True)
def _market(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "data", metrics=ROWS)


@pytest.fixture
def watched() -> None:
    """Watch a company that was renamed, a share class, one without a ticker, one that left, and one
    that fails."""
    watch(
        Watched("FORMER", "Former name", 1),
        Watched("XVQ A", "Xevique A", 5),
        Watched("-", "Unlisted Plc"),
        Watched("GONE", "Left Inc", 99),
        Watched("LOSS"),
    )


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the screens with which the terminal interface is started."""
    found: list[Any] = []

    def run(_source: object, screen: object, _name: str) -> None:
        found.append(screen)

    monkeypatch.setattr("screener.tui.app.run", run)
    return found


def as_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def names(ran: Ran) -> list[str]:
    assert ran.code == 0, ran.err
    return sorted(row["name"] for row in csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.usefixtures("watched")
def test_an_export_has_the_watched_companies_that_pass(screen: Program) -> None:
    ran = screen("export", "--watched", "--preset", "everything")
    pass_all = [NAME_OF_GOOD, "Unlisted Plc", "Xevique A", "Xevique B"]
    assert names(ran) == sorted([*pass_all, "Loss Inc"])
    assert "everything (changed) as of 2026-06-30: 5 pass · 1 fail · 0 unknown\n" in ran.err
    assert "watched, but not in this snapshot: GONE\n" in ran.err
    assert names(screen("export", "--watched")) == pass_all
    ran = screen("export", "--watched", "--explain", "--all", "--columns", "ticker")
    told = {row["ticker"]: row["watched: on the watchlist"] for row in csv_rows(ran)}
    assert told == dict.fromkeys(("GOOD", "LOSS", "XVQ A", "XVQ B", "-"), "pass") | {"DARK": "fail"}


def csv_rows(ran: Ran) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.usefixtures("watched")
def test_sectors_count_the_watched_companies_once(screen: Program) -> None:
    rows = json.loads(screen("sectors", "--watched", "--format", "json").out)
    assert rows[-1]["scope"] == "passing"
    assert rows[-1]["companies"] == 4  # one for two share classes
    assert "\nwatched\n" in screen("sectors", "--watched").out


@pytest.mark.usefixtures("watched")
def test_a_comparison_finds_them_on_both_sides_under_whatever_ticker(
    screen: Program, tmp_path: Path
) -> None:
    before = [
        GOOD | {"ticker": "FORMER", "name": "Former name", "profitable": False},
        GOOD | {"ticker": "GOOD", "name": "A namesake", "cik": 77},  # whose ticker it was then
    ]
    then = write_snapshot(tmp_path / "then", metrics=before)
    options = ("--table", "screen", "--format", "csv")
    ran = screen("diff", str(then.path), "--watched", *options)
    assert ran.code == 0, ran.err
    assert "GOOD" in {row["ticker"] for row in csv_rows(ran)}
    assert "A namesake" not in ran.out
    assert "A namesake" in screen("diff", str(then.path), *options).out
    assert "watched, but on neither side: GONE\n" in ran.err


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_tickers_beside_it_an_empty_list_and_a_damaged_one_are_refused(
    screen: Program, verb: tuple[str, ...], started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_in_a_terminal(monkeypatch)
    assert "the watchlist is empty\nPut a company on it" in refused(screen(*verb, "--watched"))
    watch(Watched("GOOD"))
    said = refused(screen(*verb, "--watched", "--tickers", "GOOD"))
    assert said == "error: --watched and --tickers both say which companies\nGive one of the two.\n"
    watchlist_path().write_text("[[company\n")
    refused(screen(*verb, "--watched"), 3)
    assert not started


@pytest.mark.usefixtures("watched")
def test_the_terminal_interface_starts_with_them(
    screen: Program, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_in_a_terminal(monkeypatch)
    assert screen("--watched").code == 0
    [first] = started
    assert (5, "XVQ A", "Xevique A") in first.watched
    assert first.profitable  # with the rules of the preset


@pytest.mark.usefixtures("watched")
def test_no_preset_holds_the_watchlist(screen: Program, tmp_path: Path) -> None:
    said = refused(screen("presets", "save", "mine", "--watched"))
    assert "a preset can't keep the watchlist, which changes" in said
    assert not (tmp_path / "config" / "presets").exists()
    (tmp_path / "mine.toml").write_text("watched = []\n")
    said = refused(screen("export", "--preset", str(tmp_path / "mine.toml")))
    assert "unknown key 'watched'" in said


@pytest.mark.usefixtures("watched")
def test_before_a_verb_it_is_refused(screen: Program) -> None:
    assert "options before the command: --watched" in refused(screen("--watched", "export"))
