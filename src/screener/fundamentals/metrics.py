"""Metrics, their lineage and their reasons: the top of the room.

:func:`fundamentals` turns the facts of any number of companies into metrics as of a day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from screener.fundamentals.concepts import Industry
from screener.fundamentals.debt_sheet import debt_sheet
from screener.fundamentals.formulas import FORMULAS, guarded, outdated
from screener.fundamentals.industry import industries
from screener.fundamentals.known import known_facts
from screener.fundamentals.lineage import lineage, records
from screener.fundamentals.record import profitable_years, quarters_table, years_table
from screener.fundamentals.statements import Statements, statements
from screener.fundamentals.variables import VARIABLE, variables
from screener.fundamentals.why import notes, reasons

STALE_DAYS = 200
"""A newest period that ended longer ago than this says nothing of today."""


@dataclass(frozen=True, slots=True)
class Fundamentals:
    """What a batch of companies comes to.

    ``metrics``: cik, industry_rule, period_end, filed, accession, stale, and a column per metric of
    ``formulas.FORMULAS`` plus ``profitable_years``, and ``net_interest_ttm`` (positive = income),
    which bounds coverage. ``lineage`` and ``reasons``: the tables of ``store.schema``. ``quarters``
    as there; ``years``: see ``record.years_table``. ``debt``: see ``debt_sheet.debt_sheet``, with
    the tags that were asked for."""

    metrics: pl.DataFrame
    lineage: pl.DataFrame
    reasons: pl.DataFrame
    quarters: pl.DataFrame
    years: pl.DataFrame
    debt: pl.DataFrame


def fundamentals(
    facts: pl.LazyFrame,
    companies: pl.DataFrame,
    as_of: dt.date,
    debt_lines: tuple[str, ...] = (),
) -> Fundamentals:
    """Compute everything that follows from facts alone, as known at the end of ``as_of``.

    ``facts``: the columns of ``store.schema.FACTS``. ``companies``: cik, sic (text), quantity
    (shares that the fund holds), price (USD, null where unknown), price_date, price_reason (why
    price is null). ``debt_lines``: tags whose amounts the caller wants of the balance sheet."""
    known = known_facts(facts, as_of)
    books = statements(known, industries(known, companies))
    values = pl.concat([variables(books, companies), _prices(books, companies)])
    wide = _wide(books.anchors, values, as_of)
    counted = profitable_years(books)
    metrics = wide.select(
        "cik",
        "period_end",
        "filed",
        "accession",
        "stale",
        *(pl.when(~outdated(name)).then(guarded(name)).alias(name) for name in FORMULAS),
        pl.when(~pl.col("stale")).then("net_interest_ttm").alias("net_interest_ttm"),
    ).join(counted.select("cik", pl.col("value").alias("profitable_years")), on="cik", how="left")
    years, year_operands = years_table(books)
    reits = books.industries.filter(pl.col("industry") == Industry.REIT.value)["cik"]
    return Fundamentals(
        metrics=metrics.join(
            books.industries.rename({"industry": "industry_rule"}), on="cik", how="left"
        ),
        lineage=lineage(
            values, records(counted, years, year_operands, reits), known, companies, reits
        ),
        reasons=pl.concat([reasons(wide, values, metrics), notes(values, metrics)]).sort(
            "cik", "metric"
        ),
        quarters=quarters_table(books),
        years=years,
        debt=debt_sheet(books, debt_lines),
    )


def _wide(anchors: pl.DataFrame, values: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """One row per company: its anchor and every variable."""
    wide = anchors.select("cik", "filed", "accession", period_end="end").with_columns(
        stale=(pl.lit(as_of) - pl.col("period_end")).dt.total_days() > STALE_DAYS
    )
    columns = values.pivot("variable", index="cik", values="value", on_columns=_names())
    return wide.join(columns, on="cik", how="left", maintain_order="left")


def _names() -> list[str]:
    """Every variable that a formula reads, each once."""
    return list(
        dict.fromkeys(
            name
            for formula in FORMULAS.values()
            for name in (*formula.variables, *formula.witnesses)
        )
    )


def _prices(books: Statements, companies: pl.DataFrame) -> pl.DataFrame:
    return (
        books.anchors.select("cik")
        .join(companies.select("cik", "price", "price_reason"), on="cik", how="left")
        .select(
            "cik",
            variable=pl.lit("price"),
            value="price",
            operands=pl.lit(None, dtype=VARIABLE["operands"]),
            evidence=pl.lit(None, dtype=VARIABLE["evidence"]),
            reason=pl.when(pl.col("price").is_null()).then(
                pl.coalesce("price_reason", pl.lit("no price in the holdings file"))
            ),
            note=pl.lit(None, dtype=pl.String),
        )
    )
