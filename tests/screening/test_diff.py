from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frames import universe_of

from screener.model.screen import Screen
from screener.model.verdict import Outcome
from screener.screening.diff import Diff, diff

Row = dict[str, Any]

GROWERS = Screen(profitable=True, growth_above="4%", zombies="exclude")


# -- against plain Python --------------------------------------------------------------------------

_FIGURES = st.fixed_dictionaries(
    {
        "profitable": st.sampled_from([True, False, None]),
        "revenue_growth": st.sampled_from([None, -0.1, 0.04, 0.05]),
        "pe": st.sampled_from([None, 10.0, 20.0]),
        "zombie_oecd": st.sampled_from(["yes", "no", "n/a", "unknown"]),
        "zombie_fed": st.sampled_from(["yes", "no", "n/a", "unknown"]),
    }
)
_COMPANY = st.lists(_FIGURES, max_size=2)
"""The share classes of a company; none where it is not in the index."""


@st.composite
def markets(draw: st.DrawFn) -> tuple[dict[int, list[Row]], dict[int, list[Row]]]:
    """Company → rows before and after, where tickers change and numbers are missing."""
    before: dict[int, list[Row]] = {}
    after: dict[int, list[Row]] = {}
    for number in range(draw(st.integers(0, 6))):
        then, today = draw(_COMPANY), draw(_COMPANY)
        # Without a number a company is told by its ticker and name, so these must stay.
        numbered = draw(st.sampled_from(["both", "before", "after", "none"]))
        renamed = numbered == "both" and draw(st.booleans())
        for side, rows, new in ((before, then, ""), (after, today, "X" if renamed else "")):
            known = numbered == "both" or side is (before if numbered == "before" else after)
            known = known and numbered != "none"
            classes = 2 if numbered == "both" else 1  # two tickers can't be told to be one
            side[number] = [
                row | {
                    "ticker": f"C{number}{'AB'[index]}{new}", "name": f"Company {number}{new}",
                    "cik": 100 + number if known else None,
                }
                for index, row in enumerate(rows[:classes])
            ]  # fmt: skip
    return before, after


def said(row: Row, screen: Screen) -> dict[str, str]:
    """Rule → what it says of a row, in plain Python."""
    growth, verdict = row["revenue_growth"], row[f"zombie_{screen.zombie_definition}"]
    answers = {
        "profitable": row["profitable"],
        "growth": None if growth is None else growth > 0.04,
        "zombies": None if verdict == "unknown" else verdict != "yes",
    }
    if screen.where:
        answers["where.1"] = None if row["pe"] is None else row["pe"] < 15
    return {
        rule: "unknown" if answer is None else "pass" if answer else "fail"
        for rule, answer in answers.items()
    }


def of_all(rows: list[Row], screen: Screen) -> str | None:
    """What a screen says of a company: the best of its rows."""
    found = set()
    for row in rows:
        answers = set(said(row, screen).values())
        found.add("fail" if "fail" in answers else "unknown" if "unknown" in answers else "pass")
    return next((answer for answer in ("pass", "unknown", "fail") if answer in found), None)


