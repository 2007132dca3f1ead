from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook
from tests.tui.companies import company
from tests.tui.driving import running
from textual.widgets import Input

from screener import cli
from screener.model.metric import METRICS
from screener.present.tables.writing import SUFFIXES
from screener.tui.state.completing import complete_folder


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def test_choices_by_key_or_in_the_list_are_shown_counted_and_written(
    universe_path: Path, tmp_path: Path
) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("e")
        assert "4 companies, 11 columns" in screen.text()
        await screen.press("f2", "down", "j", "space")
        assert f"4 companies, {len(METRICS) + 3} columns" in screen.text()
        assert "[✓] F2 every column" in screen.text()
        assert "[✓] F3 a column for each rule" in screen.text()
        assert "[ ] F4 CSV: texts safe for a spreadsheet" in screen.text()
        await screen.press("j", "space", "space", "enter")
        await screen.shows("4 companies written to ")
    frame = pl.read_csv(next(tmp_path.glob("*.csv")))
    assert frame.columns[: len(METRICS)] == list(METRICS)
    assert frame["profitable: net income > 0"].to_list() == ["pass"] * 4


async def test_a_column_of_percentiles_is_written_beside_its_values_as_the_command_line_does(
    large_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    async with running(large_path, (120, 36), preset="everything") as screen:
        await screen.press("right", "right", "right", "percent_sign", "e")
        await screen.write("x.csv")
        await screen.press("enter")
        await screen.shows("x.csv")
        await screen.until((tmp_path / "x.csv").exists)
        await screen.press("home", "Y")
        row = screen.app.clipboard
        await screen.press("right", "x", "e", "f2")
        assert f"{len(METRICS) + 1} columns" in screen.text()
        await screen.press("escape", "left", "x", "e")
        assert f"{len(screen.session.screen.columns)} columns" in screen.text()
    preset = ("--preset", "everything", "--percentile", "revenue_growth", "-q")
    monkeypatch.setattr("sys.argv", ["screen", "export", "--snapshot", str(large_path), *preset])
    with pytest.raises(SystemExit):
        cli.main()
    told = capfd.readouterr().out
    assert sorted((tmp_path / "x.csv").read_text().splitlines()) == sorted(told.splitlines())
    assert ",revenue_growth,revenue_growth_percentile," in told.splitlines()[0]
    assert row.replace("\t", ",") in told


async def test_texts_can_be_made_safe_for_a_spreadsheet(
    write_universe: Callable[[list[dict[str, Any]]], Path], tmp_path: Path
) -> None:
    path = write_universe([company("EVIL", "=cmd()", "Energy", 1)])
    async with running(path, (120, 36), preset="everything") as screen:
        for keys, name in (((), "=cmd()"), (("f4",), "'=cmd()")):
            await screen.press("e", *keys)
            await screen.write(f"x{len(keys)}.csv")
            await screen.press("enter")
            await screen.shows(f"x{len(keys)}.csv")
            written = tmp_path / f"x{len(keys)}.csv"
            await screen.until(written.exists)
            assert pl.read_csv(written)["name"].to_list() == [name]


async def test_rows_that_are_kept_although_unknown_are_told_apart(
    universe_path: Path, tmp_path: Path
) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("U", "e", "enter")
        await screen.shows("5 companies written to")
    outcomes = pl.read_csv(next(tmp_path.glob("*.csv")))["outcome"].to_list()
    assert sorted(outcomes) == ["pass"] * 4 + ["unknown"]


async def test_tab_completes_folders_and_the_last_one_is_remembered(
    universe_path: Path, tmp_path: Path
) -> None:
    for name in ("reports", "reported", ".hidden", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "report.txt").write_text("a file is no folder")
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("e")
        field = screen.app.screen.query_one(Input)
        await screen.write("rep")
        await screen.press("tab")
        assert field.value == "report"
        assert "reported/ reports/" in screen.text()
        await screen.press("s", "tab")
        assert field.value == "reports/"
        await screen.press(*"x.csv", "enter")
        await screen.shows("written to")
        assert (tmp_path / "reports" / "x.csv").exists()
        await screen.press("e")
        assert "reports/profitable-growers-2026-06-30.csv" in screen.text()
        await screen.write("none")
        await screen.press("tab")
        await screen.shows("No folder begins like that.")


async def test_a_name_whose_end_says_no_format_is_refused(
    universe_path: Path, tmp_path: Path
) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("e")
        for name in ("x.xls", "x"):
            await screen.write(name)
            await screen.press("enter")
            await screen.shows("The name's end says the format: .csv .parquet")
    assert list(tmp_path.glob("x*")) == []


async def test_a_part_of_a_snapshot_is_never_written_over(universe_path: Path) -> None:
    table = next(universe_path.glob("snapshots/*/metrics.parquet"))
    before = table.read_bytes()
    async with running(universe_path) as screen:
        await screen.press("e")
        await screen.write(str(table))
        await screen.press("enter", "enter")
        assert "This is a part of a snapshot" in screen.text()
    assert table.read_bytes() == before


async def test_the_name_says_the_format_and_every_format_is_written(
    universe_path: Path, tmp_path: Path
) -> None:
    async with running(universe_path, (120, 36)) as screen:
        for suffix in SUFFIXES:
            await screen.press("e")
            await screen.write(f"x{suffix}")
            await screen.press("enter")
            await screen.shows(f"x{suffix}")
            await screen.until((tmp_path / f"x{suffix}").exists)
        screened = screen.session.result.rows["ticker"].to_list()
    listed = {
        ".csv": pl.read_csv(tmp_path / "x.csv")["ticker"].to_list(),
        ".parquet": pl.read_parquet(tmp_path / "x.parquet")["ticker"].to_list(),
        ".ndjson": pl.read_ndjson(tmp_path / "x.ndjson")["ticker"].to_list(),
        ".jsonl": pl.read_ndjson(tmp_path / "x.jsonl")["ticker"].to_list(),
        ".json": [row["ticker"] for row in json.loads((tmp_path / "x.json").read_text())],
        ".xlsx": [row[0].value for row in load_workbook(tmp_path / "x.xlsx").worksheets[0]][1:],
        ".md": [line.split(" ")[1] for line in (tmp_path / "x.md").read_text().splitlines()][2:],
        ".txt": [line.split(" ")[0] for line in (tmp_path / "x.txt").read_text().splitlines()][1:],
    }
    assert listed == dict.fromkeys(SUFFIXES, screened)


async def test_a_workbook_says_what_was_asked_and_of_which_snapshot(
    universe_path: Path, tmp_path: Path
) -> None:
    async with running(universe_path, (120, 36)) as screen:
        await screen.press("U", "e")
        await screen.write("x.xlsx")
        await screen.press("enter")
        await screen.until((tmp_path / "x.xlsx").exists)
        passed, unknown = screen.session.result.passed, screen.session.result.unknown
    said = [
        tuple(cell.value for cell in row) for row in load_workbook(tmp_path / "x.xlsx")["About"]
    ]
    assert ("preset", "profitable-growers (changed)") in said
    assert ("rule", "growth: > 4%") in said
    assert ("as of", "2026-06-30") in said
    [outcome] = [value for what, value in said if what == "outcome"]
    assert outcome.startswith(f"{passed} pass, ") and f" {unknown} unknown" in outcome


async def test_more_than_a_workbook_holds_is_told_and_the_dialog_stays(
    write_universe: Callable[[list[dict[str, Any]]], Path], tmp_path: Path
) -> None:
    path = write_universe([company("LONG", "x" * 40_000, "Energy", 1)])
    async with running(path, (120, 36), preset="everything") as screen:
        await screen.press("e")
        await screen.write("x.xlsx")
        await screen.press("enter")
        await screen.shows("a text of 40,000 characters")
        assert not (tmp_path / "x.xlsx").exists()
        await screen.write("x.csv")
        await screen.press("enter")
        await screen.until((tmp_path / "x.csv").exists)


@pytest.mark.parametrize("text", ["no/such/", "\0", "~nobody-of-that-name/", "x" * 5000, ""])
def test_what_names_no_folder_completes_to_itself(text: str) -> None:
    assert complete_folder(text) == (text, [])


def test_hidden_folders_are_meant_only_by_a_dot(tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir()
    (tmp_path / "one").mkdir()
    assert complete_folder("") == ("one/", ["one"])
    assert complete_folder(".c") == (".config/", [".config"])
    assert complete_folder(f"{tmp_path}/o") == (f"{tmp_path}/one/", ["one"])
