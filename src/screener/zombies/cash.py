"""``cash``: three years' cash earnings don't pay three years' interest."""

from __future__ import annotations

import polars as pl

from screener.model.verdict import Answer, Unknown
from screener.zombies.answers import (
    IS_AGED,
    IS_YOUNG,
    aged,
    before,
    by_year,
    count,
    decided,
    marked,
    not_judged,
    of_unknown_age,
    span,
    too_young,
    total,
)
from screener.zombies.coverage import Coverage, in_decimals

YEARS = 3
LEAST_YEARS_BELOW = 2


def cash() -> pl.Expr:
    """Return the verdict after De Jonghe et al. (2024).

    The sum of EBITDA over three years is below the sum of interest, the yearly EBITDA is below the
    interest in at least two of the three, and the firm is at least ten years old.

    Departures:

    - Recurring financial income, which the paper adds to EBITDA, is left out: filings don't tag it
      alike. A company that lives on it looks worse than it is.
    - EBITDA is EBIT + depreciation and amortization of the fiscal year. Where those are not
      reported EBITDA is at least EBIT: that can prove interest covered, never the opposite.
    - Where interest is not the whole expense, what it is at least can prove that EBITDA is below,
      never the opposite (:mod:`screener.zombies.coverage`). A year without debt is not below.
    - Age is the time since the first EDGAR filing, EBIT as in :func:`screener.zombies.oecd.oecd`.
    """
    below = count("cash_coverage", [Coverage.BELOW], YEARS)
    free = count("cash_coverage", [Coverage.NO_DEBT], YEARS)
    not_below = count("cash_coverage", [Coverage.COVERED, Coverage.NO_DEBT], YEARS)
    earned, owed = total("ebitda", YEARS), total("interest_floor", YEARS)
    # Debt without an interest figure bears some interest, which the sum of what is known lacks.
    owes_more = pl.any_horizontal(before("owes_unknown_interest", n) for n in range(YEARS))
    sum_below = (earned < owed) | ((earned <= owed) & owes_more)
    sum_covered = total("ebitda_at_least", YEARS) >= total("whole_interest", YEARS)
    together = pl.format(
        "EBITDA {} M, interest {}{} M in all",
        _millions(earned),
        pl.when(total("whole_interest", YEARS).is_null())
        .then(pl.lit("at least "))
        .otherwise(pl.lit("")),
        _millions(owed),
    )
    yearly = pl.format("EBITDA / interest {}", by_year("cash_text", YEARS))
    record = marked(pl.concat_str([yearly, together], separator="; ", ignore_nulls=True), YEARS)
    criteria = sum_below & (below >= LEAST_YEARS_BELOW)
    return decided(
        [
            *not_judged(YEARS),
            (free == YEARS, Answer.NO, pl.format("no debt in {}", span(YEARS))),
            (not_below > YEARS - LEAST_YEARS_BELOW, Answer.NO, record),
            (sum_covered, Answer.NO, record),
            (IS_YOUNG, Answer.NO, too_young(record)),
            (~criteria.fill_null(value=False), Unknown.NOT_REPORTED, record),
            (IS_AGED, Answer.YES, aged(record)),
        ],
        (Unknown.TOO_SHORT, of_unknown_age(record)),
    )


def _millions(amount: pl.Expr) -> pl.Expr:
    return in_decimals((amount / 1e6).round(1), 1)
