"""Sectors and the index: the dialog, and what the header says of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.companies import COMPANIES, company
from tests.tui.driving import Driver, running

from screener.tui.screens.main import MainScreen

WriteUniverse = Callable[[list[dict[str, Any]]], Path]


def indebted(ticker: str, cik: int, income: float, **figures: Any) -> dict[str, Any]:
    """Interest of 10M on 100M of floating debt; at the default move it pays 9.25M."""
    return company(
        ticker, f"{ticker} Inc", "Energy", cik, profitable=True, revenue_growth=0.2,
        net_margin=0.1, net_income_ttm=1e6, market_cap=2e7, debt_type="floating",
        floating_debt=1e8, total_debt=1e8, debt_coverage=1.0, interest_expense_ttm=1e7,
        operating_income_ttm=income,
        interest_coverage=income / 1e7, coverage_after_move=income / 9.25e6, **figures,
    )  # fmt: skip


EDGE = [
    indebted("LOW", 2000, 9.5e6),  # covered from -50bp on
    indebted("HIGH", 2001, 1.02e7),  # no longer covered from +25bp on
    indebted("HIGHB", 2001, 1.02e7),  # its other share class
    company("LOSS", "Loss Inc", "Energy", 2002, profitable=False, net_income_ttm=-1e6,
            market_cap=1e7, zombie_oecd="yes", zombie_loss="no"),
]  # fmt: skip

MORE = [indebted(f"FAR{n}", 3000 + n, 9e7) for n in range(3)]
"""Far from the edge: with these there are enough companies for shares and ratios to be told."""


def cells(screen: Driver, name: str) -> list[str]:
    """What stands behind a name in the table."""
    return screen.line(f" {name} ").partition(name)[2].strip("┃│ ").split()


async def test_each_sector_and_the_index_have_a_line(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("G")
        await screen.shows("Sectors · index: 8 companies")
        names = [line.strip("┃▸ ")[:9].strip() for line in screen.lines()[4:12]]
        assert names == ["Energy", "Financial", "Health Ca", "Industria", "Informati", "Materials",
                         "Utilities", "Index"]  # fmt: skip
        assert cells(screen, "Industrials")[:5] == ["2", "–", "–", "–", "–"]  # of too few
        assert cells(screen, "Index")[:5] == ["8", "75%", "14%", "+6.0%", "5.0%"]
        await screen.press("escape")
        assert isinstance(screen.app.screen, MainScreen)


async def test_price_earnings_with_and_without_losses(write_universe: WriteUniverse) -> None:
    async with running(write_universe(EDGE + MORE)) as screen:
        await screen.press("G")
        await screen.shows("index: 6 companies")
        assert cells(screen, "Index")[-2:] == ["20.0x", "27.5x"]  # 100M / 5M; 110M / 4M


async def test_v_goes_from_the_index_to_what_is_listed_and_back(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("G", "v")
        await screen.shows("Sectors · listed by profitable-growers: 4 companies")
        assert cells(screen, "All listed")[:3] == ["4", "–", "–"]
        assert "– also of fewer than 5" in " ".join(screen.text().replace("┃", " ").split())
        assert "Utilities" not in screen.text()
        await screen.press("v")
        await screen.shows("Sectors · index: 8 companies")
        assert "Utilities" in screen.text()


async def test_enter_filters_by_the_sector_and_on_the_index_by_none(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("G", "j", "down", "k", "end", "k", "k", "enter")
        await screen.shows("Materials only")
        assert screen.session.screen.sectors == ("Materials",)
        assert screen.tickers() == ["ACME"]
        await screen.press("G")
        await screen.shows("▸✓ Materials")
        await screen.press("end", "enter")
        assert screen.session.screen.sectors == ()
        assert len(screen.tickers()) == 4


async def test_z_steps_the_definition_shown_and_leaves_that_of_the_screen(
    write_universe: WriteUniverse,
) -> None:
    rows = [*EDGE, *(one | {"zombie_loss": "no"} for one in MORE), company(
        "SOLD", "Sold", "Energy", 4000, zombie_oecd="yes", zombie_loss="no")]  # fmt: skip
    async with running(write_universe(rows), (120, 36)) as screen:
        await screen.press("G")
        await screen.shows("Zombies by OECD")
        assert cells(screen, "Index")[2] == "29%"
        await screen.press("z")
        await screen.shows("Zombies by BIS")
        assert cells(screen, "Index")[2] == "–"  # it never says yes
        await screen.press("z", "z", "z")
        await screen.shows("Zombies by loss")
        assert cells(screen, "Index")[2] == "0%"
        assert "5 judged by LOSS" in screen.text()
        await screen.press("escape")
        assert screen.session.screen.zombie_definition == "oecd"


async def test_the_rate_moves_inside_and_outside_at_once(write_universe: WriteUniverse) -> None:
    async with running(write_universe(EDGE), (120, 36)) as screen:
        await screen.press("G")
        await screen.shows("rates −75bp · 1 cross a coverage of 1")
        assert cells(screen, "Index")[7:9] == ["1.50M", "1"]
        await screen.press("plus", "plus")
        await screen.shows("rates −25bp · 0 cross a coverage of 1")
        assert cells(screen, "Index")[7:9] == ["500K", "0"]
        await screen.press("plus", "plus")
        await screen.shows("rates +25bp · 1 cross a coverage of 1")
        await screen.press("minus", "escape")
        assert "rates 0bp · 0 cross 1×" in screen.lines()[1]


async def test_columns_scroll_whole_and_the_names_stay(universe_path: Path) -> None:
    async with running(universe_path, (60, 20)) as screen:
        await screen.press("G")
        await screen.shows("Profit-")
        seen = set()
        for _ in range(20):
            for heading in ("able", "OECD", "losses", "1×", "none", "floating", "unknown"):
                if heading in screen.lines()[3]:
                    seen.add(heading)
            assert "Health Care" in screen.text()
            assert {cell_len(line) for line in screen.lines()} == {60}
            await screen.press("l")
        assert seen == {"able", "OECD", "losses", "1×", "none", "floating", "unknown"}
        assert " ›" not in screen.lines()[1]
        assert "unknown" in screen.lines()[3]
        await screen.press("left")
        assert "1 ›" in screen.lines()[1]


@pytest.mark.parametrize("rows", [[], [dict.fromkeys(COMPANIES[0])]])
async def test_where_nothing_is_known_nothing_is_said(
    write_universe: WriteUniverse, rows: list[dict[str, Any]]
) -> None:
    async with running(write_universe(rows), (160, 30), preset="everything") as screen:
        assert "index:" not in screen.lines()[1]
        await screen.press("G", "v", "z", "plus", "right")
        await screen.shows("All listed")
        assert cells(screen, "All listed")[:2] == [str(len(rows)), "–"]
        await screen.press("enter")
        assert isinstance(screen.app.screen, MainScreen)


async def test_the_header_says_what_the_index_is_like_where_there_is_room(
    write_universe: WriteUniverse,
) -> None:
    async with running(write_universe(EDGE + MORE), (170, 30)) as screen:
        line = screen.lines()[1]
        assert "7 → 6 pass · 1 fail · 0 unknown │ index: 83% profitable · 17% zombies" in line
        assert "P/E 20.0 ex losses · 27.5 with" in line
        for width, told in [(130, "17% zombies"), (102, "83% profitable"), (90, "1 fail")]:
            await screen.resize(width, 30)
            assert told in screen.lines()[1]
            assert "rates −75bp · 1 cross 1×" in screen.lines()[1]
        await screen.resize(80, 30)
        assert "7 → 6 pass · 1 fail · 0 unknown" in screen.lines()[1]
        await screen.resize(78, 30)
        assert screen.lines()[1].startswith(" 7 → 6 pass · 1 fail · 0 unknown ")
        assert screen.lines()[1].endswith(" profitable-growers · rates −75bp ")


async def test_the_header_follows_the_rate_at_once(write_universe: WriteUniverse) -> None:
    async with running(write_universe(EDGE), (120, 30)) as screen:
        await screen.press("plus", "plus")
        assert "rates −25bp · 0 cross 1×" in screen.lines()[1]
        await screen.press("minus")
        assert "rates −50bp · 1 cross 1×" in screen.lines()[1]
