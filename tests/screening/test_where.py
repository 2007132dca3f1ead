from __future__ import annotations

import datetime as dt
import json
import math
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames import metrics_frame
from tests.screening.kleene import Piece, Row, Truth, conditions, every, rows

from screener.model.expression import ExpressionError, parse
from screener.screening.compile import joined, where_rules
from screener.screening.where import compiled

universes = st.lists(rows, min_size=1, max_size=6)


def truths(text: str, frame: pl.DataFrame) -> list[Truth]:
    found = frame.with_columns(compiled(parse(text).root).alias("says"))["says"]
    assert found.dtype == pl.Boolean
    return found.to_list()


def truth(text: str, **row: Any) -> Truth:
    [found] = truths(text, metrics_frame(row))
    return found


# -- against plain Python --------------------------------------------------------------------------


@settings(max_examples=400)
@given(condition=conditions, universe=universes)
def test_every_row_gets_the_answer_of_three_valued_logic(
    condition: Piece, universe: list[Row]
) -> None:
    expected = [condition.value(row) for row in universe]
    assert truths(condition.text, metrics_frame(*universe)) == expected


@settings(max_examples=60)
@given(condition=conditions, universe=universes, seed=st.integers(0, 99), at=st.integers(0, 6))
def test_a_row_gets_the_same_answer_in_any_company(
    condition: Piece, universe: list[Row], seed: int, at: int
) -> None:
    frame = metrics_frame(*universe)
    whole = truths(condition.text, frame)
    parted = [frame.head(at), frame.slice(at)]
    assert [t for part in parted for t in truths(condition.text, part)] == whole
    order = random.Random(seed).sample(range(frame.height), frame.height)
    assert truths(condition.text, frame[order]) == [whole[index] for index in order]


@settings(max_examples=80)
@given(parts=st.lists(conditions, min_size=1, max_size=3), universe=universes)
def test_the_rules_of_a_condition_say_together_what_it_says(
    parts: list[Piece], universe: list[Row]
) -> None:
    text = " AND ".join(part.within(2) for part in parts)
    frame = metrics_frame(*universe)
    expected = [every([part.value(row) for part in parts]) for row in universe]
    found = where_rules(text)
    says = frame.select(rule.expr.alias(rule.key) for rule in found).get_columns()
    assert joined(says, frame.height).to_list() == expected
    # What a rule calls itself can be read again, by a person or when another rule is taken off.
    again = " AND ".join(f"({rule.threshold_text})" for rule in found)
    assert truths(again, frame) == expected


FRAGMENTS = [
    *("pe", "market_cap", "profitable_years", "name", "filed", "stale", "zombie_oecd"),
    *("ABS(", "LEAST(", "LOWER(", "(", ")", ",", "AND", "OR", "NOT", "IN (", "BETWEEN", "LIKE"),
    *("IS NULL", "=", "<>", "<", ">=", "+", "-", "*", "/", "0", "1e308", "5B", "4%"),
    *("'%'", "''", "'yes'", "'unknown'", "'2026-01-31'", "TRUE"),
]


@settings(max_examples=200)
@given(text=st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=9).map(" ".join))
def test_whatever_is_read_can_be_asked_of_a_universe(text: str) -> None:
    try:
        parse(text)
    except ExpressionError:
        return
    assert len(truths(text, MIXED)) == MIXED.height


