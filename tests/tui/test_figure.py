"""What stands behind a cell: marks, tooltips, the page of a figure, percentiles."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.tui.driving import Driver, running
from textual.events import MouseMove
from textual.widgets._tooltip import Tooltip

from screener.errors import SnapshotError
from screener.tui.state import open_session


async def hover(screen: Driver, line: str, cell: str) -> None:
    """Rest the mouse on a cell until its tooltip shows."""
    y = next(y for y, text in enumerate(screen.lines()) if line in text)
    screen.app.TOOLTIP_DELAY = 0.4  # type: ignore[misc]  # of this app alone
    x = screen.lines()[y].index(cell)
    region = screen.table.region
    offset = (x - region.x, y - region.y)
    for _ in range(2):  # the first move takes away the tooltip of the cell before
        await screen.pilot._post_mouse_events([MouseMove], screen.table, offset=offset)
    tooltip = screen.main.query_one(Tooltip)
    await screen.until(lambda: bool(tooltip.display))


async def test_a_figure_of_which_something_must_be_known_bears_a_mark(universe_path: Path) -> None:
    async with running(universe_path, (160, 45)) as screen:
        assert "24.0x* " in screen.line("Stirlyng Infra")
        assert "*" not in screen.line("ACME")


async def test_the_mouse_on_a_cell_shows_the_whole_value_with_period_and_filing(
    universe_path: Path,
) -> None:
    async with running(universe_path, (160, 45), tooltips=True) as screen:
        await hover(screen, "Stirlyng Infra", "+18.4%")
        text = screen.text()
        assert "Growth  0.184" in text
        assert "2025-04-01 to 2026-03-31 · 10-Q filed 2026-05-04" in text
        await hover(screen, "Stirlyng Infra", "24.0x")
        await screen.shows("interest paid stands in for interest expense")
        await screen.press("s")
        assert screen.table.tooltip is None


async def test_a_tooltip_says_why_a_figure_is_unknown(universe_path: Path) -> None:
    async with running(universe_path, (160, 45), preset="everything", tooltips=True) as screen:
        y = screen.line("Silent Holdings")
        cell = y[y.index("Financials") :].index("–") + y.index("Financials")
        assert y[cell] == "–"
        await hover(screen, "Silent Holdings", y[cell - 4 : cell + 1])
        await screen.press("escape")
        await hover(screen, "Silent Holdings", y[cell:])
        await screen.shows("no quarter a year before")
        assert "– (unknown)" in screen.text()


async def test_i_shows_the_facts_behind_the_figure_under_the_cursor(universe_path: Path) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("right", "right", "right", "i")
        text = screen.text()
        assert "STQL · Growth" in text
        assert "+18.4%  0.184" in text
        assert "revenue_ttm_prior" in text
        assert "2,100,000,000 USD  Revenues" in text
        assert "recomputed from them: 0.18399999999999994" in text
        await screen.press("right")
        assert "STQL · Margin" in screen.text()
        assert "No filing's fact is an operand of it." in screen.text()
        await screen.press("escape")
        assert "STQL · Margin" not in screen.text()


async def test_a_value_that_its_facts_contradict_is_called_out(universe_path: Path) -> None:
    async with running(universe_path, (120, 45)) as screen:
        rows = screen.session.result.rows
        screen.session.result = type(screen.session.result)(
            rows.with_columns(revenue_growth=rows["revenue_growth"] + 0.01), 4, 3, 1, 8
        )
        await screen.press("right", "right", "right", "i", "j", "j", "j", "j")
        assert "which differs" in screen.text()


async def test_percent_shows_a_column_as_percentile_within_the_sector_and_back(
    large_path: Path,
) -> None:
    async with running(large_path, (120, 36), preset="everything") as screen:
        await screen.press("right", "right", "right", "percent_sign")
        assert "percentile within the sector" in screen.text()
        assert "Growth %ile" in screen.text()
        # Odd numbers are Industrials, even ones Energy: a thousand each.
        assert re.search(r"Energy +0 +0\.0%", screen.line("Company number 0 "))
        await screen.press("end")
        assert re.search(r"Industrials +99 +20\.0%", screen.line("▸  T1999"))
        await screen.press("percent_sign")
        assert "+204.9%" in screen.line("▸  T1999")
        assert "▸" in screen.line("▸  T1999")


async def test_a_text_has_no_percentile(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("right", "percent_sign")
        assert "Name is not a figure that can be ranked" in screen.text()


async def test_a_damaged_table_is_told(universe_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(universe_path, copy)
    next(copy.glob("snapshots/*/lineage.parquet")).write_bytes(b"not parquet")
    async with running(copy, (120, 36)) as screen:
        await screen.press("i")
        assert "damaged table" in screen.text()


@pytest.mark.parametrize("table", ["reasons", "companies"])
async def test_a_snapshot_of_which_a_table_is_damaged_that_every_list_needs_is_not_opened(
    universe_path: Path, tmp_path: Path, table: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(universe_path, copy)
    next(copy.glob(f"snapshots/*/{table}.parquet")).write_bytes(b"not parquet")
    with pytest.raises(SnapshotError, match="damaged table"):
        open_session(copy, None, "")
