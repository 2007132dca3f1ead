"""The charts on the company page: its quarters as bars, gaps where there are none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.tui.driving import running
from textual.content import Content

from screener.store.schema import INSTRUMENTS, QUARTERS
from screener.tui.pages.company import company_page
from screener.tui.state import Session, open_session


def with_tables(path: Path, **tables: pl.DataFrame) -> Session:
    """A session whose universe has other tables than the snapshot."""
    session = open_session(path, None, "")
    session.universe = replace(session.universe)
    session.universe.__dict__.update(tables)
    return session


def quarters(revenue: list[float | None], **series: list[float | None]) -> pl.DataFrame:
    """Quarters of STQL up to March 2026; where revenue is None there is no row."""
    rows: list[dict[str, Any]] = []
    for back, value in enumerate(reversed(revenue)):
        month = 2026 * 12 + 2 - 3 * back
        end = dt.date(month // 12, month % 12 + 1, 28)
        if value is not None:
            figures = {name: values[-1 - back] for name, values in series.items()}
            row = {"cik": 1000, "period_end": end, "revenue": value}
            rows.append(dict.fromkeys(QUARTERS) | row | figures)
    return pl.DataFrame(rows, schema=QUARTERS)


def page(session: Session, width: int = 80, height: int = 0) -> list[str]:
    found: Content = company_page(session, session.row(0), width, height)
    return [line.plain for line in found.split("\n")]


def line(lines: list[str], label: str) -> str:
    return next(text for text in lines if text.strip().startswith(label)).strip()


def test_revenue_margin_and_coverage_are_a_line_of_bars_each(universe_path: Path) -> None:
    session = with_tables(
        universe_path,
        quarters=quarters(
            [2e8, 4e8, None, 8e8],
            net_income=[-4e7, 4e7, None, 4e7],
            operating_income=[1e7, 2e7, None, None],
            interest_expense=[1e7, 1e7, None, 1e7],
        ),
    )
    beside = "Revenue ▂▄·█ 800M  Margin ▀▄·▂ 5.0%  Cover ▄█·· 2.0x (Sep 2025)"
    assert line(page(session, 80), "Revenue ") == beside
    lines = page(session, 60)
    assert line(lines, "Quarters, ") == "Quarters, Jun 2025 to Mar 2026  · unknown  ▔▀ below zero"
    assert line(lines, "Revenue ").split() == ["Revenue", "▂▄·█", "800M"]
    assert line(lines, "Margin ").split() == ["Margin", "▀▄·▂", "5.0%"]
    # The newest coverage is unknown: the last known one says of when it is.
    assert line(lines, "Cover ") == "Cover    ▄█··          2.0x (Sep 2025)"
    assert line(lines, "Debt ").startswith("Debt     ████████████  █ fixed 100%")
    assert lines.index(next(text for text in lines if "Passes" in text)) < 12


def test_an_absurd_quotient_is_an_arrow(universe_path: Path) -> None:
    series = [2e7, 2e7, 2e7, 2e9, 2e7]
    session = with_tables(
        universe_path,
        quarters=quarters([1e8] * 5, operating_income=series, interest_expense=[1e7] * 5),
    )
    lines = page(session)
    assert "Cover ███▲█ 2.0x" in line(lines, "Revenue ")
    assert "▲▼ off scale" in line(lines, "Quarters, ")


def test_where_there_is_room_the_charts_are_tall_and_beside_the_rules(universe_path: Path) -> None:
    session = with_tables(
        universe_path,
        quarters=quarters(
            [1e8, 2e8, 4e8], net_income=[-1e7, 1e7, 2e7],
            operating_income=[1e7] * 3, interest_expense=[1e7] * 3,
        ),
    )  # fmt: skip
    lines = page(session, 120, 16)
    title = next(text for text in lines if "Revenue 400M" in text)
    assert "Margin 5.0%" in title and "Cover 1.0x" in title
    seen = "\n".join(lines[:16])
    assert "✓ Passes" in seen
    assert "✓ growth" in seen
    [ends] = [text for text in lines if text.count("Mar 26") == 3]
    assert ends.count("Sep 25") == 3
    axes = [text for text in lines if "400M" in text]
    assert len(axes) == 2 and "5%" in axes[1] and "1.0x" in axes[1]
    short = page(session, 120, 10)
    assert any("Revenue ▂▄█ 400M  Margin" in text for text in short)


def test_without_quarters_the_fiscal_years_are_drawn_and_said_so(universe_path: Path) -> None:
    session = open_session(universe_path, None, "everything")
    row = next(session.row(n) for n in range(session.rows) if session.row(n)["ticker"] == "ZOMB")
    lines = [text.plain for text in company_page(session, row, 76).split("\n")]
    assert line(lines, "Fiscal years").startswith(
        "Fiscal years (no quarters on record), Dec 2023 to Dec 2025"
    )
    assert "Cover ███ 0.4x" in line(lines, "Revenue ")


@pytest.mark.parametrize("width", [36, 50, 58, 74, 111, 130])
def test_the_record_stays_in_columns_at_every_width(universe_path: Path, width: int) -> None:
    session = open_session(universe_path, None, "everything")
    row = next(session.row(n) for n in range(session.rows) if session.row(n)["ticker"] == "ZOMB")
    lines = [text.plain for text in company_page(session, row, width).split("\n")]
    start = next(n for n, text in enumerate(lines) if text.startswith("  Year"))
    years = [n for n, text in enumerate(lines) if text.startswith("  FY20")]
    step = years[0] - start
    assert years == [start + step * n for n in range(1, 4)]
    left = width - 58 if width >= 112 else width
    for title, cell in [("EBIT", "40.0M"), ("Cover", "0.40"), ("Leverage", "0.55 > 0.25"),
                        ("Real 3y", "−12.0%")]:  # fmt: skip
        at = next(n for n in range(step) if title in lines[start + n][:left])
        end = lines[start + at].index(title) + len(title)
        for first in years:
            assert lines[first + at][:end].endswith(cell)


def test_matured_instruments_and_swaps_are_told(universe_path: Path) -> None:
    def loan(name: str, kind: str, amount: float, maturity: dt.date | None) -> dict[str, Any]:
        return dict.fromkeys(INSTRUMENTS) | {
            "cik": 1000, "name": name, "kind": kind, "amount": amount, "maturity": maturity,
            "currency": "USD", "sure": True,
        }  # fmt: skip

    session = with_tables(
        universe_path,
        instruments=pl.DataFrame(
            [
                loan("Term Loan", "floating", 2e8, dt.date(2029, 1, 1)),
                loan("Old Note", "fixed", 1e8, dt.date(2026, 6, 1)),
                loan("Swaps", "swap", 5e7, None),
            ],
            schema=INSTRUMENTS,
        ),
    )
    lines = page(session, 110)
    assert line(lines, "100M").endswith("2026-06-01 (matured)")
    assert line(lines, "200M").endswith("2029-01-01")
    assert "swaps turn 50.0M of 200M floating into fixed" in line(lines, "swaps turn")


async def test_a_click_on_an_accession_number_opens_the_filing(
    universe_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter([True, False])

    def opened(address: str) -> bool:
        asked.append(address)
        return next(answers)

    monkeypatch.setattr("screener.tui.browser.open_in_browser", opened)
    number = "0000001000-26-000007"
    address = f"https://www.sec.gov/Archives/edgar/data/1000/000000100026000007/{number}-index.htm"
    async with running(universe_path, (100, 30)) as screen:
        await screen.press("enter")
        await screen.shows(number)
        y = next(n for n, text in enumerate(screen.lines()) if number in text)
        x = screen.lines()[y].index(number)
        for notice in ("Opened in the browser: ", "No browser can be opened from here: "):
            await screen.pilot.click(offset=(x + 3, y))
            await screen.shows(notice)
            said = "".join(text.strip() for text in screen.lines()[-3:])
            assert address in said.replace(" ", "")
    assert asked == [address, address]
