"""The universe out of the batches: constituents, verdicts, the metrics table, coverage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from screener.build.debt_verdicts import debt_metrics
from screener.build.figures import Figures
from screener.build.plausibility import without_outsize_shares
from screener.fundamentals.reasons import NO_INDUSTRY, kind_of
from screener.model.metric import METRICS, Unit
from screener.model.verdict import Answer, Unknown
from screener.screening.coverage import unknown_kinds
from screener.store.schema import (
    CONSTITUENTS,
    INSTRUMENTS,
    LINEAGE,
    METRICS_TABLE,
    QUARTERS,
    REASONS,
    YEARS,
)
from screener.zombies import UNCOVERED, Judgement, judge

Tables = dict[str, pl.DataFrame]


def assemble(constituents: pl.DataFrame, results: Sequence[Figures], as_of: dt.date) -> Tables:
    """Return every table but ``facts``.

    ``constituents``: the columns of ``store.schema.CONSTITUENTS`` and ``price_reason``.
    """
    companies = pl.concat([result.companies for result in results])
    computed = [result.fundamentals for result in results]
    metrics = pl.concat([part.metrics for part in computed])
    years = pl.concat([part.years for part in computed])
    reasons_of = {cik: reason for result in results for cik, reason in result.reasons.items()}
    constituents = constituents.with_columns(
        reason=pl.coalesce(
            "reason", pl.col("cik").replace_strict(reasons_of, default=None, return_dtype=pl.String)
        )
    ).with_columns(
        kind=pl.when(pl.col("reason").is_not_null()).then(
            pl.coalesce(kind_of(pl.col("reason")), pl.lit(Unknown.NO_FACTS.value))
        )
    )
    metrics, reasons = without_outsize_shares(
        metrics,
        pl.concat([part.reasons for part in computed]),
        constituents.select("cik", "quantity"),
    )
    judgement = judge(years, _judged_companies(companies, metrics, constituents), as_of)
    instruments = pl.concat([result.instruments for result in results])
    metrics, debt_reasons = debt_metrics(
        metrics, pl.concat([part.debt for part in computed]), instruments
    )
    reasons = pl.concat(
        [
            reasons,
            _verdict_reasons(judgement, constituents),
            _price_reasons(constituents),
            debt_reasons,
            companies.filter(pl.col("industry").is_null()).select(
                "cik",
                metric=pl.lit("industry"),
                kind=pl.lit(Unknown.NOT_REPORTED.value),
                reason=pl.lit(NO_INDUSTRY),
            ),
        ],
        how="vertical_relaxed",
    ).select(list(REASONS))
    lineage = _of_counted_years(pl.concat([part.lineage for part in computed]), judgement)
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
        "years": judgement.years.select(list(YEARS)).sort("cik", "period_end"),
        "metrics": _metrics_table(constituents, companies, metrics, judgement.verdicts, as_of),
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
        for name in METRICS_TABLE
    )
    return {name: round(share, 4) for name, share in known.row(0, named=True).items()}


def unknown_by_kind(tables: Tables) -> dict[str, int]:
    """Return how many figures of the universe are unknown for each kind of reason, most first."""
    unknown = unknown_kinds(tables["metrics"], tables["constituents"], tables["reasons"])
    counts = unknown.group_by("kind").agg(pl.col("count").sum())
    return dict(counts.sort("count", "kind", descending=[True, False]).rows())


def _judged_companies(
    companies: pl.DataFrame, metrics: pl.DataFrame, constituents: pl.DataFrame
) -> pl.DataFrame:
    """What ``zombies.judge`` asks of companies. The sector is that of the largest holding."""
    sectors = (
        constituents.sort("market_value", descending=True, nulls_last=True)
        .unique("cik", keep="first", maintain_order=True)
        .select("cik", "sector")
    )
    of_today = metrics.select(
        "cik", "industry_rule", "stale", "assets", "equity", "market_cap", "total_debt",
        "revenue_ttm", "net_income_ttm", "operating_income_ttm", "ebitda_ttm",
        "interest_expense_ttm", "net_interest_ttm", newest_period="period_end",
    )  # fmt: skip
    return companies.join(of_today, on="cik", how="left").join(sectors, on="cik", how="left")


def _verdict_reasons(judgement: Judgement, constituents: pl.DataFrame) -> pl.DataFrame:
    """Why each verdict came out as it did. Where a company has no figures at all, that is why."""
    without = constituents.filter(pl.col("reason").is_not_null()).unique("cik").drop_nulls("cik")
    decided = judgement.reasons.join(without, on="cik", how="anti")
    told = judgement.reasons.select("cik", "metric").join(
        without.select("cik", "kind", "reason"), on="cik"
    )
    return pl.concat([decided, told])


def _of_counted_years(lineage: pl.DataFrame, judgement: Judgement) -> pl.DataFrame:
    """Leave of the operands of ``years_uncovered`` those of the years that it reads."""
    counts = pl.col("metric") == UNCOVERED
    since = judgement.uncovered_since.drop_nulls()
    day = pl.col("role").str.tail(10).str.to_date("%Y-%m-%d")
    counted = (
        lineage.filter(counts).join(since, on="cik").filter(day >= pl.col("since")).drop("since")
    )
    return pl.concat([lineage.filter(~counts), counted])


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
        .with_columns(
            pl.col(name).fill_null(Answer.UNKNOWN.value)
            for name in METRICS_TABLE
            if METRICS[name].unit is Unit.VERDICT
        )
    )
    return table.select(pl.col(name).cast(dtype) for name, dtype in METRICS_TABLE.items())
