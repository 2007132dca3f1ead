"""Metrics, their lineage and their reasons: the top of the room.

:func:`fundamentals` turns the facts of any number of companies into metrics as of a day.
:func:`recompute` gives a metric's value back from nothing but its lineage rows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from screener.fundamentals.concepts import Industry
from screener.fundamentals.formulas import FORMULAS, PAIRED, RECORDS, VERDICT_RECORDS
from screener.fundamentals.industry import industries
from screener.fundamentals.known import known_facts
from screener.fundamentals.record import profitable_years, quarters_table, years_table
from screener.fundamentals.statements import Statements, statements
from screener.fundamentals.variables import VARIABLE, variables

STALE_DAYS = 200
"""A newest period that ended longer ago than this says nothing of today."""

LINEAGE_COLUMNS = (
    "cik", "metric", "role", "sign", "tag", "unit",
    "start", "end", "value", "filed", "form", "accession",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fundamentals:
    """What a batch of companies comes to.

    ``metrics``: cik, industry_rule, period_end, filed, accession, stale, and a column per metric of
    ``formulas.FORMULAS`` plus ``profitable_years``. ``lineage`` and ``reasons``: the tables of
    ``store.schema``. ``quarters`` and ``years``: as there, ``years`` with
    ``depreciation_amortization`` beside, for the verdicts that add it back."""

    metrics: pl.DataFrame
    lineage: pl.DataFrame
    reasons: pl.DataFrame
    quarters: pl.DataFrame
    years: pl.DataFrame


def fundamentals(facts: pl.LazyFrame, companies: pl.DataFrame, as_of: dt.date) -> Fundamentals:
    """Compute everything that follows from facts alone, as known at the end of ``as_of``.

    ``facts``: the columns of ``store.schema.FACTS``. ``companies``: cik, sic (text), quantity
    (shares that the fund holds), price (USD, null where unknown), price_date, price_reason (why
    price is null)."""
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
        *(_value(name).alias(name) for name in FORMULAS),
    ).join(counted.select("cik", pl.col("value").alias("profitable_years")), on="cik", how="left")
    years, year_operands = years_table(books)
    reits = books.industries.filter(pl.col("industry") == Industry.REIT.value)["cik"]
    added_back = pl.col("cik").is_in(reits.implode())
    year_operands = year_operands.filter(
        added_back | (pl.col("concept") != "depreciation_amortization")
    )
    return Fundamentals(
        metrics=metrics.join(
            books.industries.rename({"industry": "industry_rule"}), on="cik", how="left"
        ),
        lineage=_lineage(values, _records(counted, years, year_operands), known, companies),
        reasons=_reasons(wide, metrics),
        quarters=quarters_table(books),
        years=years,
    )


def recompute(metric: str, lineage: pl.DataFrame) -> float | bool | int | None:
    """Return a metric's value from its lineage rows alone; None where they don't determine one.

    ``lineage``: one company's rows of ``store.schema.LINEAGE``. Verdicts are not numbers: None.
    """
    rows = lineage.filter(pl.col("metric") == metric)
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
    result: float | bool | None = frame.select(_guarded(metric)).item()
    return result


def _guarded(metric: str) -> pl.Expr:
    formula = FORMULAS[metric]
    value = formula.expr
    for condition, _ in formula.guards:
        value = pl.when(condition.fill_null(value=False)).then(None).otherwise(value)
    return value


def _value(metric: str) -> pl.Expr:
    return pl.when(~_outdated(metric)).then(_guarded(metric))


def _outdated(metric: str) -> pl.Expr:
    """Whether the metric is unknown for staleness: what speaks of twelve months or of today's
    price.

    A balance sheet and the record of years are dated and stay what they are.
    """
    names = FORMULAS[metric].variables
    current = any("_ttm" in name or "_quarter" in name or name == "price" for name in names)
    return pl.col("stale") if current else pl.lit(False)


def _wide(anchors: pl.DataFrame, values: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """One row per company: its anchor, every variable, and every variable's reason as
    ``why:<name>``."""
    wide = anchors.select("cik", "filed", "accession", period_end="end").with_columns(
        stale=(pl.lit(as_of) - pl.col("period_end")).dt.total_days() > STALE_DAYS
    )
    columns = values.pivot(
        "variable", index="cik", values=["value", "reason"], on_columns=_names()
    ).rename(
        {f"value_{name}": name for name in _names()}
        | {f"reason_{name}": f"why:{name}" for name in _names()}
    )
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
        )
    )


def _reasons(wide: pl.DataFrame, metrics: pl.DataFrame) -> pl.DataFrame:
    stale = pl.format(
        "stale: the newest period ended {}", pl.col("period_end").dt.to_string("%Y-%m-%d")
    )
    explained = wide.select(
        "cik",
        *(
            pl.when(_outdated(name)).then(stale).otherwise(_why_null(name)).alias(name)
            for name in FORMULAS
        ),
        profitable_years=pl.lit("no fiscal year's net income on record"),
    )
    known = metrics.select("cik", *(pl.col(name).is_not_null() for name in (*FORMULAS, *RECORDS)))
    return (
        explained.unpivot(index="cik", variable_name="metric", value_name="reason")
        .join(
            known.unpivot(index="cik", variable_name="metric", value_name="known").filter(
                ~pl.col("known")
            ),
            on=["cik", "metric"],
            how="semi",
        )
        .sort("cik", "metric")
    )


def _why_null(metric: str) -> pl.Expr:
    formula = FORMULAS[metric]
    reasons = [
        pl.col(f"why:{name}")
        if name in (metric, "price", *PAIRED)
        else pl.format(f"{name}: {{}}", pl.col(f"why:{name}"))
        for name in formula.variables
    ]
    degenerate = [
        pl.when(condition).then(pl.lit(f"meaningless: {text}"))
        for condition, text in formula.guards
    ]
    return pl.coalesce(*reasons, *degenerate, pl.lit("not a number"))


def _lineage(
    values: pl.DataFrame, records: pl.DataFrame, known: pl.DataFrame, companies: pl.DataFrame
) -> pl.DataFrame:
    uses = pl.DataFrame(
        [
            (metric, name)
            for metric, formula in FORMULAS.items()
            for name in (*formula.variables, *formula.witnesses)
        ],
        schema={"metric": pl.String, "variable": pl.String},
        orient="row",
    )
    from_facts = values.filter(pl.col("value").is_not_null()).join(uses, on="variable")
    signed = pl.concat(
        [
            _exploded(from_facts, "operands").with_columns(sign=pl.col("operand").sign()),
            _exploded(from_facts, "evidence").with_columns(sign=pl.lit(0, dtype=pl.Int64)),
            records.with_columns(sign=pl.col("operand").sign()),
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


def _records(counted: pl.DataFrame, years: pl.DataFrame, operands: pl.DataFrame) -> pl.DataFrame:
    """The operands of metrics and verdicts that read whole years: cik, metric, role, operand."""
    frames = [
        counted.select("cik", "record", metric=pl.lit("profitable_years"))
        .explode("record", empty_as_null=True)
        .unnest("record")
        .select("cik", "metric", "role", "operand")
    ]
    for verdict, count in VERDICT_RECORDS.items():
        last = years.group_by("cik", maintain_order=True).tail(count)
        day = pl.col("end").dt.to_string("%Y-%m-%d")
        frames.append(
            operands.join(_deciding(last), on=["cik", "end", "concept"], how="semi").select(
                "cik",
                pl.lit(verdict).alias("metric"),
                pl.format("{} {}", "concept", day).alias("role"),
                "operand",
            )
        )
    return pl.concat(frames)


def _deciding(years: pl.DataFrame) -> pl.DataFrame:
    """Which figures decide each year: cik, end, concept. Debt and net interest only without
    coverage."""
    measured = ["operating_income", "interest_expense", "depreciation_amortization"]
    bounds = ["operating_income", "interest_expense", "net_interest", "total_debt"]
    concepts = pl.when(pl.col("interest_coverage").is_not_null()).then(measured).otherwise(bounds)
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
