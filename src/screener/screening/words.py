"""A screen in words: what it asks, and how its rows are shown."""

from __future__ import annotations

from screener.model.metric import DEFAULT_RATE_MOVE, sort_label
from screener.model.screen import Screen, format_rate_move
from screener.model.words import counted
from screener.screening.compile import Rule, rules

_NAME_IS_ENOUGH = ("profitable", "zombies", "watched")
"""Rules whose label says what passes."""


def rules_in_words(screen: Screen) -> str:
    """Return the rules on one line: ``profitable · growth > 4% · not a zombie (OECD)``."""
    return " · ".join(map(rule_in_words, rules(screen))) or "every company"


def rule_in_words(rule: Rule) -> str:
    """Return one rule: ``growth > 4%``, ``not a zombie (OECD)``, ``where pe < 12``."""
    return rule.label if rule.key in _NAME_IS_ENOUGH else f"{rule.label} {rule.threshold_text}"


def shown_in_words(screen: Screen) -> str:
    """Return the order, the columns and what else is no rule: ``by Growth ▼ · 11 columns``."""
    parts = []
    if screen.sort:
        parts.append(f"by {sort_label(screen.sort[0])}")
    parts.append(counted(len(dict.fromkeys(screen.columns)), "column"))
    if screen.limit is not None:
        parts.append(f"at most {counted(screen.limit, 'row')}")
    if screen.rate_move != DEFAULT_RATE_MOVE:
        parts.append(f"rates {format_rate_move(screen.rate_move)}")
    return " · ".join(parts)


_NO_RULES = ("title", "description", "sort", "columns", "limit", "unknown")


def same_rules(one: Screen, other: Screen) -> bool:
    """Whether two screens ask the same of a company."""
    fields = [name for name in Screen.model_fields if name not in _NO_RULES]
    return all(getattr(one, name) == getattr(other, name) for name in fields)
