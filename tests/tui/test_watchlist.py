from __future__ import annotations

import datetime as dt
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.companies import company
from tests.tui.driving import running
from textual.widgets import Input

from screener.model.screen import DEFAULT_SCREEN
from screener.tui.screens.main import MainScreen
from screener.watchlist import Watched, load_watchlist, unwatch, watch, watchlist_path, write_note

SIZES = [(80, 24), (160, 45)]


def written() -> dict[str, str]:
    return {entry.ticker: entry.note for entry in load_watchlist()}


@pytest.mark.parametrize("size", SIZES)
async def test_a_star_puts_a_company_on_the_list_and_takes_it_off(
    universe_path: Path, size: tuple[int, int]
) -> None:
    async with running(universe_path, size) as screen:
        screen.session.watching.today = lambda: dt.date(2026, 7, 2)
        await screen.press("asterisk")
        assert "★ STQL is on the watchlist" in screen.text()
        assert "▸★ STQL" in screen.text()
        assert load_watchlist() == (Watched("STQL", "Stirlyng Infra", 1000, dt.date(2026, 7, 2)),)
        await screen.press("asterisk")
        assert "STQL is off the watchlist" in screen.text()
        await screen.until(lambda: "★" not in screen.text())  # the company page, after a moment
        assert load_watchlist() == ()


async def test_a_note_is_written_shown_and_not_lost_by_a_slip(universe_path: Path) -> None:
    async with running(universe_path, (160, 45)) as screen:
        await screen.press("N")
        assert "Note on STQL" in screen.text()
        await screen.press(*"[red]good", "space", *"road", "enter")
        await screen.shows("★ [red]good road")  # the company page
        assert written() == {"STQL": "[red]good road"}
        await screen.press("N", "!", "enter")  # adds to the note, does not replace it
        assert written() == {"STQL": "[red]good road!"}
        await screen.press("asterisk")
        assert "STQL has a note: [red]good road!" in screen.text()
        await screen.press("down", "up", "asterisk")  # no second press: something lay between
        assert written() == {"STQL": "[red]good road!"}
        await screen.press("asterisk")
        assert written() == {}


async def test_another_session_finds_the_list_again(universe_path: Path) -> None:
    watch(Watched("ACME", note="from before"))
    async with running(universe_path, (160, 45)) as screen:
        assert "★ ACME" in screen.text()
        await screen.press("down")
        await screen.shows("★ from before")


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_says_what_its_companies_are_now(
    universe_path: Path, size: tuple[int, int]
) -> None:
    watch(Watched("STQL", note="roads"))
    watch(Watched("ZOMB", cik=1004, note="[b]\x1b[31mnight\nwalker"))
    watch(Watched("DARK"))
    watch(Watched("GONE", "Left Inc", 99, note="acquired"))
    async with running(universe_path, size) as screen:
        await screen.press("W")
        assert "Watchlist · 4 · 1 pass" in screen.text()
        assert "✓" in screen.line("STQL") and "+18.4%" in screen.line("STQL")
        assert "✗" in screen.line("Undead") and "† yes" in screen.line("Undead")
        assert "[b]�[31mnight walker" in screen.line("Undead")
        assert "?" in screen.line("DARK")
        assert "not in this snapshot" in screen.line("Left Inc")
        assert {cell_len(line) for line in screen.lines()} == {size[0]}
        await screen.press("end")
        assert "GONE, not in this snapshot, on the watchlist: acquired" in screen.text()
        await screen.press("enter")  # nowhere to go
        assert not isinstance(screen.app.screen, MainScreen)


async def test_enter_goes_to_the_company_listed_or_not(universe_path: Path) -> None:
    watch(Watched("WIDE"))
    watch(Watched("ZOMB"))
    async with running(universe_path) as screen:
        await screen.press("W", "enter")
        assert screen.line("▸").split()[1:2] == ["WIDE"] or "WIDE" in screen.line("▸")
        await screen.press("W", "j", "enter")
        await screen.shows("ZOMB  Undead Mills")
        assert "✗ Fails" in screen.text()


