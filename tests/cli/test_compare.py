"""``screen compare``: figures as the sample has them, the best marked, in columns that fit."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import polars as pl
import pytest

from screener.model.metric import METRICS
from screener.paths import sample_dir

Row = dict[str, Any]
THREE = ("HXMV", "QRMFB3", "QCXBB1")


@pytest.fixture(scope="module")
def sample() -> list[Row]:
    return pl.read_parquet(sample_dir() / "metrics.parquet").to_dicts()


@pytest.fixture(scope="module")
def by_ticker(sample: list[Row]) -> dict[str, Row]:
    return {row["ticker"]: row for row in sample}


def test_as_data_a_company_is_a_row_with_the_columns_of_an_export(
    screen, by_ticker: dict[str, Row]
) -> None:
    ran = screen("compare", *THREE, "--format", "json")
    assert ran.code == 0, ran.err
    rows = json.loads(ran.out)
    assert [row["ticker"] for row in rows] == list(THREE)
    for row in rows:
        known = by_ticker[row["ticker"]]
        assert list(row)[: len(METRICS)] == list(METRICS)
        told = {name: row[name] for name in METRICS if METRICS[name].unit != "date"}
        assert told == {name: (known | {"zombie": known["zombie_oecd"]})[name] for name in told}
        passes = (
            known["profitable"] and known["revenue_growth"] > 0.04 and known["zombie_oecd"] == "no"
        )
        assert (row["outcome"] == "pass") == passes
        assert len(list(row)[len(METRICS) :]) == 1 + 3  # the outcome, and three rules


def test_chosen_columns_stand_behind_who_it_is(screen) -> None:
    words = ("--columns", "growth,pe,name", "--preset", "everything", "--format", "csv")
    [head, *_] = csv.reader(io.StringIO(screen("compare", *THREE, *words).out))
    assert head[:2] == ["ticker", "name"]
    assert head[2:] == [
        *("revenue_growth", "revenue_growth_quarter", "revenue_growth_3y", "pe", "outcome")
    ]


def test_the_best_is_marked_where_one_direction_is_good(screen, by_ticker: dict[str, Row]) -> None:
    lines = screen("compare", *THREE).out.splitlines()
    assert max(map(len, lines)) <= 80
    for label, name, best in (
        ("Growth", "revenue_growth", max), ("Margin", "net_margin", max), ("P/E", "pe", min),
    ):  # fmt: skip
        [line] = [line for line in lines if re.match(f"  {label} +[-+−0-9]", line)]
        cells = re.findall(r"\S+%?(?: ◆)?", line.removeprefix(f"  {label}"))
        values = [by_ticker[ticker][name] for ticker in THREE]
        assert [cell.endswith("◆") for cell in cells] == [one == best(values) for one in values]
    [revenue] = [line for line in lines if line.startswith("  Revenue ")]
    assert "◆" not in revenue  # a larger company is no better one
    assert "◆ the best of them, where one direction is good" in lines
    assert not [line for line in lines if line.startswith("  Due 24m ")]  # none reports it
    chosen = screen("compare", *THREE, "--columns", "maturing_24m").out
    assert re.search("^  Due 24m( +–){3}$", chosen, re.MULTILINE)
    everything = screen("compare", *THREE, "--all").out
    assert "  Due 24m " in everything
    assert "  growth: > 4%" in everything


def test_what_has_no_room_beside_the_others_follows_in_blocks(
    screen, by_ticker: dict[str, Row]
) -> None:
    tickers = [ticker for ticker, row in by_ticker.items() if row["pe"] and len(ticker) > 3][:11]
    out = screen("compare", *tickers, "--columns", "pe,net_margin").out
    assert max(map(len, out.splitlines())) <= 80
    heads = [line.split() for line in out.splitlines() if set(line.split()) <= {*tickers} and line]
    assert [ticker for head in heads for ticker in head] == tickers
    assert [len(head) for head in heads] == [4, 4, 3]
    ratios = [line for line in out.splitlines() if line.startswith("  P/E ")]
    assert len(ratios) == 3
    told = [cell for line in ratios for cell in line.split()[1:] if cell != "◆"]
    assert told == [f"{by_ticker[ticker]['pe']:,.1f}x" for ticker in tickers]


def test_the_screen_and_its_move_are_those_that_are_asked_for(screen) -> None:
    words = ("compare", "HXMV", "QRMFB3", "--preset", "cheap-growers")
    assert "By the screen: cheap-growers\n" in screen(*words).out
    fed = screen(*words, "--zombie-definition", "fed", "--rate-move", "-50bp").out
    assert "By the screen: cheap-growers (changed)\n" in fed
    assert re.search(r"zombies\s+by\s+FED,\s+rates\s+−50bp", fed)
    saved = [
        json.loads(screen(*words, "--rate-move", move, "--format", "json").out)[0]["interest_saved"]
        for move in ("-50bp", "-100bp")
    ]
    assert saved[1] == pytest.approx(2 * saved[0])


def test_share_classes_and_a_company_named_twice_are_told_once(screen, sample: list[Row]) -> None:
    ciks = [row["cik"] for row in sample if row["cik"] is not None]
    twice = next(cik for cik in ciks if ciks.count(cik) == 2)
    one, other = (row["ticker"] for row in sample if row["cik"] == twice)
    words = ("--columns", "pe", "--format", "csv", "--preset", "everything")
    ran = screen("compare", one, "HXMV", other, "hxmv", *words)
    assert ran.code == 0
    assert [line.split(",")[0] for line in ran.out.splitlines()] == ["ticker", one, "HXMV"]
    assert f"{other}: the same company as {one}, told once\n" in ran.err
    assert "hxmv: the same company as HXMV, told once\n" in ran.err
    ran = screen("compare", one, other)
    assert (ran.code, ran.out) == (2, "")
    assert "one company can't be compared" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("HXMV",), "one company can't be compared"),
        (("HXMV", "NOPE1"), "no company 'NOPE1' in this snapshot"),
        (("HXMV", "QRMFB3", "--columns", "pee"), "did you mean 'pe'?"),
        (("HXMV",) * 17, "17 companies: at most 16 stand side by side"),
    ],
)
def test_what_can_not_be_compared_is_refused(screen, arguments: tuple[str, ...], said: str) -> None:
    ran = screen("compare", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 2
