from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.tui.driving import Driver, running
from textual import events
from textual.widgets import Input

from screener.model.expression.completion import Option
from screener.model.metric import METRICS
from screener.model.screen import Screen
from screener.tui.pages.condition_help import MARK, Problem, help_lines
from screener.tui.screens.main import MainScreen

PASSING = ["STQL", "ACME", "ESC", "WIDE"]


async def paste(screen: Driver, text: str) -> None:
    screen.app.post_message(events.Paste(text))
    await screen.press()
    await screen.pilot.pause()


def field(screen: Driver) -> str:
    return screen.app.screen.query_one(Input).value


async def test_the_table_the_counts_and_the_facets_follow_while_typing(universe_path: Path) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("slash")
        assert "For example: net_margin > 10%" in screen.text()
        await paste(screen, "pe < 20")
        assert screen.tickers() == ["WIDE"]
        assert "8 → 1 pass" in screen.text()
        assert "STQL" not in screen.line("▸")
        assert "profitable only" in screen.line("profitable only")
        assert " 1 " in screen.line("profitable only").split("│")[1]
        await screen.press("0")  # pe < 200
        assert screen.tickers() == ["STQL", "WIDE"]
        await screen.press("enter")
        assert isinstance(screen.app.screen, MainScreen)
        assert screen.session.screen.where == "pe < 200"
        await screen.press("slash")
        assert field(screen) == "pe < 200"


async def test_a_wrong_condition_says_where_and_keeps_the_last_good_result(
    universe_path: Path,
) -> None:
    async with running(universe_path) as screen:
        await screen.press("slash")
        await paste(screen, "pe < 20 AND nett_margin > 1%")
        assert "'nett_margin' is not a metric; did you mean 'net_margin'" in screen.text()
        lines = screen.lines()
        at = next(i for i, line in enumerate(lines) if "nett_margin > 1%" in line)
        assert lines[at + 1].index(MARK) == lines[at].index("nett_margin")
        assert screen.tickers() == PASSING  # the text was pasted whole: nothing good came before
        await screen.press("enter")
        assert not isinstance(screen.app.screen, MainScreen)
        await screen.press("ctrl+u")
        await paste(screen, "pe < 20")
        assert screen.tickers() == ["WIDE"]
        await screen.press(" ", "A", "N")
        assert "found AN, expected AND, OR or the end" in screen.text()
        assert screen.tickers() == ["WIDE"]
        await screen.press("backspace", "backspace")
        assert MARK not in screen.text()


async def test_escape_restores_what_was_before(universe_path: Path) -> None:
    async with running(universe_path, screen=Screen(where="pe > 1")) as screen:
        await screen.press("j", "right", "right")
        before, shown = screen.session.screen, screen.text()
        await screen.press("slash", " ", "x", "escape")
        assert screen.session.screen is before
        await screen.press("slash", "ctrl+u")
        assert len(screen.tickers()) == 8
        await screen.press("escape")
        await screen.until(lambda: screen.text() == shown)
        assert screen.session.screen is before
        assert screen.session.cursor == 1


async def test_an_empty_text_takes_the_condition_off(universe_path: Path) -> None:
    async with running(universe_path, screen=Screen(where="pe > 1")) as screen:
        assert len(screen.tickers()) == 3
        await screen.press("slash", "ctrl+u", "enter")
        assert screen.session.screen.where == ""
        assert len(screen.tickers()) == 8


