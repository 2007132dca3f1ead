"""What a screen came to, in a line each: the counts, and why nobody passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from screener.cli.choosing import option_without
from screener.model.words import counted

if TYPE_CHECKING:
    import polars as pl

    from screener.model.screen import Screen
    from screener.screening.compile import Rule
    from screener.store.manifest import Manifest

_ALL = "every rule: screen funnel with the same options"


class Counts(Protocol):
    """How many rows a screen says what of."""

    @property
    def passed(self) -> int:
        """Return how many pass."""

    @property
    def failed(self) -> int:
        """Return how many fail."""

    @property
    def unknown(self) -> int:
        """Return how many fail only for a missing figure."""


def outcome_lines(preset: str, manifest: Manifest, counts: Counts) -> list[str]:
    """Return which preset of which day gives how many; before it, where they are fictional."""
    lines = []
    if manifest.sample:
        lines.append("sample data: fictional companies; for real ones: screen update")
    told = f"{counts.passed:,} pass · {counts.failed:,} fail · {counts.unknown:,} unknown"
    lines.append(f"{preset} as of {manifest.as_of}: {told}")
    return lines


def why_empty(metrics: pl.DataFrame, screen: Screen, conditions: Sequence[str]) -> str:
    """Return which rule costs most where no row is left, and how to take it off.

    ``conditions``: those that were given as ``--where``; the others are the preset's."""
    from screener.screening.funnel import funnel
    from screener.screening.words import rule_in_words

    if metrics.is_empty():
        return "this snapshot holds no companies"
    found = funnel(metrics, screen)
    if found.worth_relaxing:
        rules = [step.rule for step in found.worth_relaxing]
        left = found.worth_relaxing[0].without.passed
        offs = [option_without(rule) or _left_out(rule, screen, conditions) for rule in rules]
        which = "rule is" if len(rules) == 1 else "rules are"
        without = "it" if len(rules) == 1 else "any one of them"
        named = " and ".join(map(rule_in_words, rules))
        told = f"without {without} {left:,} pass ({'; '.join(dict.fromkeys(offs))})"
        return f"the costliest {which} {named}: {told}; {_ALL}"
    if found.whole.unknown:
        missing = counted(found.whole.unknown, "row fails", "rows fail")
        return f"{missing} only for a missing figure (--unknown include); {_ALL}"
    return f"nobody passes without any one of the rules either; {_ALL}"


def _left_out(rule: Rule, screen: Screen, conditions: Sequence[str]) -> str:
    """Say where a rule stands that no option takes off: conditions that were given follow the
    preset's."""
    if rule.key == "watched":
        return "leave out --watched"
    from screener.model.expression import parse

    given = sum(len(parse(text).conjuncts) for text in conditions if text.strip())
    of_preset = len(parse(screen.where).conjuncts) - given
    number = int(rule.key.rpartition(".")[2])
    return "leave it out of --where" if number > of_preset else "it is the preset's"