@pytest.mark.parametrize(
    "text",
    [
        "'a' = name", "('a' = name) IS NULL", "('a' <> LOWER(name)) IS NULL",
        "('a' NOT IN (UPPER(name))) IS NULL", "(1 < pe) IS NULL", "(TRUE = stale) IS NULL",
        "('2026-01-01' < filed) IS NULL", "LOWER('A') = 'a'", "1 < 2", "TRUE", "'a' LIKE 'a'",
        "LEAST(1, 2) = 1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("height", [0, 1, 3])
def test_a_literal_is_compared_with_every_row_also_where_all_figures_are_missing(
    text: str, height: int
) -> None:
    expected = None if text == "'a' = name" else True
    assert truths(text, metrics_frame(*[{}] * height)) == [expected] * height


# -- by hand ---------------------------------------------------------------------------------------

MIXED = metrics_frame(
    {"ticker": "A", "pe": 10.0, "pb": 2.0, "name": "Alpha", "zombie_oecd": "no", "stale": False},
    {"ticker": "B", "pe": None, "pb": 0.0, "name": None, "zombie_oecd": "unknown", "stale": None},
    {"ticker": "C", "pe": math.nan, "pb": 1.0, "name": "a", "zombie_oecd": None, "stale": True},
    {"ticker": "D", "pe": -1.0, "pb": math.inf, "name": "", "zombie_oecd": "n/a", "stale": True},
)


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    "text",
    [
        "pe > 0", "pe <= 0", "pe = pe", "pe <> pe", "pe * 0 = 0", "NOT pe > 0", "-pe < 0",
        "ABS(pe) >= 0", "LEAST(pe, 1) <= 1", "GREATEST(1, pe) >= 1", "pe IN (1, 2)",
        "pe NOT IN (1, 2)", "pe BETWEEN 0 AND 1", "1 / pe = 0", "pe - pe = 0",
    ],
)  # fmt: skip
def test_a_figure_that_is_no_number_makes_its_condition_unknown(
    text: str, value: float | None
) -> None:
    assert truth(text, pe=value) is None
    assert truth(f"({text}) IS NULL", pe=value) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pe / 0 > 1", None),
        ("0 / 0 = 0", None),
        ("pe / (pb - pb) > 1", None),
        ("1e308 * 10 > 1", None),
        ("pe / 0 IS NULL", True),
        ("pe / pb IS NOT NULL", True),
        ("pe IS NULL", False),
        ("0 * (pe / 0) = 0", None),
        ("LEAST(pe, pe / 0) > 1", None),
    ],
)
def test_what_is_divided_by_zero_or_too_large_is_unknown(text: str, expected: Truth) -> None:
    assert truth(text, pe=10.0, pb=2.0) is expected


@pytest.mark.parametrize(
    ("text", "by_value"),
    [
        ("zombie_oecd = 'yes'", {"yes": True, "no": False, "n/a": False}),
        ("zombie_oecd <> 'yes'", {"yes": False, "no": True, "n/a": True}),
        ("NOT zombie_oecd = 'yes'", {"yes": False, "no": True, "n/a": True}),
        ("zombie_oecd IN ('no', 'n/a')", {"yes": False, "no": True, "n/a": True}),
        ("zombie_oecd NOT IN ('yes')", {"yes": False, "no": True, "n/a": True}),
        ("zombie_oecd LIKE '%n%'", {"yes": False, "no": True, "n/a": True}),
        ("zombie_oecd IS NULL", {"yes": False, "no": False, "n/a": False, None: True}),
        ("zombie_oecd = 'unknown'", {"yes": False, "no": False, "n/a": False, None: True}),
        ("'unknown' <> zombie_oecd", {"yes": True, "no": True, "n/a": True, None: False}),
        (
            "zombie_oecd IN ('no', 'unknown')",
            {"yes": False, "no": True, "n/a": False, None: True},
        ),
        ("zombie_oecd NOT IN ('unknown')", {"yes": True, "no": True, "n/a": True, None: False}),
        ("(zombie_oecd) = ('unknown')", {"yes": False, "no": False, "n/a": False, None: True}),
        ("UPPER(zombie_oecd) <> 'X'", {"yes": True, "no": True, "n/a": True}),
    ],
)
def test_the_verdict_unknown_is_a_null_unless_it_is_asked_for(
    text: str, by_value: dict[str | None, bool]
) -> None:
    for answer in ("yes", "no", "n/a"):
        assert truth(text, zombie_oecd=answer) is by_value[answer], answer
    for missing in ("unknown", None):
        assert truth(text, zombie_oecd=missing) is by_value.get(None), missing


def test_the_text_unknown_is_an_ordinary_name() -> None:
    assert truth("name = 'unknown'", name="unknown") is True
    assert truth("name <> 'unknown'", name="Alpha") is True
    assert truth("name = 'unknown'") is None


