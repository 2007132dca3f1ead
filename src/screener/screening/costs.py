"""What each rule of a screen costs, and the screen without the costliest."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.model.screen import Screen
from screener.screening.compile import Result, Rule, rules, run

_NEUTRAL: dict[str, dict[str, object]] = {
    "profitable": {"profitable": False},
    "growth": {"growth_above": None},
    "sector": {"sectors": ()},
    "zombies": {"zombies": "include"},
}
"""A rule's key → what takes the rule off a screen."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a rule does: the result of it ``alone``, and of the screen ``without`` it."""

    rule: Rule
    alone: Result
    without: Result


def costs(metrics: pl.DataFrame, screen: Screen) -> tuple[Cost, ...]:
    """Return what each rule of ``screen`` costs among the rows of ``metrics``."""
    return tuple(
        Cost(
            rule,
            alone=run(metrics, Screen().model_copy(update=_only(screen, rule))),
            without=run(metrics, relaxed(screen, rule)),
        )
        for rule in rules(screen)
    )


def costliest(metrics: pl.DataFrame, screen: Screen) -> Cost | None:
    """Return the rule without which most rows pass; None where ``screen`` has no rule.

    Among equals (often nothing passes without either of two) it is the one that fails most alone.
    """
    return max(
        costs(metrics, screen),
        key=lambda cost: (cost.without.passed, cost.without.unknown, cost.alone.failed),
        default=None,
    )


def relaxed(screen: Screen, rule: Rule) -> Screen:
    """Return ``screen`` without ``rule``."""
    return screen.model_copy(update=_NEUTRAL[rule.key])


def _only(screen: Screen, rule: Rule) -> dict[str, object]:
    return {field: getattr(screen, field) for field in _NEUTRAL[rule.key]}
