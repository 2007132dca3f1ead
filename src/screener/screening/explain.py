"""Why a company passes, fails or is unknown: each rule with its value, period, filing or reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from screener.debt.relief import NO_INTEREST_LEFT
from screener.debt.tiers import with_tier
from screener.model.metric import METRICS, Group, Metric, Unit
from screener.model.screen import DEFAULT_SCREEN, ZOMBIE, Screen
from screener.model.verdict import Outcome, Unknown
from screener.screening.compile import Rule, rules, seen
from screener.screening.operands import YEAR_DAYS
from screener.screening.recompute import recomputed
from screener.screening.universe import Row, Universe


@dataclass(frozen=True, slots=True)
class Origin:
    """The newest filing behind a value: its period in words, its day, form and accession number."""

    period: str
    filed: dt.date
    form: str
    accession: str


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule says of one company, and why.

    ``values`` are the metrics that it asks about with their values, None where unknown;
    ``threshold_text`` says what passes; ``reason`` says why a value is unknown, what must be known
    of it, or why a verdict came out as it did, and may be empty. ``origin`` is the newest filing
    behind the values, None where no filing gave any.
    """

    key: str
    label: str
    outcome: Outcome
    values: tuple[tuple[str, object], ...]
    threshold_text: str
    reason: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric of a company with its value, or the reason why it is unknown.

    ``last_known`` is what the newest filings gave, where it is unknown only because they are stale.
    """

    metric: Metric
    value: object
    reason: str
    last_known: object = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A company's metrics by group, in the registry's order, and its fiscal years, oldest first.

    ``years`` has the columns of :data:`screener.store.schema.YEARS`; ``accessions`` are the filings
    behind its figures as (accession, form, filed), newest first; ``instruments`` has the columns of
    :data:`screener.store.schema.INSTRUMENTS`, the largest first.
    """

    row: Row
    groups: dict[Group, tuple[Figure, ...]]
    years: pl.DataFrame
    instruments: pl.DataFrame
    accessions: tuple[tuple[str, str, dt.date], ...]


def explain(universe: Universe, screen: Screen, row: Row) -> tuple[RuleOutcome, ...]:
    """Return what each rule of ``screen`` says of ``row``, a row of ``universe.metrics``."""
    found = rules(screen)
    frame = seen(pl.DataFrame([row], schema=universe.metrics.schema), screen)
    row = frame.row(0, named=True)
    outcomes = frame.select(rule.expr.alias(rule.key) for rule in found).row(0) if found else ()
    return tuple(
        _rule_outcome(universe, screen, rule, row, _outcome(value))
        for rule, value in zip(found, outcomes, strict=True)
    )


