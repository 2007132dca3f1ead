"""Where the rules of a screen draw the line on a metric: for marks in a distribution."""

from __future__ import annotations

from collections.abc import Iterator

from screener.model.distribution import Threshold
from screener.model.expression import parse
from screener.model.expression.nodes import Between, Compare, Name, Negative, Node, Number
from screener.model.screen import ZOMBIE, Screen

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def thresholds(screen: Screen, metric: str) -> tuple[Threshold, ...]:
    """Return the numbers that rules of ``screen`` compare ``metric`` with, upwards.

    Of a condition those conjuncts that are no more than a metric, an operator and a number."""
    found = set()
    if screen.growth_above is not None and metric == "revenue_growth":
        found.add(Threshold(">", screen.growth_above))
    if screen.profitable and metric == "net_income_ttm":
        found.add(Threshold(">", 0.0))
    if screen.where:
        for node in parse(screen.where).conjuncts:
            found.update(_compared(node, metric))
    return tuple(sorted(found, key=lambda threshold: (threshold.value, threshold.op)))


def wanted(screen: Screen, metric: str) -> frozenset[str]:
    """Return the texts of ``metric`` that rules of ``screen`` let pass; empty where any does."""
    if metric == "sector":
        return frozenset(screen.sectors)
    if metric == "debt_type":
        return frozenset(screen.debt_types)
    if metric == "profitable" and screen.profitable:
        return frozenset({"yes"})
    if screen.meaning(metric) == screen.meaning(ZOMBIE) and screen.zombies != "include":
        return frozenset({"yes"} if screen.zombies == "only" else {"no", "n/a"})
    return frozenset()


def _compared(node: Node, metric: str) -> Iterator[Threshold]:
    if isinstance(node, Between):
        for condition in node.conditions:
            yield from _compared(condition, metric)
    elif isinstance(node, Compare):
        for name, other, op in (
            (node.left, node.right, node.op),
            (node.right, node.left, _MIRRORED.get(node.op, node.op)),
        ):
            value = _number(other)
            if isinstance(name, Name) and name.metric == metric and value is not None:
                yield Threshold(op, value)


def _number(node: Node) -> float | None:
    if isinstance(node, Number):
        return node.value
    inner = _number(node.part) if isinstance(node, Negative) else None
    return None if inner is None else -inner
