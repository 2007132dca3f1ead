from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.companies import company
from tests.tui.driving import running

from screener.tui.screens.main import MainScreen


async def test_a_mark_is_of_a_company_and_outlives_filters_sorting_and_presets(
    universe_path: Path,
) -> None:
    async with running(universe_path) as screen:
        await screen.press("m")
        assert "▸●  STQL" in screen.text() or "▸● STQL" in screen.text()
        assert "4 companies · 1 marked" in screen.text()
        assert "STQL is marked" in screen.lines()[-1]
        await screen.press("down", "m", "p", "j", "j", "enter")  # everything
        assert "8 companies · 2 marked" in screen.text()
        await screen.press("right", "s")
        assert "● STQL" in screen.line("STQL")
        assert "● ACME" in screen.line("ACME")
        assert "●" not in screen.line("WIDE")
        await screen.press("f", "escape", "M")
        assert "2 companies no longer marked" in screen.lines()[-1]
        assert "●" not in screen.text()
        assert "marked" not in screen.line("8 companies")


async def test_a_mark_is_taken_off_as_it_was_set_also_in_the_company_page(
    universe_path: Path,
) -> None:
    async with running(universe_path) as screen:
        await screen.press("enter", "down", "down", "m")
        await screen.shows("STQL ●")
        page = screen.lines()[5]
        await screen.press("m")
        assert "STQL is no longer marked · 0 companies marked" in screen.text()
        await screen.until(lambda: "STQL ●" not in screen.text())
        assert screen.lines()[5] == page  # the page has not jumped to its top


async def test_two_share_classes_are_one_company(
    write_universe: Callable[[list[dict[str, Any]]], Path],
) -> None:
    rows = [
        company("AA.A", "Alpha A", "Energy", 7, revenue_growth=0.2),
        company("AA.B", "Alpha B", "Energy", 7, revenue_growth=0.2),
        company("-", "First of none", "Energy", 0) | {"cik": None},
        company("-", "Second of none", "Energy", 0) | {"cik": None},
    ]
    async with running(write_universe(rows), preset="everything") as screen:
        await screen.press("t", "A", "A", ".", "B", "enter", "m")
        assert "●" in screen.line("AA.A") and "●" in screen.line("AA.B")
        await screen.press("t", *"Second", "enter", "m")
        assert "●" in screen.line("Second of none") and "●" not in screen.line("First of none")
        assert "Second of none is marked" in screen.text()
        await screen.press("C")
        assert "Alpha B" in screen.text() and "Alpha A" not in screen.text()


async def test_the_gutter_is_as_wide_as_its_widest_row(universe_path: Path) -> None:
    async with running(universe_path, (100, 30), preset="everything") as screen:
        narrow = screen.table.render_line(0).text.index("Ticker")
        assert narrow == 3
        await screen.press("m")
        assert screen.table.render_line(0).text.index("Ticker") == narrow
        await screen.press("t", *"ZOMB", "enter", "m")
        assert "▸●† ZOMB" in screen.text()
        await screen.press("asterisk")
        assert "▸●★† ZOMB" in screen.text()
        assert screen.table.render_line(0).text.index("Ticker") == narrow + 2
        assert {cell_len(line) for line in screen.lines()} == {100}


@pytest.mark.parametrize("marked", [0, 1])
async def test_comparing_needs_two_and_says_how(universe_path: Path, marked: int) -> None:
    async with running(universe_path) as screen:
        await screen.press(*["m"] * marked, "C")
        assert isinstance(screen.app.screen, MainScreen)
        assert "m marks" in screen.text()


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_best_is_marked_and_failing_rules_stand_on_top(
    universe_path: Path, size: tuple[int, int]
) -> None:
    async with running(universe_path, size, preset="everything") as screen:
        for ticker in ("STQL", "ZOMB", "DARK"):
            await screen.press("t", *ticker, "enter", "m")
        await screen.press("p", "home", "enter")  # another screen: marks stay
        screen.session.use_preset("profitable-growers")
        await screen.press("C")
        text = screen.text()
        assert "3 companies side by side" in text
        head = screen.line("STQL")
        assert head.index("STQL") < head.index("ZOMB") < head.index("DARK")
        assert "✓ passes" in screen.line("  Verdict")
        assert "✗ fails" in screen.line("  Verdict")
        assert "? unknown" in screen.line("  Verdict")
        assert "✗ fails" in screen.line("growth: > 4%")
        growth = screen.line("  Growth ")
        assert "−10.0%" in growth and "–" in growth
        assert screen.lines().index(screen.line("growth: > 4%")) < screen.lines().index(growth)
        assert "+18.4% ◆" in growth
        assert "P/S" not in text  # nobody reports it
        await screen.press("G")
        assert "Identity" in screen.text()
        await screen.press("g", "c")
        assert "The screen's columns" in screen.text()
        await screen.press("a", "end")
        assert "the best of them" in screen.text()
        assert {cell_len(line) for line in screen.lines()} == {size[0]}
        await screen.press("escape")
        assert isinstance(screen.app.screen, MainScreen)


async def test_the_mix_of_the_debt_is_a_bar(
    write_universe: Callable[[list[dict[str, Any]]], Path],
) -> None:
    rows = [
        company("AAA", "All fixed", "Energy", 1, fixed_share=1.0, floating_share=0.0),
        company("BBB", "Half", "Energy", 2, fixed_share=0.5, floating_share=0.5),
        company("CCC", "None", "Energy", 3),
    ]
    async with running(write_universe(rows), preset="everything") as screen:
        await screen.press("m", "down", "m", "down", "m", "C")
        fixed, mixed, nothing = (
            screen.line("  Mix ").strip("┃▁▂▃▄▅▆▇█ ").removeprefix("Mix").split()
        )
        assert set(fixed) == {"█"} and set(mixed) == {"░", "█"} and nothing == "–"
        assert len(fixed) == len(mixed)
        assert abs(mixed.count("░") - mixed.count("█")) <= 1
        assert "░ floating" in screen.text() and "convertible" not in screen.line("░ floating")


async def test_more_than_four_are_the_first_four_and_that_is_said(large_path: Path) -> None:
    async with running(large_path, preset="everything") as screen:
        for _ in range(5):
            await screen.press("m", "down")
        await screen.press("C")
        assert "4 companies side by side: the first 4 of 5 marked" in screen.text()
        assert all(ticker in screen.text() for ticker in ("T0000", "T0001", "T0002", "T0003"))
        assert "T0004" not in screen.text()


async def test_companies_that_do_not_fit_come_by_left_and_right(large_path: Path) -> None:
    async with running(large_path, (40, 12), preset="everything") as screen:
        for _ in range(3):
            await screen.press("m", "down")
        await screen.press("C")
        assert "T0000" in screen.text() and "T0001" not in screen.text()
        assert "1 of 3" in screen.text()
        assert "◆" not in screen.line("  Growth  ")  # the best of all three is out of sight
        await screen.press("right")
        assert "T0001" in screen.text() and "T0000" not in screen.text()
        await screen.press("right", "right", "right")
        assert "3 of 3" in screen.text()
        assert "◆" in screen.line("  Growth  ")
        await screen.resize(160, 45)
        assert all(ticker in screen.text() for ticker in ("T0000", "T0001", "T0002"))
        assert "of 3" not in screen.text()
