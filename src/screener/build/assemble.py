"""The universe out of the batches: constituents, verdicts, the metrics table, coverage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from screener.build.batch import BatchResult
from screener.build.debt_verdicts import debt_metrics
from screener.build.plausibility import without_outsize_shares
from screener.fundamentals.reasons import NO_INDUSTRY, kind_of
from screener.model.metric import METRICS, Unit
from screener.model.verdict import Answer, Unknown
from screener.store.schema import (
    CONSTITUENTS,
    INSTRUMENTS,
    LINEAGE,
    METRICS_TABLE,
    QUARTERS,
    REASONS,
    YEARS,
)
from screener.zombies import oecd

Tables = dict[str, pl.DataFrame]


def assemble(constituents: pl.DataFrame, results: Sequence[BatchResult], as_of: dt.date) -> Tables:
    """Return every table but ``facts``.

    ``constituents``: the columns of ``store.schema.CONSTITUENTS`` and ``price_reason``.
    """
    companies = pl.concat([result.companies for result in results])
    computed = [result.fundamentals for result in results]
    metrics = pl.concat([part.metrics for part in computed])
    years = pl.concat([part.years for part in computed])
    reasons_of = {cik: reason for result in results for cik, reason in result.reasons.items()}
    verdicts = oecd(
        years, companies.join(metrics.select("cik", "industry_rule"), on="cik", how="left"), as_of
    )
    constituents = constituents.with_columns(
        reason=pl.coalesce(
            "reason", pl.col("cik").replace_strict(reasons_of, default=None, return_dtype=pl.String)
        )
    ).with_columns(
        kind=pl.when(pl.col("reason").is_not_null()).then(
            pl.coalesce(kind_of(pl.col("reason")), pl.lit(Unknown.NO_FACTS.value))
        )
    )
    lineage = pl.concat([part.lineage for part in computed])
    instruments = pl.concat([result.instruments for result in results])
    metrics, debt_reasons = debt_metrics(
        metrics, pl.concat([part.debt for part in computed]), instruments
    )
    reasons = pl.concat(
        [
            *(part.reasons for part in computed),
            _verdict_reasons(verdicts, constituents),
            _price_reasons(constituents),
            debt_reasons,
            companies.filter(pl.col("industry").is_null()).select(
                "cik",
                metric=pl.lit("industry"),
                kind=pl.lit(Unknown.NOT_REPORTED.value),
                reason=pl.lit(NO_INDUSTRY),
            ),
        ]
    ).select(list(REASONS))
    metrics, reasons = without_outsize_shares(
        metrics, reasons, constituents.select("cik", "quantity")
    )
    return {
        "constituents": constituents.select(list(CONSTITUENTS)),
        "companies": companies.sort("cik"),
        "lineage": lineage.select(list(LINEAGE)).sort(
            "cik", "metric", "role", "end", "start", "tag", "sign"
        ),
        "instruments": instruments.select(list(INSTRUMENTS)).sort(
            "cik", "amount", "name", descending=[False, True, False]
        ),
        "quarters": pl.concat([part.quarters for part in computed])
        .select(list(QUARTERS))
        .sort("cik", "period_end"),
        "years": years.select(list(YEARS)).sort("cik", "period_end"),
        "metrics": _metrics_table(constituents, companies, metrics, verdicts, as_of),
        "reasons": reasons.sort("cik", "metric"),
    }


def coverage(metrics: pl.DataFrame) -> dict[str, float]:
    """Return for each metric the share of the constituents whose value is known."""
    if metrics.is_empty():
        return {}
    known = metrics.select(
        (pl.col(name) != Answer.UNKNOWN.value).mean()
        if METRICS[name].unit is Unit.VERDICT
        else pl.col(name).is_not_null().mean()
        for name in METRICS
    )
    return {name: round(share, 4) for name, share in known.row(0, named=True).items()}


def _verdict_reasons(verdicts: pl.DataFrame, constituents: pl.DataFrame) -> pl.DataFrame:
    """Why each verdict came out as it did. Where a company has no figures at all, that is why."""
    without = constituents.filter(pl.col("reason").is_not_null()).unique("cik").drop_nulls("cik")
    decided = verdicts.join(without, on="cik", how="anti").select("cik", "kind", "reason")
    told = without.join(verdicts, on="cik", how="semi").select("cik", "kind", "reason")
    return pl.concat([decided, told]).select(
        "cik", pl.lit("zombie_oecd").alias("metric"), "kind", "reason"
    )


def _price_reasons(constituents: pl.DataFrame) -> pl.DataFrame:
    silent = pl.lit("no price in the holdings file")
    return (
        constituents.select(
            "cik",
            metric=pl.lit("price"),
            kind=pl.lit(Unknown.NO_PRICE.value),
            reason=pl.coalesce("price_reason", pl.when(pl.col("price").is_null()).then(silent)),
        )
        .drop_nulls()
        .unique("cik", keep="first", maintain_order=True)
    )


def _metrics_table(
    constituents: pl.DataFrame,
    companies: pl.DataFrame,
    metrics: pl.DataFrame,
    verdicts: pl.DataFrame,
    as_of: dt.date,
) -> pl.DataFrame:
    # A price belongs to its day: at any other date it is unknown, and so is all that rests on it.
    price = pl.when(pl.col("price_reason").is_null()).then("price")
    table = (
        constituents.with_columns(as_of=pl.lit(as_of), price=price)
        .join(companies.select("cik", "industry"), on="cik", how="left", maintain_order="left")
        .join(metrics, on="cik", how="left", maintain_order="left")
        .join(verdicts, on="cik", how="left", maintain_order="left")
        .with_columns(pl.col("zombie_oecd", "debt_type").fill_null(Answer.UNKNOWN.value))
    )
    return table.select(pl.col(name).cast(dtype) for name, dtype in METRICS_TABLE.items())
