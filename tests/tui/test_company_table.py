from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from tests.tui.companies import company
from tests.tui.driving import running

from screener.model.metric import METRICS, Unit
from screener.model.screen import DEFAULT_COLUMNS, Screen
from screener.present.text import format_value


async def test_header_stays_and_the_first_column_is_frozen(large_path: Path) -> None:
    async with running(large_path, preset="everything") as screen:
        await screen.press("end", *["right"] * 10)
        assert screen.table.column_name == "pe"
        header, row = screen.table.render_line(0).text, screen.line("▸")
        assert header.startswith("   Ticker")
        assert header.rstrip().endswith("P/E")
        assert "Name" not in header
        assert "T1999" in row
        assert "‹ 3 columns" in screen.text()


async def test_a_column_is_shown_whole_or_not_at_all(large_path: Path) -> None:
    async with running(large_path, preset="everything") as screen:
        for width in range(40, 120, 13):
            await screen.resize(width, 24)
            header, row = (screen.table.render_line(y).text for y in (0, 1))
            left, right = screen.table.hidden_columns
            shown = DEFAULT_COLUMNS[left + 1 : len(DEFAULT_COLUMNS) - right]
            assert shown, width
            company = screen.session.row(0)
            for name in shown:
                metric = METRICS[name]
                assert metric.label in header
                if metric.unit is not Unit.TEXT:
                    assert format_value(metric, company[name]) in row.split()
            assert cell_len(screen.table.render_line(1).text) == screen.table.size.width - 1


async def test_columns_stay_aligned_beside_wide_characters(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        wide, plain = screen.line("WIDE"), screen.line("STQL")
        before_wide = wide[: wide.index("+5.0%") + 5]
        before_plain = plain[: plain.index("+18.4%") + 6]
        assert cell_len(before_wide) == cell_len(before_plain)
        assert cell_len(wide) == cell_len(plain) == 80


async def test_markup_and_escape_sequences_in_names_are_shown_as_text(universe_path: Path) -> None:
    async with running(universe_path, (160, 45)) as screen:
        await screen.press("down")
        await screen.shows("[red]Acme[/red] [@click=app.quit]Corp")
        assert "Esc�[31mape� �Inc" in screen.text()
        await screen.press("down")
        await screen.until(lambda: "CIK 1002" in screen.text())
        cells = [
            segment.text
            for strip in screen.app.screen._compositor.render_strips()
            for segment in strip
        ]
        assert not [text for text in cells if "\x1b" in text or "\x07" in text or "\u202e" in text]


async def test_hostile_tickers_sectors_and_reasons_do_no_harm(
    write_universe: Callable[[list[dict[str, Any]]], Path],
) -> None:
    evil = "[/]\x1b]0;x\x07[b"
    path = write_universe([company(evil, evil * 20, evil, 1006, exchange=evil, industry=evil)])
    async with running(path, (160, 45), preset="everything") as screen:
        await screen.press("enter", "q", "t", "[", "enter", "escape")
        assert "[/]�]0;x�[b" in screen.text()


async def test_what_is_unknown_is_a_dash_and_an_unknown_verdict_a_question_mark(
    universe_path: Path,
) -> None:
    async with running(universe_path, preset="everything") as screen:
        cells = screen.line("Silent Holdings").split()
        assert cells[cells.index("Financials") + 1 :][:3] == ["–", "–", "?"]


async def test_a_zombie_has_a_mark_and_a_style_of_its_own(universe_path: Path) -> None:
    async with running(universe_path, preset="everything") as screen:
        y = next(y for y in range(9) if "ZOMB" in screen.table.render_line(y).text)
        strip = screen.table.render_line(y)
        assert strip.text.startswith(" † ZOMB")
        styles = {segment.style for segment in strip if segment.text.strip()}
        assert all(style is not None and style.italic for style in styles)


async def test_row_keys(large_path: Path) -> None:
    async with running(large_path, preset="everything") as screen:
        for keys, row in [
            ("j j k", 1), ("down up up", 0), ("end", 1999), ("end g", 0), ("end home", 0),
            ("pagedown", 17), ("pagedown pageup", 0), ("ctrl+d", 8), ("ctrl+d ctrl+u", 0),
            ("ctrl+f ctrl+b", 0), ("end j", 1999),
        ]:  # fmt: skip
            await screen.press("g", *keys.split())
            assert screen.table.cursor_row == row, keys
            top = screen.table.scroll_offset.y
            assert top <= row < top + screen.table.size.height - 1
            assert f"▸  T{row:04}" in screen.text()


async def test_column_keys(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        for there, back in [("right", "left"), ("l", "h"), (">", "<")]:
            await screen.press(there, there, there, back)
            assert screen.table.column_name == "sector"
            await screen.press(back, back, back, back)
            assert screen.table.column_name == "ticker"


async def test_click_on_a_header_sorts_and_on_a_row_selects_it(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        top = screen.table.content_region.y
        x = screen.lines()[top].index("Margin")
        await screen.pilot.click(offset=(x, top))
        await screen.pilot.pause()
        assert screen.session.screen.sort[0] == "-net_margin"
        await screen.pilot.click(offset=(x, top))
        await screen.pilot.pause()
        assert screen.session.screen.sort[0] == "net_margin"
        await screen.pilot.click(offset=(x, top + 3))
        assert screen.table.cursor_row == 2
        await screen.pilot.click(offset=(x, top + 15))
        assert screen.table.cursor_row == 2
        await screen.pilot.click(offset=(x, top + 2), times=2)
        await screen.shows("Passes")


async def test_wheel_scrolls_rows_and_leaves_the_cursor(large_path: Path) -> None:
    from textual.events import MouseScrollDown

    async with running(large_path, preset="everything") as screen:
        await screen.pilot._post_mouse_events([MouseScrollDown], screen.table, offset=(5, 5))
        await screen.pilot.pause()
        assert screen.table.scroll_offset.y > 0
        assert screen.table.cursor_row == 0


async def test_a_limit_is_told(large_path: Path) -> None:
    async with running(large_path, screen=Screen(limit=10)) as screen:
        assert "10 of 2,000 companies" in screen.text()
