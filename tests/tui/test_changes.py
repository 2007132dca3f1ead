"""What changed since the last snapshot: the window under ``d``."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.companies import COMPANIES, company, write_snapshot
from tests.tui.driving import Driver, running

from screener.paths import sample_dir
from screener.screening import earlier as earlier_module
from screener.tui.screens import changes as dialog_module
from screener.tui.screens.main import MainScreen
from screener.tui.state import Session
from screener.tui.state.changes import Changes

EARLIER = dt.date(2026, 3, 31)
GONE = company("GONE", "Gone for Good", "Energy", 1010, profitable=True, revenue_growth=0.2)


def companies_before() -> list[dict[str, Any]]:
    """The eight as they were: STQL did not grow, ZOMB was none, SLOW grew; WIDE was not there."""
    changes: dict[str, dict[str, Any]] = {
        "STQL": {"revenue_growth": 0.031, "filed": dt.date(2026, 2, 20)},
        "ACME": {"ticker": "ACM"},
        "ZOMB": {"zombie_oecd": "no", "profitable": True, "revenue_growth": 0.07},
        "LOSS": {"revenue_growth": None, "profitable": None},
        "SLOW": {"revenue_growth": 0.0425, "period_end": dt.date(2025, 12, 31)},
    }
    kept = [row | changes.get(row["ticker"], {}) for row in COMPANIES if row["ticker"] != "WIDE"]
    return [*kept, GONE]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "two"
    write_snapshot(root, companies_before(), as_of=EARLIER, held=EARLIER)
    return write_snapshot(root, COMPANIES)


async def opened(screen: Driver) -> None:
    await screen.press("d")
    await screen.until(lambda: "What changed ·" in screen.text())
    await screen.shows("✓ STQL")


def section(screen: Driver, title: str) -> list[str]:
    """The lines of a section that are in sight, without the frame."""
    lines = [line[line.index("┃") :].strip("┃ ▁▂▃▄▅▆▇█") for line in screen.lines() if "┃" in line]
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{title}: "))
    found = itertools.takewhile(bool, lines[start + 1 :])
    return [" ".join(line.split()) for line in found]


async def test_it_lists_who_moved_and_by_which_rule(root: Path) -> None:
    async with running(root, (116, 45)) as screen:
        await opened(screen)
        text = screen.text()
        assert "What changed · 31 Mar 2026 → 30 Jun 2026" in text
        assert "From  holdings 31 Mar 2026 · as of 31 Mar 2026" in text
        assert "To    holdings 5 May 2026 · as of 30 Jun 2026" in text
        assert "5 of 8 companies passed, 4 of 8 pass now" in text
        assert "1 went from unknown to fail" in text
        new = section(screen, "Newly pass")
        assert new[0] == "✓ STQL Stirlyng Infra growth +3.1% → +18.4% (> 4%)"
        assert new[1].startswith("✓ WIDE 東京エレクトロン株式会社")
        assert new[1].endswith("new in the index")
        assert section(screen, "No longer pass") == [
            "· GONE Gone for Good left the index",
            "✗ SLOW Slow & Steady growth +4.2% → +2.0% (> 4%)",
            "✗ ZOMB Undead Mills profitable yes → no",
            "growth +7.0% → −10.0% (> 4%)",
            "zombie (OECD) no → yes",
        ]
        assert len(section(screen, "New in the index")) == 1
        assert section(screen, "Left the index") == ["· GONE Gone for Good Energy · passed"]
        assert section(screen, "New filings") == [
            "✗ SLOW Slow & Steady filed 2026-05-04, period 2025-12-31 → 2026-03-31",
            "✓ STQL Stirlyng Infra filed 2026-02-20 → 2026-05-04",
        ]
        assert "ACM " not in text  # another ticker is no news of the index


async def test_names_from_outside_are_text(root: Path) -> None:
    before = [row | {"revenue_growth": 0.01} for row in COMPANIES]
    write_snapshot(root, before, as_of=dt.date(2026, 5, 31))
    async with running(root / "snapshots" / "2026-06-30_20260701T000000Z", (116, 45)) as screen:
        await opened(screen)
        assert "[red]Acme[/red] [@click=app.quit]…" in screen.text()
        assert "Esc\ufffd[31mape\ufffd \ufffdInc" in screen.text()


async def test_enter_goes_to_a_company_that_is_listed(root: Path) -> None:
    async with running(root) as screen:
        await opened(screen)
        await screen.press("j", "enter")
        assert isinstance(screen.app.screen, MainScreen)
        assert screen.session.here is not None
        assert screen.session.here["ticker"] == "WIDE"
        assert "▸  WIDE" in screen.text()


async def test_enter_shows_a_company_that_is_not_listed(root: Path) -> None:
    async with running(root) as screen:
        await opened(screen)
        await screen.press("tab", "j", "enter")
        await screen.shows("SLOW  Slow & Steady")


async def test_a_company_that_left_the_index_can_not_be_gone_to(root: Path) -> None:
    async with running(root) as screen:
        await opened(screen)
        await screen.press("tab", "enter")
        assert "GONE is not in this snapshot any more" in screen.text()
        await screen.press("j")
        assert "Enter goes there" in screen.text()
        await screen.press("d")
        assert isinstance(screen.app.screen, MainScreen)


async def test_the_sections_go_round(root: Path) -> None:
    async with running(root, (116, 45)) as screen:
        await opened(screen)
        await screen.press("shift+tab", "shift+tab", "enter")
        assert "GONE is not in this snapshot any more" in screen.text()
        await screen.press("tab", "tab", "enter")
        assert screen.session.here is not None
        assert screen.session.here["ticker"] == "STQL"


@pytest.mark.parametrize("size", [(40, 10), (52, 20), (80, 24), (100, 30), (160, 45)])
async def test_all_of_it_can_be_reached_at_any_size(root: Path, size: tuple[int, int]) -> None:
    async with running(root, size) as screen:
        await opened(screen)
        seen = inside(screen)
        for key in ["k"] + ["down"] * 16:
            await screen.press(key)
            assert {cell_len(line) for line in screen.lines()} == {size[0]}
            seen += inside(screen)
        for text in ("From holdings", "Newly pass: 2", "Left the index: 1", "New filings: ",
                     "→ +18.4%", "zombie (OECD) no → yes", "period 2025-12-31"):  # fmt: skip
            assert text in seen


def inside(screen: Driver) -> str:
    """The words in the frame, whatever the lines they stand on."""
    lines = [line[line.index("┃") :].strip("┃ ▁▂▃▄▅▆▇█") for line in screen.lines() if "┃" in line]
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("size", [(40, 10), (80, 24)])
async def test_without_an_earlier_snapshot_it_says_how_one_comes_to_be(
    universe_path: Path, size: tuple[int, int]
) -> None:
    for path, first in [
        (universe_path, "There is no snapshot of an"),
        (sample_dir(), "These are the fictional"),
    ]:
        async with running(path, size) as screen:
            await screen.press("d")
            await screen.shows(first)
            assert "screen update" in screen.text()
            await screen.press("k", "j", "enter", "tab", "escape")
            assert isinstance(screen.app.screen, MainScreen)


async def test_a_damaged_earlier_snapshot_is_told(root: Path) -> None:
    next(root.glob(f"snapshots/{EARLIER}*/metrics.parquet")).write_bytes(b"torn")
    async with running(root) as screen:
        await screen.press("d")
        await screen.shows("damaged table")
        assert "No other earlier snapshot is there" in screen.text()


async def test_a_damaged_table_of_its_own_is_told(root: Path) -> None:
    async with running(root) as screen:
        next(root.glob("snapshots/2026-06-30*/companies.parquet")).write_bytes(b"torn")
        await screen.press("d")
        await screen.shows("damaged table")
        await screen.press("escape")
        assert isinstance(screen.app.screen, MainScreen)


async def test_nothing_is_compared_before_it_is_asked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    real = earlier_module.earlier_snapshots
    monkeypatch.setattr(
        earlier_module, "earlier_snapshots", lambda snapshot: asked.append(1) or real(snapshot)
    )
    async with running(root) as screen:
        await screen.press("j", "r")
        assert asked == []
        await opened(screen)
        assert asked == [1]


async def test_it_says_that_it_compares_and_can_be_closed_meanwhile(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, real = threading.Event(), dialog_module.changes

    def slow(session: Session) -> Changes:
        go.wait(30)
        return real(session)

    monkeypatch.setattr(dialog_module, "changes", slow)
    async with running(root) as screen:
        try:
            await screen.press("d")
            assert "Comparing …" in screen.text()
            await screen.press("j", "k", "tab", "enter", "escape")
            assert isinstance(screen.app.screen, MainScreen)
            await screen.press("d")
        finally:
            go.set()
        await screen.shows("✓ STQL")
