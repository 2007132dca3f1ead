"""The presets that ship: each valid, told, and with companies in the sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.frames import AS_OF, metrics_frame

from screener import open_universe
from screener.model.screen import DEFAULT_COLUMNS
from screener.presets import builtin_names, list_presets, load_preset
from screener.screening.compile import columns, run

Row = dict[str, Any]


def earns_and_grows(row: Row) -> bool:
    growth = row["revenue_growth"]
    return (
        row["profitable"] is True
        and growth is not None
        and growth > 0.04
        and row["zombie_oecd"] in ("no", "n/a")
    )


def cheap(row: Row) -> bool:
    by_earnings = row["pe"] is not None and row["pe"] < 15
    by_ebitda = row["ev_to_ebitda"] is not None and row["ev_to_ebitda"] < 10
    return (by_earnings or by_ebitda) and (row["free_cash_flow_ttm"] or 0) > 0


def filed_within_30_days(row: Row) -> bool:
    return row["filed"] is not None and row["filed"] >= row["as_of"] - dt.timedelta(days=30)


KEEPS: dict[str, Callable[[Row], bool]] = {
    "profitable-growers": earns_and_grows,
    "cheap-growers": lambda row: earns_and_grows(row) and cheap(row),
    "fresh-results": filed_within_30_days,
    "everything": lambda _: True,
    "fixed-rate-growers": lambda row: (
        earns_and_grows(row) and row["debt_type"] in ("none", "fixed")
    ),
    "rate-cut-winners": lambda row: (
        row["profitable"] is True
        and row["zombie_oecd"] in ("no", "n/a")
        and row["debt_type"] in ("floating", "mixed")
        and (row["interest_saved_to_operating_income"] or 0) > 0.01
    ),
    "zombie-watch": lambda row: row["zombie_oecd"] == "yes",
}
"""What each says of itself, in plain Python."""


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    from screener.paths import sample_dir

    return open_universe(sample_dir()).metrics


def test_each_is_valid_and_says_what_it_is(own_presets: Path) -> None:
    found = list_presets()
    assert [info.name for info in found] == list(builtin_names())
    assert [info.error for info in found] == [None] * len(found)
    for info in found:
        assert info.builtin and info.title and info.description.endswith(".")
        assert len(info.description) < 90


def test_every_one_has_its_own_test(own_presets: Path) -> None:
    assert set(KEEPS) == set(builtin_names())


@pytest.mark.parametrize("name", list(KEEPS))
def test_each_keeps_the_companies_of_the_sample_that_it_says(
    own_presets: Path, sample: pl.DataFrame, name: str
) -> None:
    kept = run(sample, load_preset(name)).rows["ticker"].to_list()
    expected = [row["ticker"] for row in sample.iter_rows(named=True) if KEEPS[name](row)]
    assert sorted(kept) == sorted(expected)
    assert len(kept) > 0
    assert (len(kept) < sample.height) == (name != "everything")


@pytest.mark.parametrize("name", list(KEEPS))
def test_each_shows_what_it_asks_about_and_sorts_by(own_presets: Path, name: str) -> None:
    screen = load_preset(name)
    assert columns(screen)[0] == "ticker"
    if screen.columns != DEFAULT_COLUMNS:
        assert {key.removeprefix("-") for key in screen.sort} <= set(screen.columns)


def test_results_are_fresh_for_thirty_days(own_presets: Path) -> None:
    ages = {"NEW": 0, "EDGE": 30, "OLD": 31}
    rows = [
        {"ticker": ticker, "as_of": AS_OF, "filed": AS_OF - dt.timedelta(days=days)}
        for ticker, days in ages.items()
    ]
    result = run(
        metrics_frame(*rows, {"ticker": "NONE", "as_of": AS_OF}), load_preset("fresh-results")
    )
    assert result.rows["ticker"].to_list() == ["NEW", "EDGE"]
    assert (result.passed, result.failed, result.unknown) == (2, 1, 1)


@pytest.mark.parametrize(
    ("figures", "outcome"),
    [
        ({"pe": 14.9, "ev_to_ebitda": 99.0}, "pass"),
        ({"pe": 99.0, "ev_to_ebitda": 9.9}, "pass"),
        ({"pe": 15.0, "ev_to_ebitda": 10.0}, "fail"),
        ({"pe": None, "ev_to_ebitda": 9.9}, "pass"),
        ({"pe": None, "ev_to_ebitda": 10.0}, "unknown"),
        ({"pe": 5.0, "free_cash_flow_ttm": 0.0}, "fail"),
        ({"pe": 5.0, "free_cash_flow_ttm": None}, "unknown"),
        ({"pe": 5.0, "zombie_oecd": "yes"}, "fail"),
        ({"pe": 5.0, "revenue_growth": 0.04}, "fail"),
    ],
)
def test_growers_are_cheap_by_earnings_or_by_ebitda(
    own_presets: Path, figures: Row, outcome: str
) -> None:
    good = {
        "ticker": "A", "profitable": True, "revenue_growth": 0.05, "zombie_oecd": "n/a",
        "free_cash_flow_ttm": 1e6,
    }  # fmt: skip
    result = run(metrics_frame(good | figures), load_preset("cheap-growers"), everyone=True)
    assert result.rows["outcome"].to_list() == [outcome]
