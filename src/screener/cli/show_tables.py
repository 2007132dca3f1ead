"""What ``screen show`` knows of a company as tables: raw values, for the data formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from screener.model.metric import METRICS, Group, Metric, Unit
from screener.model.screen import Screen
from screener.present.debt import source_of
from screener.present.links import filing_url
from screener.present.tables.table import About, Table
from screener.present.text import UNIT_WORDS
from screener.screening.about import about_rules, about_universe
from screener.screening.explain import Figure, RuleOutcome, Summary, overall, reason
from screener.screening.universe import Row, Universe
from screener.store.schema import INSTRUMENTS_NOTES, LINEAGE_NOTES, YEARS, YEARS_NOTES

_Schema = Mapping[str, type[pl.DataType]]

_FIGURES: _Schema = {
    "group": pl.String,
    "metric": pl.String,
    "label": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "text": pl.String,
    "reason": pl.String,
    "last_known": pl.Float64,
    "last_known_text": pl.String,
}
_FIGURES_NOTES = {
    "group": "where the metric stands in lists of columns",
    "metric": "name of the metric, as options and presets take it",
    "label": "what heads it in the screen's tables",
    "unit": "of value",
    "value": "of a metric that is a number, in its unit; what counts, and the CIK, is written as an"
    " integer",
    "text": "of any other metric: a text, an ISO date, true or false, a verdict",
    "reason": "why it is unknown, what must be known of it, or how the verdict came about",
    "last_known": "what the newest filings gave, where it is unknown only because they are stale",
    "last_known_text": "the same of a metric that is no number",
}

_RULES: _Schema = {
    "rule": pl.String,
    "outcome": pl.String,
    "metric": pl.String,
    "value": pl.Float64,
    "text": pl.String,
    "threshold": pl.String,
    "period": pl.String,
    "form": pl.String,
    "filed": pl.Date,
    "accession": pl.String,
    "reason": pl.String,
}
"""A row for each metric that a rule asks about."""

_RULES_NOTES = {
    "rule": "the rule of the screen",
    "outcome": "pass, fail or unknown: what the rule says",
    "metric": "a metric that it asks about",
    "value": _FIGURES_NOTES["value"],
    "text": _FIGURES_NOTES["text"],
    "threshold": "what passes",
    "period": "of the newest filing behind the rule's values",
    "form": "of that filing",
    "filed": "day of that filing",
    "accession": "number of that filing",
    "reason": "why a value is unknown, what must be known of it, or how the verdict came about",
}

_FILINGS: _Schema = {
    "filed": pl.Date,
    "form": pl.String,
    "accession": pl.String,
    "url": pl.String,
}
_FILINGS_NOTES = {
    "filed": "day of the filing",
    "form": "form of the filing",
    "accession": "number of the filing",
    "url": "where it is on sec.gov",
}

_YEAR_LIKE: dict[str, str | Unit] = {
    # What is no sum of money is told apart; a year is a number without thousands.
    **{name: Unit.MONEY for name, dtype in YEARS.items() if dtype == pl.Float64},
    **dict.fromkeys(("interest_coverage", "ebit_to_interest"), Unit.MULTIPLE),
    **dict.fromkeys(("leverage", "leverage_median", "real_growth"), Unit.FRACTION),
    "fiscal_year": "cik",
}
_AMOUNTS = ("amount", "principal")
_DEBT_LIKE: dict[str, str | Unit] = {
    **dict.fromkeys(_AMOUNTS, Unit.NUMBER),  # in the currency beside it
    # A rate has as many digits as a weight: SOFR + 2.125%.
    **dict.fromkeys(("spread_low", "spread_high", "coupon_low", "coupon_high"), "weight"),
    "total": Unit.MONEY,
}

_OTHER_CURRENCY = Metric("amount", "amount", Unit.NUMBER, Group.PERIOD, "")
"""An amount that is no sum of USD."""

_OPERANDS = (
    "tag", "unit", "start", "end", "value", "filed", "form", "accession", "role", "sign",
)  # fmt: skip


def debt_table(instruments: pl.DataFrame) -> Table:
    """Return the debt by instrument, rows of ``store.schema.INSTRUMENTS``."""
    sums = [
        METRICS["total_debt"] if currency == "USD" else _OTHER_CURRENCY
        for currency in instruments["currency"]
    ]
    cells = dict.fromkeys(_AMOUNTS, sums)
    return Table("debt", "Debt by instrument", instruments, _DEBT_LIKE, INSTRUMENTS_NOTES, cells)


def company_tables(summary: Summary, outcomes: Sequence[RuleOutcome]) -> list[Table]:
    """Return every table of a company; ``--table`` takes their names."""
    return [
        _of_several_kinds(
            Table("figures", "Figures", _figures(summary), notes=_FIGURES_NOTES),
            ("value", "text", "last_known", "last_known_text"),
        ),
        _of_several_kinds(
            Table("rules", "Rules of the screen", _rules(outcomes), notes=_RULES_NOTES),
            ("value", "text"),
        ),
        Table("years", "Fiscal years", summary.years, _YEAR_LIKE, YEARS_NOTES),
        debt_table(summary.instruments),
        Table("filings", "Filings", _filings(summary), notes=_FILINGS_NOTES),
    ]


def _of_several_kinds(table: Table, columns: Sequence[str]) -> Table:
    """Let each cell of ``columns`` be read like the metric that its row names."""
    metrics = [METRICS[name] for name in table.frame["metric"]]
    return replace(table, cells=dict.fromkeys(columns, metrics))


def about_company(
    universe: Universe, row: Row, screen: Screen, preset: str, outcomes: Sequence[RuleOutcome]
) -> About:
    """Return who the company is, what was asked of it and what came of that, then the universe.

    ``preset`` as for :func:`screener.screening.about.about_screen`."""
    return (
        *_who(row),
        *about_rules(screen, preset),
        ("outcome", overall(outcomes).value),
        *about_universe(universe),
    )


def operands_table(found: pl.DataFrame) -> Table:
    """Return a metric's operands, columns of ``store.schema.LINEAGE``."""
    like = {"sign": Unit.NUMBER}  # it counts nothing
    return Table("operands", "Operands", found.select(_OPERANDS), like, LINEAGE_NOTES)


