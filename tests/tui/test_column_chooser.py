from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.tui.driving import Driver, running
from textual.widgets import OptionList

from screener.model.metric import METRICS
from screener.model.screen import Screen
from screener.tui.screens.main import MainScreen
from screener.tui.state.columns import moved, show_columns, toggled

SIZES = [(80, 24), (40, 10)]


def columns(screen: Driver) -> list[str]:
    return list(screen.session.screen.columns)


@pytest.mark.parametrize("size", SIZES)
async def test_columns_are_shown_hidden_and_moved_at_once(
    universe_path: Path, size: tuple[int, int]
) -> None:
    async with running(universe_path, size) as screen:
        before = columns(screen)
        await screen.press("down", "c")
        assert "✓  1 Ticker" in screen.text()
        await screen.press("down", "space")  # the name
        assert columns(screen) == [name for name in before if name != "name"]
        assert "✓  2 Sector" in screen.text()
        await screen.press("space")  # it comes back to its place
        assert columns(screen) == before
        await screen.press("greater_than_sign")
        assert columns(screen)[:3] == ["ticker", "sector", "name"]
        await screen.press("less_than_sign", "less_than_sign", "shift+up")
        assert columns(screen)[:2] == ["name", "ticker"]
        await screen.press("shift+down", "enter")
        assert isinstance(screen.app.screen, MainScreen)
        assert columns(screen) == before
        assert screen.session.cursor == 1
        assert screen.table.column_name == "name"


@pytest.mark.parametrize("size", SIZES)
async def test_the_filter_finds_by_name_label_group_and_formula(
    universe_path: Path, size: tuple[int, int]
) -> None:
    async with running(universe_path, size) as screen:
        await screen.press("c")
        for text, label in [
            ("P/E", "P/E"), ("dividends paid", "Div. yield"), ("valuation equity", "P/B"),
            ("roic", "ROIC"),
        ]:  # fmt: skip
            await screen.press("slash", *text)
            assert label in screen.text()
            assert "Ticker " not in "".join(screen.lines()[-8:])
            await screen.press("escape")
        await screen.press("slash", *"roic", "enter", "space", "enter")
        assert columns(screen)[-1] == "roic"
        assert "ROIC" in screen.text()  # in sight, although it is the last column


async def test_the_filter_that_finds_nothing_can_be_left(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        before = columns(screen)
        await screen.press("c", "slash", *"zz[b]", "down", "enter", "space", "greater_than_sign")
        assert "No metric has that." in screen.text()
        await screen.press("escape")
        assert "✓  1 Ticker" in screen.text()
        assert columns(screen) == before


async def test_a_line_says_label_name_unit_and_how_many_are_known(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("c", "slash", *"net_margin", "enter")
        line = screen.line("✓  5")
        assert "Margin" in line and "net_margin" in line and "a fraction" in line and "88%" in line
        assert "Margin −200.0% to 20.0%" in screen.text()


async def test_escape_and_r_give_back_columns(universe_path: Path) -> None:
    start = Screen(columns=("ticker", "pe", "ps"))
    async with running(universe_path, screen=start) as screen:
        await screen.press("down", "right", "right")
        shown = screen.text()
        await screen.press("c", "space", "down", "down", "space", "greater_than_sign")
        assert columns(screen) != ["ticker", "pe", "ps"]
        await screen.press("escape")
        assert columns(screen) == ["ticker", "pe", "ps"]
        await screen.until(lambda: screen.text() == shown)
        await screen.press("c", "r", "enter")
        assert columns(screen) == list(screen.session.base.columns)


async def test_one_column_stays(universe_path: Path) -> None:
    async with running(universe_path, screen=Screen(columns=("pe",))) as screen:
        await screen.press("c", "slash", *"pe", "enter")
        at = screen.app.screen.query_one(OptionList)
        at.highlighted = at.get_option_index("pe")
        await screen.press("space")
        assert columns(screen) == ["pe"]
        assert "One column has to stay." in screen.text()


async def test_a_click_toggles(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("c")
        y = next(i for i, line in enumerate(screen.lines()) if "CIK " in line and "cik" in line)
        await screen.pilot.click(offset=(20, y))
        await screen.until(lambda: columns(screen)[-1] == "cik")
        await screen.pilot.click(offset=(20, y))
        await screen.until(lambda: "cik" not in columns(screen))


async def test_x_hides_the_column_under_the_cursor_but_not_the_ticker(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("down", "x")
        await screen.shows("The ticker stays")
        await screen.press("right", "x")
        assert columns(screen)[:2] == ["ticker", "sector"]
        assert screen.table.column_name == "sector"
        assert screen.session.cursor == 1
        await screen.press(*["right"] * 20, "x")
        assert screen.table.column_name == columns(screen)[-1] == "market_cap"


async def test_the_window_stays_inside_at_any_size(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("c")
        for size in [(40, 10), (80, 24), (120, 36), (160, 45), (40, 10)]:
            await screen.resize(*size)
            assert screen.app.screen.query_one(".dialog").region in screen.app.size.region
            assert {cell_len(line) for line in screen.lines()} == {size[0]}
            assert "✓  1 Ticker" in screen.text()
            assert "Esc" in screen.text()


async def test_other_columns_of_two_thousand_companies_take_a_moment(large_path: Path) -> None:
    async with running(large_path, (160, 45)) as screen:

        def change(names: tuple[str, ...]) -> float:
            start = perf_counter()
            screen.main.change(lambda session: show_columns(session, names) or "")
            return perf_counter() - start

        orders = [tuple(METRICS)[:n] for n in range(8, 14)]
        before = screen.session.result
        assert min(change(names) for names in orders) < 0.03
        assert screen.session.result is before


NAMES = st.lists(st.sampled_from(list(METRICS)), min_size=1, max_size=8, unique=True).map(tuple)


@given(NAMES, st.sampled_from(list(METRICS)), st.integers(-9, 9))
def test_toggling_and_moving_lose_no_other_column(
    names: tuple[str, ...], name: str, by: int
) -> None:
    after = moved(names, name, by)
    assert sorted(after) == sorted(names)
    assert [n for n in after if n != name] == [n for n in names if n != name]
    there = toggled(names, name)
    assert there and set(there) ^ set(names) <= {name}
    if name in names and len(names) > 1:
        assert toggled(there, name, names.index(name)) == names or name == "ticker"
