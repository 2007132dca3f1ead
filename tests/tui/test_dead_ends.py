"""Where a person would stand helpless or be misled: unknown is no zero, and no key is silent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.companies import company, many
from tests.tui.driving import running
from tests.tui.test_sectors import EDGE

from screener.model.metric import METRICS
from screener.present.debt import coverage_text, evidence
from screener.presets import save_preset
from screener.tui.state.completing import complete_path

WriteUniverse = Callable[[list[dict[str, Any]]], Path]


async def test_a_sector_of_which_no_debt_is_known_saves_an_unknown_amount(
    write_universe: WriteUniverse,
) -> None:
    rows = [
        company("BARE", "Bare", "Materials", 1, profitable=True),
        company("DEBT", "Debt", "Energy", 2, debt_type="floating", floating_debt=0.0,
                total_debt=0.0),
    ]  # fmt: skip
    async with running(write_universe(rows), (160, 30), preset="everything") as screen:
        await screen.press("G")
        await screen.shows("index: 2 companies")
        bare, debt = (
            screen.line(f" {name} ").partition(name)[2].split() for name in ("Materials", "Energy")
        )
        assert bare[7:9] == ["–", "–"]
        assert debt[7:9] == ["0", "–"]


async def test_a_share_of_few_companies_says_of_how_many_and_of_very_few_nothing(
    write_universe: WriteUniverse,
) -> None:
    rows = [company(f"K{n}", f"K{n}", "Energy", n, profitable=True) for n in range(5)]
    rows += [company(f"U{n}", f"U{n}", "Energy", 10 + n, zombie_oecd="unknown") for n in range(6)]
    async with running(write_universe(rows), (140, 36), preset="everything") as screen:
        await screen.shows("index: 100% profitable of 5 known · 0% zombies of 5 known")
    async with running(write_universe(rows[1:]), (140, 36), preset="everything") as screen:
        await screen.shows("10 → 10 pass")
        assert "profitable of" not in screen.lines()[1]
        assert "zombies" not in screen.lines()[1]


async def test_a_column_of_percentiles_is_sorted_by_them(write_universe: WriteUniverse) -> None:
    rows = many(12)
    for n, row in enumerate(rows):  # in Energy, growth is ten times as large
        row["revenue_growth"] = n / 100 if row["sector"] == "Industrials" else n / 10
    async with running(write_universe(rows), (120, 36), preset="everything") as screen:
        await screen.press("right", "right", "right", "percent_sign", "s")
        column = "revenue_growth_percentile"
        assert screen.session.result.rows[column].is_sorted(descending=True)
        assert "Growth %ile▼" in screen.text()
        await screen.press("s")
        assert screen.session.result.rows[column].is_sorted()


async def test_an_empty_list_of_unknowns_says_so_before_it_blames_a_rule(
    write_universe: WriteUniverse,
) -> None:
    bare = dict.fromkeys(company("X", "X", "Energy", 1))
    rows = [bare | {"ticker": f"B{n}", "name": f"B{n}", "sector": "Energy"} for n in range(3)]
    async with running(write_universe(rows), (100, 30)) as screen:
        text = screen.text()
        assert "U  show 3 companies that fail only for a missing figure" in text
        assert "u  fetch their facts: 3 companies have no figures here" in text
        assert "relax the costliest rule" not in text


async def test_r_with_shift_says_what_it_took_off_or_why_nothing(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("R")
        await screen.shows("Somebody passes")
        await screen.press("f", "end", "space", "escape", "R")
        await screen.shows("Taken off: zombie (OECD) yes; r brings it back")


async def test_a_move_of_the_rate_says_who_crosses_also_where_the_header_has_no_room(
    write_universe: WriteUniverse,
) -> None:
    async with running(write_universe(EDGE), preset="everything") as screen:
        await screen.press("minus")
        await screen.shows("Rates −100bp: 1 listed company crosses an interest coverage of 1")


async def test_a_deleted_preset_in_use_is_called_deleted(universe_path: Path) -> None:
    async with running(universe_path, (120, 36)) as screen:
        save_preset("mine", screen.session.screen)
        await screen.press("p", "end", "enter")
        assert " mine " in screen.lines()[1]
        await screen.press("p", "d", "d", "escape")
        await screen.shows("mine (deleted)")
        await screen.press("p", "home", "enter")
        assert "(deleted)" not in screen.lines()[1]


async def test_another_preset_is_looked_at_from_the_left(large_path: Path) -> None:
    async with running(large_path, preset="everything") as screen:
        await screen.press(*["right"] * 9)
        assert "‹" in screen.text()
        await screen.press("p", "home", "enter")
        assert "‹" not in screen.text()


async def test_a_path_of_the_build_is_completed(
    universe_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "holdings of may.csv").write_text("")
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("u", "tab", "f")
        await screen.write("hold")
        await screen.until(lambda: "holdings of may.csv" in screen.text())
        await screen.press("right")
        assert screen.app.focused.value == "holdings of may.csv"  # type: ignore[union-attr]  # an Input


def test_only_what_is_there_is_completed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert complete_path(f"{tmp_path}/fol") == f"{tmp_path}/folder/"
    for text in (f"{tmp_path}/nothing", f"{tmp_path}/", "", "\0", "~nobody-there/x"):
        assert complete_path(text) is None


def test_less_interest_makes_the_quotient_of_a_loss_no_worse() -> None:
    told = coverage_text({"interest_coverage": -7.2, "coverage_after_move": -8.2})
    assert "−7.2x" in told and "operating loss" in told and "8.2" not in told


def test_maturities_do_not_stand_beside_instruments_that_they_are_not_made_of() -> None:
    [told] = evidence(METRICS["maturing_12m"], 1e6, [{"name": "Loan"}], None)
    assert "schedule of maturities" in told and "not kept" in told
    [told] = evidence(METRICS["debt_type"], "unknown", [], None)
    assert "no instruments" in told
