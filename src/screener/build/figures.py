"""What follows from the facts of some companies, as known on a day: the middle of every build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from screener.build.companies import NO_STATEMENTS, companies_table, without_figures
from screener.debt.classify import LINE_TAGS
from screener.fundamentals.metrics import Fundamentals, fundamentals


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some companies.

    ``companies``: the columns of ``store.schema.COMPANIES``. ``instruments``: those of
    ``store.schema.INSTRUMENTS``. ``reasons``: cik → why it has no figures."""

    companies: pl.DataFrame
    fundamentals: Fundamentals
    instruments: pl.DataFrame
    reasons: dict[int, str]


def figures(
    filers: pl.DataFrame,
    facts: pl.DataFrame,
    holdings: pl.DataFrame,
    as_of: dt.date,
    instruments_of: Callable[[Sequence[int]], pl.DataFrame],
) -> Figures:
    """Compute the companies of ``filers`` as known at the end of ``as_of``.

    ``filers``: the columns of ``companies.FILERS``. ``facts``: those of ``store.schema.FACTS``, and
    may hold later ones. ``holdings``: cik, quantity, price, price_date, price_reason.
    ``instruments_of``: the debt instruments of the companies with these numbers, known by then."""
    companies = companies_table(filers, facts, as_of)
    reasons = without_figures(filers, facts, companies, as_of)
    left_out = pl.col("cik").is_in(pl.Series(list(reasons), dtype=pl.Int64).implode())
    comparable = holdings.filter(~left_out).join(
        companies.select("cik", "sic"), on="cik", how="left", maintain_order="left"
    )
    instruments = instruments_of(comparable["cik"].to_list())
    computed = fundamentals(facts.lazy().filter(~left_out), comparable, as_of, LINE_TAGS)
    silent = comparable.join(computed.metrics, on="cik", how="anti")["cik"]
    reasons |= dict.fromkeys(silent, NO_STATEMENTS)
    return Figures(companies, computed, instruments, reasons)
