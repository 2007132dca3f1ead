"""Facets: how many companies each value of a filter would give, without that filter itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from screener.model.screen import (
    SECTORS,
    ZOMBIE,
    Screen,
    ZombieDefinition,
    ZombieFilter,
    format_percent,
)
from screener.model.verdict import DebtType
from screener.screening.compile import (
    debt_rule,
    growth_rule,
    joined,
    profitable_rule,
    rules,
    seen,
    zombie_rule,
)

FacetName = Literal["profitable", "growth", "debt", "sector", "zombies", "definition"]
FacetChoice = bool | float | str | None

_THRESHOLDS = (0.0, 0.04, 0.10, 0.20)
_ZOMBIES: dict[ZombieFilter, str] = {
    "include": "include",
    "exclude": "exclude",
    "only": "only zombies",
}
_DEFINITIONS: dict[ZombieDefinition, str] = {
    "oecd": "OECD: 3 years < 1, aged 10",
    "bis": "BIS: 2 years < 1, low q",
    "fed": "Fed: indebted, shrinking",
    "cash": "cash: EBITDA, 3 years",
    "loss": "loss: twelve months",
}
assert tuple(_DEFINITIONS) == get_args(ZombieDefinition)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, for :func:`choose`: its label, and how many rows it would give."""

    value: FacetChoice
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with the counts of its values. ``multiple``: several can be chosen together."""

    name: FacetName
    title: str
    values: tuple[FacetValue, ...]
    multiple: bool = False


def facets(metrics: pl.DataFrame, screen: Screen) -> tuple[Facet, ...]:
    """Return every facet with the number of rows of ``metrics`` that each of its values would give.

    A count is what :func:`screener.screening.compile.run` would keep, before the limit, if that
    facet had that value alone and the other filters stayed: with ``unknown="include"`` rows that
    miss a figure count too.
    """
    active = {rule.key: rule.expr for rule in rules(screen)}
    include = screen.unknown == "include"
    offered = list(_offered(screen))
    others = seen(metrics, screen).select(
        *(
            joined([expr for key, expr in active.items() if key != name]).alias(f"_{name}")
            for name, *_ in offered
        ),
        "profitable", "revenue_growth", "debt_type", "sector", screen.meaning(ZOMBIE),
    )  # fmt: skip
    counts = others.select(
        joined([pl.col(f"_{name}"), *([expr] if expr is not None else [])])
        .fill_null(include)
        .sum()
        .alias(f"{name}/{i}")
        for name, _, values in offered
        if name not in ("sector", "definition")
        for i, (_, _, _, expr) in enumerate(values)
    ).row(0, named=True)
    counts |= _sector_counts(others, include) | _definition_counts(metrics, screen)
    return tuple(
        Facet(
            name,
            title,
            tuple(
                FacetValue(value, label, counts[f"{name}/{i}"], selected)
                for i, (value, label, selected, _) in enumerate(values)
            ),
            multiple=name in ("sector", "debt"),
        )
        for name, title, values in offered
    )


def _sector_counts(others: pl.DataFrame, include: bool) -> dict[str, int]:
    """The same for sectors, of which there are many: in one grouping. A company of no sector
    fails none for sure."""
    kept = others.group_by("sector").agg(pl.col("_sector").fill_null(include).sum())
    found: dict[str | None, int] = dict(kept.iter_rows())
    if include:
        undecided = others.filter(pl.col("sector").is_null())["_sector"]
        found[None] = int((undecided.fill_null(value=True)).sum())
    without = found.get(None, 0) if include else 0
    return {f"sector/{i}": found.get(sector, 0) + without for i, sector in enumerate(SECTORS)}


def _definition_counts(metrics: pl.DataFrame, screen: Screen) -> dict[str, int]:
    """The same for definitions: conditions may read the chosen one, so each is a screen anew."""
    include = screen.unknown == "include"
    found = {}
    for i, definition in enumerate(_DEFINITIONS):
        other = screen.model_copy(update={"zombie_definition": definition})
        kept = joined([rule.expr for rule in rules(other)]).fill_null(include).sum()
        found[f"definition/{i}"] = int(seen(metrics, other).select(kept).item())
    return found


def choose(screen: Screen, facet: FacetName, value: FacetChoice) -> Screen:
    """Return ``screen`` with the facet set to ``value``; where several can be set, toggle it."""
    if facet == "debt":
        wanted = {*screen.debt_types} ^ {str(value)}
        types = tuple(name for name in DebtType if name.value in wanted)
        return screen.model_copy(update={"debt_types": tuple(name.value for name in types)})
    if facet == "sector":
        chosen = [s for s in screen.sectors if s != value]
        if len(chosen) == len(screen.sectors):
            chosen.append(str(value))
        return screen.model_copy(update={"sectors": tuple(s for s in SECTORS if s in chosen)})
    return screen.model_copy(update={_FIELDS[facet]: value})


_FIELDS: dict[FacetName, str] = {
    "profitable": "profitable",
    "growth": "growth_above",
    "zombies": "zombies",
    "definition": "zombie_definition",
}
"""The screen's field of each facet whose values exclude one another."""


_Offer = tuple[FacetChoice, str, bool, pl.Expr | None]


def _offered(screen: Screen) -> Iterator[tuple[FacetName, str, list[_Offer]]]:
    """Yield name, title, and for each value: the value, its label, whether it is set, its rule."""
    yield "profitable", "Profitable", [
        (True, "profitable only", screen.profitable, profitable_rule().expr),
        (False, "any", not screen.profitable, None),
    ]  # fmt: skip
    thresholds = sorted(
        {*_THRESHOLDS, *([] if screen.growth_above is None else [screen.growth_above])}
    )
    yield "growth", "Growth over", [
        (None, "any", screen.growth_above is None, None),
        *(
            (t, f"{format_percent(t)}", screen.growth_above == t, growth_rule(t).expr)
            for t in thresholds
        ),
    ]  # fmt: skip
    yield "debt", "Debt", [
        (kind.value, kind.value, kind.value in screen.debt_types, debt_rule((kind.value,)).expr)
        for kind in DebtType
    ]  # fmt: skip
    yield "sector", "Sector", [(s, s, s in screen.sectors, None) for s in SECTORS]
    yield "definition", "Zombie by", [
        (value, label, screen.zombie_definition == value, None)
        for value, label in _DEFINITIONS.items()
    ]  # fmt: skip
    yield "zombies", "Zombies", [
        (
            value,
            label,
            screen.zombies == value,
            None if value == "include" else zombie_rule(value, screen.zombie_definition).expr,
        )
        for value, label in _ZOMBIES.items()
    ]  # fmt: skip
