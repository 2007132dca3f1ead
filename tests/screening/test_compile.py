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
from screener.model.watched import Watched
from screener.screening.compile import OUTCOME, explained, joined, not_there, rules, run


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
    result = joined(frame.get_columns(), frame.height).to_list()
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


# -- tickers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["BF.B", "bf-b", "BF B", "BF/B", "bfb", " BF.B "])
def test_the_separator_and_the_case_of_a_ticker_do_not_matter(asked: str) -> None:
    values = ["BF.B", "BF-B", "BF/B", "BFB", "bf.b", "BF.A", "BF", "B", None]
    expected = [True, True, True, True, True, False, False, False, False]
    assert outcomes("ticker", values, tickers=[asked]) == expected


def test_a_ticker_is_asked_for_whole_and_not_as_a_pattern() -> None:
    assert outcomes("ticker", ["A", "AA", "BA", "AB"], tickers=["A"]) == [True, False, False, False]
    assert outcomes("ticker", ["ABC", "A*"], tickers=["A.C", "A*"]) == [False, True]


def test_a_holding_without_a_ticker_is_none_of_those_asked_for_and_that_is_known() -> None:
    frame = metrics_frame({"ticker": None}, {"ticker": "A"}, {"ticker": "B"})
    result = run(frame, Screen(tickers=("A", "C")))
    assert (result.passed, result.failed, result.unknown) == (1, 2, 0)


def test_without_tickers_there_is_no_such_rule() -> None:
    assert rules(Screen(tickers=())) == ()


def test_many_tickers_are_told_shortly() -> None:
    few, many = Screen(tickers=("BF.B", "A")), Screen(tickers=tuple(f"T{n}" for n in range(1_500)))
    assert rules(few)[0].threshold_text == "BF.B, A"
    [rule] = rules(many)
    assert rule.threshold_text == "T0, T1, T2, T3, T4, T5, T6, T7 and 1,492 more"
    assert metrics_frame({"ticker": "T1499"}).select(rule.expr).item() is True


# -- conditions ------------------------------------------------------------------------------------


def test_a_condition_is_joined_with_the_other_rules_in_reading_order() -> None:
    screen = Screen(
        profitable=True,
        tickers=("PASS", "LOSS", "DARK"),
        zombies="exclude",
        where="pe < 20 AND (pb < 2 OR sector = 'Energy')",
    )
    found = rules(screen)
    assert [rule.key for rule in found] == [
        "profitable",
        "tickers",
        "zombies",
        "where.1",
        "where.2",
    ]
    assert [rule.threshold_text for rule in found[3:]] == ["pe < 20", "pb < 2 OR sector = 'Energy'"]
    assert [rule.metrics for rule in found[3:]] == [("pe",), ("pb", "sector")]


@pytest.mark.parametrize(
    ("pe", "pb", "profitable", "expected"),
    [
        (10.0, 1.0, True, True),
        (30.0, 1.0, True, False),
        (None, 1.0, True, None),
        (None, 9.0, True, False),
        (None, None, True, None),
        (10.0, 1.0, None, None),
        (None, 1.0, False, False),
        (30.0, None, None, False),
    ],
)
def test_one_failure_decides_else_one_missing_figure(
    pe: float | None, pb: float | None, profitable: bool | None, expected: bool | None
) -> None:
    frame = metrics_frame({"pe": pe, "pb": pb, "profitable": profitable})
    screen = Screen(profitable=True, where="pe < 20 AND pb < 2")
    result = run(frame, screen)
    assert (result.passed, result.failed, result.unknown) == (
        expected is True, expected is False, expected is None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("where", "counts"),
    [
        ("TRUE", (4, 0, 0)),
        ("1 > 2", (0, 4, 0)),
        ("1 / 0 > 1", (0, 0, 4)),
        ("TRUE AND 1<2", (4, 0, 0)),
    ],
)
def test_a_condition_without_a_metric_is_asked_of_every_row(
    where: str, counts: tuple[int, int, int]
) -> None:
    result = run(MIXED, Screen(where=where))
    assert (result.passed, result.failed, result.unknown) == counts
    assert result.rows.height == counts[0]
    assert run(MIXED, Screen(where=where), everyone=True).rows.height == 4
    empty = run(MIXED.head(0), Screen(where=where))
    assert (empty.rows.height, empty.passed, empty.failed, empty.unknown) == (0, 0, 0, 0)
    assert explained(MIXED, Screen(where=where))[0].height == 4