async def test_names_are_completed(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("slash", *"reven")
        assert "▸ revenue_growth " in screen.text()
        assert "Qtr gr." in screen.line("revenue_growth_quarter")
        await screen.press("down")
        assert "▸ revenue_growth_quarter" in screen.text()
        await screen.press("up", "tab")
        assert field(screen) == "revenue_growth"
        assert "Growth −10.0% to +50.0% · median +6.0% · known of 7 of 8" in screen.text()
        await screen.press(*" > 10% AND margin")
        await screen.press("tab", *" > 10% AND sector = ind", "tab")
        assert (
            field(screen) == "revenue_growth > 10% AND net_margin > 10% AND sector = 'Industrials'"
        )
        assert screen.tickers() == ["STQL"]


async def test_more_names_are_offered_at_once_where_a_terminal_becomes_higher(
    universe_path: Path,
) -> None:
    async with running(universe_path, (100, 12)) as screen:
        await screen.press("slash", "p")
        assert "profitable_years" not in screen.text()
        with screen.app.batch_update():  # as on a busy machine: the layout comes last
            await screen.resize(100, 50)
        await screen.shows("profitable_years")


async def test_the_values_offered_are_those_of_the_universe(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("slash", *"exchange = '")
        assert "▸ 'NASDAQ'" in screen.text()
        assert "'NYSE'" not in screen.text()


async def test_a_condition_that_finds_nobody_is_explained_in_the_table(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("slash")
        await paste(screen, "pe > 1000")
        assert "No company passes these filters." in screen.text()
        await screen.press("enter")
        assert "/  change the condition" in screen.text()


HOSTILE = [
    "[red]pe[/red] [@click=app.quit]x",
    "\x1b]0;owned\x07\x1b[2J\x1b[31m",
    "name = '\u202egnp.exe\u200b'",
    "東京 > 5 AND é",
    "pe < 5 AND " * 900 + "pe > 1",
    "x" * 10_001,
    "(" * 500,
    "NOT " * 300 + "profitable",
    "'" * 99,
    "pe" + "+1" * 3000,
    "pe > 1e999",
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_does_no_harm(universe_path: Path, text: str) -> None:
    async with running(universe_path, (60, 20)) as screen:
        before = screen.session.screen
        await screen.press("slash")
        await paste(screen, text)
        await screen.press("tab", "down", "left", "home", "end")
        shown = screen.text()
        assert not any(sign in shown for sign in "\x1b\x07\u202e\u200b\ud800")
        assert {cell_len(line) for line in screen.lines()} == {60}
        await screen.press("escape")
        assert screen.session.screen is before


async def test_the_field_leaves_most_of_the_table_in_sight(universe_path: Path) -> None:
    async with running(universe_path, (80, 24)) as screen:
        await screen.press("slash", *"reven")
        for size, rows in [((80, 24), 10), ((120, 36), 20), ((160, 45), 28), ((40, 10), 0)]:
            await screen.resize(*size)
            box = screen.app.screen.query_one("#where").region
            assert box.bottom == size[1] and box.width == size[0]
            assert box.y - screen.table.region.y >= rows
            assert "revenue_growth" in screen.text()
            assert "Esc undoes" in screen.text()


OPTIONS = st.lists(st.sampled_from([Option(name, name) for name in METRICS]), max_size=6)
PROBLEMS = st.none() | st.builds(
    Problem, st.text(alphabet="ab 東\x1b[]", min_size=1, max_size=120), st.integers(-50, 300)
)


@given(st.integers(10, 120), st.integers(1, 9), PROBLEMS, OPTIONS, st.integers(0, 5))
def test_the_lines_of_help_fit_and_show_the_chosen_option(
    width: int, rows: int, problem: Problem | None, options: list[Option], chosen: int
) -> None:
    chosen = min(chosen, max(len(options) - 1, 0))
    lines = help_lines(
        width, rows, problem=problem, options=options, chosen=chosen, hint=["x" * 90, "y"]
    )
    assert len(lines) <= rows
    for line in lines:
        assert line.cell_length <= width
        assert "\x1b" not in line.plain
    plain = [line.plain for line in lines]
    if options:
        assert sum(text.startswith("▸ ") and len(text) > 2 for text in plain) >= 1
    elif problem is not None:
        assert any(mark in plain[0] for mark in (MARK, "◂", "▸"))
