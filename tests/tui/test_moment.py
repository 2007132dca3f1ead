"""The terminal screen on a universe of an earlier day: the day is in sight, whatever the width."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.makers import HOLDINGS_DATE, market
from tests.tui.driving import running

from screener.build.rewind import rewind
from screener.screening.universe import Universe, open_universe


@pytest.fixture
def earlier(tmp_path: Path) -> Universe:
    """Two companies as known in June 2025, from a snapshot of May 2026."""
    snapshot = market(tmp_path / "market").build().snapshot
    return rewind(open_universe(snapshot.path), dt.date(2025, 6, 30))


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (44, 12)])
async def test_the_header_tells_the_day(earlier: Universe, size: tuple[int, int]) -> None:
    async with running(earlier, size, preset="everything") as screen:
        assert "as of 30 Jun 2025" in screen.text()
        assert f"holdings {HOLDINGS_DATE.day} May 2026" in screen.text() or size[0] < 80
        assert "2 pass" in screen.text()


async def test_what_changed_has_nothing_before_it_to_compare_with(earlier: Universe) -> None:
    async with running(earlier, preset="everything") as screen:
        await screen.press("d")
        await screen.until(lambda: "earlier" in screen.text() or "before" in screen.text)
        assert "What changed" in screen.text()
