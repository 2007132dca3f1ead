"""``screen export --percentile`` against a plain count over the sample's rows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from screener.paths import sample_dir

Row = dict[str, Any]
FEWEST = 5


@pytest.fixture(scope="module")
def companies() -> dict[str, list[Row]]:
    """Return the sample's companies by sector: the first row of each filer, every row without."""
    found: dict[str, list[Row]] = {}
    known = set[int]()
    for row in pl.read_parquet(sample_dir() / "metrics.parquet").to_dicts():
        if row["cik"] not in known:
            found.setdefault(row["sector"], []).append(row)
        if row["cik"] is not None:
            known.add(row["cik"])
    return found


def written(ran) -> list[dict[str, str]]:
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.parametrize("preset", ["everything", "profitable-growers"])
def test_it_is_the_share_of_the_whole_sector_below_whoever_passes(
    screen, companies: dict[str, list[Row]], preset: str
) -> None:
    columns = ("--columns", "ticker,sector,net_margin", "--percentile", "net_margin")
    rows = written(screen("export", "--preset", preset, *columns))
    assert list(rows[0]) == ["ticker", "sector", "net_margin", "net_margin_percentile"]
    unknown = 0
    for row in rows:
        peers = [one["net_margin"] for one in companies[row["sector"]]]
        peers = [value for value in peers if value is not None]
        if not row["net_margin"] or len(peers) < FEWEST:
            assert row["net_margin_percentile"] == ""
            unknown += 1
            continue
        value = float(row["net_margin"])
        below = sum(peer < value for peer in peers) + sum(peer == value for peer in peers) / 2
        assert float(row["net_margin_percentile"]) == pytest.approx(below / len(peers))
    assert unknown < len(rows) / 2
    assert (unknown > 0) == (preset == "everything")


def test_its_column_follows_the_metric_or_else_all_metrics(screen) -> None:
    words = ("--percentile", "pe", "--percentile", "ps", "--percentile", "pe", "--limit", "1")
    [row] = written(screen("export", *words, "--columns", "ticker,pe,sector", "--explain", "--all"))
    assert list(row)[:6] == ["ticker", "pe", "pe_percentile", "sector", "ps_percentile", "outcome"]
    assert all(": " in name for name in list(row)[6:])


def test_it_is_of_the_figures_at_the_assumed_move(screen) -> None:
    words = ("--preset", "everything", "--columns", "ticker", "--percentile", "interest_saved")
    cut, rise = (
        {row["ticker"]: row["interest_saved_percentile"] for row in written(screen(*line))}
        for line in (("export", *words), ("export", *words, "--rate-move", "+75bp"))
    )
    ranked = [ticker for ticker, rank in cut.items() if rank]
    assert ranked
    for ticker in ranked:
        assert float(cut[ticker]) + float(rise[ticker]) == pytest.approx(1.0)


def test_people_read_it_as_on_the_screen_and_a_workbook_says_what_it_is(
    screen, tmp_path: Path
) -> None:
    words = ("export", "--percentile", "pe", "--columns", "ticker,pe", "--limit", "1")
    [raw] = json.loads(screen(*words, "--format", "json").out)
    head, line = screen(*words, "--format", "text").out.splitlines()
    assert head.endswith("P/E %ile")
    assert line.split()[-1] == str(int(raw["pe_percentile"] * 100))
    path = tmp_path / "out.xlsx"
    assert screen(*words, "--output", str(path)).code == 0
    book = load_workbook(path)
    cell = book["companies"]["C2"]
    assert (cell.value, cell.number_format) == (raw["pe_percentile"], "0.0%")
    [told] = [row for row in book["Columns"].iter_rows(values_only=True) if row[1].endswith("ile")]
    assert told[:4] == ("companies", "pe_percentile", "P/E %ile", "fraction")
    assert "share of the sector's companies of known pe" in told[4]


@pytest.mark.parametrize(
    ("metric", "why"),
    [
        ("sector", "sector is a text"),
        ("zombie", "zombie is a verdict"),
        ("filed", "filed is a date"),
        ("weight", "weight is of a holding"),
        ("cik", "cik says who a company is"),
        ("netmargin", "did you mean 'net_margin'?"),
    ],
)
def test_what_can_not_be_ranked_is_refused_with_the_reason(screen, metric: str, why: str) -> None:
    ran = screen("export", "--percentile", metric)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: --percentile: ")
    assert why in ran.err
    assert len(ran.err.splitlines()) == 2
