"""Screen → polars: three-valued rules, and the rows that pass them.

A rule says pass, fail or unknown of a row; unknown is a null. Rules are joined by Kleene's AND: one
failure decides, else one unknown makes the row unknown. So "unknown" means *failing only for a
missing figure*, and those rows are counted apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_

import polars as pl

from screener.debt.relief import with_move
from screener.model.company import SEPARATORS, run_together
from screener.model.metric import METRICS, Unit
from screener.model.percentile import beside
from screener.model.screen import ZOMBIE, Screen, format_percent
from screener.model.verdict import Answer, DebtType, Outcome
from screener.model.watched import Identity, Watched, WatchIndex
from screener.screening.rounding import above

OUTCOME = "outcome"
"""The column that a :class:`Result`'s rows have beside the metrics: what the screen says."""

WHERE = "where"
"""The key of a condition's rules is this, a dot and the number of the conjunct."""

_TICKERS_SHOWN = 8

_FLOATS = {Unit.MONEY, Unit.PRICE, Unit.FRACTION, Unit.MULTIPLE, Unit.SHARES}


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion of a screen.

    ``metrics`` are the columns it asks about; ``threshold_text`` says in words what passes
    ("> 4%"). ``expr`` is a Boolean expression over the ``metrics`` table: true passes, false fails,
    null is unknown. Both are of the frame that :func:`seen` gives.
    """

    key: str
    label: str
    metrics: tuple[str, ...]
    threshold_text: str
    expr: pl.Expr


@dataclass(frozen=True, slots=True)
class Result:
    """What a screen gives.

    ``rows``: the metrics of the rows that are kept (see :func:`seen`), sorted and limited, and the
    column :data:`OUTCOME`, a text of ``Outcome``. ``passed``, ``failed`` and ``unknown`` add up to
    the ``total`` rows of the universe: they count before the limit.
    """

    rows: pl.DataFrame
    passed: int
    failed: int
    unknown: int
    total: int


def seen(metrics: pl.DataFrame, screen: Screen) -> pl.DataFrame:
    """Return the ``metrics`` as a screen sees them: ``zombie`` is the verdict of its definition,
    and what depends on the rate is of its move.

    Everything that evaluates rules, conditions or orders does it on this frame."""
    return with_move(metrics, screen.rate_move).with_columns(
        pl.col(screen.meaning(ZOMBIE)).alias(ZOMBIE)
    )


@lru_cache(maxsize=64)
def rules(screen: Screen) -> tuple[Rule, ...]:
    """Return the rules of a screen in reading order; without any, every row passes."""
    found = []
    if screen.profitable:
        found.append(profitable_rule())
    if screen.growth_above is not None:
        found.append(growth_rule(screen.growth_above))
    if screen.sectors:
        found.append(sector_rule(screen.sectors))
    if screen.debt_types:
        found.append(debt_rule(screen.debt_types))
    if screen.tickers:
        found.append(ticker_rule(screen.tickers))
    if screen.watched is not None:
        found.append(watch_rule(screen.watched))
    if screen.zombies != "include":
        found.append(zombie_rule(screen.zombies, screen.zombie_definition))
    return (*found, *where_rules(screen.where))


def run(metrics: pl.DataFrame, screen: Screen, *, everyone: bool = False) -> Result:
    """Return the rows of ``metrics`` that pass ``screen``, and the counts of every outcome.

    With ``everyone`` all rows, whatever the screen says of them."""
    metrics = seen(metrics, screen)
    outcome = joined(outcomes(metrics, screen).values(), metrics.height)
    passed, unknown = int(outcome.sum()), outcome.null_count()
    keep = outcome.fill_null(screen.unknown == "include") | everyone
    rows = metrics.with_columns(told(pl.lit(outcome)).alias(OUTCOME)).filter(keep)
    rows = _ordered(rows, screen.sort)
    return Result(
        rows=rows if screen.limit is None else rows.head(screen.limit),
        passed=passed,
        failed=metrics.height - passed - unknown,
        unknown=unknown,
        total=metrics.height,
    )


def columns(screen: Screen, percentiles: Collection[str] = ()) -> tuple[str, ...]:
    """Return the columns to give of a result's rows: the screen's, each once, and those of the
    metrics whose percentiles within the sector are asked for, each behind its metric's own.

    Where rows are kept although a figure is missing, :data:`OUTCOME` tells them from the others.
    """
    marks = (OUTCOME,) if screen.unknown == "include" else ()
    return (*beside(screen.columns, percentiles), *marks)


def explained(rows: pl.DataFrame, screen: Screen) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return ``rows`` with a column for each rule, and the columns' names.

    A column is named "profitable: net income > 0" and holds the texts of ``Outcome``.
    """
    found = {f"{rule.label}: {rule.threshold_text}": rule.expr for rule in rules(screen)}
    return (
        rows.with_columns(told(expr).alias(name) for name, expr in found.items()),
        tuple(found),
    )


