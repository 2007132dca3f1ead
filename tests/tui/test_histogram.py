"""The histogram of the column under the cursor, as a person sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.companies import many
from tests.tui.driving import Driver, running

from screener.model.screen import Screen
from screener.tui.screens.histogram import HistogramDialog

BAR = re.compile(r"([▸ ]) (\S.*?) +([\d,]+) +([\d,]+) (█*)(░*)")


def bars(screen: Driver) -> dict[str, tuple[int, int]]:
    """label → all, pass, of the bars in sight."""
    found = (BAR.search(line) for line in screen.lines())
    return {match[2]: (int(match[3]), int(match[4])) for match in found if match}


async def test_it_shows_the_spread_of_growth_with_threshold_company_and_unknown(
    universe_path: Path,
) -> None:
    async with running(universe_path, (100, 40)) as screen:
        await screen.press("right", "right", "right", "H")
        await screen.shows("Growth · revenue_growth")
        # 18.4, 9, 6, 5 % pass; -10, 2 and 50 % do not; one is unknown.
        assert "7 known · 1 unknown · median +6.0%" in screen.text()
        assert "▸ STQL +18.4%" in screen.text()
        counted = bars(screen)
        assert sum(every for every, _ in counted.values()) == 7
        assert sum(passed for _, passed in counted.values()) == 4
        lines = screen.lines()
        ruler = next(n for n, line in enumerate(lines) if "── > 4% passes" in line)
        under, over = lines[:ruler], lines[ruler:]
        assert not any(match[5] for line in under if (match := BAR.search(line)))
        assert sum(bool(match[5]) for line in over if (match := BAR.search(line))) == 3
        [here] = [line for line in lines if re.search(r"▸ \d+% to \d+%", line)]
        low, high = map(int, re.findall(r"(\d+)%", here))
        assert low <= 18.4 < high


async def test_left_and_right_go_through_the_columns(universe_path: Path) -> None:
    async with running(universe_path, (100, 40)) as screen:
        await screen.press("right", "right", "right", "H", "right")
        await screen.shows("Margin · net_margin")
        await screen.press("left", "left")
        await screen.shows("━ Sector ━")
        assert bars(screen)["Industrials"] == (2, 1)
        await screen.press("H")
        assert not isinstance(screen.app.screen, HistogramDialog)


async def test_enter_makes_a_bar_a_filter(universe_path: Path) -> None:
    async with running(universe_path, (100, 40), preset="everything") as screen:
        await screen.press("right", "right", "H")
        await screen.shows("Enter filters")
        await screen.press("home", "enter")
        assert screen.session.screen.sectors == ("Industrials",)
        assert screen.tickers() == ["STQL", "ZOMB"]
        await screen.press("right", "H", "end", "enter")
        threshold = screen.session.screen.growth_above
        assert threshold is not None and threshold > 0


async def test_thresholds_of_a_condition_show_and_one_inside_a_bar_says_so(
    universe_path: Path,
) -> None:
    wanted = Screen(where="pe < 13", columns=("ticker", "pe"))
    async with running(universe_path, (100, 40), screen=wanted) as screen:
        await screen.press("right", "H")
        await screen.shows("P/E · pe")
        assert "── < 13x passes" in screen.text()
        assert "▸ SLOW 12.0x" in screen.text()


async def test_names_have_no_bars_and_what_nobody_knows_says_so(universe_path: Path) -> None:
    names = Screen(columns=("ticker", "dividend_yield"))
    async with running(universe_path, screen=names) as screen:
        await screen.press("H")
        await screen.shows("No company's value is known.")
        await screen.press("enter", "escape")
        assert screen.app.is_running


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 45)])
async def test_it_fits_every_terminal(
    write_universe: Callable[[list[dict[str, Any]]], Path], size: tuple[int, int]
) -> None:
    async with running(write_universe(many(120)), size, preset="everything") as screen:
        await screen.press("H", "right", "right")
        for other in [(40, 10), (120, 36), size]:
            await screen.resize(*other)
            box = screen.app.screen.query(".dialog").first()
            assert box.region in screen.app.size.region
            assert {cell_len(line) for line in screen.lines()} == {other[0]}
            for line in screen.lines():
                if match := BAR.search(line):
                    assert len(match[5]) + len(match[6]) > 0 or match[3] == "0"
        await screen.press("end")
        await screen.shows("to 1.2%")


@pytest.mark.parametrize(
    ("where", "after", "inside"),
    [
        ("fixed_share >= 100%", "90% to 100%", False),
        ("fixed_share > 43%", "30% to 40%", True),
        ("fixed_share > -10%", "all pass", False),
    ],
)
async def test_each_threshold_is_told_once_where_it_lies(
    write_universe: Callable[[list[dict[str, Any]]], Path], where: str, after: str, inside: bool
) -> None:
    rows = [row | {"fixed_share": n / 50} for n, row in enumerate(many(51))]
    wanted = Screen(where=where, columns=("ticker", "fixed_share"))
    async with running(write_universe(rows), (100, 40), screen=wanted) as screen:
        await screen.press("H")
        await screen.shows("Fixed · fixed_share")
        lines = screen.lines()
        [ruler] = [n for n, line in enumerate(lines) if "── " in line and " passes" in line]
        assert re.sub(" +", " ", lines[ruler - 1]).find(after) > 0
        assert ("its edge lies within the next bar" in lines[ruler]) is inside
