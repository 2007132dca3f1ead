from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.tui.companies import company
from tests.tui.driving import running

from screener.tui.keys import commands, dialog_places, places
from screener.tui.screens.main import MainScreen


async def test_export_writes_the_list_and_says_where(
    universe_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("e")
        assert "profitable-growers-2026-06-30.csv" in screen.text()
        assert "4 companies, 11 columns" in screen.text()
        await screen.press("enter")
        written = tmp_path / "profitable-growers-2026-06-30.csv"
        await screen.shows("4 companies written to ")
        shown = "".join(line.strip() for line in screen.lines()[-3:])
        assert written.name in shown
        frame = pl.read_csv(written)
        assert frame["ticker"].to_list() == ["STQL", "ACME", "ESC", "WIDE"]
        assert frame["revenue_growth"].to_list() == [0.184, 0.09, 0.06, 0.05]
        assert frame["pe"].to_list() == [31.2, None, None, 15.0]


async def test_export_never_overwrites_unasked(
    universe_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kept = tmp_path / "mine.csv"
    kept.write_text("precious")
    async with running(universe_path) as screen:
        await screen.press("e")
        await screen.write("mine.csv")
        await screen.press("enter")
        await screen.shows("mine.csv exists. Enter again overwrites it")
        assert kept.read_text() == "precious"
        await screen.press("x", "backspace", "enter")  # another name in between: ask again
        await screen.shows("mine.csv exists")
        assert kept.read_text() == "precious"
        await screen.press("enter")
        await screen.shows("written to")
        assert kept.read_text().startswith("ticker,")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "Write the name of a file."),
        ("missing/x.csv", "No such file or directory"),
        (".", "This is a folder"),
        ("x" * 300, "name too long"),
    ],
)
async def test_export_tells_what_is_wrong_with_a_path(
    universe_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, answer: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("e")
        screen.app.screen.query_one("#export-path").value = text  # type: ignore[attr-defined]  # an Input
        await screen.press("enter")
        await screen.shows(answer)
        assert list(tmp_path.glob("*.csv")) == []
        await screen.press("escape")
        assert isinstance(screen.app.screen, MainScreen)


async def test_preset_picker_previews_counts_and_loads(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("p")
        assert "Profitable growers  profitable-growers  4 pass" in screen.text()
        assert "Everything  everything  8 pass" in screen.text()
        await screen.press("j", "j", "enter")
        assert len(screen.tickers()) == 8
        assert "everything" in screen.lines()[1]


async def test_preset_picker_shows_the_users_presets_and_damaged_ones(
    universe_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "presets"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('title = "[b]Mine[/b]"\nsectors = ["Materials"]\n')
    (folder / "torn.toml").write_text("growth_above = 4\n")
    for size in [(80, 24), (52, 20), (120, 40)]:
        async with running(universe_path, size) as screen:
            await screen.press("p", "end")
            assert "[b]Mine[/b]  mine  1 pass" in screen.text()
            await screen.shows("torn  can't be used: line 1")
            [torn] = [line for line in screen.lines() if "torn  can't be used: line 1" in line]
            assert "…  " in torn
            await screen.press("enter")
            assert screen.tickers() == ["ACME"] or screen.session.preset != "torn"


async def test_a_preset_that_vanishes_while_the_picker_is_open_is_an_error_and_no_crash(
    universe_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "presets"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('sectors = ["Materials"]\n')
    async with running(universe_path) as screen:
        await screen.press("p", "end")
        (folder / "mine.toml").unlink()
        await screen.press("enter")
        await screen.shows("no preset 'mine'")
        assert screen.session.preset == "profitable-growers"


async def test_picker_closes_without_a_choice(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        before = screen.session.screen
        await screen.press("p", "escape")
        assert screen.session.screen is before
        assert isinstance(screen.app.screen, MainScreen)


async def test_help_names_every_key_that_is_bound(universe_path: Path) -> None:
    async with running(universe_path, (76, 200)) as screen:
        await screen.press("question_mark")
        await screen.shows("sorted up, down")
        for place in (*places(), *dialog_places()):
            assert place.title in screen.text()
            for keys, meaning in place.keys:
                assert f" {keys} {meaning} " in " ".join(re.sub("[┃│]", " ", screen.text()).split())
        await screen.press("q")
        assert isinstance(screen.app.screen, MainScreen)


async def test_help_scrolls_where_it_does_not_fit(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("question_mark")
        assert "not reported" not in screen.text()
        await screen.press("j", "pagedown", "end")
        await screen.shows("not reported")


async def test_palette_offers_every_action(universe_path: Path) -> None:
    async with running(universe_path, (100, 120)) as screen:
        await screen.press("ctrl+p")
        for command in commands():
            await screen.shows(command.title)
        await screen.press(*"unknown")
        await screen.pilot.pause(0.3)
        await screen.press("enter")
        await screen.until(lambda: screen.session.screen.unknown == "include")


async def test_every_action_of_the_palette_runs(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        for command in commands():
            if command.action == "app.quit":
                continue
            await screen.main.run_action(command.action)
            await screen.pilot.pause()
            await screen.press("escape")


async def test_an_empty_snapshot_can_be_looked_at(
    write_universe: Callable[[list[dict[str, Any]]], Path],
) -> None:
    async with running(write_universe([]), preset="everything") as screen:
        assert "This snapshot holds no companies." in screen.text()
        await screen.press("enter", "s", "j", "end", "t", "a", "enter", "escape", "e", "escape")
        assert isinstance(screen.app.screen, MainScreen)


async def test_a_company_of_which_nothing_is_known_can_be_looked_at(
    write_universe: Callable[[list[dict[str, Any]]], Path],
) -> None:
    bare = dict.fromkeys(company("X", "X", "Energy", 1))
    async with running(write_universe([bare]), preset="everything") as screen:
        await screen.press("enter")
        await screen.shows("no fiscal years in the snapshot")
