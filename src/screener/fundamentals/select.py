"""From tags to concepts: which candidate speaks for a concept in a period.

Only candidates that reach the period compete, so a tag that a company has abandoned never wins.
Among them the order of the concept table decides, with one exception: a revenue total beats its
parts, whatever the ratio, but a "total" that is smaller than another candidate of the same period
is no total (a utility's is: what it books beside its contracts can be negative).

Concept values have the columns of :data:`CONCEPT_VALUE`.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from screener.fundamentals.concepts import Concept, Industry

CONCEPT_VALUE: dict[str, pl.DataType | type[pl.DataType]] = {
    "cik": pl.Int64,
    "concept": pl.String,
    "slot": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "value": pl.Float64,
    "operands": pl.List(pl.Int64),
    "rank": pl.Int32,  # which candidate it is: two values of one rank are of one tag
    "mark": pl.String,  # "", or see concepts.Candidate and reasons.NOTES
    "route": pl.Int32,
}

_KEY = ["cik", "concept", "slot", "end"]


def candidate_table(concepts: Iterable[Concept]) -> pl.DataFrame:
    """Return the concept table as rows: concept, industry, rank, mark, tag, sign, terms."""
    rows = [
        (concept.name, industry.value, rank, candidate.mark, tag, sign, len(candidate.terms))
        for concept in concepts
        for industry in Industry
        for rank, candidate in enumerate(concept.of(industry))
        for tag, sign in candidate.terms
    ]
    return pl.DataFrame(
        rows,
        schema={
            "concept": pl.String,
            "industry": pl.String,
            "rank": pl.Int32,
            "mark": pl.String,
            "tag": pl.String,
            "sign": pl.Int8,
            "terms": pl.Int32,
        },
        orient="row",
    )


def candidate_values(
    values: pl.DataFrame, table: pl.DataFrame, industries: pl.DataFrame
) -> pl.DataFrame:
    """Return the value of every complete candidate, before one is chosen.

    ``values``: cik, tag, slot, route, start, end, value, operands; one row per (cik, tag, slot,
    end). ``industries``: cik, industry."""
    terms = values.join(industries, on="cik").join(table, on=["industry", "tag"])
    signed = pl.when(pl.col("sign") < 0).then(pl.col("operands").list.eval(-pl.element()))
    single = terms.filter(pl.col("terms") == 1).select(list(CONCEPT_VALUE))
    several = (
        terms.filter(pl.col("terms") > 1)
        .with_columns(
            operands=signed.otherwise(pl.col("operands")), value=pl.col("value") * pl.col("sign")
        )
        .sort(*_KEY, "rank", "tag")
        .group_by(*_KEY, "rank", maintain_order=True)
        .agg(
            pl.col("start").min(),
            pl.col("value").sum(),
            pl.col("operands").explode(empty_as_null=True),
            pl.col("mark").first(),
            pl.col("route").max(),
            found=pl.len(),
            terms=pl.col("terms").first(),
        )
        .filter(pl.col("found") == pl.col("terms"))
        .select(list(CONCEPT_VALUE))
    )
    return pl.concat([single, several]).sort(*_KEY, "rank", maintain_order=True)


def choose(candidates: pl.DataFrame) -> pl.DataFrame:
    """Keep one candidate per (cik, concept, slot, end)."""
    revenue = pl.col("concept") == "revenue"
    chosen = [_best(candidates.filter(~revenue), "rank"), _revenue(candidates.filter(revenue))]
    return pl.concat(chosen).sort(_KEY)


def _revenue(candidates: pl.DataFrame) -> pl.DataFrame:
    value = pl.col("value")
    largest_other = (value - _rounding(value)).filter(pl.col("rank") > 0).max().over(_KEY)
    no_total = (
        (pl.col("rank") == 0) & (pl.col("mark") != "total") & (value < largest_other)
    ).fill_null(value=False)
    part = pl.col("mark") == "part"
    # Kimberly-Clark's notes tag 19.5 billion as goods beside net sales of 19,467 million.
    largest = value.filter(part).max().over(_KEY)
    is_largest = part & (value >= largest - _rounding(largest))
    # What fills a tag's gap from another tag (see ``splice``) is no better than that.
    facts = pl.col("operands").cast(pl.List(pl.String)).list.join(" ")
    refuted = facts.filter(no_total).first().over(_KEY)
    return _best(
        candidates.with_columns(
            no_total=no_total | (facts == refuted).fill_null(value=False),
            order=pl.when(part).then(_AFTER_SUMS).otherwise("rank"),
            size=pl.when(is_largest)
            .then(-largest)
            .when(part)
            .then(-pl.col("value"))
            .otherwise(0.0),
            coarse=_rounding(value),
        ),
        "no_total",
        "order",
        "size",
        "coarse",
        "rank",
    ).select(list(CONCEPT_VALUE))


_AFTER_SUMS = 99
"""The order of the parts among revenue's candidates: the last, and the largest of them first."""

_ROUNDINGS = tuple(10.0**power for power in range(9, 2, -1))
_MOST_ROUNDED = 0.01  # of the value: what a figure in billions is off by


def _rounding(value: pl.Expr) -> pl.Expr:
    """Return by how much a value may be off for its zeros at the end: it may be rounded to them."""
    size = value.abs()
    unit = pl.coalesce(pl.when(size % unit == 0).then(unit / 2) for unit in _ROUNDINGS)
    return pl.min_horizontal(unit.fill_null(0.0), size * _MOST_ROUNDED)


def _best(candidates: pl.DataFrame, *order: str) -> pl.DataFrame:
    return candidates.sort(*_KEY, *order).unique(_KEY, keep="first", maintain_order=True)
