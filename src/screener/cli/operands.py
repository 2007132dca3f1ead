"""The operands of one metric, and the check that they give its value: ``screen show --facts``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from screener.errors import SnapshotError, UsageError
from screener.model.metric import Group, Metric, Unit
from screener.present.layout import fitted, stacked
from screener.present.text import MISSING, exact_number, exact_value, safe
from screener.screening.explain import reason
from screener.screening.operands import same, sums
from screener.store.places import REBUILD

if TYPE_CHECKING:
    from screener.screening.universe import Row, Universe

_TITLES = ("role", "sign", "value", "unit", "start", "end", "filed", "form", "accession", "tag")
_RIGHT = ("value",)
_SIGNS = {1: "add", -1: "subtract", 0: "evidence"}
"""In words: a minus beside a negative value reads as one thing or as two."""


def listing(
    universe: Universe,
    row: Row,
    metric: Metric,
    found: pl.DataFrame,
    again: object,
    width: int | None,
) -> list[str]:
    """Return a line per operand ``found``, then the value, and the value recomputed (``again``)
    where there is one. ``width``: of the terminal's lines, which what is longer goes on below; None
    for a pipe or a file.

    What follows from the debt by instrument stands beside the instruments."""
    lines = [
        f"{safe(str(row['ticker']))} · {metric.name} = {metric.formula}",
        *(evidence(universe, row, metric, width) or [*_table(found, width), *_sums(found)]),
        f"value: {exact_value(metric, row[metric.name])}",
    ]
    why = reason(universe, row, metric.name)
    lines += [f"reason: {safe(why)}"] if why else []
    if again is not None:
        lines.append(f"recomputed from the operands: {exact_value(metric, again)}")
    return fitted(lines, width)


def evidence(universe: Universe, row: Row, metric: Metric, width: int | None = None) -> list[str]:
    """Return what is known of the source of a metric of the debt that has no operands; empty for
    one that has. Raise :class:`UsageError` for a metric that has neither."""
    if metric.operands:
        return []
    if metric.group is not Group.DEBT:
        raise UsageError(
            f"{metric.name!r} comes from no filing: {metric.formula}",
            where="--facts",
            next_step="Metrics with operands are figures from filings, such as revenue_ttm.",
        )
    return _debt_evidence(universe, row, metric, width)


def checked(universe: Universe, row: Row, metric: Metric, found: pl.DataFrame) -> object:
    """Return the metric recomputed from its operands ``found``; None where there is nothing to
    recompute. Raise :class:`SnapshotError` where it is not the value that is stored."""
    from screener.screening.recompute import recomputed

    # A verdict is a reading of years, not a number that operands add up to.
    if not found.height or metric.unit is Unit.VERDICT or row[metric.name] is None:
        return None
    again, stored = recomputed(metric.name, found), row[metric.name]
    if not same(again, stored):
        raise SnapshotError(
            f"{metric.name} recomputes to {exact_value(metric, again)}, "
            f"the snapshot says {exact_value(metric, stored)}",
            where=str(universe.snapshot.path),
            next_step=REBUILD,
        )
    return again


def _debt_evidence(universe: Universe, row: Row, metric: Metric, width: int | None) -> list[str]:
    from screener.present.debt import evidence as of_debt

    found = universe.debt_of(row["cik"])
    as_of = universe.snapshot.manifest.as_of
    return of_debt(metric, row[metric.name], found.to_dicts(), as_of, width)


def _table(found: pl.DataFrame, width: int | None) -> list[str]:
    rows = [
        tuple(_cell(name, value) for name, value in zip(_TITLES, values, strict=True))
        for values in found.select(_TITLES).iter_rows()
    ]
    right = [_TITLES.index(name) for name in _RIGHT]
    return [
        line
        for lines in (stacked([_TITLES, *rows], width, right) if rows else [])
        for line in lines
    ]


def _sums(found: pl.DataFrame) -> list[str]:
    return [f"{safe(role)} = {_cell('value', total)}" for role, total in sums(found)]


def _cell(name: str, value: object) -> str:
    if value is None:
        return MISSING
    if isinstance(value, float):
        return exact_number(value)
    if name == "sign" and isinstance(value, int):
        return _SIGNS[value]
    return safe(str(value))