def by_reason(figures: Iterable[Figure], *, known: bool) -> dict[str, list[Figure]]:
    """Return the figures that are known, or those that are not, by the reason that they share, in
    their order; without those that have none."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.reason and (figure.value is not None) == known:
            found.setdefault(figure.reason, []).append(figure)
    return found


def overall(outcomes: Iterable[RuleOutcome]) -> Outcome:
    """Return Kleene's AND of rules' outcomes."""
    found = {outcome.outcome for outcome in outcomes}
    for answer in (Outcome.FAIL, Outcome.UNKNOWN):
        if answer in found:
            return answer
    return Outcome.PASS


def summary(universe: Universe, row: Row, screen: Screen = DEFAULT_SCREEN) -> Summary:
    """Return all that a snapshot knows of ``row``, a row of ``universe.metrics``.

    ``screen`` says whose verdict the metric ``zombie`` is."""
    cik = row["cik"]
    row = row | {ZOMBIE: row[screen.meaning(ZOMBIE)]}
    operands = universe.of_company("lineage", cik)
    last_known = _last_known(operands, row)
    groups: dict[Group, list[Figure]] = {group: [] for group in Group}
    for metric in METRICS.values():
        name = metric.name
        meant = screen.meaning(name)
        why = f"as {meant}" if meant != name else reason(universe, row, name)
        groups[metric.group].append(Figure(metric, row[name], why, last_known.get(name)))
    filings = (
        operands.select("accession", "form", "filed")
        .drop_nulls("accession")
        .unique()
        .sort("filed", "accession", descending=True)
    )
    return Summary(
        row=row,
        groups={group: tuple(figures) for group, figures in groups.items()},
        years=universe.of_company("years", cik).sort("period_end"),
        instruments=universe.debt_of(cik),
        accessions=tuple(filings.iter_rows()),
    )


def reason(universe: Universe, row: Row, metric: str) -> str:
    """Return why ``metric`` is unknown, or how its verdict came about; else an empty text.

    A company without any figures has one reason for all of them, that of its constituent.
    """
    # A company has a few dozen: looking through them is quicker than asking for a filter.
    told = universe.of_company("reasons", row["cik"])
    names = told["metric"].to_list()
    if metric in names:
        hit = names.index(metric)
        # The reason of a price is that of one share class; another's may be known.
        beside = row[metric] is not None and told["kind"][hit] in _UNKNOWN_KINDS
        if not (beside and METRICS[metric].unit is not Unit.VERDICT):
            return with_tier(str(told["reason"][hit]))
    if row[metric] is None or row[metric] == "unknown":
        hits = universe.constituents.filter(
            pl.col("ticker").eq_missing(row["ticker"]), pl.col("reason").is_not_null()
        )
        if hits.height > 1:  # several holdings may have no ticker
            hits = hits.filter(pl.col("name").eq_missing(row["name"]))
        if hits.height:
            return str(hits["reason"][0])
        if metric == "weight" and (row["market_value"] or 0.0) < 0:
            return "the position's value is under zero"
        if metric == "coverage_after_move":  # what is known at the snapshot's own move of the rate
            return NO_INTEREST_LEFT
    elif metric in _OF_HOLDINGS:
        manifest = universe.snapshot.manifest
        if manifest.holdings_date not in (None, manifest.as_of):
            return f"of the holdings of {manifest.holdings_date}"
    return ""


_OF_HOLDINGS = ("weight", "market_value")
"""What is known only of the day of the holdings, whatever the as-of date."""


_UNKNOWN_KINDS = frozenset(kind.value for kind in Unknown)


def origin(universe: Universe, cik: int | None, metric: str) -> Origin | None:
    """Return the newest filing among a metric's operands: by period end, then by filing day."""
    operands = universe.of_company("lineage", cik).filter(
        # A price is an operand too, but comes from the holdings file.
        pl.col("metric") == metric, pl.col("accession").is_not_null(),
    )  # fmt: skip
    if not operands.height:
        return None
    newest = operands.sort("end", "filed", "accession", descending=True).row(0, named=True)
    return Origin(
        _period(newest["start"], newest["end"]),
        newest["filed"],
        newest["form"],
        newest["accession"],
    )


def _rule_outcome(
    universe: Universe, screen: Screen, rule: Rule, row: Row, outcome: Outcome
) -> RuleOutcome:
    reasons = {metric: reason(universe, row, screen.meaning(metric)) for metric in rule.metrics}
    several = len(rule.metrics) > 1
    texts = [f"{name}: {text}" if several else text for name, text in reasons.items() if text]
    origins = (origin(universe, row["cik"], screen.meaning(metric)) for metric in rule.metrics)
    return RuleOutcome(
        key=rule.key,
        label=rule.label,
        outcome=outcome,
        values=tuple((metric, row[metric]) for metric in rule.metrics),
        threshold_text=rule.threshold_text,
        reason="; ".join(dict.fromkeys(texts)),
        origin=max(
            (found for found in origins if found is not None),
            key=lambda found: found.filed,
            default=None,
        ),
    )


def _last_known(operands: pl.DataFrame, row: Row) -> dict[str, object]:
    if not row["stale"]:
        return {}
    names = operands["metric"].unique().to_list()
    return {name: recomputed(name, operands) for name in names if row.get(name) is None}


def _outcome(passed: bool | None) -> Outcome:
    if passed is None:
        return Outcome.UNKNOWN
    return Outcome.PASS if passed else Outcome.FAIL


def _period(start: dt.date | None, end: dt.date) -> str:
    if start is None:
        return f"at {end}"
    # A shorter operand is one of several: it says when their sum ends, not where it begins.
    return f"{start} to {end}" if (end - start).days >= YEAR_DAYS else f"to {end}"
