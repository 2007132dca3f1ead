"""Conditions as random texts, each with what plain Python says of a row: true, false or None.

Written from the rules of the language, not from its code: None is unknown; so is NaN, an infinity
and anything divided by zero; AND, OR and NOT are Kleene's. A verdict that is missing or 'unknown'
is None, unless it is compared with the text 'unknown' by = or <> or IN.

A piece knows how tightly it binds, and is put between brackets only where the grammar needs them
(or for fun): a parser that binds otherwise gives another answer."""

from __future__ import annotations

import datetime as dt
import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]
Truth = bool | None

OR, AND, NOT, COMPARISON, SUM, PRODUCT, FACTOR = range(7)

UNKNOWN = "unknown"

WORDS = ["", "Energy", "energy", "O'Neil", "a%b", "a_b", ".*", "A  B", "ab\ncd", "ÜB", UNKNOWN]
DAYS = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 2, 28), dt.date(1999, 5, 5)]
# 104 / 100 - 1 is 0.04 and a rounding error; the last differs from a million by more than one.
FIGURES = [0.0, -0.0, 1.0, -1.0, 0.04, 104 / 100 - 1, 2.5e9, 1e308, -1e308, 1e6, 1e6 * (1 + 1e-9)]
NUMBERS = ("pe", "pb", "market_cap", "revenue_growth", "profitable_years")
TEXTS, DATES, FLAGS = ("name", "sector"), ("filed", "period_end"), ("profitable", "stale")
LITERALS = {
    "0": 0.0, "1": 1.0, "2.5": 2.5, "1e6": 1e6, "4%": 0.04, "4 %": 0.04, "5 bp": 0.0005,
    "2.5B": 2.5e9, "2.5 b": 2.5e9, "1 m": 1e6, "3k": 3e3, "1T": 1e12, "1e308": 1e308,
}  # fmt: skip

figures = st.one_of(
    st.none(),
    st.sampled_from([*FIGURES, math.nan, math.inf, -math.inf]),
    st.floats(),
)
rows: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        **dict.fromkeys(NUMBERS, figures),
        "profitable_years": st.one_of(st.none(), st.integers(-3, 9)),
        **dict.fromkeys(TEXTS, st.sampled_from([None, *WORDS])),
        **dict.fromkeys(DATES, st.sampled_from([None, *DAYS])),
        **dict.fromkeys(FLAGS, st.sampled_from([True, False, None])),
        "zombie_oecd": st.sampled_from(["yes", "no", "n/a", UNKNOWN, None]),
    }
)


@dataclass(frozen=True)
class Piece:
    """A part of a condition: its text, how tightly it binds, and its value in a row."""

    text: str
    binds: int
    value: Callable[[Row], Any]

    def __repr__(self) -> str:
        return self.text

    def within(self, least: int) -> str:
        return self.text if self.binds >= least else f"({self.text})"


# -- values ----------------------------------------------------------------------------------------


def finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)


def worked_out(op: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None or (op == "/" and right == 0):
        return None
    work = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}[op]
    return finite(work(left, right))


def compared(op: str, left: Any, right: Any) -> Truth:
    if left is None or right is None:
        return None
    equal = left == right
    if isinstance(left, float):
        equal = abs(left - right) <= 1e-12 * max(abs(left), abs(right), 1.0)
    if op in ("=", "<>", "!="):
        return bool(equal is (op == "="))
    if equal:
        return op in ("<=", ">=")
    return bool(left < right) is (op[0] == "<")


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def every(truths: list[Truth]) -> Truth:
    return False if False in truths else None if None in truths else True


def some(truths: list[Truth]) -> Truth:
    return negated(every([negated(truth) for truth in truths]))


def looks_like(text: str | None, pattern: str) -> Truth:
    if text is None:
        return None
    ends = {0}  # how much of the text the pattern so far can have eaten
    for sign in pattern:
        if sign == "%":
            ends = set(range(min(ends, default=len(text) + 1), len(text) + 1))
        else:
            ends = {at + 1 for at in ends if at < len(text) and sign in ("_", text[at])}
    return len(text) in ends


def verdict(row: Row) -> str | None:
    answer = row["zombie_oecd"]
    return None if answer == UNKNOWN else answer


# -- pieces ----------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def column(name: str) -> Piece:
    if name in NUMBERS:
        return Piece(name, FACTOR, lambda row: finite(row[name]))
    return Piece(name, FACTOR, lambda row: row[name])


