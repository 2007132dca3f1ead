"""The debt metrics of every company out of what the batches found, and why each is unknown."""

from __future__ import annotations

import polars as pl

from screener.debt.classify import mix_of_instruments, mix_of_lines, verdicts
from screener.debt.relief import MOVED, NO_INTEREST_LEFT, moved
from screener.fundamentals.reasons import FINANCE, NOT_REPORTED
from screener.model.verdict import DebtType, Unknown

_FROM_TYPE = (
    "debt_confidence", "debt_coverage", "floating_share", "fixed_share", "convertible_share",
    "floating_debt", *MOVED,
)  # fmt: skip
_DUE = ("maturing_12m", "maturing_24m", "maturing_12m_to_cash", "maturing_24m_to_cash")
DEBT_METRICS = (*_FROM_TYPE, *_DUE)
"""The metrics that this module adds beside debt_type."""


def debt_metrics(
    metrics: pl.DataFrame, sheets: pl.DataFrame, instruments: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return ``metrics`` with debt_type and :data:`DEBT_METRICS`, and the reasons (cik, metric,
    kind, reason) of those that are unknown and of every debt type.

    ``metrics``: a row per company. ``sheets``: see ``debt_sheet.debt_sheet``, with the tags of
    ``classify.LINE_TAGS``. ``instruments``: the columns of ``store.schema.INSTRUMENTS``."""
    companies = sheets.select("cik", "total_debt", "borrowed", "finance")
    lines = sheets.drop("total_debt", "borrowed", "finance")
    mixes = [
        mix_of_instruments(instruments),
        mix_of_lines(lines, companies.select("cik", "borrowed")),
    ]
    found = verdicts(companies, mixes)
    due = sheets.select("cik", "maturing_12m", "maturing_24m")
    cash = pl.when(pl.col("cash") > 0).then("cash")
    table = (
        metrics.join(found, on="cik", how="left", maintain_order="left")
        .join(due, on="cik", how="left", maintain_order="left")
        .with_columns(
            pl.col("debt_type").fill_null(DebtType.UNKNOWN.value),
            *moved(),
            maturing_12m_to_cash=pl.col("maturing_12m") / cash,
            maturing_24m_to_cash=pl.col("maturing_24m") / cash,
        )
    )
    told = table.select("cik", "kind", "reason", metric=pl.lit("debt_type")).filter(
        pl.col("reason").is_not_null()
    )
    reasons = pl.concat(
        [told.select(_COLUMNS), *(_reasons(table, metric) for metric in DEBT_METRICS)]
    )
    return table.drop("kind", "reason"), reasons


_COLUMNS = ["cik", "metric", "kind", "reason"]


def _reasons(table: pl.DataFrame, metric: str) -> pl.DataFrame:
    """Why a metric is unknown: its own cause where it has one, else that of the type."""
    finance = pl.col("debt_type") == DebtType.NOT_APPLICABLE.value
    none = pl.col("debt_type") == DebtType.NONE.value
    unknown = pl.col("debt_type") == DebtType.UNKNOWN.value
    by_type: list[tuple[pl.Expr, Unknown, pl.Expr]] = [
        (finance, Unknown.NOT_MEANINGFUL, pl.lit(FINANCE)),
        (none, Unknown.DEGENERATE, pl.lit("meaningless: there is no debt")),
        (
            unknown,
            Unknown.NOT_REPORTED,
            pl.format("debt_type: {}", pl.coalesce("reason", pl.lit(NOT_REPORTED))),
        ),
    ]
    own: list[tuple[pl.Expr, Unknown, pl.Expr]] = []
    if metric in _DUE:
        by_type = []
        own = [
            (
                pl.lit(metric.endswith("cash")) & (pl.col("cash") <= 0),
                Unknown.DEGENERATE,
                pl.lit("meaningless: no cash to compare with"),
            ),
            (
                pl.lit(metric.endswith("cash")) & pl.col("cash").is_null(),
                Unknown.NOT_REPORTED,
                pl.lit("not reported: cash"),
            ),
        ]
    elif metric == "interest_saved_to_operating_income":
        own = [
            (
                pl.col("operating_income_ttm") <= 0,
                Unknown.DEGENERATE,
                pl.lit("meaningless: an operating loss"),
            ),
            (
                pl.col("operating_income_ttm").is_null(),
                Unknown.NOT_REPORTED,
                pl.lit("not reported: operating income is unknown"),
            ),
        ]
    elif metric == "coverage_after_move":
        own = [
            (
                pl.col("interest_coverage").is_null(),
                Unknown.NOT_REPORTED,
                pl.lit("not reported: the interest coverage is unknown"),
            ),
            (
                pl.col("interest_coverage").is_not_null(),
                Unknown.DEGENERATE,
                pl.lit(NO_INTEREST_LEFT),
            ),
        ]
        by_type = [case for case in by_type if case[1] is not Unknown.DEGENERATE]
    cases = [*by_type, *own, (pl.lit(True), Unknown.NOT_REPORTED, pl.lit(NOT_REPORTED))]
    kind = pl.coalesce(
        *(pl.when(when.fill_null(value=False)).then(pl.lit(kind.value)) for when, kind, _ in cases)
    )
    reason = pl.coalesce(
        *(pl.when(when.fill_null(value=False)).then(text) for when, _, text in cases)
    )
    return (
        table.filter(pl.col(metric).is_null())
        .select("cik", pl.lit(metric).alias("metric"), kind=kind, reason=reason)
        .select(_COLUMNS)
    )
