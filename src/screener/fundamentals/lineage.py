"""Lineage: the operands of every metric, and every metric again from its operands."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.formulas import (
    FORMULAS,
    RECORDS,
    VERDICT_RECORDS,
    VERDICT_VARIABLES,
    guarded,
)

LINEAGE_COLUMNS = (
    "cik", "metric", "role", "sign", "tag", "unit",
    "start", "end", "value", "filed", "form", "accession",
)  # fmt: skip


def lineage(
    values: pl.DataFrame,
    counts: pl.DataFrame,
    known: pl.DataFrame,
    companies: pl.DataFrame,
    reits: pl.Series,
) -> pl.DataFrame:
    """Return the columns of ``store.schema.LINEAGE``, sorted.

    ``values``: see ``variables.variables``, and the prices. ``counts``: see :func:`records`.
    ``known``: see ``known.known_facts``. ``companies``: cik, price_date. ``reits``: the real-estate
    trusts among them.
    """
    uses = pl.DataFrame(
        [
            *(
                (metric, name)
                for metric, formula in FORMULAS.items()
                for name in (*formula.variables, *formula.witnesses)
            ),
            *((verdict, name) for verdict, names in VERDICT_VARIABLES.items() for name in names),
        ],
        schema={"metric": pl.String, "variable": pl.String},
        orient="row",
    )
    from_facts = (
        values.filter(pl.col("value").is_not_null())
        .join(uses, on="variable")
        .filter(
            (pl.col("metric") != "zombie_loss")
            | (pl.col("variable") != "depreciation_amortization_ttm")
            | pl.col("cik").is_in(reits.implode())
        )
    )
    signed = pl.concat(
        [
            _exploded(from_facts, "operands").with_columns(sign=pl.col("operand").sign()),
            _exploded(from_facts, "evidence").with_columns(sign=pl.lit(0, dtype=pl.Int64)),
            counts.with_columns(sign=pl.col("operand").sign()),
        ]
    ).drop_nulls("operand")
    prices = (
        from_facts.filter(pl.col("variable") == "price")
        .join(companies.select("cik", "price_date"), on="cik")
        .select(
            "cik",
            "metric",
            role="variable",
            sign=pl.lit(1, dtype=pl.Int8),
            tag=pl.lit("price"),
            unit=pl.lit("USD/shares"),
            start=pl.lit(None, dtype=pl.Date),
            end="price_date",
            value="value",
            filed="price_date",
            form=pl.lit("holdings"),
            accession=pl.lit(None, dtype=pl.String),
        )
    )
    return pl.concat([_operand_rows(signed, known), prices]).sort(
        "cik", "metric", "role", "end", "start", "tag", "sign"
    )


def records(
    counted: pl.DataFrame, years: pl.DataFrame, operands: pl.DataFrame, reits: pl.Series
) -> pl.DataFrame:
    """The operands of metrics and verdicts that read whole years: cik, metric, role, operand."""
    frames = [
        counted.select("cik", "record", metric=pl.lit("profitable_years"))
        .explode("record", empty_as_null=True)
        .unnest("record")
        .select("cik", "metric", "role", "operand")
    ]
    day = pl.col("end").dt.to_string("%Y-%m-%d")
    for verdict, reading in VERDICT_RECORDS.items():
        last = years
        if reading.years is not None:
            last = years.group_by("cik", maintain_order=True).tail(reading.years)
        deciding = _deciding(last, reading.always, reits)
        frames.append(
            operands.join(deciding, on=["cik", "end", "concept"], how="semi").select(
                "cik",
                pl.lit(verdict).alias("metric"),
                pl.format("{} {}", "concept", day).alias("role"),
                "operand",
            )
        )
    return pl.concat(frames)


def _deciding(years: pl.DataFrame, always: tuple[str, ...], reits: pl.Series) -> pl.DataFrame:
    """Which figures decide whether each year covers its interest: cik, end, concept. Debt and net
    interest only without coverage, depreciation only of a real-estate trust."""
    measured = ["operating_income", "interest_expense"]
    bounds = [*measured, "net_interest", "total_debt"]
    concepts = (
        pl.when(pl.col("cik").is_in(reits.implode()))
        .then(pl.lit([*dict.fromkeys([*bounds, "depreciation_amortization", *always])]))
        .when(pl.col("interest_coverage").is_not_null())
        .then(pl.lit([*dict.fromkeys([*measured, *always])]))
        .otherwise(pl.lit([*dict.fromkeys([*bounds, *always])]))
    )
    return years.select("cik", end="period_end", concept=concepts).explode(
        "concept", empty_as_null=True
    )


def _exploded(values: pl.DataFrame, column: str) -> pl.DataFrame:
    return values.select("cik", "metric", role="variable", operand=column).explode(
        "operand", empty_as_null=True
    )


def _operand_rows(signed: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Lineage rows of facts. ``signed``: cik, metric, role, operand (fact id, maybe negated),
    sign."""
    facts = known.select("id", "tag", "unit", "start", "end", "value", "filed", "form", "accession")
    return (
        signed.with_columns(id=pl.col("operand").abs(), sign=pl.col("sign").cast(pl.Int8))
        .join(facts, on="id")
        .select(LINEAGE_COLUMNS)
    )


def recompute(metric: str, operands: pl.DataFrame) -> float | bool | int | None:
    """Return a metric's value from its lineage rows alone; None where they don't determine one.

    ``operands``: one company's rows of ``store.schema.LINEAGE``. Verdicts are not numbers: None.
    """
    rows = operands.filter(pl.col("metric") == metric)
    sums = rows.group_by("role").agg((pl.col("sign") * pl.col("value")).sum())
    found: dict[str, float] = dict(sums.rows())
    if metric in RECORDS:
        latest_first = sorted(found, key=lambda role: role.rsplit(" ", 1)[-1], reverse=True)
        return next((n for n, role in enumerate(latest_first) if found[role] <= 0), len(found))
    formula = FORMULAS.get(metric)
    if formula is None or any(name not in found for name in formula.variables):
        return None
    names = (*formula.variables, *formula.witnesses)
    frame = pl.DataFrame(
        {name: [found.get(name)] for name in names}, schema=dict.fromkeys(names, pl.Float64)
    )
    result: float | bool | None = frame.select(guarded(metric)).item()
    return result
