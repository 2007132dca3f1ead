"""Companies that came into a screen or left it, each with the rules that say something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from screener.model.screen import Screen
from screener.model.verdict import Outcome
from screener.screening.compile import OUTCOME, Rule, rules
from screener.screening.explain import reason
from screener.screening.identity import COMPANY
from screener.screening.judged import best_rows, rule_column
from screener.screening.universe import Row, Universe

_OTHER = " there"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that says something else of a company than before.

    ``values`` are the metrics that it asks about, each with its value before and now, None where
    unknown; ``threshold_text`` says what passes; ``reason`` why a value is unknown now, or empty.
    """

    key: str
    label: str
    before: Outcome
    now: Outcome
    values: tuple[tuple[str, object, object], ...]
    threshold_text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """A company that came into a screen or left it.

    ``ticker``, ``name`` and ``cik`` are those of now; of a company that left the index, those it
    had. ``before`` and ``now`` are what the screen says of it, None where it is not in the index;
    then there is nothing to compare and ``changes`` is empty."""

    ticker: str | None
    name: str | None
    cik: int | None
    before: Outcome | None
    now: Outcome | None
    changes: tuple[RuleChange, ...]


def moves(
    was: pl.DataFrame,
    now: pl.DataFrame,
    those: pl.DataFrame,
    after: Universe,
    screen: Screen,
    *,
    entering: bool,
) -> tuple[Move, ...]:
    """Return the companies of ``those``, a column :data:`COMPANY`, as moves by ticker.

    ``was`` and ``now`` are judged rows that bear a company; ``after`` is the universe of ``now``.
    A company is told by the row that passes (``entering``: now, else before) and by the row of the
    same ticker in the other frame, where there is none by its best one."""
    here, there = (now, was) if entering else (was, now)
    found = rules(screen)
    pairs = _paired(here, there, those)
    names = list(dict.fromkeys([*_IDENTITY, *(m for rule in found for m in rule.metrics)]))
    columns = [*names, OUTCOME, *(rule_column(rule.key) for rule in found)]
    mine = pairs.select(columns).iter_rows(named=True)
    other = pairs.select(pl.col(f"{name}{_OTHER}").alias(name) for name in columns).iter_rows(
        named=True
    )
    sides: Iterator[tuple[Row, Row]] = zip(mine, other, strict=True)
    if entering:
        sides = ((then, today) for today, then in sides)
    return tuple(_move(then, today, found, after, screen) for then, today in sides)


_IDENTITY = ("ticker", "name", "cik")


def _paired(here: pl.DataFrame, there: pl.DataFrame, those: pl.DataFrame) -> pl.DataFrame:
    """Put each company's row of ``there`` beside its row of ``here``; nulls where it has none."""
    mine = best_rows(here.join(those, on=COMPANY, how="semi"))
    wanted = mine.select(COMPANY, wanted="ticker")
    other = there.join(wanted, on=COMPANY, maintain_order="left")
    same = pl.col("ticker").eq_missing(pl.col("wanted"))
    other = pl.concat([other.filter(same), best_rows(other.filter(~same))]).unique(
        COMPANY, keep="first", maintain_order=True
    )
    return mine.join(
        other.drop("wanted"), on=COMPANY, how="left", maintain_order="left", suffix=_OTHER
    ).sort("ticker", "name", nulls_last=True, maintain_order=True)


def _move(then: Row, today: Row, found: tuple[Rule, ...], after: Universe, screen: Screen) -> Move:
    before, now = _outcome(then[OUTCOME]), _outcome(today[OUTCOME])
    shown = then if now is None else today
    changes = tuple(
        _change(rule, then, today, after, screen)
        for rule in found
        if before and now and then[rule_column(rule.key)] != today[rule_column(rule.key)]
    )
    return Move(shown["ticker"], shown["name"], shown["cik"], before, now, changes)


def _change(rule: Rule, then: Row, today: Row, after: Universe, screen: Screen) -> RuleChange:
    column = rule_column(rule.key)
    now = Outcome(today[column])
    unknown = [m for m in rule.metrics if today[m] in (None, Outcome.UNKNOWN.value)]
    reasons = (
        [reason(after, _meant(today, screen, m), screen.meaning(m)) for m in unknown]
        if now is Outcome.UNKNOWN
        else []
    )
    return RuleChange(
        key=rule.key,
        label=rule.label,
        before=Outcome(then[column]),
        now=now,
        values=tuple((metric, then[metric], today[metric]) for metric in rule.metrics),
        threshold_text=rule.threshold_text,
        reason="; ".join(dict.fromkeys(filter(None, reasons))),
    )


def _meant(row: Row, screen: Screen, metric: str) -> Row:
    """The row with the value of what a metric's name means, which is that of the name."""
    return row | {screen.meaning(metric): row[metric]}


def _outcome(text: str | None) -> Outcome | None:
    return None if text is None else Outcome(text)
