"""The options that choose a filter's value, and those that take a rule off a screen."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.screening.compile import Rule
    from screener.screening.facets import FacetChoice, FacetName

_OPTIONS: dict[str, str] = {
    "growth": "--growth-above",
    "debt": "--debt-type",
    "sector": "--sector",
    "zombies": "--zombies",
    "definition": "--zombie-definition",
}
"""By facet; its value follows."""

_WITHOUT = {
    "profitable": "--any-profit",
    "growth": "--growth-above any",
    "sector": "--sector any",
    "debt": "--debt-type any",
    "tickers": "--tickers any",
    "zombies": "--zombies include",
}
"""By a rule's key."""


def word_of(facet: FacetName, value: FacetChoice) -> str:
    """Return a facet's value in the command line's words: ``4%``, ``any``, ``Health Care``."""
    from screener.model.screen import format_percent

    if facet == "profitable":
        return "profitable" if value else "any"
    if isinstance(value, float) or value is None:
        return format_percent(value) or "any"
    return str(value)


def option_of(facet: FacetName, value: FacetChoice) -> str:
    """Return the option that gives a facet this value alone, as a shell reads it."""
    if facet == "profitable":
        return "--profitable" if value else "--any-profit"
    return f"{_OPTIONS[facet]} {shlex.quote(word_of(facet, value))}"


def option_without(rule: Rule) -> str:
    """Return the option that takes a rule off; empty for a condition and for ``--watched``, which
    none takes off."""
    return _WITHOUT.get(rule.key, "")
