"""What the summary of an update says of the snapshot that was current before."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from tests.tui.companies import COMPANIES, company, write_snapshot
from tests.tui.driving import Driver, running
from tests.tui.test_changes import EARLIER, companies_before
from tests.tui.updates import begin, built

from screener.store.places import current_snapshot
from screener.tui.screens.changes import ChangesDialog
from screener.tui.screens.main import MainScreen
from screener.tui.screens.update import UpdateDialog

FEW = 2


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder, with a snapshot of the spring that is current."""
    return write_snapshot(tmp_path / "data", companies_before(), as_of=EARLIER, held=EARLIER)


async def updated(screen: Driver, data: Path) -> None:
    """Update to the eight as they are now."""
    script = await begin(screen, live=True)
    await screen.until(lambda: screen.session.updates.current is not None)
    await screen.shows("opening the connections")
    write_snapshot(data, COMPANIES)
    script.say(built(data))
    await screen.shows("facts kept")


@pytest.mark.parametrize("size", [(80, 24), (60, 40), (120, 36)])
async def test_it_says_who_came_and_left_and_who_newly_passes_by_which_rule(
    data: Path, size: tuple[int, int]
) -> None:
    async with running(data, size) as screen:
        await updated(screen, data)
        await screen.shows("What changed since 31 Mar 2026")
        for text in (
            "Index: 8 → 8 companies, 1 entered (WIDE), 1 left (GONE)",
            "New filings: 2 companies",
            "profitable-growers: 5 → 4 pass, 2 newly, 3 no longer",
            "✓ STQL Stirlyng Infra: growth +3.1% → +18.4% (> 4%)",
            "✓ WIDE 東京エレクトロン株式会社: new in the index",
        ):
            assert text in screen.text()


async def test_d_shows_all_of_it_and_goes_to_a_company(data: Path) -> None:
    async with running(data) as screen:
        await updated(screen, data)
        await screen.shows("d: all")
        await screen.press("d")
        await screen.shows("Newly pass: 2")
        await screen.press("escape")
        assert isinstance(screen.app.screen, UpdateDialog)
        assert "What changed since" in screen.text()
        await screen.press("d")
        assert isinstance(screen.app.screen, ChangesDialog)
        await screen.shows("Newly pass: 2")
        await screen.press("down", "enter")
        assert isinstance(screen.app.screen, MainScreen)
        here = screen.session.here
        assert here is not None and here["ticker"] == "WIDE"
        await screen.press("u")
        assert "Contact" in screen.text()


async def test_of_many_the_first_few_are_named(data: Path) -> None:
    write_snapshot(data, COMPANIES[:FEW], as_of=dt.date(2026, 5, 31))
    async with running(data, (80, 40), preset="everything") as screen:
        await updated(screen, data)
        await screen.shows("d: all")
        assert "Index: 2 → 8 companies, 6 entered (DARK, ESC, LOSS, SLOW, WIDE, …), 0 left" in (
            " ".join(screen.text().replace("┃", " ").split())
        )
        assert "and 1 more · d: all" in screen.text()
        assert screen.text().count(": new in the index") == 5


async def test_a_snapshot_that_is_no_longer_kept_is_compared_all_the_same(data: Path) -> None:
    async with running(data) as screen:
        script = await begin(screen, live=True)
        await screen.shows("opening the connections")
        old = current_snapshot(data)
        assert old is not None
        write_snapshot(data, COMPANIES)
        shutil.rmtree(old)
        script.say(built(data))
        await screen.shows("✓ STQL Stirlyng Infra: growth")
        assert "d: all" not in screen.text()


async def test_with_the_sample_or_another_fund_nothing_is_compared(
    sample_path: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    async with running(sample_path) as screen:
        await updated(screen, data)
        await screen.pilot.pause(0.1)
        assert "What changed" not in screen.text()
        assert "Comparing" not in screen.text()
        assert "fictional" not in screen.text()
    manifest = next(data.glob("snapshots/*/manifest.json"))
    manifest.write_text(manifest.read_text().replace("Small Cap ETF", "Elsewhere \\u001b[31m Fund"))
    async with running(data) as screen:
        script = await begin(screen, live=True)
        await screen.shows("opening the connections")
        write_snapshot(data, [company("ONE", "One", "Energy", 1)], as_of=dt.date(2026, 7, 2))
        script.say(built(data))
        await screen.shows("The snapshot before is not compared: it holds another fund, Elsewhere")
        assert "\ufffd[31m Fund" in " ".join(screen.text().replace("┃", " ").split())


async def test_a_damaged_snapshot_before_is_told_and_the_update_goes_on(data: Path) -> None:
    async with running(data) as screen:
        next(data.glob("snapshots/*/companies.parquet")).write_bytes(b"torn")
        await updated(screen, data)
        await screen.shows("The snapshot before is not compared")
        assert screen.session.universe.snapshot.path == current_snapshot(data)
