"""Shares outstanding: the cover page, else the balance sheet, else the weighted average.

Companies with several share classes have no undimensioned count, a frozen old one, or a
placeholder. A count is believed only if it is fresh, is no placeholder, and agrees with the
weighted average of the newest period within a factor of two; and only if the fund alone does not
hold more."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import SHARES

PLACEHOLDER = 10_000
"""Counts below this are 1, 100 or 1,000 shares of a subsidiary, or a count in thousands."""

AGREEMENT = 2.0
"""How far a count may be from the weighted average: splits and missing classes lie beyond."""

_COVER, _SHEET, _AVERAGE = SHARES


def shares_outstanding(
    known: pl.DataFrame, anchors: pl.DataFrame, holdings: pl.DataFrame
) -> pl.DataFrame:
    """Return cik, value, operands, reason (null where the value is known), one row per anchor.

    ``anchors``: see ``statements.Statements``. ``holdings``: cik, quantity (the shares that the
    fund holds)."""
    counts = known.filter(pl.col("unit") == "shares", pl.col("value") > PLACEHOLDER).join(
        anchors.select("cik", newest="end"), on="cik"
    )
    fresh = counts.filter(pl.col("end") >= pl.col("newest"))
    cover = _latest(fresh.filter(pl.col("tag") == _COVER), ["end", "filed"])
    sheet = _latest(
        fresh.filter(pl.col("tag") == _SHEET, pl.col("end") == pl.col("newest")), ["filed"]
    )
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    average = _latest(
        fresh.filter(pl.col("tag") == _AVERAGE, pl.col("end") == pl.col("newest")),
        [-days, "filed"],  # the shortest period is the nearest to today
    )
    wide = (
        anchors.select("cik")
        .join(cover, on="cik", how="left")
        .join(sheet, on="cik", how="left", suffix="_sheet")
        .join(average, on="cik", how="left", suffix="_average")
        .join(holdings.select("cik", "quantity"), on="cik", how="left")
    )
    ratio = pl.col("value_average") / pl.coalesce("value", "value_sheet")
    split = (ratio > AGREEMENT) | (ratio < 1 / AGREEMENT)
    value = pl.coalesce("value", "value_sheet", "value_average")
    held = (value <= pl.col("quantity")).fill_null(value=False)
    reason = (
        pl.when(value.is_null())
        .then(pl.lit("no share count for the newest period"))
        .when(split)
        .then(
            pl.lit("the share count and the weighted average differ by more than a factor of two")
        )
        .when(held)
        .then(pl.lit("the share count is below what the fund alone holds"))
    )
    identity = pl.coalesce("id", "id_sheet", "id_average")
    return wide.select(
        "cik",
        value=pl.when(reason.is_null()).then(value),
        operands=pl.when(identity.is_not_null()).then(pl.concat_list(identity)),
        reason=reason,
    )


def _latest(counts: pl.DataFrame, by: list[str | pl.Expr]) -> pl.DataFrame:
    return counts.sort(*by, "id").unique("cik", keep="last").select("cik", "value", "id")
