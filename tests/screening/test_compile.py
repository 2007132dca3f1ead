from __future__ import annotations

import math
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frames import metrics_frame

from screener.model.screen import Screen
from screener.screening.compile import OUTCOME, joined, rules, run


def outcomes(metric: str, values: list[Any], **criteria: Any) -> list[bool | None]:
    frame = metrics_frame(*({metric: value} for value in values))
    [rule] = rules(Screen.model_validate(criteria))
    return frame.select(rule.expr).to_series().to_list()


def tickers(frame: pl.DataFrame, **criteria: Any) -> list[str]:
    return run(frame, Screen.model_validate(criteria)).rows["ticker"].to_list()


def test_a_missing_profit_is_unknown_not_a_loss() -> None:
    assert outcomes("profitable", [True, False, None], profitable=True) == [True, False, None]


def test_growth_must_be_strictly_above() -> None:
    values = [0.0401, 0.04, 0.0399, -1.0, None]
    expected = [True, False, False, False, None]
    assert outcomes("revenue_growth", values, growth_above="4%") == expected


def test_growth_that_is_the_threshold_but_for_rounding_is_not_above_it() -> None:
    growth = 104 / 100 - 1
    assert growth > 0.04
    assert outcomes("revenue_growth", [growth], growth_above="4%") == [False]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_growth_that_is_no_number_is_unknown(value: float) -> None:
    assert outcomes("revenue_growth", [value], growth_above="4%") == [None]


def test_a_company_without_a_sector_is_unknown() -> None:
    values = ["Energy", "Utilities", "Materials", None]
    expected = [True, True, False, None]
    assert outcomes("sector", values, sectors=["energy", "Utilities"]) == expected


@pytest.mark.parametrize(
    ("zombies", "expected"),
    [("exclude", [False, True, True, None, None]), ("only", [True, False, False, None, None])],
)
def test_zombie_filters_leave_the_undecided_unknown(
    zombies: str, expected: list[bool | None]
) -> None:
    values = ["yes", "no", "n/a", "unknown", None]
    assert outcomes("zombie_oecd", values, zombies=zombies) == expected


def test_rules_are_joined_by_kleenes_and() -> None:
    cases = list(product([True, False, None], repeat=3))
    frame = pl.DataFrame(cases, schema=dict.fromkeys("abc", pl.Boolean), orient="row")
    result = frame.select(joined([pl.col(name) for name in "abc"])).to_series().to_list()
    for case, got in zip(cases, result, strict=True):
        assert got is (False if False in case else None if None in case else True), case


def test_without_rules_every_row_passes() -> None:
    result = run(metrics_frame({"ticker": "A"}, {"ticker": None}), Screen())
    assert (result.passed, result.failed, result.unknown, result.total) == (2, 0, 0, 2)


def test_an_empty_universe_gives_an_empty_result() -> None:
    result = run(metrics_frame(), Screen(profitable=True, growth_above="4%"))
    assert (result.rows.height, result.passed, result.failed, result.unknown) == (0, 0, 0, 0)


MIXED = metrics_frame(
    {"ticker": "PASS", "profitable": True, "revenue_growth": 0.5},
    {"ticker": "LOSS", "profitable": False, "revenue_growth": None},
    {"ticker": "SLOW", "profitable": None, "revenue_growth": 0.01},
    {"ticker": "DARK", "profitable": True, "revenue_growth": None},
)


def test_unknown_counts_only_rows_that_nothing_else_fails() -> None:
    result = run(MIXED, Screen(profitable=True, growth_above="4%"))
    assert (result.passed, result.failed, result.unknown, result.total) == (1, 2, 1, 4)
    assert result.rows.select("ticker", OUTCOME).rows() == [("PASS", "pass")]


def test_unknown_rows_are_kept_and_marked_on_request() -> None:
    result = run(MIXED, Screen(profitable=True, growth_above="4%", unknown="include"))
    assert result.rows.select("ticker", OUTCOME).rows() == [("PASS", "pass"), ("DARK", "unknown")]
    assert (result.passed, result.unknown) == (1, 1)


def test_the_limit_cuts_rows_but_not_counts() -> None:
    frame = metrics_frame(*({"ticker": name, "profitable": True} for name in "ABC"))
    result = run(frame, Screen(profitable=True, limit=2, sort=("ticker",)))
    assert result.rows["ticker"].to_list() == ["A", "B"]
    assert result.passed == 3


@pytest.mark.parametrize(("key", "expected"), [("pe", "ABCD"), ("-pe", "BACD")])
def test_unknown_values_come_last_in_both_directions(key: str, expected: str) -> None:
    values = {"A": 1.0, "B": 2.0, "C": None, "D": math.nan}
    frame = metrics_frame(*({"ticker": t, "pe": v} for t, v in reversed(values.items())))
    assert tickers(frame, sort=[key]) == list(expected)


@pytest.mark.parametrize("key", ["zombie_oecd", "-zombie_oecd"])
def test_an_unknown_verdict_comes_last_in_both_directions(key: str) -> None:
    frame = metrics_frame(
        *({"ticker": v, "zombie_oecd": v} for v in ["unknown", "yes", "n/a", "no"])
    )
    assert tickers(frame, sort=[key])[-1] == "unknown"


def test_ties_are_broken_by_ticker_then_by_the_order_of_the_snapshot() -> None:
    frame = metrics_frame(
        {"ticker": "B", "name": "1", "pe": 1.0},
        {"ticker": "A", "name": "2", "pe": 1.0},
        {"ticker": "A", "name": "3", "pe": 1.0},
    )
    rows = run(frame, Screen(sort=("-pe",))).rows
    assert rows["name"].to_list() == ["2", "3", "1"]


def test_several_keys_sort_one_after_the_other() -> None:
    frame = metrics_frame(
        {"ticker": "A", "sector": "Energy", "pe": 1.0},
        {"ticker": "B", "sector": "Energy", "pe": 2.0},
        {"ticker": "C", "sector": "Materials", "pe": 9.0},
    )
    assert tickers(frame, sort=["-sector", "-pe"]) == ["C", "B", "A"]


company = st.fixed_dictionaries(
    {
        "ticker": st.sampled_from("ABCDE"),
        "profitable": st.sampled_from([True, False, None]),
        "revenue_growth": st.one_of(st.none(), st.sampled_from([-0.5, 0.04, 0.05, math.nan])),
        "sector": st.sampled_from(["Energy", "Materials", None]),
        "zombie_oecd": st.sampled_from(["yes", "no", "n/a", "unknown", None]),
    }
)


@given(
    rows=st.lists(company, max_size=12),
    criteria=st.fixed_dictionaries(
        {
            "profitable": st.booleans(),
            "growth_above": st.sampled_from([None, "4%", "-60%"]),
            "sectors": st.sampled_from([[], ["Energy"], ["Energy", "Materials"]]),
            "zombies": st.sampled_from(["include", "exclude", "only"]),
        }
    ),
)
def test_every_row_is_counted_once_and_none_is_kept_that_a_rule_fails(
    rows: list[dict[str, Any]], criteria: dict[str, Any]
) -> None:
    frame = metrics_frame(*rows)
    screen = Screen.model_validate(criteria)
    result = run(frame, screen)
    assert result.passed + result.failed + result.unknown == result.total == len(rows)
    assert result.rows.height == result.passed
    for rule in rules(screen):
        assert result.rows.select(rule.expr.all()).item() is True
    kept = run(frame, screen.model_copy(update={"unknown": "include"}))
    assert kept.rows.height == result.passed + result.unknown