def about_metric(
    universe: Universe, row: Row, metric: Metric, again: object, evidence: Sequence[str]
) -> About:
    """Return what the operands are of: the metric with its value, and the value recomputed where
    they determine one (``again``, else None). ``evidence`` is what else is known of its source."""
    why = reason(universe, row, metric.name)
    return (
        *_who(row),
        ("metric", metric.name),
        ("formula", metric.formula),
        ("value", _told(row[metric.name])),
        *((("recomputed value", _told(again)),) if again is not None else ()),
        *((("reason", why),) if why else ()),
        *(("evidence", line) for line in evidence),
        *about_universe(universe),
    )


def _figures(summary: Summary) -> pl.DataFrame:
    rows = []
    for group, figures in summary.groups.items():
        for figure in figures:
            metric = figure.metric
            value, text = _parted(figure.value)
            last, last_text = _parted(figure.last_known)
            rows.append(
                {
                    "group": group.value,
                    "metric": metric.name,
                    "label": metric.label,
                    "unit": UNIT_WORDS[metric.unit],
                    "value": value,
                    "text": text,
                    "reason": _reason(figure, summary.instruments) or None,
                    "last_known": last,
                    "last_known_text": last_text,
                }
            )
    return pl.DataFrame(rows, schema=_FIGURES)


def _reason(figure: Figure, instruments: pl.DataFrame) -> str:
    """Return the reason of a figure, and what it comes from where one could mistake that."""
    source = source_of(figure.metric.name, figure.value, instruments)
    return "; ".join(filter(None, (figure.reason, source)))


def _rules(outcomes: Sequence[RuleOutcome]) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for outcome in outcomes:
        source = outcome.origin
        for metric, value in outcome.values:
            number, text = _parted(value)
            rows.append(
                {
                    "rule": outcome.label,
                    "outcome": outcome.outcome.value,
                    "metric": metric,
                    "value": number,
                    "text": text,
                    "threshold": outcome.threshold_text,
                    "period": source and source.period,
                    "form": source and source.form,
                    "filed": source and source.filed,
                    "accession": source and source.accession,
                    "reason": outcome.reason or None,
                }
            )
    return pl.DataFrame(rows, schema=_RULES)


def _filings(summary: Summary) -> pl.DataFrame:
    cik = summary.row["cik"]
    rows = [
        {
            "filed": filed,
            "form": form,
            "accession": accession,
            "url": filing_url(cik, accession) or None,
        }
        for accession, form, filed in summary.accessions
    ]
    return pl.DataFrame(rows, schema=_FILINGS)


def _who(row: Row) -> About:
    return tuple((name, _told(row[name])) for name in ("ticker", "name", "cik"))


def _parted(value: object) -> tuple[float | None, str | None]:
    """Return a value as a number or as a text; neither where it is unknown."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value), None
    return None, None if value is None else _told(value)


def _told(value: object) -> str:
    """Return a value as it is stored: all digits, ISO dates, true and false, a verdict's word."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
