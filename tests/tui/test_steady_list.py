"""The cursor of a dialog's list stays in sight, whenever the room for the list changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import Driver, running
from textual.content import Content
from textual.widgets import OptionList

from screener.watchlist import Watched, watch


def at_cursor(screen: Driver) -> str:
    """The first word of the option under the cursor."""
    option = screen.app.screen.query_one(OptionList).highlighted_option
    assert option is not None and isinstance(option.prompt, Content)
    return option.prompt.plain.replace("▸", " ").split()[0]


@pytest.mark.parametrize("key", list("pcGHW"))
async def test_a_terminal_that_becomes_lower_hides_no_cursor(universe_path: Path, key: str) -> None:
    for number in range(30):
        watch(Watched(f"T{number:02}", note=f"note {number}"))
    async with running(universe_path, (100, 40)) as screen:
        await screen.press(key, "end")
        here = at_cursor(screen)
        for height in (14, 30, 10):
            await screen.resize(60, height)
            await screen.until(lambda: here in screen.text())
            assert at_cursor(screen) == here


async def test_a_text_that_grows_under_the_list_pushes_no_cursor_out(universe_path: Path) -> None:
    for number in range(30):
        watch(
            Watched(f"T{number:02}", note="short" if number < 29 else "long " * 40 + "to its end")
        )
    async with running(universe_path, (60, 20)) as screen:
        await screen.press("W", "end")
        await screen.until(lambda: "to its end" in screen.text() and "T29" in screen.text())


async def test_a_cursor_that_moves_before_the_layout_is_in_sight_after_it(
    universe_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "presets"
    folder.mkdir(parents=True)
    (folder / "torn.toml").write_text("growth_above = 4\n")
    async with running(universe_path, (52, 20)) as screen:
        await screen.press("p")
        with screen.app.batch_update():  # as on a busy machine: the layout comes last
            await screen.press("end")
            assert 'such as "4%"' not in screen.text()
        await screen.until(
            lambda: 'such as "4%"' in screen.text() and "torn  can't be used" in screen.text()
        )
