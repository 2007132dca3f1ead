"""A condition's tree → polars: row-wise, three-valued.

A comparison with an unknown figure is unknown; so is anything divided by zero, and what is no
number. AND, OR and NOT are Kleene's. LEAST and GREATEST of an unknown figure are unknown. The
verdict 'unknown' behaves as a null unless it is compared with the text 'unknown'; 'n/a' is an
ordinary value."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import polars as pl

from screener.model.expression.nodes import (
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Day,
    Flag,
    IsNull,
    Kind,
    Like,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Or,
    Text,
    metrics_of,
)
from screener.model.verdict import Answer
from screener.screening.rounding import above, slack


def condition(node: Node) -> pl.Expr:
    """Return a condition as a nullable Boolean for every row of the ``metrics`` table, also where
    it reads no metric."""
    expr = compiled(node)
    return expr if metrics_of(node) else pl.repeat(True, pl.len(), dtype=pl.Boolean) & expr


def compiled(node: Node) -> pl.Expr:
    """Return the node as an expression over the ``metrics`` table; one without metrics is a
    scalar."""
    return _MAKERS[type(node)](node)


def _column(node: Name) -> pl.Expr:
    column = pl.col(node.metric)
    if node.kind is Kind.NUMBER:
        return _finite(column.cast(pl.Float64))
    if node.kind is Kind.VERDICT:
        return pl.when(column != Answer.UNKNOWN.value).then(column)
    return column


def _finite(number: pl.Expr) -> pl.Expr:
    """Null for what is no number. It names its argument once: twice at each level of a nested
    formula would be a million times at the twentieth."""
    return number.replace(_NO_NUMBERS, None)


_NO_NUMBERS = [math.nan, math.inf, -math.inf]


def _arithmetic(node: Arithmetic) -> pl.Expr:
    left, right = compiled(node.left), compiled(node.right)
    if node.left.kind is Kind.DATE:
        return (left - right).dt.total_days().cast(pl.Float64)
    match node.op:
        case "+":
            return _finite(left + right)
        case "-":
            return _finite(left - right)
        case "*":
            return _finite(left * right)
    return _finite(left / right)


def _call(node: Call) -> pl.Expr:
    arguments = [compiled(argument) for argument in node.arguments]
    match node.function:
        case "ABS":
            return arguments[0].abs()
        case "LOWER":
            return arguments[0].str.to_lowercase()
        case "UPPER":
            return arguments[0].str.to_uppercase()
    each = pl.element()
    pick = each.min() if node.function == "LEAST" else each.max()
    of_all = pl.when(each.null_count() == 0).then(pick).first()
    return pl.concat_list(arguments).list.eval(of_all).list.first()


def _compare(node: Compare) -> pl.Expr:
    if (asked := _asks_for_unknown(node)) is not None:
        known = compiled(asked).is_not_null()
        return known if node.op == "<>" else ~known
    left, right, op = compiled(node.left), compiled(node.right), node.op
    if not metrics_of(node.left) and metrics_of(node.right):
        # A constant on the left of a column of nulls gives polars 2.1 a column of length one.
        left, right, op = right, left, _MIRRORED.get(op, op)
    if node.left.kind is Kind.NUMBER:
        more, equal = above(left, right), (left - right).abs() <= slack(left, right)
    else:
        more, equal = left > right, left == right
    return {
        "=": equal,
        "<>": ~equal,
        ">": more,
        ">=": more | equal,
        "<": ~(more | equal),
        "<=": ~more,
    }[op]


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _asks_for_unknown(node: Compare) -> Node | None:
    """The verdict that is compared with the text 'unknown', if one is."""
    for side, other in ((node.left, node.right), (node.right, node.left)):
        unknown = isinstance(other, Text) and other.value == Answer.UNKNOWN.value
        if side.kind is Kind.VERDICT and unknown:
            return side
    return None


def _regex(pattern: str) -> str:
    parts = {"%": ".*", "_": "."}
    return "(?s)^" + "".join(parts.get(sign) or pl.escape_regex(sign) for sign in pattern) + "$"


_MAKERS: dict[type[Node], Callable[[Any], pl.Expr]] = {
    And: lambda node: pl.all_horizontal(*map(compiled, node.conditions)),
    Between: lambda node: pl.all_horizontal(*map(compiled, node.conditions)),
    Or: lambda node: pl.any_horizontal(*map(compiled, node.conditions)),
    Not: lambda node: ~compiled(node.part),
    Compare: _compare,
    IsNull: lambda node: compiled(node.part).is_null(),
    Like: lambda node: compiled(node.part).str.contains(_regex(node.pattern)),
    Flag: lambda node: pl.lit(node.value, dtype=pl.Boolean),
    Name: _column,
    Number: lambda node: pl.lit(node.value, dtype=pl.Float64),
    Day: lambda node: pl.lit(dt.date.fromisoformat(node.value)),
    Text: lambda node: pl.lit(node.value),
    Negative: lambda node: -compiled(node.part),
    Arithmetic: _arithmetic,
    Call: _call,
}
"""A maker for every node that there is."""
