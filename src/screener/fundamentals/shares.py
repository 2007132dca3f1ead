"""Shares outstanding: the cover page, else the balance sheet, else the weighted average.

Companies with several share classes have no undimensioned count, a frozen old one, or a
placeholder. A count is believed only if it is fresh, is no placeholder, is on the basis of the
newest period's weighted average (filings restate averages for a split), and is above what the fund
alone holds. Dilution compares two counts of one tag, and only where no split can lie between them.
"""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import SHARES, SPLIT_TAGS
from screener.fundamentals.reasons import (
    APART,
    HELD,
    JUMP,
    NO_SHARES,
    NO_SHARES_BEFORE,
    NOTES,
    RESTATED,
    SPLIT,
)

PLACEHOLDER = 100_000
"""Counts below this are 1, 100 or 1,000 shares of a subsidiary, or a count in thousands; the
smallest count of a listed company that is known here is some 200,000 (Biglari Holdings, class
A)."""

JUMP_UP, JUMP_DOWN = 1.8, 0.55
"""Counts whose ratio is beyond these are of two bases: a split or a missing share class."""

YEAR_SLACK_DAYS = 45
"""How far from a year before the other count of a dilution may be dated: cover pages bear the day
on which the filing was finished."""

_NEAR = (0.8, 1.25)
"""How far the average of a year before, as it is stated now, may be from the count of that time:
beyond, a split of any size lies between."""

_COVER, _SHEET, _AVERAGE = SHARES


def share_variables(
    known: pl.DataFrame, anchors: pl.DataFrame, holdings: pl.DataFrame
) -> list[pl.DataFrame]:
    """Return the variables ``shares_outstanding``, ``shares_now`` and ``shares_prior``.

    Each has cik, variable, value, operands, reason (null where the value is known), one row per
    anchor. ``anchors``: see ``statements.Statements``. ``holdings``: cik, quantity (the shares that
    the fund holds)."""
    counts = known.filter(pl.col("unit") == "shares", pl.col("value") > PLACEHOLDER).join(
        anchors.select("cik", newest="end"), on="cik"
    )
    fresh = counts.filter(pl.col("end") >= pl.col("newest"))
    newest = (
        anchors.select("cik")
        .join(_newest(fresh), on="cik", how="left")
        .join(_average(fresh), on="cik", how="left")
        .join(holdings.select("cik", "quantity"), on="cik", how="left")
        .with_columns(value=pl.coalesce("count", "average"), id=pl.coalesce("id", "average_id"))
    )
    before = _year_before(counts, newest.drop_nulls("count"))
    newest = newest.join(before, on="cik", how="left").join(
        _splits(known, before), on="cik", how="left"
    )
    return [_outstanding(newest), *_dilution(newest)]


def _newest(fresh: pl.DataFrame) -> pl.DataFrame:
    """The newest count of each company: cik, tag, end, count, id. The cover page comes first."""
    on_sheet = (pl.col("tag") == _SHEET) & (pl.col("end") == pl.col("newest"))
    return (
        fresh.filter((pl.col("tag") == _COVER) | on_sheet)
        .sort(pl.col("tag") == _COVER, "end", "filed", "id")
        .unique("cik", keep="last")
        .select("cik", "tag", "end", "id", count="value")
    )


def _average(fresh: pl.DataFrame) -> pl.DataFrame:
    """The weighted average of the newest period: the shortest is the nearest to today."""
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    return (
        fresh.filter(pl.col("tag") == _AVERAGE, pl.col("end") == pl.col("newest"))
        .sort(-days, "filed", "id")
        .unique("cik", keep="last")
        .select("cik", average="value", average_id="id")
    )


