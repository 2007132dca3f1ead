"""The key ``u`` of the terminal screen against the local EDGAR and iShares."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from tests.edgar import program
from tests.edgar.home import assert_whole, look_again_since
from tests.edgar.log import SEC
from tests.edgar.market import Folders
from tests.edgar.server import Server
from tests.tui.driving import Driver, running
from textual.widgets import Input

from screener.settings import load_settings
from screener.store.places import current_snapshot

TODAY = dt.datetime.now(tz=dt.UTC).date()


@pytest.fixture(autouse=True)
def _at_home(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask this server, as nobody yet: the contact is to be asked for."""
    server.rules.limit = 1_000_000
    for name, value in program.environment(server, tmp_path, TERM="xterm-256color").items():
        if name.startswith(("SCREENER_", "TERM")) and name != "SCREENER_CONTACT":
            monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)


async def until(screen: Driver, text: str) -> None:
    """Wait for a text, as long as an update may take."""
    for _ in range(program.PATIENCE * 10):
        if text in screen.text():
            await screen.pilot.pause()
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"waited for {text!r}:\n{screen.text()}")


async def test_real_companies_take_the_place_of_the_sample_and_two_weeks_later_it_says_what_changed(
    server: Server, folders: Folders, tmp_path: Path
) -> None:
    async with running(None, (120, 45), preset="everything") as screen:
        assert "fictional" in screen.lines()[2]
        await screen.press("u")
        screen.app.screen.query_one("#update-contact", Input).value = program.CONTACT
        await screen.press("enter")
        await until(screen, "Fetched: ")
        await until(screen, "with comparable figures")
        assert "holdings file of 127.0.0.1" in screen.line("Holdings: ")
        assert "What changed" not in screen.text()
        assert load_settings().contact == program.CONTACT
        agents = {each.agent for each in server.log if each.asked.host in SEC}
        assert agents == {program.CONTACT}
        await screen.press("enter")
        assert "fictional" not in screen.text()
        first = current_snapshot(tmp_path / "data")
        assert screen.session.universe.snapshot.path == first

        await screen.press("u", "enter")
        await until(screen, "Nothing has changed")
        await screen.press("enter")

        day = TODAY - dt.timedelta(days=max(TODAY.weekday() - 4, 0) or 1)
        day = day if day.weekday() < 5 else day - dt.timedelta(days=2)
        server.served.move_on(folders.later, day)
        look_again_since(tmp_path, day - dt.timedelta(days=3))
        await screen.press("u", "enter")
        await until(screen, "What changed since 21 Apr 2026")
        text = " ".join(screen.text().split())
        assert ", 1 entered (" in text and ", 1 left (" in text
        assert ": new in the index" in text
        assert current_snapshot(tmp_path / "data") != first
    assert_whole(tmp_path)


async def test_what_is_cancelled_goes_on_from_there(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = tmp_path / "data" / "sources" / "facts"
    monkeypatch.setenv("SCREENER_REQUESTS_PER_SECOND", "20")
    async with running(None, (120, 45)) as screen:
        await screen.press("u")
        screen.app.screen.query_one("#update-contact", Input).value = program.CONTACT
        await screen.press("enter")
        await screen.until(lambda: facts.is_dir() and any(facts.glob("CIK*")))
        await screen.press("c")
        await until(screen, "what was fetched is kept")
        kept = {path.name.partition(".")[0] for path in facts.glob("CIK*")}
        assert current_snapshot(tmp_path / "data") is None
        assert "fictional" in screen.lines()[2]

        monkeypatch.setenv("SCREENER_REQUESTS_PER_SECOND", "200")
        server.log.clear()
        await screen.press("enter")
        await until(screen, "with comparable figures")
        asked = {Path(each.path).stem for each in server.log if "companyfacts" in each.path}
        assert kept and asked and not kept & asked
    assert_whole(tmp_path)
