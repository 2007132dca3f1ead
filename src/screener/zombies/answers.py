"""Cases → a verdict: the first case that holds gives the answer and its reason.

All expressions here read rows of the record (see :mod:`screener.zombies.record`): a row per company
and fiscal year, in order, so that the years before are rows before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from screener.model.verdict import Answer, Unknown

CONSECUTIVE_DAYS = 380
"""Fiscal years whose ends are further apart have a gap between them."""

MINIMUM_AGE = 10

Case = tuple[pl.Expr, Answer | Unknown, pl.Expr]
"""A condition, the answer where it holds (of "unknown" the kind), and the reason in words."""


def decided(cases: Sequence[Case], otherwise: tuple[Unknown, pl.Expr]) -> pl.Expr:
    """Return the verdict as a struct: answer (text of ``Answer``), kind (text of ``Unknown``, null
    where the answer is known), reason."""
    verdict = _case(*otherwise)
    for condition, answer, reason in reversed(cases):
        verdict = (
            pl.when(condition.fill_null(value=False)).then(_case(answer, reason)).otherwise(verdict)
        )
    return verdict


def not_judged(years: int) -> list[Case]:
    """Return the cases in which ``years`` fiscal years in a row are not there to be judged."""
    plural = "s" if years > 1 else ""
    gap = pl.col("period_end") - before("period_end", years - 1)
    return [
        FINANCIAL,
        (
            pl.col("number") < years,
            Unknown.TOO_SHORT,
            pl.lit(f"fewer than {years} fiscal year{plural} on record"),
        ),
        (
            gap.dt.total_days() > CONSECUTIVE_DAYS * (years - 1),
            Unknown.TOO_SHORT,
            pl.lit("a gap between the fiscal years on record"),
        ),
    ]


FINANCIAL: Case = (
    pl.col("financial"),
    Answer.NOT_APPLICABLE,
    pl.lit("a bank, insurer or other financial company"),
)

NONE_ON_RECORD = (Unknown.TOO_SHORT, pl.lit("no fiscal year on record"))

LATEST_YEAR_DAYS = 380 + 120
"""The latest fiscal year must have ended this close to the as-of date: a year, and the time to
file."""

ENDED_LONG_AGO = (
    Unknown.STALE,
    pl.format(
        "the latest fiscal year on record ended {}", pl.col("period_end").dt.to_string("%Y-%m-%d")
    ),
)


def is_old(as_of: dt.date) -> pl.Expr:
    """Whether a latest fiscal year is too old to speak of the day."""
    return (pl.lit(as_of) - pl.col("period_end")).dt.total_days() > LATEST_YEAR_DAYS


def before(column: str, years: int) -> pl.Expr:
    """Return a column of the fiscal year so many years before."""
    # The rows of a company stand together, and to ask whose the row before is takes a fraction of
    # the time of a shift within groups: verdicts ask hundreds of times.
    is_its_own = pl.col("cik").shift(years) == pl.col("cik")
    return pl.when(is_its_own).then(pl.col(column).shift(years)) if years else pl.col(column)


def count(column: str, values: Sequence[str], years: int) -> pl.Expr:
    """Return in how many of the last ``years`` fiscal years a column has one of ``values``."""
    return pl.sum_horizontal(
        before(column, n).is_in(list(values)).fill_null(value=False) for n in range(years)
    )


def total(column: str, years: int) -> pl.Expr:
    """Return the sum over the last ``years`` fiscal years; null where one is."""
    summed = before(column, years - 1)
    for number in reversed(range(years - 1)):  # a rolling sum would round on its way
        summed = summed + before(column, number)
    return summed


def by_year(column: str, years: int) -> pl.Expr:
    """Return the texts of the last ``years`` fiscal years: ``0.40, 0.20, −0.10 in FY2023-2025``."""
    texts = pl.concat_str(
        [before(column, number) for number in reversed(range(years))], separator=", "
    )
    return pl.format("{} in {}", texts, span(years))


def span(years: int) -> pl.Expr:
    """Return the fiscal years by name: ``FY2025`` or ``FY2023-2025``."""
    if years == 1:
        return pl.format("FY{}", "fiscal_year")
    return pl.format("FY{}-{}", before("fiscal_year", years - 1), "fiscal_year")


# By the calendar: ten years to the day are ten years, whatever leap days lie between.
IS_AGED = pl.col("first_filed").dt.offset_by(f"{MINIMUM_AGE}y") <= pl.col("judged_on")
IS_YOUNG = (pl.col("first_filed_source") == "submissions") & ~IS_AGED

_AGE = ((pl.col("judged_on") - pl.col("first_filed")).dt.total_days() / 365.25).round(1)
_AT_LEAST = (
    pl.when(pl.col("first_filed_source") == "submissions")
    .then(pl.lit(""))
    .otherwise(pl.lit("at least "))
)


def aged(criteria: pl.Expr) -> pl.Expr:
    """Return the reason of a verdict for which the company is old enough."""
    return pl.format("{}; {}{} years since the first EDGAR filing", criteria, _AT_LEAST, _AGE)


def too_young(criteria: pl.Expr) -> pl.Expr:
    """Return the reason where the company is not old enough."""
    return pl.format("{}; but only {} years since the first EDGAR filing", criteria, _AGE)


def of_unknown_age(criteria: pl.Expr) -> pl.Expr:
    """Return the reason where the age decides and is unknown."""
    text = pl.format("{}; age unknown: facts reach back {} years, no submissions", criteria, _AGE)
    return text.fill_null(pl.format("{}; age unknown", criteria))


def marked(criteria: pl.Expr, years: int) -> pl.Expr:
    """Return the text with what must be known of its figures."""
    anywhere = {
        mark: pl.any_horizontal(
            before(column, number).fill_null(value=False) for number in range(years)
        )
        for column, mark in _MARKS.items()
    }
    marks = [pl.when(there).then(pl.lit(f"; {mark}")) for mark, there in anywhere.items()]
    return pl.concat_str([criteria, *marks], ignore_nulls=True)


_MARKS = {
    "reit": "depreciation added back",
    "operating_income_derived": "EBIT derived from pre-tax income",
    "interest_proxy": "interest paid stands in for the expense",
    "pre_revenue": "pre-revenue biotech",
}


def _case(answer: Answer | Unknown, reason: pl.Expr) -> pl.Expr:
    kind = answer.value if isinstance(answer, Unknown) else None
    given = Answer.UNKNOWN if isinstance(answer, Unknown) else answer
    return pl.struct(
        pl.lit(given.value).alias("answer"),
        pl.lit(kind, dtype=pl.String).alias("kind"),
        reason.alias("reason"),
    )
