"""The operands of one metric, and the check that they give its value: ``screen show --facts``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from screener.errors import SnapshotError, UsageError
from screener.model.metric import Group, Metric, Unit
from screener.present.text import MISSING, exact_number, exact_value, safe
from screener.screening.explain import reason
from screener.screening.operands import operands, same, sums

if TYPE_CHECKING:
    from screener.screening.universe import Row, Universe

_TITLES = ("role", "sign", "value", "unit", "start", "end", "filed", "form", "accession", "tag")
_RIGHT = ("value",)
_SIGNS = {1: "add", -1: "subtract", 0: "evidence"}
"""In words: a minus beside a negative value reads as one thing or as two."""


def listing(universe: Universe, row: Row, metric: Metric) -> list[str]:
    """Return a line per operand, then the value; raise :class:`UsageError` where none can be.

    What follows from the debt by instrument stands beside the instruments."""
    if metric.group is Group.DEBT and not metric.operands:
        source = _debt_evidence(universe, row, metric)
    elif metric.operands:
        source = [*_table(found := operands(universe, row, metric.name)), *_sums(found)]
    else:
        raise UsageError(
            f"{metric.name!r} comes from no filing: {metric.formula}",
            where="--facts",
            next_step="Metrics with operands are figures from filings, such as revenue_ttm.",
        )
    lines = [
        f"{safe(str(row['ticker']))} · {metric.name} = {metric.formula}",
        *source,
        f"value: {exact_value(metric, row[metric.name])}",
    ]
    why = reason(universe, row, metric.name)
    return [*lines, f"reason: {safe(why)}"] if why else lines


def check(universe: Universe, row: Row, metric: Metric) -> None:
    """Recompute the metric and say so; raise :class:`SnapshotError` where the value differs."""
    from screener.cli.streams import emit_lines
    from screener.screening.recompute import recomputed

    found = operands(universe, row, metric.name)
    # A verdict is a reading of years, not a number that operands add up to.
    if not found.height or metric.unit is Unit.VERDICT or row[metric.name] is None:
        return
    again, stored = recomputed(metric.name, found), row[metric.name]
    if stored is not None and not same(again, stored):
        raise SnapshotError(
            f"{metric.name} recomputes to {exact_value(metric, again)}, "
            f"the snapshot says {exact_value(metric, stored)}",
            where=str(universe.snapshot.path),
            next_step="Build a snapshot anew with: screen build --help",
        )
    emit_lines([f"recomputed from the operands: {exact_value(metric, again)}"])


def _debt_evidence(universe: Universe, row: Row, metric: Metric) -> list[str]:
    from screener.present.debt import evidence

    found = universe.debt_of(row["cik"])
    return evidence(metric, row[metric.name], found.to_dicts(), universe.snapshot.manifest.as_of)


def _table(operands: pl.DataFrame) -> list[str]:
    rows = [[_cell(name, value) for name, value in zip(_TITLES, values, strict=True)]
            for values in operands.select(_TITLES).iter_rows()]  # fmt: skip
    widths = [max(len(cell) for cell in column) for column in zip(_TITLES, *rows, strict=True)]
    return [
        "  ".join(
            f"{cell:>{width}}" if title in _RIGHT else f"{cell:<{width}}"
            for title, cell, width in zip(_TITLES, cells, widths, strict=True)
        ).rstrip()
        for cells in ([list(_TITLES), *rows] if rows else [])
    ]


def _sums(operands: pl.DataFrame) -> list[str]:
    return [f"{safe(role)} = {_cell('value', total)}" for role, total in sums(operands)]


def _cell(name: str, value: object) -> str:
    if value is None:
        return MISSING
    if isinstance(value, float):
        return exact_number(value)
    if name == "sign" and isinstance(value, int):
        return _SIGNS[value]
    return safe(str(value))