@pytest.mark.parametrize(
    ("text", "growth", "expected"),
    [
        ("revenue_growth > 4%", 104 / 100 - 1, False),
        ("revenue_growth >= 4%", 0.04 - 1e-13, True),
        ("revenue_growth = 4%", 104 / 100 - 1, True),
        ("revenue_growth <> 4 %", 104 / 100 - 1, False),
        ("revenue_growth IN (400 bp)", 104 / 100 - 1, True),
        ("revenue_growth BETWEEN 4% AND 5%", 0.04 - 1e-13, True),
        ("revenue_growth > 4%", 0.04 + 1e-11, True),
        ("revenue_growth < 4%", 0.04 - 1e-11, True),
        ("revenue_growth = 1T", 1e12 + 0.5, True),
        ("revenue_growth = 1T", 1e12 + 2, False),
        ("revenue_growth < 1T", -1e12, True),
    ],
)
def test_numbers_that_differ_by_a_rounding_error_are_equal(
    text: str, growth: float, expected: bool
) -> None:
    assert truth(text, revenue_growth=growth) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("A%", "Alpha", True),
        ("a%", "Alpha", False),
        ("%ph%", "Alpha", True),
        ("_lpha", "Alpha", True),
        ("_", "é", True),
        ("_", "", False),
        ("%", "", True),
        ("", "", True),
        ("", "a", False),
        ("Al", "Alpha", False),
        (".*", "Alpha", False),
        ("a.c", "abc", False),
        ("[a]", "a", False),
        ("a|b", "a", False),
        ("^a$", "a", False),
        ("a%c", "a\nc", True),
        ("a", "a\n", False),
        (r"a\%", "a%", False),
        ("100''s", "100's", True),
        ("%", None, None),
    ],
)
def test_a_pattern_is_no_regular_expression(
    pattern: str, text: str | None, expected: Truth
) -> None:
    assert truth(f"name LIKE '{pattern}'", name=text) is expected


def test_days_are_compared_and_counted() -> None:
    row = {"as_of": dt.date(2026, 6, 30), "filed": dt.date(2026, 5, 31)}
    assert truth("filed < as_of AND filed = '2026-05-31'", **row) is True
    assert truth("as_of - filed = 30 AND filed - as_of = -30", **row) is True
    assert truth("as_of - '2026-06-01' > 29", **row) is False
    assert truth("period_end < as_of", **row) is None


def test_a_whole_number_is_compared_with_a_fraction() -> None:
    assert truth("profitable_years / 2 = 1.5", profitable_years=3) is True
    assert truth("profitable_years > 2.5", profitable_years=3) is True


def nested_sums(depth: int) -> str:
    return f"({nested_sums(depth - 1)}{'+1' * 99})" if depth else "pe"


LARGE = {
    "brackets": "(" * 40 + "pe > 1" + ")" * 40,
    "NOT": "NOT " * 40 + "pe > 1",
    "minus": "pe > " + "- " * 40 + "1",
    "functions": "ABS(" * 40 + "pe" + ")" * 40 + " > 1",
    "a sum": "pe" + "+1" * 99 + " > 1",
    "a product": "pe" + "*1" * 99 + " > 1",
    "a sum of a product": "pe" + "*1" * 99 + "+1" * 99 + " > 1",
    "nested sums": f"{nested_sums(38)} > 1",
    "conjuncts": " AND ".join(["pe>1"] * 1_100),
    "alternatives": " OR ".join(["pe<1"] * 1_100),
    "choices": f"pe NOT IN ({','.join('1' * 2_000)})",
    "a pattern": f"name LIKE '{'%_' * 4_900}'",
}


_CHILD = """
import json, sys, time
from tests.frames import metrics_frame
from screener.model.expression import ExpressionError, parse
from screener.model.screen import Screen
from screener.screening.compile import run

frame = metrics_frame({"pe": 10.0, "name": "Alpha"}, {"pe": None})
for name, text in json.load(sys.stdin).items():
    print(name, end=" ", flush=True)
    started = time.perf_counter()
    try:
        parse(text)
    except ExpressionError:
        print("refused")
        continue
    assert run(frame, Screen(where=text), everyone=True).total == 2
    print("answered" if time.perf_counter() - started < 2 else "slow")
"""


def test_a_condition_as_large_as_may_be_is_refused_or_answered_soon(project_root: Path) -> None:
    assert max(map(len, LARGE.values())) < 10_000
    # In a process of its own: what overflows the stack or never ends takes no other test along.
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(project_root), *sys.path])},
    ) as child:
        try:
            told, trouble = child.communicate(json.dumps(LARGE), timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            told, trouble = child.communicate()[0], "it never ends"
    found = [line.rsplit(" ", 1) for line in told.splitlines()]
    assert [name for name, _ in found] == list(LARGE), (told[-300:], trouble[-300:])
    assert [name for name, answer in found if answer not in ("answered", "refused")] == []