async def test_in_the_list_notes_are_written_and_companies_removed(universe_path: Path) -> None:
    watch(Watched("STQL", note="roads"))
    watch(Watched("ACME"))
    async with running(universe_path) as screen:
        await screen.press("W", "j", "N", *"steel", "enter")
        await screen.shows("Watchlist")
        assert "steel" in screen.line("ACME  ")
        assert written() == {"STQL": "roads", "ACME": "steel"}
        await screen.press("delete")
        assert "ACME has a note: steel" in screen.text()
        await screen.press("k", "delete")  # another one: it is asked about anew
        assert "STQL has a note: roads" in screen.text()
        assert len(written()) == 2
        await screen.press("delete")
        assert "STQL is off the watchlist" in screen.text()
        assert written() == {"ACME": "steel"}
        await screen.press("escape")
        assert "★" not in screen.line("STQL") and "★" in screen.line("ACME")


async def test_only_the_watched_companies_whatever_the_filters(
    write_universe: Callable[[list[dict[str, Any]]], Path],
) -> None:
    rows = [
        company("GOOD", "Good", "Energy", 1, profitable=True, revenue_growth=0.2),
        company("LOSS", "Loss", "Energy", 2, profitable=False, revenue_growth=-0.2),
        company("-", "Unlisted", "Energy", 0) | {"cik": None},
    ]
    watch(Watched("LOSS"))
    watch(Watched("-", "Unlisted"), Watched("GONE"))
    async with running(write_universe(rows)) as screen:
        await screen.press("W", "o")
        assert sorted(screen.tickers()) == ["-", "LOSS"]
        await screen.shows("Only the watchlist")
        assert "1 not in this snapshot" in " ".join(screen.text().split())
        await screen.press("w", "enter")  # a preset that lists them would be old tomorrow
        await screen.shows("a preset can't keep that")
        await screen.press("escape", "r")
        assert screen.tickers() == ["GOOD"]


async def test_a_start_with_the_watchlist_keeps_the_other_rules(
    write_universe: Callable[[list[dict[str, Any]]], Path],
) -> None:
    rows = [
        company("GOOD", "Good", "Energy", 1, profitable=True, revenue_growth=0.2),
        company("ALSO", "Also", "Energy", 3, profitable=True, revenue_growth=0.3),
        company("LOSS", "Loss", "Energy", 2, profitable=False, revenue_growth=-0.2),
    ]
    entries = watch(Watched("LOSS"), Watched("GOOD", cik=1))
    watched = tuple(entry.identity for entry in entries)
    start = DEFAULT_SCREEN.model_copy(update={"watched": watched})
    async with running(write_universe(rows), screen=start) as screen:
        assert screen.tickers() == ["GOOD"]
        assert "(changed)" in screen.text()
        await screen.press("r")
        assert sorted(screen.tickers()) == ["ALSO", "GOOD"]


async def test_only_watched_companies_are_listed_whatever_becomes_of_the_list(
    write_universe: Callable[[list[dict[str, Any]]], Path],
) -> None:
    rows = [
        company(name, name.title(), "Energy", number, profitable=True, revenue_growth=growth)
        for number, (name, growth) in enumerate({"AAA": 0.4, "BBB": 0.3, "CCC": 0.2}.items(), 1)
    ]
    entries = watch(Watched("AAA"), Watched("BBB"), Watched("CCC", note="mine"))
    watched = tuple(entry.identity for entry in entries)
    start = DEFAULT_SCREEN.model_copy(update={"watched": watched})
    async with running(write_universe(rows), (160, 45), screen=start) as screen:
        assert screen.tickers() == ["AAA", "BBB", "CCC"]
        await screen.press("down", "asterisk")
        assert "BBB is off the watchlist" in screen.text()
        assert screen.tickers() == ["AAA", "CCC"]
        assert screen.line("▸").split()[1:2] == ["CCC"] or "CCC" in screen.line("▸")
        watch(Watched("BBB"))
        await screen.press("W", "escape")
        assert screen.tickers() == ["AAA", "BBB", "CCC"]
        unwatch(Watched("CCC", note="mine"))
        await screen.press("N", *"why", "enter")  # on the one that was under the cursor
        assert written() == {"AAA": "", "BBB": "", "CCC": "why"}
        assert screen.tickers() == ["AAA", "BBB", "CCC"]
        await screen.press("W", "delete", "escape")
        assert screen.tickers() == ["BBB", "CCC"]
        watchlist_path().write_text("[[company\n")
        await screen.press("W", "escape")
        assert screen.tickers() == ["BBB", "CCC"]  # what is not known changes nothing
        watchlist_path().write_text("")
        await screen.press("W", "escape")
        assert screen.tickers() == []
        await screen.press("r")
        assert screen.tickers() == ["AAA", "BBB", "CCC"]