def test_everyone_has_an_outcome_and_the_counts_stay() -> None:
    screen = Screen(profitable=True, growth_above="4%", sort=("ticker",))
    every = run(MIXED, screen, everyone=True)
    assert every.rows.select("ticker", OUTCOME).rows() == [
        ("DARK", "unknown"),
        ("LOSS", "fail"),
        ("PASS", "pass"),
        ("SLOW", "fail"),
    ]
    usual = run(MIXED, screen)
    assert (every.passed, every.failed, every.unknown) == (1, 2, 1)
    assert (usual.passed, usual.failed, usual.unknown) == (1, 2, 1)
    assert usual.rows["ticker"].to_list() == ["PASS"]
    assert run(MIXED, screen.model_copy(update={"limit": 2}), everyone=True).rows.height == 2


def test_every_rule_has_a_column_that_says_pass_fail_or_unknown() -> None:
    screen = Screen(profitable=True, where="revenue_growth > 4% AND ticker <> 'PASS'")
    frame, names = explained(MIXED, screen)
    assert names == (
        "profitable: net income > 0",
        "where: revenue_growth > 4%",
        "where: ticker <> 'PASS'",
    )
    assert frame.select(names).rows() == [
        ("pass", "pass", "fail"),
        ("fail", "unknown", "pass"),
        ("unknown", "fail", "pass"),
        ("pass", "unknown", "pass"),
    ]
    assert frame.drop(names).equals(MIXED)


def test_without_rules_nothing_is_explained() -> None:
    frame, names = explained(MIXED, Screen())
    assert names == ()
    assert frame.equals(MIXED)


_TICKERS = st.sampled_from(["", "-", "AA", "aa", "XV A", "XV.A", "XVB"])
_NAMES = st.sampled_from(["", "Alpha", "ALPHA", "Straße", "STRASSE"])
_CIKS = st.none() | st.integers(1, 3)


@given(
    st.lists(st.tuples(_CIKS, _TICKERS, _NAMES), max_size=4),
    st.lists(st.tuples(_CIKS, st.none() | _TICKERS, st.none() | _NAMES), max_size=6),
)
def test_watched_rows_are_those_that_an_entry_means(
    watched: list[tuple[int | None, str, str]], rows: list[tuple[int | None, str, str]]
) -> None:
    entries = [Watched(ticker, name, cik) for cik, ticker, name in watched]
    companies = [dict(zip(("cik", "ticker", "name"), row, strict=True)) for row in rows]
    frame = metrics_frame(*companies)
    [rule] = rules(Screen(watched=tuple(watched)))
    assert frame.select(rule.expr).to_series().to_list() == [
        any(entry.means(row) for entry in entries) for row in companies
    ]
    missing = [entry for entry in entries if not any(map(entry.means, companies))]
    assert not_there(frame, watched) == missing


def test_two_share_classes_and_a_holding_without_a_ticker_are_watched_as_companies() -> None:
    frame = metrics_frame(
        {"ticker": "XVQ A", "name": "Xevique A", "cik": 5},
        {"ticker": "XVQ B", "name": "Xevique B", "cik": 5},
        {"ticker": "-", "name": "Unlisted"},
        {"ticker": "-", "name": "Another"},
        {"ticker": "NEW", "name": "New name", "cik": 7},
    )
    watched = ((5, "XVQ A", "Xevique A"), (None, "-", "Unlisted"), (7, "OLD", "Old name"))
    found = run(frame, Screen(watched=watched)).rows["name"].to_list()
    assert sorted(found) == ["New name", "Unlisted", "Xevique A", "Xevique B"]
    assert run(frame, Screen(watched=())).rows.height == 0