def told(expr: pl.Expr) -> pl.Expr:
    """Return a nullable Boolean as the text of an ``Outcome``."""
    return (
        pl.when(expr.is_null())
        .then(pl.lit(Outcome.UNKNOWN.value))
        .when(expr)
        .then(pl.lit(Outcome.PASS.value))
        .otherwise(pl.lit(Outcome.FAIL.value))
    )


def outcomes(metrics: pl.DataFrame, screen: Screen) -> dict[str, pl.Series]:
    """Return what each rule of ``screen``, by its key, says of each row of ``metrics``: a frame
    that :func:`seen` gives."""
    found = metrics.select(rule.expr.alias(rule.key) for rule in rules(screen))
    return {column.name: column for column in found}


def joined(columns: Iterable[pl.Series], height: int) -> pl.Series:
    """Return Kleene's AND of nullable Booleans; true in all of ``height`` rows if there are none.

    Of whole columns, since that is quicker than one more expression by a hundred times."""
    each = list(columns)
    if not each:
        return pl.repeat(True, height, dtype=pl.Boolean, eager=True)
    return reduce(and_, each)


def profitable_rule() -> Rule:
    """Return the rule "net income over twelve months above zero"."""
    return Rule("profitable", "profitable", ("profitable",), "net income > 0", pl.col("profitable"))


def growth_rule(threshold: float) -> Rule:
    """Return the rule "revenue growth strictly above ``threshold``", a fraction."""
    growth = pl.col("revenue_growth")
    # A null, NaN or infinity is no figure: the missing `otherwise` makes it null.
    expr = pl.when(growth.is_finite()).then(above(growth, pl.lit(threshold)))
    return Rule("growth", "growth", ("revenue_growth",), f"> {format_percent(threshold)}", expr)


def sector_rule(sectors: Sequence[str]) -> Rule:
    """Return the rule "in any of these sectors"."""
    expr = pl.col("sector").is_in(list(sectors))
    return Rule("sector", "sector", ("sector",), " or ".join(sectors), expr)


def debt_rule(debt_types: Sequence[str]) -> Rule:
    """Return the rule "debt of any of these types"; unknown stays unknown, unless it is wanted."""
    debt = pl.col("debt_type")
    known = debt != DebtType.UNKNOWN.value
    wanted = debt.is_in(list(debt_types))
    asked = DebtType.UNKNOWN.value in debt_types
    expr = wanted.fill_null(value=True) if asked else pl.when(known).then(wanted)
    return Rule("debt", "debt", ("debt_type",), " or ".join(debt_types), expr)


def ticker_rule(tickers: Sequence[str]) -> Rule:
    """Return the rule "one of these tickers"; the separator of a share class doesn't matter."""
    wanted = sorted({run_together(ticker) for ticker in tickers})
    spelled = pl.col("ticker").str.to_uppercase().str.replace_all(SEPARATORS, "")
    shown = ", ".join(tickers[:_TICKERS_SHOWN])
    more = len(tickers) - _TICKERS_SHOWN
    text = f"{shown} and {more:,} more" if more > 0 else shown
    # A holding without a ticker is none of them: that is known.
    expr = spelled.is_in(wanted).fill_null(value=False)
    return Rule("tickers", "ticker", ("ticker",), text, expr)