@given(
    markets(),
    st.sampled_from(
        [
            GROWERS,
            GROWERS.model_copy(update={"zombie_definition": "fed"}),
            GROWERS.model_copy(update={"where": "pe < 15", "limit": 1, "unknown": "include"}),
        ]
    ),
)
def test_what_moved_is_what_plain_python_finds(
    market: tuple[dict[int, list[Row]], dict[int, list[Row]]], screen: Screen
) -> None:
    before, after = market
    found = diff(*(universe_of([r for rows in side.values() for r in rows]) for side in market),
                 screen)  # fmt: skip
    was = {number: of_all(rows, screen) for number, rows in before.items()}
    now = {number: of_all(rows, screen) for number, rows in after.items()}
    numbers = list(was)

    def these(tickers: list[str]) -> list[int]:
        return [int(ticker[1]) for ticker in tickers]

    assert these([move.ticker or "" for move in found.entered]) == [
        n for n in numbers if now[n] == "pass" != was[n]
    ]
    assert these([move.ticker or "" for move in found.left]) == [
        n for n in numbers if was[n] == "pass" != now[n]
    ]
    assert these(found.added["ticker"].to_list()) == [
        n for n in numbers if not before[n] and now[n]
    ]
    assert these(found.removed["ticker"].to_list()) == [n for n in numbers if was[n] and not now[n]]
    counts = found.counts
    assert counts.passed_before == sum(answer == "pass" for answer in was.values())
    assert counts.passed == sum(answer == "pass" for answer in now.values())
    assert counts.companies == sum(answer is not None for answer in now.values())
    pairs = [(was[n], now[n]) for n in numbers]
    assert counts.became_unknown == pairs.count(("fail", "unknown"))
    assert counts.became_failing == pairs.count(("unknown", "fail"))
    for move in (*found.entered, *found.left):
        number = these([move.ticker or ""])[0]
        if not (move.before and move.now):
            assert move.changes == ()
            continue
        # Some row of then and some row of now must differ in just these rules.
        changes = {change.key: (change.before, change.now) for change in move.changes}
        assert changes
        assert changes in [
            {
                rule: (said(then, screen)[rule], said(today, screen)[rule])
                for rule in said(then, screen)
                if said(then, screen)[rule] != said(today, screen)[rule]
            }
            for then in before[number]
            for today in after[number]
        ]


# -- by hand ---------------------------------------------------------------------------------------


def row(ticker: str, cik: int | None, growth: float | None = 0.05, **figures: Any) -> Row:
    return {
        "ticker": ticker, "name": f"{ticker} Inc", "cik": cik, "profitable": True,
        "revenue_growth": growth, "zombie_oecd": "no",
    } | figures  # fmt: skip


def compare(before: list[Row], after: list[Row], screen: Screen = GROWERS) -> Diff:
    return diff(universe_of(before), universe_of(after), screen)


def test_a_rule_that_changed_is_told_with_its_values_and_its_threshold() -> None:
    found = compare([row("A", 1, 0.031, zombie_oecd="yes")], [row("A", 1, 0.052)])
    [move] = found.entered
    assert (move.ticker, move.before, move.now) == ("A", Outcome.FAIL, Outcome.PASS)
    growth, zombie = move.changes
    assert (growth.label, growth.values) == ("growth", (("revenue_growth", 0.031, 0.052),))
    assert (growth.before, growth.now, growth.threshold_text) == ("fail", "pass", "> 4%")
    assert zombie.values == (("zombie_oecd", "yes", "no"),)


def test_a_company_that_leaves_for_a_missing_figure_says_why_it_is_missing() -> None:
    reasons = [{"cik": 1, "metric": "revenue_growth", "kind": "stale", "reason": "stale: old"}]
    after = universe_of([row("A", 1, None)], reasons=reasons)
    [move] = diff(universe_of([row("A", 1)]), after, GROWERS).left
    assert move.now is Outcome.UNKNOWN
    assert [change.reason for change in move.changes] == ["stale: old"]


def test_the_move_of_the_rate_is_that_of_the_screen() -> None:
    debt: Row = {"floating_debt": 100.0, "operating_income_ttm": 9.0, "interest_coverage": 0.9}
    before = [row("A", 1, interest_expense_ttm=10.0, **debt, coverage_after_move=0.97)]
    after = [row("A", 1, interest_expense_ttm=9.5, **debt, coverage_after_move=1.03)]
    deep = Screen(where="coverage_after_move > 1", rate_move="-200bp")
    assert compare(before, after, Screen(where=deep.where)).counts.passed_before == 0
    assert compare(before, after, deep).counts.passed_before == 1


