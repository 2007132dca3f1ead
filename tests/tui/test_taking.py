from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.companies import ACCESSION
from tests.tui.driving import Driver, running

from screener.tui import browser

URL = f"https://www.sec.gov/Archives/edgar/data/1000/{ACCESSION.replace('-', '')}/{ACCESSION}"


def shown(screen: Driver) -> str:
    """The last lines as one: an address may be broken."""
    return "".join(line.strip() for line in screen.lines()[-4:])


async def test_y_copies_the_ticker_and_says_so(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("j", "y")
        assert screen.app.clipboard == "ACME"
        await screen.shows("Copied ACME")
        await screen.press("enter", "y")  # the company page too
        assert screen.app.clipboard == "ACME"


async def test_capital_y_copies_the_shown_columns_as_a_csv_holds_them(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("Y")
        assert screen.app.clipboard.split("\t") == [
            "STQL", "Stirlyng Infra", "Industrials", "0.184", "0.121", "fixed", "no", "24.0",
            "310000000.0", "9900000000.0", "31.2",
        ]  # fmt: skip
        await screen.shows("Copied the row of STQL: 11 columns")
        await screen.press("j", "j", "Y")
        assert screen.app.clipboard.startswith("ESC\tEsc\N{REPLACEMENT CHARACTER}[31mape")
        assert "\x1b" not in screen.app.clipboard


async def test_a_company_that_is_not_listed_can_be_copied(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("t", *"zomb", "enter")
        await screen.until(lambda: screen.session.other is not None)
        await screen.press("Y")
        assert screen.app.clipboard.startswith("ZOMB\tUndead Mills\tIndustrials\t-0.1\t")


async def test_where_nobody_is_listed_nothing_is_copied_or_opened(universe_path: Path) -> None:
    async with running(universe_path, preset="cheap-growers") as screen:
        for key in ("y", "Y", "o"):
            await screen.press(key)
            await screen.shows("There is no company here.")
        assert screen.app.clipboard == ""


@pytest.mark.parametrize(
    ("opens", "notice"), [(True, "Opened in the browser"), (False, "No browser can be opened")]
)
async def test_o_opens_the_newest_filing_and_shows_its_address_whole(
    universe_path: Path, monkeypatch: pytest.MonkeyPatch, opens: bool, notice: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(browser, "open_in_browser", lambda url: opened.append(url) or opens)
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("o")
        await screen.shows(notice)
        assert opened == [f"{URL}-index.htm"]
        assert f"{URL}-index.htm" in shown(screen)
        await screen.press("j", "o")
        await screen.shows("No filing of ACME is known.")
