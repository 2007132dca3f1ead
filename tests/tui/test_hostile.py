"""Keys in bursts, empty lists, figures and files that nobody should have: no end of the program."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.companies import company
from tests.tui.driving import Driver, running
from textual.events import Key, Paste
from textual.widgets import Input

from screener.errors import DataError, PresetError, StorageError
from screener.files import open_regular, replace_file
from screener.presets.reading import parse as parse_preset
from screener.store.places import current_snapshot
from screener.tui.screens.main import MainScreen
from screener.tui.state.memory import recall
from screener.watchlist.reading import parse as parse_watchlist

WriteUniverse = Callable[[list[dict[str, Any]]], Path]
LONG = "1" * 5_000


async def burst(screen: Driver, *keys: str) -> None:
    """Keys that are there before the first of them is handled."""
    for key in keys:
        screen.app.post_message(Key(key, None))
    await screen.pilot.pause(0.2)


@pytest.mark.parametrize("opens", ["n", "p", "t", "slash", "w", "N", "G", "e"])
async def test_enter_several_times_in_one_burst_closes_a_dialog_once(
    universe_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(universe_path) as screen:
        await screen.press(opens)
        await burst(screen, "enter", "enter", "enter")
        await screen.press("escape", "escape")
        await screen.until(lambda: isinstance(screen.app.screen, MainScreen))


async def test_there_is_no_figure_of_nobody(write_universe: WriteUniverse) -> None:
    async with running(write_universe([]), preset="everything") as screen:
        await screen.press("i")
        await screen.shows("There is no company here.")


async def test_a_page_key_before_the_palette_is_filled_does_no_harm(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await burst(screen, "ctrl+p", "pagedown", "pageup")
        await burst(screen, "enter", "enter", "enter")
        await screen.press("escape", "escape")
        await screen.until(lambda: isinstance(screen.app.screen, MainScreen))


@pytest.mark.parametrize("size", [(1, 1), (4, 5), (8, 3)])
async def test_the_palette_goes_where_a_terminal_becomes_too_narrow_for_it(
    universe_path: Path, size: tuple[int, int]
) -> None:
    async with running(universe_path) as screen:
        await screen.press("ctrl+p")
        await screen.shows("Filters")
        await screen.resize(*size)
        await screen.resize(80, 24)
        await screen.until(lambda: isinstance(screen.app.screen, MainScreen))


async def test_pasted_text_reaches_no_field_raw(universe_path: Path) -> None:
    async with running(universe_path, (120, 36)) as screen:
        for opens in ("u", "ctrl+p"):
            await screen.press(opens)
            screen.app.post_message(Paste("a\u202e\u009b\u200bb"))
            await screen.pilot.pause(0.2)
            field = screen.app.focused
            assert isinstance(field, Input)
            assert field.value.endswith("a\ufffd\ufffd\ufffdb")
            await screen.press("escape")


@pytest.mark.parametrize(
    "figures",
    [
        {"coverage_after_move": 0.5},
        {"floating_share": 1e12, "fixed_share": -3.0},
        {"floating_share": float("inf"), "fixed_share": float("nan")},
        {"revenue_growth": 1e308, "net_margin": -1e308},
    ],
)
async def test_absurd_figures_can_be_looked_at(
    write_universe: WriteUniverse, figures: dict[str, Any]
) -> None:
    rows = [
        company("ODD", "Odd", "Energy", 1, profitable=True, debt_type="mixed", **figures),
        company("EVEN", "Even", "Energy", 2, revenue_growth=-1e308, net_margin=1e308),
    ]
    async with running(write_universe(rows), (120, 36), preset="everything") as screen:
        await screen.press("m", "down", "m", "C")
        await screen.shows("side by side")
        await screen.press("escape", "enter")
        await screen.shows("CIK")
        for _ in range(3):
            await screen.press("escape", "right", "H")
            await screen.shows("known")
            await screen.press("escape")


def test_a_number_of_thousands_of_digits_is_one_clear_error() -> None:
    with pytest.raises(PresetError, match="number that is too long"):
        parse_preset(f"limit = {LONG}", "a.toml")
    with pytest.raises(DataError, match="number that is too long"):
        parse_watchlist(f"x-id = {LONG}", "watchlist.toml")


def test_a_value_nested_without_end_is_one_clear_error() -> None:
    with pytest.raises(PresetError, match="nested too deeply"):
        parse_preset("limit" + ".a" * 900 + " = 1", "a.toml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_in_place_of_a_file_is_no_file_and_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "current"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a file"):
        open_regular(pipe)
    with pytest.raises(DataError, match="not a file"):
        current_snapshot(tmp_path)
    monkeypatch.setenv("SCREENER_STATE_DIR", str(tmp_path))
    os.mkfifo(tmp_path / "remembered.toml")
    assert "not a file" in recall().notice


def test_a_link_that_leads_in_a_circle_is_not_replaced(tmp_path: Path) -> None:
    link = tmp_path / "loop.csv"
    link.symlink_to(link)
    with pytest.raises(StorageError):
        replace_file(link, b"new", next_step="")
    assert link.is_symlink()
