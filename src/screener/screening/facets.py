"""Facets: how many companies each value of a filter would give, without that filter itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
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
    outcomes,
    profitable_rule,
    rules,
    sector_rule,
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
    include = screen.unknown == "include"
    frame, offered = seen(metrics, screen), list(_offered(screen))
    say = outcomes(frame, screen)
    values = {
        column.name: column
        for column in frame.select(
            expr.alias(f"{name}/{i}")
            for name, _, offers in offered
            for i, (_, _, _, expr) in enumerate(offers)
            if expr is not None
        )
    }
    own = {name: {str(name)} for name, *_ in offered}
    # A condition may read the verdict of the chosen definition.
    own["definition"] = {r.key for r in rules(screen) if {r.key, *r.metrics} & {"zombies", ZOMBIE}}
    if own["definition"] - {"zombies"}:
        values |= _by_definition(metrics, screen, own["definition"])
    counts = {}
    for name, _, offers in offered:
        others = joined((say[key] for key in say if key not in own[name]), frame.height)
        for i in range(len(offers)):
            value = values.get(f"{name}/{i}")
            kept = others if value is None else others & value
            counts[f"{name}/{i}"] = int(kept.sum()) + (kept.null_count() if include else 0)
    return tuple(
        Facet(
            name,
            title,
            tuple(
                FacetValue(value, label, counts[f"{name}/{i}"], selected)
                for i, (value, label, selected, _) in enumerate(offers)
            ),
            multiple=name in ("sector", "debt"),
        )
        for name, title, offers in offered
    )


def _by_definition(metrics: pl.DataFrame, screen: Screen, keys: set[str]) -> dict[str, pl.Series]:
    """What the rules of ``keys`` say together under each definition, where conditions read the
    chosen one: each is a screen anew."""
    found = {}
    for i, definition in enumerate(_DEFINITIONS):
        other = screen.model_copy(update={"zombie_definition": definition})
        say = outcomes(seen(metrics, other), other)
        found[f"definition/{i}"] = joined((say[key] for key in keys), metrics.height)
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


@lru_cache(maxsize=64)
def _growth(threshold: float) -> pl.Expr:
    return growth_rule(threshold).expr


_DEBT = {kind: debt_rule((kind.value,)).expr for kind in DebtType}
_SECTOR = {sector: sector_rule((sector,)).expr for sector in SECTORS}
_ZOMBIE: dict[tuple[str, str], pl.Expr] = {
    (wanted, definition): zombie_rule(wanted, definition).expr
    for wanted in ("exclude", "only")
    for definition in _DEFINITIONS
}
"""What values say, made once."""


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
            (t, f"{format_percent(t)}", screen.growth_above == t, _growth(t))
            for t in thresholds
        ),
    ]  # fmt: skip
    yield "debt", "Debt", [
        (kind.value, kind.value, kind.value in screen.debt_types, _DEBT[kind])
        for kind in DebtType
    ]  # fmt: skip
    yield "sector", "Sector", [(s, s, s in screen.sectors, _SECTOR[s]) for s in SECTORS]
    yield "definition", "Zombie by", [
        (value, label, screen.zombie_definition == value, _ZOMBIE.get((screen.zombies, value)))
        for value, label in _DEFINITIONS.items()
    ]  # fmt: skip
    yield "zombies", "Zombies", [
        (value, label, screen.zombies == value, _ZOMBIE.get((value, screen.zombie_definition)))
        for value, label in _ZOMBIES.items()
    ]  # fmt: skip