def test_a_share_class_is_compared_with_itself() -> None:
    before = [row("A", 1, pe=20.0), row("B", 1, pe=30.0)]
    after = [row("A", 1, pe=20.0), row("B", 1, pe=10.0)]
    [move] = compare(before, after, Screen(where="pe < 15")).entered
    assert move.ticker == "B"
    assert move.changes[0].values == (("pe", 30.0, 10.0),)


@pytest.mark.parametrize(
    ("then", "today"),
    [
        (row("OLD", 1), row("NEW", 1)),  # another ticker and name
        (row("A", 1), row("A", 2)),  # registered anew
        (row("A", None), row("A", 2)),  # found by now
        (row("A", 1), row("AOTC", None, name="A Inc")),  # off its exchange
        (row("A", None), row("B", None, name="A Inc")),
    ],
)
def test_a_company_that_is_named_otherwise_neither_left_the_index_nor_came(
    then: Row, today: Row
) -> None:
    others = [row("X", 8), row("Y", None)]
    found = compare([then, *others], [*others, today])
    assert found.added.height == found.removed.height == 0
    assert found.counts.companies == 3


@pytest.mark.parametrize(
    ("then", "today"),
    [
        (row("A", 1), row("B", 2)),
        (row("A", 1), row("A", 2, name="Another")),  # the ticker was given away
        (row("A", 1), row("B", 2, name="A Inc")),  # two filers of one name
        (row("A", None), row("B", None)),
    ],
)
def test_another_company_under_an_old_name_is_told_as_new(then: Row, today: Row) -> None:
    found = compare([then], [today])
    assert found.removed["ticker"].to_list() == [then["ticker"]]
    assert found.added["ticker"].to_list() == [today["ticker"]]


def test_a_name_that_several_have_tells_nothing() -> None:
    before = [row("A", None, name="One Name"), row("B", None, name="One Name")]
    found = compare(before, [row("C", 1, name="One Name")])
    assert found.removed["ticker"].to_list() == ["A", "B"]
    assert found.added["ticker"].to_list() == ["C"]


def test_rows_of_which_nothing_is_known_do_no_harm() -> None:
    blank: Row = {}
    found = compare([blank, row("A", 1)], [row("A", 1), blank, blank])
    assert found.counts.companies == 2
    assert compare([], []).counts.companies == 0
    assert compare([], [row("A", 1)], Screen()).entered[0].before is None


def test_new_filings_are_later_ones_and_other_ones_of_the_same_day() -> None:
    day = dt.date(2026, 5, 4)

    def files(cik: int, accession: str | None, filed: dt.date | None) -> Row:
        return {"cik": cik, "latest_accession": accession, "latest_filed": filed}

    rows = [row("SAME", 1), row("DAY", 2), row("NEW", 3), row("OLDER", 4), row("FIRST", 5)]
    quarter = dt.date(2026, 3, 31)
    before = universe_of(
        [*rows, row("PERIOD", None, period_end=dt.date(2025, 12, 31))],
        companies=[files(n, "a", day) for n in (1, 2, 3, 4)] + [files(5, None, None)],
    )
    after = universe_of(
        [*rows, row("PERIOD", None, period_end=quarter), row("ADDED", 6)],
        companies=[
            files(1, "a", day), files(2, "b", day), files(3, "b", day + dt.timedelta(days=1)),
            files(4, "0", day - dt.timedelta(days=1)), files(5, "a", day), files(6, "a", day),
        ],
    )  # fmt: skip
    found = diff(before, after, GROWERS).filings
    assert found["ticker"].to_list() == ["NEW", "DAY", "FIRST", "PERIOD"]
    assert found.row(0, named=True) == {
        "ticker": "NEW", "name": "NEW Inc", "cik": 3, "outcome": "pass",
        "period_end_before": None, "period_end": None,
        "filed_before": day, "filed": dt.date(2026, 5, 5),
        "accession_before": "a", "accession": "b",
    }  # fmt: skip
    assert found["period_end"].to_list()[-1] == quarter
