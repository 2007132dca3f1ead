from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import running

from screener.model.screen import Screen
from screener.tui.widgets.company_table import CompanyTable
from screener.tui.widgets.detail import Detail
from screener.tui.widgets.facet_panel import FacetPanel


async def test_header_tells_the_data_its_age_the_preset_and_the_counts(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        text = screen.text()
        assert "Small Cap ETF · holdings 5 May 2026 · filings to 29 Jun 2026" in text
        assert "8 → 4 pass · 3 fail · 1 unknown" in text
        assert "profitable-growers" in screen.lines()[1]
        assert "Sample data" not in text


async def test_sample_is_announced(sample_path: Path) -> None:
    async with running(sample_path) as screen:
        assert (
            "Sample data: fictional companies. u fetches real ones, as does `screen update`"
            in screen.text()
        )


async def test_passing_companies_are_listed_in_the_order_of_the_preset(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        assert screen.tickers() == ["STQL", "ACME", "ESC", "WIDE"]
        assert "▸  STQL " in screen.line("Stirlyng Infra")
        assert "+18.4%    12.1%  fixed" in screen.line("Stirlyng Infra")


async def test_s_sorts_by_the_column_under_the_cursor_and_again_reverses(
    universe_path: Path,
) -> None:
    async with running(universe_path) as screen:
        await screen.press("right", "s")
        assert screen.session.screen.sort == ("name", "ticker")
        assert "Name▲" in screen.text()
        await screen.press("s")
        assert screen.session.screen.sort == ("-name", "ticker")
        assert "Name▼" in screen.text()
        assert "profitable-growers (changed)" in screen.text()


async def test_r_resets_to_the_preset(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("s", "U", "r")
        assert screen.session.screen == screen.session.base
        assert "(changed)" not in screen.text()


async def test_u_with_shift_shows_and_hides_rows_that_miss_a_figure(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("U")
        assert screen.tickers()[-1] == "DARK"
        assert " ? DARK" in screen.line("Silent Holdings")
        assert "1 unknown (shown)" in screen.text()
        await screen.press("U")
        assert "DARK" not in screen.tickers()


async def test_filters_open_with_f_at_80_columns_and_counts_follow(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        assert "Growth over" not in screen.text()
        await screen.press("f")
        assert "Growth over" in screen.text()
        assert "✓ profitable only              4" in screen.text()
        assert "· any                          5" in screen.text()
        await screen.press("down", "space")  # any
        assert not screen.session.screen.profitable
        assert screen.tickers()[0] == "LOSS"
        await screen.press("escape")
        assert "Growth over" not in screen.text()
        assert isinstance(screen.main.focused, CompanyTable)


async def test_growth_threshold_moves_by_a_point_with_the_arrows(universe_path: Path) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("f", "right", "right")
        assert screen.session.screen.growth_above == pytest.approx(0.06)
        assert screen.tickers() == ["STQL", "ACME"]
        await screen.press("left", "left", "left", "left", "left", "left", "left")
        assert screen.session.screen.growth_above == pytest.approx(-0.01)


async def test_growth_threshold_can_be_typed(universe_path: Path) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("f", "n")
        await screen.write("8")
        await screen.press("enter")
        assert screen.session.screen.growth_above == 0.08
        await screen.press("n")
        await screen.write("9x")
        await screen.shows("'9x' is not a percentage")
        await screen.press("enter")
        assert screen.session.screen.growth_above == 0.08
        await screen.write("17.5%")
        await screen.press("enter")
        assert screen.tickers() == ["STQL"]
        assert "17.5%" in screen.text()


async def test_a_click_chooses_a_filter(universe_path: Path) -> None:
    async with running(universe_path, (120, 36)) as screen:
        row = next(i for i, line in enumerate(screen.lines()) if "· Materials" in line)
        await screen.pilot.click(offset=(6, row))
        await screen.pilot.pause()
        assert screen.session.screen.sectors == ("Materials",)
        assert screen.tickers() == ["ACME"]
        assert "✓ Materials" in screen.text()


async def test_enter_says_why_a_company_passes_with_threshold_period_and_filing(
    universe_path: Path,
) -> None:
    async with running(universe_path) as screen:
        await screen.press("enter")
        await screen.shows("Passes")
        text = screen.text()
        assert "✓ growth: +18.4%  (> 4%)" in text
        assert "2025-04-01 to 2026-03-31 · 10-Q filed 2026-05-04" in text
        assert "0000001000-26-000007" in text
        await screen.press("q")
        assert "Passes" not in screen.text()
        assert isinstance(screen.main.focused, CompanyTable)


async def test_company_page_says_why_a_figure_is_unknown(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("U", "end", "enter")
        await screen.shows("Unknown: fails only for a missing figure")
        assert "? growth: –  (> 4%)" in screen.text()
        assert "no quarter a year before" in screen.text()


async def test_company_page_shows_the_years_of_a_zombie(universe_path: Path) -> None:
    async with running(universe_path, preset="everything") as screen:
        await screen.press("t", *"undead", "enter", "enter")
        await screen.shows("oecd: † yes")
        text = screen.text()
        assert "coverage below 1 in 2023, 2024 and 2025" in text
        assert "zombie since FY2024: coverage 0.40, 0.40" in text
        assert "0.40" in screen.line("FY2025")
        assert "0.55 > 0.25" in screen.line("FY2025")
        assert "−12.0%" in screen.line("FY2025")
        assert "† yes" in screen.line("FY2025")
        assert "¹" in screen.line("FY2025")
        assert "†" not in screen.line("FY2023")


async def test_company_page_is_whole_even_if_a_layout_comes_between_two_updates(
    universe_path: Path,
) -> None:
    async with running(universe_path) as screen:
        await screen.press("enter")
        detail = screen.main.query_one(Detail)
        detail.show(screen.session, None)
        detail._clear_arrangement_cache()
        screen.main._refresh_layout()
        detail.show(screen.session, screen.session.row(0))
        await screen.shows("Zombie by oecd")


async def test_company_page_stands_beneath_the_table_where_there_is_room(
    universe_path: Path,
) -> None:
    async with running(universe_path, (140, 45)) as screen:
        await screen.shows("✓ Passes")
        await screen.press("down")
        await screen.until(lambda: "CIK 1001" in screen.text())
        assert isinstance(screen.main.focused, CompanyTable)
        await screen.press("enter", "right")
        await screen.until(lambda: "CIK 1002" in screen.text())
        assert isinstance(screen.main.focused, Detail)


async def test_find_jumps_to_a_listed_company(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("t", "e", "s")
        assert screen.table.cursor_row == 2
        await screen.press("enter")
        assert screen.table.cursor_row == 2
        assert isinstance(screen.main.focused, CompanyTable)


async def test_find_shows_why_a_company_is_not_listed(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("t", *"zomb")
        await screen.shows("ZOMB Undead Mills is not in the list: Enter shows why.")
        await screen.press("enter")
        await screen.shows("✗ Fails")
        assert "✗ growth: −10.0%  (> 4%)" in screen.text()
        assert "✗ profitable: no" in screen.text()


async def test_find_says_when_there_is_no_such_company(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("t", *"xyzzy")
        await screen.shows("No company of this snapshot")
        await screen.press("enter")
        assert "No company of this snapshot" in screen.text()
        await screen.press("escape")
        assert screen.table.cursor_row == 0


async def test_empty_result_explains_itself_and_says_what_to_press(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("f", "end", "space", "escape")  # only zombies
        text = screen.text()
        assert "No company passes these filters." in text
        assert "✗ zombie (OECD): yes" in text
        assert "6 fail, 1 unknown; without this rule 4 pass" in text
        assert "r  reset to profitable-growers" in text
        assert "R  relax the costliest rule, zombie (OECD): 4 pass" in text
        await screen.press("enter", "s", "down", "pagedown", "r")
        assert screen.tickers() == ["STQL", "ACME", "ESC", "WIDE"]


async def test_r_with_shift_takes_the_costliest_rule_off_an_empty_result(
    universe_path: Path,
) -> None:
    async with running(universe_path) as screen:
        await screen.press("R")
        assert screen.session.screen == screen.session.base
        await screen.press("f", "end", "space", "escape", "R")  # only zombies
        assert screen.session.screen.zombies == "include"
        assert screen.tickers() == ["STQL", "ACME", "ESC", "WIDE"]


async def test_one_company_is_no_companies(universe_path: Path) -> None:
    screen_of_one = Screen(sectors=("Materials",), columns=("ticker", "name"))
    async with running(universe_path, screen=screen_of_one) as screen:
        assert "1 company · " in screen.text()
        await screen.press("e")
        assert "1 company, 2 columns." in screen.text()
    everyone = screen_of_one.model_copy(update={"sectors": (), "limit": 3})
    async with running(universe_path, screen=everyone) as screen:
        assert "3 of 8 companies · " in screen.text()


async def test_tab_reaches_every_panel_and_hidden_ones_close(universe_path: Path) -> None:
    async with running(universe_path, (160, 45)) as screen:
        await screen.press("tab")
        assert isinstance(screen.main.focused, Detail)
        await screen.press("tab")
        assert isinstance(screen.main.focused, FacetPanel)
    async with running(universe_path) as screen:
        await screen.press("f", "tab")
        assert isinstance(screen.main.focused, CompanyTable)
        assert "Growth over" not in screen.text()


async def test_q_leaves_a_panel_first_and_then_the_program(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("f", "q")
        assert isinstance(screen.main.focused, CompanyTable)
        assert screen.app.is_running
        await screen.press("q")
        await screen.until(lambda: screen.app._exit)


async def test_the_hints_of_the_last_line_can_be_clicked(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        for word, shown in [("where", "For example"), ("help", "Which companies")]:
            await screen.pilot.click(offset=(screen.lines()[-1].index(word), 23))
            await screen.shows(shown)
            await screen.press("escape")
