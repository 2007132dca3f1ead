from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.tui.driving import Driver, running

from screener.tui.widgets.company_table import CompanyTable
from screener.tui.widgets.detail import Detail
from screener.tui.widgets.facet_panel import FacetPanel

SIZES = [(40, 10), (80, 24), (100, 30), (120, 36), (140, 45), (160, 45)]


def check_layout(screen: Driver) -> None:
    """Nothing overlaps, nothing leaves the terminal, every line is exactly as wide as it."""
    width, height = screen.app.size
    lines = screen.lines()
    assert len(lines) == height
    assert {cell_len(line) for line in lines} == {width}
    panels = [
        widget
        for widget in screen.main.query("#header, #status, #facets, #table, #detail")
        if widget.display and widget.region.area
    ]
    covering = "-detail-over" in screen.main.classes and screen.main.query_one(Detail).display
    for one, other in itertools.combinations(panels, 2):
        if covering and {type(one), type(other)} == {CompanyTable, Detail}:
            assert screen.main.query_one(Detail).region.contains_region(one.region)
            continue
        assert not one.region.overlaps(other.region), (one, other)
    for panel in panels:
        assert panel.region in screen.app.size.region


@pytest.mark.parametrize("keys", [[], ["f"], ["enter"]])
async def test_nothing_overlaps_at_any_size(universe_path: Path, keys: list[str]) -> None:
    async with running(universe_path, SIZES[-1]) as screen:
        await screen.press(*keys)
        for size in [*SIZES, SIZES[0]]:
            await screen.resize(*size)
            check_layout(screen)
            assert "? help" in screen.lines()[-1]
            focused = screen.main.focused
            assert focused is not None and focused.region.area


async def test_what_stands_beside_the_table(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        for size, facets, detail in [
            ((80, 24), False, False), ((99, 30), False, False), ((100, 30), True, False),
            ((120, 36), True, True), ((80, 36), False, True), ((140, 24), True, True),
            ((140, 45), True, True),
        ]:  # fmt: skip
            await screen.resize(*size)
            assert screen.main.query_one(FacetPanel).display is facets
            assert screen.main.query_one(Detail).display is detail


async def test_first_frame_already_has_the_layout_of_the_size(universe_path: Path) -> None:
    async with running(universe_path, (80, 24)) as screen:
        assert {"-facets-away", "-detail-over"} <= screen.main.classes


@pytest.mark.parametrize("dialog", ["question_mark", "p", "e", "t", "G", "u"])
async def test_dialogs_stay_inside_the_terminal(universe_path: Path, dialog: str) -> None:
    async with running(universe_path) as screen:
        await screen.press(dialog)
        for size in [(40, 10), (160, 45)]:
            await screen.resize(*size)
            box = screen.app.screen.query(".dialog").first()
            assert box.region in screen.app.size.region
            assert {cell_len(line) for line in screen.lines()} == {size[0]}


async def test_too_small_a_terminal_says_so_and_recovers(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        before = screen.text()
        for size in [(39, 24), (80, 9), (1, 1), (20, 5)]:
            await screen.resize(*size)
        assert "Terminal too small" in screen.text()
        await screen.resize(80, 24)
        assert screen.text() == before


async def test_too_small_over_a_dialog_gives_the_dialog_back(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("e")
        await screen.resize(30, 8)
        assert "Export" not in screen.text()
        await screen.resize(80, 24)
        assert "Export to a file" in screen.text()


async def test_a_storm_of_resizes_ends_as_if_nothing_had_happened(universe_path: Path) -> None:
    chance = random.Random(7)
    async with running(universe_path) as screen:
        before = screen.text()
        for step in range(12):
            await screen.pilot.resize_terminal(chance.randint(1, 200), chance.randint(1, 60))
            if step % 5 == 2:
                await screen.press("f" if step % 10 == 2 else "enter")
                await screen.press("escape")
        await screen.resize(80, 24)
        await screen.press("g")
        await screen.until(lambda: screen.text() == before)
        check_layout(screen)


async def test_the_palette_does_not_open_over_a_terminal_that_is_too_small(
    universe_path: Path,
) -> None:
    async with running(universe_path, (100, 30)) as screen:
        await screen.press("ctrl+p")
        await screen.resize(20, 8)
        await screen.press("ctrl+p")
        assert "small" in screen.text()
        await screen.resize(100, 30)
        await screen.press("escape", "down")
        assert "▸" in screen.text()