def _year_before(counts: pl.DataFrame, newest: pl.DataFrame) -> pl.DataFrame:
    """The count of the same tag a year before: cik, prior, prior_id, since; whether any two counts
    in a row since then are too far apart (``jump``); the weighted average of that time as it is
    stated now (``prior_average``), and whether it was restated since (``restated``)."""
    series = (
        counts.join(newest.select("cik", "tag", latest="end", latest_id="id"), on=["cik", "tag"])
        .filter(pl.col("end") <= pl.col("latest"))
        .sort("cik", "end", "filed", "id")
        .unique(["cik", "end"], keep="last", maintain_order=True)
    )
    away = (pl.col("end") - (pl.col("latest") - pl.duration(days=365))).dt.total_days().abs()
    prior = (
        series.filter(away <= YEAR_SLACK_DAYS)
        .sort(away, "end")
        .unique("cik", keep="first", maintain_order=True)
        .select("cik", since="end", prior="value", prior_id="id", told="filed")
    )
    ratio = pl.col("value") / pl.col("value").shift(1)
    jump = (
        series.join(prior, on="cik")
        .filter(pl.col("end") >= pl.col("since"))
        .group_by("cik")
        .agg(jump=(~ratio.is_between(JUMP_DOWN, JUMP_UP)).any())
    )
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    average = (
        counts.filter(pl.col("tag") == _AVERAGE)
        .join(prior.select("cik", "since", "told"), on="cik")
        .filter(pl.col("end").is_between(pl.col("since") - pl.duration(days=150), pl.col("since")))
        .sort("end", -days, "filed", "id")
        .unique("cik", keep="last", maintain_order=True)
        .select("cik", prior_average="value", restated=pl.col("recast_at") > pl.col("told"))
    )
    return prior.drop("told").join(jump, on="cik", how="left").join(average, on="cik", how="left")


def _splits(known: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The newest split reported since the earlier count: cik, split."""
    return (
        known.filter(pl.col("tag").is_in(SPLIT_TAGS), pl.col("value") > 0, pl.col("value") != 1)
        .join(before.select("cik", "since"), on="cik")
        .filter(pl.col("end") >= pl.col("since"))
        .sort("end", "filed", "id")
        .unique("cik", keep="last")
        .select("cik", split="value")
    )


def _outstanding(newest: pl.DataFrame) -> pl.DataFrame:
    apart = ~(pl.col("average") / pl.col("count")).is_between(JUMP_DOWN, JUMP_UP)
    unproven = pl.col("jump") & pl.col("average").is_null()
    reason = (
        pl.when(pl.col("value").is_null())
        .then(pl.lit(NO_SHARES))
        .when(apart)
        .then(pl.lit(APART))
        .when(unproven)
        .then(pl.lit(JUMP))
        .when(pl.col("value") <= pl.col("quantity"))
        .then(pl.lit(HELD))
    )
    stand_in = pl.when(pl.col("count").is_null()).then(
        pl.lit(NOTES["shares_outstanding", "average"])
    )
    return _variable(newest, "shares_outstanding", "value", "id", reason).with_columns(
        note=newest.select(stand_in).to_series()
    )


def _dilution(newest: pl.DataFrame) -> list[pl.DataFrame]:
    reason = (
        pl.when(pl.col("count").is_null())
        .then(pl.lit(NO_SHARES))
        .when(pl.col("prior").is_null())
        .then(pl.lit(NO_SHARES_BEFORE))
        .when(pl.col("split").is_not_null())
        .then(pl.format(SPLIT, "split"))
        .when(~(pl.col("prior_average") / pl.col("prior")).is_between(*_NEAR) | pl.col("restated"))
        .then(pl.lit(RESTATED))
        .when("jump")
        .then(pl.lit(JUMP))
        .when(~(pl.col("average") / pl.col("count")).is_between(JUMP_DOWN, JUMP_UP))
        .then(pl.lit(APART))
    )
    return [
        _variable(newest, "shares_now", "count", "id", reason),
        _variable(newest, "shares_prior", "prior", "prior_id", reason),
    ]


def _variable(
    newest: pl.DataFrame, name: str, value: str, identity: str, reason: pl.Expr
) -> pl.DataFrame:
    return newest.select(
        "cik",
        variable=pl.lit(name),
        value=pl.when(reason.is_null()).then(value),
        operands=pl.when(pl.col(identity).is_not_null()).then(pl.concat_list(identity)),
        reason=reason,
    )
