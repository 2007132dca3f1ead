"""What stands beside the variables: witnesses that guards read, and notes for the reader.

- A bank's debt is its business: net debt means nothing.
- Short-term investments that were on the last balance sheets and are missing from this one have
  moved to another line: net debt without them would be wrong.
- Net income holds discontinued operations, and revenue doesn't: a margin of the two is of two
  bases.
"""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import STOCKS, Industry
from screener.fundamentals.statements import Statements
from screener.model.verdict import Note

LATELY_DAYS = 460
"""A line that stood on a balance sheet within these days before belongs to the recent ones."""

_INVESTMENTS = sorted(
    {
        candidate.terms[0][0]
        for concept in STOCKS
        if concept.name == "short_term_investments"
        for candidate in concept.of(Industry.GENERAL)
        if len(candidate.terms) == 1
    }
)

NOTEWORTHY = 0.01
"""Discontinued operations below this share of net income need no word."""


def witnesses(statements: Statements) -> list[pl.DataFrame]:
    """Return the variables ``finance`` (1 for banks and insurers, else unknown) and
    ``short_term_investments_before`` (the newest above zero that was lately on a balance sheet)."""
    lending = [Industry.BANK.value, Industry.INSURER.value]
    finance = statements.anchors.select("cik").join(
        statements.industries.filter(pl.col("industry").is_in(lending)), on="cik", how="semi"
    )
    anchors = statements.anchors.select("cik", "balance_date")
    before = (
        statements.known.filter(
            pl.col("tag").is_in(_INVESTMENTS), pl.col("unit") == "USD", pl.col("value") > 0
        )
        .join(anchors, on="cik")
        .filter(
            pl.col("end") < pl.col("balance_date"),
            pl.col("end") >= pl.col("balance_date") - pl.duration(days=LATELY_DAYS),
        )
        .sort("cik", "end", "id")
        .unique("cik", keep="last", maintain_order=True)
    )
    none = pl.lit(None, dtype=pl.String)
    return [
        finance.select(
            "cik",
            variable=pl.lit("finance"),
            value=pl.lit(1.0),
            operands=pl.lit([], dtype=pl.List(pl.Int64)),
            reason=none,
        ),
        before.select(
            "cik",
            pl.lit("short_term_investments_before").alias("variable"),
            "value",
            pl.lit([], dtype=pl.List(pl.Int64)).alias("operands"),
            pl.concat_list("id").alias("evidence"),
            none.alias("reason"),
        ),
    ]


def with_notes(statements: Statements, found: pl.DataFrame) -> pl.DataFrame:
    """Return the variables with the notes of this room added to those that they bear."""
    chosen = statements.chosen.filter(pl.col("slot") == "ttm", pl.col("one_basis"))
    discontinued = chosen.filter(pl.col("concept") == "discontinued").select(
        "cik", variable=pl.lit("net_income_ttm"), aside="value"
    )
    text = pl.format(
        "{}: holds {} M of discontinued operations, which revenue leaves out",
        pl.lit(Note.FLAGGED.value),
        (pl.col("aside") / 1e6).round(1),
    )
    worth = pl.col("aside").abs() > NOTEWORTHY * pl.col("value").abs()
    noted = found.join(discontinued, on=["cik", "variable"], how="left", maintain_order="left")
    return noted.with_columns(
        note=pl.when(worth.fill_null(value=False))
        .then(pl.concat_str("note", text, separator="; ", ignore_nulls=True))
        .otherwise("note")
    ).drop("aside")
