"""``oecd``: interest not covered for three years, in a firm that is no start-up."""

from __future__ import annotations

import polars as pl

from screener.model.verdict import Answer, Unknown
from screener.zombies.answers import (
    IS_AGED,
    IS_YOUNG,
    aged,
    by_year,
    count,
    decided,
    marked,
    not_judged,
    of_unknown_age,
    span,
    too_young,
)
from screener.zombies.coverage import Coverage

YEARS = 3


def oecd() -> pl.Expr:
    """Return the verdict after Adalet McGowan, Andrews & Millot (2018).

    "The walking dead? Zombie firms and productivity performance in OECD countries", Economic Policy
    33(96); OECD Economics Department Working Paper 1372: interest coverage below one in three
    consecutive fiscal years, and at least ten years of age.

    Departures, each by necessity:

    - Age is the time since the first EDGAR filing: spin-offs and re-domiciled companies look
      younger than they are. Without a filing history the earliest filing among the facts is a lower
      bound: it can prove ten years, never disprove them.
    - EBIT is operating income, else pre-tax income + interest expense (*derived*); real-estate
      trusts get depreciation added back.
    - Where interest is not reported, bounds decide what they can, and interest paid stands in
      (*proxy*): see :mod:`screener.zombies.coverage`.
    - Financials are n/a. The firms are listed ones, those of the universe.
    """
    below = count("coverage", [Coverage.BELOW], YEARS)
    free = count("coverage", [Coverage.NO_DEBT], YEARS)
    not_below = count("coverage", [Coverage.COVERED, Coverage.NO_DEBT], YEARS)
    record = marked(pl.format("coverage {}", by_year("coverage_text", YEARS)), YEARS)
    return decided(
        [
            *not_judged(YEARS),
            (free == YEARS, Answer.NO, pl.format("no debt in {}", span(YEARS))),
            (not_below > 0, Answer.NO, record),
            # Whatever the coverage was: one criterion that fails decides.
            (IS_YOUNG, Answer.NO, too_young(record)),
            (below < YEARS, Unknown.NOT_REPORTED, record),
            (IS_AGED, Answer.YES, aged(record)),
        ],
        (Unknown.TOO_SHORT, of_unknown_age(record)),
    )
