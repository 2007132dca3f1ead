"""``loss``: what the press calls a zombie."""

from __future__ import annotations

import polars as pl

from screener.model.verdict import Answer, Unknown
from screener.zombies.answers import FINANCIAL, decided, marked
from screener.zombies.coverage import Coverage


def loss() -> pl.Expr:
    """Return the verdict of everyday use in the press.

    Unprofitable over the last twelve months (net income of zero or less) and interest coverage
    below one over the same months. No paper defines it, so that nothing departs from one: it has no
    history and no age, flags young growth companies too, and changes with a quarter. By fiscal year
    it is read off the year's figures. EBIT and interest as in :func:`screener.zombies.oecd.oecd`.
    """
    income, coverage = pl.col("net_income"), pl.col("coverage")
    earned = (
        pl.when(income > 0)
        .then(pl.lit("net income above zero"))
        .when(income <= 0)
        .then(pl.lit("net income not above zero"))
        .otherwise(pl.lit("net income unknown"))
    )
    covered = (
        pl.when(coverage == Coverage.NO_DEBT.value)
        .then("coverage_text")
        .otherwise(pl.format("coverage {}", "coverage_text"))
    )
    record = marked(pl.format("{}, {} {}", earned, covered, "period_text"), 1)
    known = income.is_not_null() & (coverage == Coverage.BELOW.value)
    return decided(
        [
            FINANCIAL,
            (income > 0, Answer.NO, record),
            (coverage == Coverage.NO_DEBT.value, Answer.NO, record),
            (coverage == Coverage.COVERED.value, Answer.NO, record),
            (known, Answer.YES, record),
        ],
        (Unknown.NOT_REPORTED, record),
    )