def constant(text: str, value: Any) -> Piece:
    return Piece(text, FACTOR, lambda row: value)


def day(value: dt.date) -> Piece:
    return constant(quoted(value.isoformat()), value)


def days_between(pair: tuple[Piece, Piece]) -> Piece:
    left, right = pair

    def value(row: Row) -> float | None:
        a, b = left.value(row), right.value(row)
        return None if a is None or b is None else float((a - b).days)

    return Piece(f"{left} - {right}", SUM, value)


def arithmetic(op: str, left: Piece, right: Piece) -> Piece:
    binds = SUM if op in "+-" else PRODUCT
    return Piece(
        f"{left.within(binds)} {op} {right.within(binds + 1)}",
        binds,
        lambda row: worked_out(op, left.value(row), right.value(row)),
    )


def minus(part: Piece) -> Piece:
    def value(row: Row) -> float | None:
        number = part.value(row)
        return None if number is None else -number

    text = part.within(FACTOR)
    return Piece(f"-({text})" if text.startswith("-") else f"-{text}", FACTOR, value)


def called(function: str, arguments: list[Piece]) -> Piece:
    work: dict[str, Callable[..., Any]] = {
        "ABS": abs, "LEAST": min, "GREATEST": max, "LOWER": str.lower, "UPPER": str.upper,
    }  # fmt: skip

    def value(row: Row) -> Any:
        values = [argument.value(row) for argument in arguments]
        return None if None in values else work[function.upper()](*values)

    return Piece(f"{function}({', '.join(map(str, arguments))})", FACTOR, value)


def comparison(op: str, left: Piece, right: Piece) -> Piece:
    return Piece(
        f"{left.within(SUM)} {op} {right.within(SUM)}",
        COMPARISON,
        lambda row: compared(op, left.value(row), right.value(row)),
    )


def among(left: Piece, word: str, choices: list[Piece]) -> Piece:
    def value(row: Row) -> Truth:
        found = some([compared("=", left.value(row), choice.value(row)) for choice in choices])
        return negated(found) if "not" in word.lower() else found

    text = f"{left.within(SUM)} {word} ({', '.join(choice.within(SUM) for choice in choices)})"
    return Piece(text, COMPARISON, value)


def between(left: Piece, word: str, low: Piece, high: Piece) -> Piece:
    def value(row: Row) -> Truth:
        number = left.value(row)
        sides = [compared(">=", number, low.value(row)), compared("<=", number, high.value(row))]
        found = every(sides)
        return negated(found) if "NOT" in word else found

    text = f"{left.within(SUM)} {word} {low.within(SUM)} AND {high.within(SUM)}"
    return Piece(text, COMPARISON, value)


def like(left: Piece, word: str, pattern: str) -> Piece:
    def value(row: Row) -> Truth:
        found = looks_like(left.value(row), pattern)
        return negated(found) if "NOT" in word else found

    return Piece(f"{left.within(SUM)} {word} {quoted(pattern)}", COMPARISON, value)


def is_null(part: Piece, word: str) -> Piece:
    return Piece(
        f"{part.within(SUM)} {word}",
        COMPARISON,
        lambda row: (part.value(row) is None) is ("not" not in word.lower()),
    )


def asked(op: str, answer: str, swapped: bool) -> Piece:
    """A verdict compared with the text of an answer; 'unknown' asks whether it is known."""

    def value(row: Row) -> Truth:
        if answer == UNKNOWN:
            return (verdict(row) is None) is (op == "=")
        return compared(op, verdict(row), answer)

    sides = [quoted(answer), "zombie_oecd"] if swapped else ["zombie_oecd", quoted(answer)]
    return Piece(f" {op} ".join(sides), COMPARISON, value)


def asked_among(word: str, answers: list[str]) -> Piece:
    def value(row: Row) -> Truth:
        found = some([asked("=", answer, False).value(row) for answer in answers])
        return negated(found) if "NOT" in word else found

    return Piece(f"zombie_oecd {word} ({','.join(map(quoted, answers))})", COMPARISON, value)


def opposite(word: str, part: Piece) -> Piece:
    return Piece(f"{word} {part.within(NOT)}", NOT, lambda row: negated(part.value(row)))