async def test_a_star_takes_off_every_entry_of_the_company(universe_path: Path) -> None:
    watch(Watched("STQL"), Watched(cik=1000))
    async with running(universe_path) as screen:
        await screen.press("W", "delete")
        assert "One entry of STQL is off the watchlist; another one stays" in screen.text()
        watch(Watched("STQL", note="mine"))
        await screen.press("escape", "asterisk")
        assert "STQL has a note: mine" in screen.text() or "CIK 1000 has a note" in screen.text()
        await screen.press("asterisk")
        assert load_watchlist() == ()
        assert "★" not in screen.line("STQL")


async def test_an_empty_list_says_how_to_fill_it(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("W", "enter", "N", "delete", "o")
        assert "Nothing is watched yet: *" in screen.text()
        await screen.press("escape")
        assert isinstance(screen.app.screen, MainScreen)


async def test_a_damaged_file_is_told_once_and_never_overwritten(universe_path: Path) -> None:
    watchlist_path().parent.mkdir(parents=True)
    watchlist_path().write_text('[[company]]\nticker = "STQL\n')
    async with running(universe_path, (160, 45)) as screen:
        assert "watchlist.toml:2: not valid TOML" in "".join(screen.lines()[-3:])
        await screen.press("down", "asterisk")
        assert "watchlist.toml:2: not valid TOML" in "".join(screen.lines()[-3:])
        await screen.press("W")
        await screen.shows("watchlist.toml:2: not valid TOML")
        await screen.press("escape", "N", *"lost?", "enter")
        await screen.shows("not valid TOML")
        assert "lost?" in screen.text()  # what was typed is still there
        assert watchlist_path().read_text() == '[[company]]\nticker = "STQL\n'
        watchlist_path().write_text('[[company]]\nticker = "STQL"\n')  # mended
        await screen.press("enter")
        assert written() == {"STQL": "", "ACME": "lost?"}


async def test_a_full_disk_is_told_and_the_note_stays_in_the_field(universe_path: Path) -> None:
    watch(Watched("STQL", cik=1000, note="short"))
    async with running(universe_path, (160, 45)) as screen:
        await screen.press("N", *" and long")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
        try:
            await screen.press("enter")
            assert "The watchlist is as it was" in screen.text()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert written() == {"STQL": "short"}
        await screen.press("enter")
        assert written() == {"STQL": "short and long"}


async def test_what_another_program_wrote_meanwhile_is_not_lost(universe_path: Path) -> None:
    async with running(universe_path, (160, 45)) as screen:
        watch(Watched("OTHER"))
        await screen.press("asterisk")
        assert set(written()) == {"OTHER", "STQL"}
        await screen.press("N", *"mine")
        write_note(load_watchlist()[1], "theirs")
        await screen.press("enter")
        await screen.shows("changed by another program: theirs")
        assert screen.app.screen.query_one(Input).value == "mine"
        assert written()["STQL"] == "theirs"
        await screen.press("enter")
        assert written() == {"OTHER": "", "STQL": "mine"}
        unwatch(load_watchlist()[0])
        await screen.press("W")
        assert "OTHER" not in screen.text()


@pytest.mark.parametrize("key", ["W", "C", "N"])
async def test_the_dialogs_stay_inside_any_terminal(universe_path: Path, key: str) -> None:
    for ticker in ("STQL", "ACME", "ESC", "WIDE"):
        watch(Watched(ticker, note="word " * 60))
    async with running(universe_path) as screen:
        await screen.press("m", "down", "m", key)
        for size in [(40, 10), (60, 15), (120, 36), (160, 45)]:
            await screen.resize(*size)
            box = screen.app.screen.query(".dialog").first()
            assert box.region in screen.app.size.region
            assert {cell_len(line) for line in screen.lines()} == {size[0]}
