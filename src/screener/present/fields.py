"""The registry of metrics for people: what ``screen fields`` prints and what the docs say."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from screener.fundamentals.formulas import FORMULAS
from screener.model.metric import METRICS, Group, Metric, Unit
from screener.model.words import counted
from screener.present.layout import beside, fitted
from screener.present.tables.table import Table
from screener.present.text import UNIT_WORDS

_FEW = 3
_BELOW = "    "
_NARROWEST = 40  # characters of a column of formulas
_FIELDS: dict[str, pl.DataType] = {
    **dict.fromkeys(("metric", "label", "unit", "group", "formula"), pl.String()),
    **dict.fromkeys(("known", "rows"), pl.Int64()),
    "coverage": pl.Float64(),
    "why_unknown": pl.List(pl.String),
}
_FIELD_NOTES = {
    "metric": "name of the metric, as options and presets take it",
    "label": "what heads it in the screen's tables",
    "unit": "of its values",
    "group": "where it stands in lists of columns",
    "formula": "what it is computed from",
    "known": "rows in which the metric is known",
    "rows": "rows of the universe",
    "coverage": "known / rows",
    "why_unknown": "kinds of reasons with the number of rows, the most frequent first",
}


def overview(companies: int, unknown: pl.DataFrame, width: int | None = None) -> list[str]:
    """Return two lines for each metric: name, unit, coverage, formula; why it is unknown. What a
    terminal of ``width`` has no room for goes on below.

    ``companies``: rows of the metrics table. ``unknown``: metric, kind, count (see
    ``screening.coverage.unknown_kinds``)."""
    name, unit = (
        max(map(len, column)) for column in zip(*map(_head, METRICS.values()), strict=True)
    )
    heads = f"{'metric':<{name}}  {'unit':<{unit}}  {'known':>7}  "
    below = width is not None and width - len(heads) < _NARROWEST
    lines = [f"{heads}formula"]
    for group in Group:
        lines += ["", group.value.capitalize()]
        for metric in _of(group):
            kinds = _kinds(metric, unknown)
            known = _share(companies - sum(count for _, count in kinds), companies)
            title, of = _head(metric)
            before = f"{title:<{name}}  {of:<{unit}}  {known:>7}  "
            if below:
                lines += [before.rstrip(), *fitted([f"{_BELOW}{metric.formula}"], width)]
            else:
                lines += beside(before, metric.formula, width)
            if kinds:
                indent = _BELOW if below else f"{'':<{name}}  "
                lines += fitted([f"{indent}unknown: {_counts(kinds)}"], width)
    return lines


def fields_table(companies: int, unknown: pl.DataFrame, only: Metric | None = None) -> Table:
    """Return a row for each metric, or for ``only`` one, with how many rows know it.

    ``companies`` and ``unknown`` as for :func:`overview`. ``why_unknown``: kind and number of rows,
    the most frequent first."""
    rows = []
    for metric in METRICS.values() if only is None else [only]:
        kinds = _kinds(metric, unknown)
        known = companies - sum(count for _, count in kinds)
        why = [f"{kind} {count}" for kind, count in kinds]
        rows.append(
            (
                *(metric.name, metric.label, UNIT_WORDS[metric.unit], metric.group.value),
                *(metric.formula, known, companies, known / companies if companies else None, why),
            )
        )
    return Table(
        "fields",
        "Metrics",
        pl.DataFrame(rows, schema=_FIELDS, orient="row"),
        {"coverage": Unit.FRACTION},
        _FIELD_NOTES,
    )


def detail(
    metric: Metric,
    companies: int,
    unknown: pl.DataFrame,
    reasons: pl.DataFrame,
    width: int | None = None,
) -> list[str]:
    """Return one metric in full. ``reasons``: its rows of ``store.schema.REASONS``; ``width``: of
    the terminal's lines, None for one of any length."""
    kinds = _kinds(metric, unknown)
    known = companies - sum(count for _, count in kinds)
    lines = [
        f"{metric.name} ({metric.label}), {UNIT_WORDS[metric.unit]}",
        f"formula: {metric.formula}",
        f"known for {known:,} of {counted(companies, 'row')}: {_share(known, companies)}",
    ]
    lines += [f"unknown where: {text}" for text in _conditions(metric)]
    if kinds:
        lines += ["", "Why it is unknown"]
        lines += [f"  {count:>7,}  {kind}" for kind, count in kinds]
    dated = pl.col("reason").str.replace_all(r"\d{4}-\d\d-\d\d", "…")
    texts = (
        reasons.filter(pl.col("kind").is_not_null()).group_by("kind", reason=dated).len()
        .sort("kind", "len", "reason", descending=[False, True, False])
    )  # fmt: skip
    if texts.height:
        lines += ["", "What the reasons and notes say, by company"]
        for kind, reason, count in texts.iter_rows():
            said = f"{kind}: {reason.removeprefix(f'{kind}: ')}"
            lines += beside(f"  {count:>7,}  ", said, width)
    return fitted(lines, width)


def markdown() -> str:
    """Return the page of the documentation: every metric by group."""
    lines = [
        "# Metrics",
        "",
        "Every column that a screen can show, sort by or ask about. Money is USD; shares and rates"
        " are fractions (0.043 = 4.3 %); `_ttm` = trailing twelve months. `screen fields` says the"
        " same with the coverage of the current snapshot, `screen fields METRIC` also why a metric"
        " is unknown. A degenerate ratio is unknown, with the reason given here.",
    ]
    for group in Group:
        lines += ["", f"## {group.value.capitalize()}", ""]
        lines += ["| metric | unit | formula | unknown where |", "|---|---|---|---|"]
        for metric in _of(group):
            conditions = "; ".join(_conditions(metric))
            lines.append(
                f"| `{metric.name}` | {UNIT_WORDS[metric.unit]} | {metric.formula} | {conditions} |"
            )
    return "\n".join(lines) + "\n"


def _of(group: Group) -> Iterable[Metric]:
    return (metric for metric in METRICS.values() if metric.group is group)


def _head(metric: Metric) -> tuple[str, str]:
    return metric.name, UNIT_WORDS[metric.unit]


def _kinds(metric: Metric, unknown: pl.DataFrame) -> list[tuple[str, int]]:
    rows = unknown.filter(pl.col("metric") == (metric.stands_for or metric.name)).select(
        "kind", "count"
    )
    return [(str(kind), int(count)) for kind, count in rows.iter_rows()]


def _counts(kinds: list[tuple[str, int]]) -> str:
    shown = [f"{kind} {count:,}" for kind, count in kinds[:_FEW]]
    more = sum(count for _, count in kinds[_FEW:])
    return " · ".join([*shown, f"other {more:,}"] if more else shown)


def _conditions(metric: Metric) -> list[str]:
    formula = FORMULAS.get(metric.name)
    return [guard.text for guard in formula.guards] if formula else []


def _share(part: int, whole: int) -> str:
    """As a percentage that says 100 % or 0 % only where it is exactly that."""
    if not whole:
        return "-"
    tenths = (
        min(max(round(part / whole * 1000), 1), 999) if 0 < part < whole else part * 1000 // whole
    )
    return f"{tenths / 10:.1f}%"