def not_listed(metrics: pl.DataFrame, tickers: Sequence[str]) -> list[str]:
    """Return those of ``tickers`` that no row of ``metrics`` has."""
    listed = {run_together(ticker) for ticker in metrics["ticker"].drop_nulls()}
    return [ticker for ticker in tickers if run_together(ticker) not in listed]


def watch_rule(watched: Sequence[Identity]) -> Rule:
    """Return the rule "a company of one of these entries of a watchlist".

    An entry says itself which rows it means, so the rule asks it, row by row: by the filer's number
    under whatever ticker, all share classes of it; and a holding without a ticker by its name."""
    index = WatchIndex(map(Watched.identified, watched))

    def among(rows: pl.Series) -> pl.Series:
        return pl.Series([index.find(row) is not None for row in rows], dtype=pl.Boolean)

    company = pl.struct("cik", "ticker", "name")
    expr = company.map_batches(among, return_dtype=pl.Boolean, is_elementwise=True)
    return Rule("watched", "watched", ("name",), "on the watchlist", expr)


def not_there(metrics: pl.DataFrame, watched: Sequence[Identity]) -> list[Watched]:
    """Return those of ``watched`` that mean no row of ``metrics``."""
    found = metrics.filter(watch_rule(watched).expr).select("cik", "ticker", "name").to_dicts()
    entries = map(Watched.identified, watched)
    return [entry for entry in entries if not any(entry.means(row) for row in found)]


def where_rules(where: str) -> tuple[Rule, ...]:
    """Return a rule for each condition of ``where`` that must hold on its own: its conjuncts."""
    if not where:
        return ()
    # Most screens have no condition: starting needn't wait for its language.
    from screener.model.expression import parse
    from screener.model.expression.nodes import metrics_of
    from screener.screening.where import condition

    expression = parse(where)
    return tuple(
        Rule(
            f"{WHERE}.{number}",
            WHERE,
            metrics_of(node),
            expression.spelled(node),
            condition(node),
        )
        for number, node in enumerate(expression.conjuncts, 1)
    )


def zombie_rule(zombies: str, definition: str) -> Rule:
    """Return the rule that excludes zombies ("exclude": *no* and *n/a* pass) or keeps only them."""
    metric = f"zombie_{definition}"
    verdict = pl.col(metric)
    only = zombies == "only"
    # Anything but a decided verdict - unknown, null - stays null.
    expr = (
        pl.when(verdict == Answer.YES.value)
        .then(pl.lit(only))
        .when(verdict.is_in([Answer.NO.value, Answer.NOT_APPLICABLE.value]))
        .then(pl.lit(not only))
    )
    label, threshold = ("zombie", "yes") if only else ("not a zombie", "no or n/a")
    return Rule("zombies", f"{label} ({definition.upper()})", (metric,), threshold, expr)


def _ordered(rows: pl.DataFrame, sort: Sequence[str]) -> pl.DataFrame:
    """Sort by metric names, unknown last in both directions; then by ticker, then as stored."""
    names = [key.removeprefix("-") for key in sort]
    descending = [key.startswith("-") for key in sort]
    if "ticker" not in names:
        names, descending = [*names, "ticker"], [*descending, False]
    keys = [_sort_key(name) for name in names]
    return rows.sort(keys, descending=descending, nulls_last=True, maintain_order=True)


def _sort_key(name: str) -> pl.Expr:
    column, unit = pl.col(name), METRICS[name].unit
    if unit in _FLOATS:
        return column.fill_nan(None)
    if unit is Unit.VERDICT:
        return pl.when(column != Answer.UNKNOWN.value).then(column)
    return column
