"""The funnel: what each rule of a screen removes, alone and in order, and which one to relax."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.model.screen import Screen
from screener.screening.compile import WHERE, Rule, joined, outcomes, rules, seen

_NEUTRAL: dict[str, dict[str, object]] = {
    "profitable": {"profitable": False},
    "growth": {"growth_above": None},
    "sector": {"sectors": ()},
    "debt": {"debt_types": ()},
    "tickers": {"tickers": ()},
    "watched": {"watched": None},
    "zombies": {"zombies": "include"},
}
"""A rule's key → what takes the rule off a screen; a condition's conjuncts are taken out of it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows pass, fail, and fail only for a missing figure; together all rows."""

    passed: int
    failed: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Step:
    """What a rule does: ``alone``; ``so_far``, with all rules before it; and what the screen gives
    ``without`` it."""

    rule: Rule
    alone: Tally
    so_far: Tally
    without: Tally


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps of a screen in its order, and what they give together (``whole``)."""

    steps: tuple[Step, ...]
    whole: Tally

    @property
    def costliest(self) -> Step | None:
        """The step to relax first: that without which most rows pass; None where there is no rule.

        Among equals (often nothing passes without either of two) it is the one that fewest pass
        alone."""
        return max(
            self.steps,
            key=lambda step: (step.without.passed, -step.alone.passed, step.without.unknown),
            default=None,
        )

    @property
    def worth_relaxing(self) -> tuple[Step, ...]:
        """The steps without which most rows pass, all that give as many; none where no single one
        gives more rows than there are."""
        most = max((step.without.passed for step in self.steps), default=0)
        if most <= self.whole.passed:
            return ()
        return tuple(step for step in self.steps if step.without.passed == most)


def funnel(metrics: pl.DataFrame, screen: Screen) -> Funnel:
    """Return what each rule of ``screen`` does among the rows of ``metrics``."""
    found, rows = rules(screen), metrics.height
    columns = list(outcomes(seen(metrics, screen), screen).values())
    steps = tuple(
        Step(
            rule,
            alone=_tally(columns[number]),
            so_far=_tally(joined(columns[: number + 1], rows)),
            without=_tally(joined([*columns[:number], *columns[number + 1 :]], rows)),
        )
        for number, rule in enumerate(found)
    )
    return Funnel(steps, whole=_tally(joined(columns, rows)))


def relaxed(screen: Screen, rule: Rule) -> Screen:
    """Return ``screen`` without ``rule``."""
    if rule.key in _NEUTRAL:
        return screen.model_copy(update=_NEUTRAL[rule.key])
    from screener.model.expression import parse

    expression = parse(screen.where)
    kept = [
        f"({expression.spelled(node)})"
        for number, node in enumerate(expression.conjuncts, 1)
        if rule.key != f"{WHERE}.{number}"
    ]
    return screen.model_copy(update={"where": " AND ".join(kept)})


def _tally(outcome: pl.Series) -> Tally:
    passed, unknown = int(outcome.sum()), outcome.null_count()
    return Tally(passed, len(outcome) - passed - unknown, unknown)
