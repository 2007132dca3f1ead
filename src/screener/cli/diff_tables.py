"""What ``screen diff`` found as tables: raw values, for the data formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from screener.model.metric import METRICS, Unit
from screener.present.age import day_text
from screener.present.tables.table import About, Table
from screener.present.text import format_value
from screener.screening.about import about_rules, about_sides
from screener.screening.filings import FILINGS_NOTES
from screener.screening.index_changes import INDEX_NOTES, WEIGHTS_NOTES

if TYPE_CHECKING:
    from screener.cli.diff import Comparison
    from screener.screening.moves import Move

_SCREEN: dict[str, type[pl.DataType]] = {
    "change": pl.String,
    "ticker": pl.String,
    "name": pl.String,
    "cik": pl.Int64,
    "before": pl.String,
    "now": pl.String,
    "rule": pl.String,
    "metric": pl.String,
    "value_before": pl.Float64,
    "value_now": pl.Float64,
    "text_before": pl.String,
    "text_now": pl.String,
    "threshold": pl.String,
    "reason": pl.String,
}
"""A row for each metric of each rule that says something else of a company; one without a rule for
a company that came into the index or left it."""

_SCREEN_NOTES = {
    "change": "entered or left",
    "before": "pass, fail or unknown: what the rule said, without a rule what the screen did;"
    " empty where the company was not in the index",
    "now": "the same of now",
    "rule": "the rule that says something else",
    "metric": "a metric that it asks about",
    "value_before": "of a metric that is a number, in the metric's unit",
    "value_now": "the same of now",
    "text_before": "of any metric, as people read it",
    "text_now": "the same of now",
    "threshold": "what passes",
    "reason": "why a value is unknown now",
}

_COUNT_NOTES = {
    "companies_before": "companies of the index before",
    "companies": "companies of the index now",
    "added": "companies that came into the index",
    "removed": "companies that left the index",
    "promoted": "of those, companies in the larger index now; empty where it is not known",
    "renamed": "companies with another ticker or name; empty where it is not known",
    "passed_before": "companies that passed before",
    "passed": "companies that pass now",
    "entered": "companies that pass only now",
    "left": "companies that passed only before",
    "became_unknown": "companies that failed and of which a figure is missing now",
    "became_failing": "companies of which a figure was missing and that fail now",
    "new_filings": "companies that have filed since",
}
"""The columns of the counts, a company of several share classes counted once."""


def tables(found: Comparison) -> tuple[Table, ...]:
    """Return every table of a comparison; ``--table`` takes their names."""
    like: dict[str, str | Unit] = {
        **dict.fromkeys(("weight_before", "weight_change"), "weight"),
        **dict.fromkeys(("quantity_before", "quantity"), Unit.SHARES),
        "index_shares_change": Unit.FRACTION,
    }
    counts = counted_changes(found)
    return (
        Table(
            "screen", f"Entered and left {found.title}", _screen(found), notes=_SCREEN_NOTES
        ),
        Table(
            "index", "Added to the index, removed and renamed", found.index.table(),
            notes=INDEX_NOTES,
        ),
        Table(
            "weights", "Weights in the index", found.index.weights, like, WEIGHTS_NOTES
        ),
        Table("filings", "New filings", found.diff.filings, notes=FILINGS_NOTES),
        Table(
            "counts", "Companies",
            pl.DataFrame([counts], schema=dict.fromkeys(_COUNT_NOTES, pl.Int64)),
            notes=_COUNT_NOTES,
        ),
    )  # fmt: skip


def about(found: Comparison) -> About:
    """Return what a reader of the tables needs to know: the screen and both sides."""
    larger = (("larger index", larger_index(found)),) if found.larger else ()
    rules = about_rules(found.screen, found.title)
    return (*rules, *larger, *about_sides(found.before, found.after))


def larger_index(found: Comparison) -> str:
    """Return which holdings say who was promoted; empty where none were given."""
    if found.larger is None:
        return ""
    day = day_text(found.larger.as_of) if found.larger.as_of else "an unknown day"
    return f"{found.larger.fund or 'the fund of the larger index'}, holdings of {day}"


def counted_changes(found: Comparison) -> dict[str, int | None]:
    """Return the counts by the names of :data:`_COUNT_NOTES`."""
    index, counts = found.index, found.diff.counts
    promoted = index.removed["promoted"]
    renamed = index.renamed.select("ticker", "name", "cik")
    # The share classes of a company are one; without its number each listing stands for itself.
    companies = renamed["cik"].drop_nulls().n_unique() + renamed["cik"].null_count()
    return {
        "companies_before": counts.companies_before,
        "companies": counts.companies,
        "added": index.added.height,
        "removed": index.removed.height,
        "promoted": None if found.larger is None else int(promoted.sum()),
        "renamed": companies if index.renames_known else None,
        "passed_before": counts.passed_before,
        "passed": counts.passed,
        "entered": len(found.diff.entered),
        "left": len(found.diff.left),
        "became_unknown": counts.became_unknown,
        "became_failing": counts.became_failing,
        "new_filings": found.diff.filings.height,
    }


def _screen(found: Comparison) -> pl.DataFrame:
    rows = [
        row
        for change, moves in (("entered", found.diff.entered), ("left", found.diff.left))
        for move in moves
        for row in _rows(change, move)
    ]
    filled = [{name: row.get(name) for name in _SCREEN} for row in rows]
    return pl.DataFrame(filled, schema=_SCREEN)


def _rows(change: str, move: Move) -> Iterator[dict[str, Any]]:
    company = {"change": change, "ticker": move.ticker, "name": move.name, "cik": move.cik}
    if not move.changes:
        said = {"before": move.before, "now": move.now}
        yield company | {name: outcome and outcome.value for name, outcome in said.items()}
    for rule in move.changes:
        for metric, before, now in rule.values:
            yield company | {
                "before": rule.before.value,
                "now": rule.now.value,
                "rule": rule.label,
                "metric": metric,
                "value_before": _number(before),
                "value_now": _number(now),
                "text_before": _text(metric, before),
                "text_now": _text(metric, now),
                "threshold": rule.threshold_text,
                "reason": rule.reason or None,
            }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(metric: str, value: object) -> str | None:
    if value is None or isinstance(value, str):  # "unknown" is told as it is
        return value
    return value.isoformat() if isinstance(value, dt.date) else format_value(METRICS[metric], value)