def joined(word: str, parts: list[Piece]) -> Piece:
    binds, rule = (AND, every) if word.upper() == "AND" else (OR, some)
    return Piece(
        f" {word} ".join(part.within(binds + 1) for part in parts),
        binds,
        lambda row: rule([part.value(row) for part in parts]),
    )


def bracketed(part: Piece) -> Piece:
    return Piece(f"( {part})", FACTOR, part.value)


# -- strategies ------------------------------------------------------------------------------------

_OPS = st.sampled_from(["=", "<>", "!=", "<", "<=", ">", ">="])
_IN = st.sampled_from(["IN", "NOT IN", "in", "Not\nIn"])
_BETWEEN = st.sampled_from(["BETWEEN", "NOT BETWEEN"])
_LIKE = st.sampled_from(["LIKE", "NOT LIKE"])
_NULL = st.sampled_from(["IS NULL", "IS NOT NULL", "is  not null"])
_ANSWERS = st.sampled_from(["yes", "no", "n/a", UNKNOWN])


def _more_numbers(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    return st.one_of(
        st.builds(arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(arithmetic, st.sampled_from("-/"), inner, inner),
        st.builds(minus, inner),
        st.builds(bracketed, inner),
        st.builds(called, st.sampled_from(["ABS", "abs"]), st.lists(inner, min_size=1, max_size=1)),
        st.builds(
            called,
            st.sampled_from(["LEAST", "greatest"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
    )


days = st.one_of(st.sampled_from(DATES).map(column), st.sampled_from(DAYS).map(day))
_a_date = st.sampled_from(DATES).map(column)
numbers = st.recursive(
    st.one_of(
        st.sampled_from(NUMBERS).map(column),
        st.sampled_from([constant(text, value) for text, value in LITERALS.items()]),
        st.tuples(_a_date, days).map(days_between),
    ),
    _more_numbers,
    max_leaves=5,
)
_some_text = st.one_of(
    st.sampled_from(TEXTS).map(column), st.just(Piece("zombie_oecd", FACTOR, verdict))
)
_cased = st.builds(
    lambda function, part: called(function, [part]),
    st.sampled_from(["LOWER", "upper"]),
    _some_text,
)
texts = st.one_of(
    st.sampled_from(TEXTS).map(column),
    st.sampled_from([constant(quoted(word), word) for word in WORDS]),
    _cased,
)
patterns = st.one_of(
    st.sampled_from(WORDS), st.text(st.sampled_from("%_aAbBEnergy.*\n"), max_size=5)
)


def _compared(parts: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    return st.one_of(
        st.builds(comparison, _OPS, parts, parts),
        st.builds(among, parts, _IN, st.lists(parts, min_size=1, max_size=3)),
        st.builds(between, parts, _BETWEEN, parts, parts),
        st.builds(is_null, parts, _NULL),
    )


_dates = st.one_of(
    st.builds(comparison, _OPS, _a_date, days),
    st.builds(comparison, _OPS, days, _a_date),
    st.builds(among, _a_date, _IN, st.lists(days, min_size=1, max_size=3)),
    st.builds(between, _a_date, _BETWEEN, days, days),
    st.builds(is_null, _a_date, _NULL),
)
_verdicts = st.one_of(
    st.builds(asked, st.sampled_from(["=", "<>"]), _ANSWERS, st.booleans()),
    st.builds(asked_among, st.sampled_from(["IN", "NOT IN"]), st.lists(_ANSWERS, min_size=1)),
    st.builds(is_null, st.just(Piece("zombie_oecd", FACTOR, verdict)), _NULL),
)
_likes = st.builds(like, st.one_of(texts, _some_text), _LIKE, patterns)
_truths = st.sampled_from([*map(column, FLAGS), constant("TRUE", True), constant("false", False)])


def _more_conditions(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    return st.one_of(
        st.builds(
            joined,
            st.sampled_from(["AND", "OR", "and", "Or"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(opposite, st.sampled_from(["NOT", "not "]), inner),
        st.builds(bracketed, inner),
        st.builds(comparison, st.sampled_from(["=", "<>"]), inner, inner),
        st.builds(is_null, inner, _NULL),
    )


conditions: st.SearchStrategy[Piece] = st.recursive(
    st.one_of(_compared(numbers), _compared(texts), _dates, _verdicts, _likes, _truths),
    _more_conditions,
    max_leaves=6,
)
"""A condition of any kind."""
