"""Does income cover interest? A three-valued answer by year, with bounds where they decide.

- Gross interest is at least the net interest expense, and at least what is reported as paid.
- Interest paid that is well below the net expense is a part of it and measures nothing.
- No interest figure: income of zero or less with debt proves coverage below 1 whatever it is.
- No debt and no interest is an answer of its own."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

NEARLY = 0.95
"""Interest paid that is below this share of the net interest expense measures no coverage."""


class Coverage(StrEnum):
    """What a year says of coverage; stored as its text in ``years.coverage``."""

    BELOW = "below"
    COVERED = "covered"
    NO_DEBT = "no debt"
    UNKNOWN = "unknown"


_INTEREST, _NET = pl.col("interest_expense"), pl.col("net_interest_expense")
_DEBT = pl.col("total_debt")


def interest_floor() -> pl.Expr:
    """Return what the year's interest is at least (USD, above zero); null where nothing says."""
    return pl.max_horizontal(pl.when(_INTEREST > 0).then(_INTEREST), pl.when(_NET > 0).then(_NET))


def is_measured() -> pl.Expr:
    """Whether the interest figure is the whole expense."""
    return ((_INTEREST > 0) & ~(_INTEREST < _NET * NEARLY).fill_null(value=False)).fill_null(
        value=False
    )


def is_without_debt() -> pl.Expr:
    """Whether the year ends without debt and bore no interest."""
    return ((_DEBT == 0) & (_INTEREST.is_null() | (_INTEREST == 0))).fill_null(value=False)


def judged(income: str, at_least: str) -> pl.Expr:
    """Return a text of :class:`Coverage` for each year.

    ``income`` is EBIT or EBITDA; ``at_least`` bounds it from below where it is unknown. Reads
    ``interest_expense``, ``net_interest_expense`` and ``total_debt``."""
    floor = interest_floor()
    proven_below = (pl.col(income) < floor) | ((pl.col(income) <= 0) & (_DEBT > 0))
    return (
        pl.when(proven_below)
        .then(pl.lit(Coverage.BELOW.value))
        .when(is_measured() & (pl.col(at_least) >= floor))
        .then(pl.lit(Coverage.COVERED.value))
        .when(is_without_debt())
        .then(pl.lit(Coverage.NO_DEBT.value))
        .otherwise(pl.lit(Coverage.UNKNOWN.value))
    )


def ratio(income: str) -> pl.Expr:
    """Return income / interest where the interest measures it, else null."""
    # Between the interest paid and the net expense the two would answer differently.
    between = pl.col(income).is_between(_INTEREST, _NET, closed="left").fill_null(value=False)
    return pl.when(is_measured() & ~between).then(pl.col(income) / _INTEREST)


def in_words(state: str, quotient: str, income: str, called: str) -> pl.Expr:
    """Return a year's coverage as text: ``0.40``, ``below 1 (proven by a bound)``, ``no debt``.

    ``called`` names the income where it is missing."""
    return (
        pl.when(pl.col(quotient).is_not_null())
        .then(two_decimals(quotient))
        .when(pl.col(state) == Coverage.BELOW.value)
        .then(pl.lit("below 1 (proven by a bound)"))
        .when(pl.col(state) == Coverage.COVERED.value)
        .then(pl.lit("1 or more (proven by a bound)"))
        .when(pl.col(state) == Coverage.NO_DEBT.value)
        .then(pl.lit(Coverage.NO_DEBT.value))
        .when(pl.col(income).is_null())
        .then(pl.lit(f"unknown (no {called})"))
        .otherwise(pl.lit("unknown (no interest figure)"))
    )


def two_decimals(column: str) -> pl.Expr:
    """Return a quotient as text; one below 1 never reads 1.00."""
    rounded = pl.col(column).round(2)
    shown = pl.when((pl.col(column) < 1) & (rounded == 1)).then(0.99).otherwise(rounded)
    return in_decimals(shown, 2)


def in_decimals(number: pl.Expr, places: int) -> pl.Expr:
    """Return a number that is rounded to so many places as text, all of them written."""
    text = number.cast(pl.Decimal(38, places), strict=False).cast(pl.String)
    text = text.str.replace("-", "−", literal=True)
    # One filed fact may be absurd; it is told, and stops nobody else's.
    return pl.when(number.is_not_null()).then(text.fill_null("beyond measure"))
