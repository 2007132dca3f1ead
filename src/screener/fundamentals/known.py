"""Point in time: which value of each period was known on a given day, and whether it was recast.

A fact is known from the day it was filed. Among the filings of one (tag, unit, start, end) up to
that day the latest wins, fact by fact, because amendments are often partial. Facts come from
periodic reports, and from an 8-K only where it restates whole statements; never from proxy or
registration statements, whose figures are at times mis-scaled; and without the vintages that
:mod:`screener.fundamentals.scale` shows to be a thousand or a million times too large or small."""

from __future__ import annotations

import datetime as dt

import polars as pl

from screener.fundamentals.scale import misscaled, scales_apart

PERIODIC_FORMS = ("10-K", "10-Q", "10-KT", "10-QT", "20-F", "40-F")
ANNUAL_FORMS = ("10-K", "10-KT", "20-F", "40-F", "8-K")


def _amended(*forms: str) -> list[str]:
    """The forms, and the same as amendments."""
    return [*forms, *(f"{form}/A" for form in forms)]


REPORTS = _amended(*PERIODIC_FORMS, "8-K")
"""The forms whose figures count; a proxy statement's, of its pay tables, don't."""

RECAST_TAGS = 12
"""An 8-K that carries this many of the concept table's tags restates whole statements."""

BASIS_TOLERANCE = 0.005
"""A comparative that differs by more than this share from the value filed before is a recast."""

_DAYS = 2**18
"""Dates are packed as days in this range: 358 years on either side of 1970."""


def known_facts(facts: pl.LazyFrame, as_of: dt.date) -> pl.DataFrame:
    """Return one row per fact: its latest value as of the end of ``as_of``.

    ``facts`` has the columns of ``store.schema.FACTS``. The result adds ``id`` (Int64, from 1),
    ``annual`` (Boolean: it stood in an annual report), ``first_filed`` (Date: when the period was
    first reported), ``recast_at`` and ``recast_from`` (Date: the value changed by more than
    :data:`BASIS_TOLERANCE` in a filing of ``recast_at``; the last one with the old value was filed
    on ``recast_from``; null where it never changed).
    """
    reported = _reported(facts, as_of)
    vintages = _one_a_day(_in_scale(_by_fact(reported), reported), reported).with_columns(
        starts=pl.any_horizontal(
            pl.col(name) != pl.col(name).shift(1) for name in ("cik", "period")
        ).fill_null(value=True)
    )
    # Sorted by fact and day, so that neighbours tell all: no grouping of a quarter million rows.
    vintages = vintages.with_columns(
        id=pl.col("starts").cum_sum().cast(pl.Int64),
        before=pl.when(~pl.col("starts")).then(pl.col("value").shift(1)),
        recast_from=pl.col("filed").shift(1),
        first_filed=pl.when("starts").then("filed").forward_fill(),
    )
    before = pl.col("before")
    changes = (
        vintages.filter((pl.col("value") - before).abs() > before.abs() * BASIS_TOLERANCE)
        .unique("id", keep="last", maintain_order=True)
        .select("id", "recast_from", recast_at="filed")
    )
    annual = vintages.filter("annual")["id"].unique()
    latest = (
        vintages.filter(pl.col("starts").shift(-1, fill_value=True))
        .select("row", "id", "first_filed", annual=pl.col("id").is_in(annual.implode()))
        .join(changes, on="id", how="left", maintain_order="left")
    )
    return reported[latest["row"]].hstack(latest.drop("row"))


def _reported(facts: pl.LazyFrame, as_of: dt.date) -> pl.DataFrame:
    """The facts of periodic reports and recasting 8-Ks up to the day."""
    current_reports = facts.filter(pl.col("form").is_in(_amended("8-K")))
    partial = (
        current_reports.filter(pl.col("filed") <= as_of, pl.col("end") <= pl.col("filed"))
        .group_by("cik", "accession")
        .agg(tags=pl.col("tag").n_unique())
        .filter(pl.col("tags") < RECAST_TAGS)
        .select("accession")
        .collect()["accession"]
    )
    return facts.filter(
        pl.col("filed") <= as_of,
        pl.col("end") <= pl.col("filed"),
        pl.col("form").is_in(REPORTS),
        ~pl.col("accession").is_in(partial.implode()),
    ).collect()


def _by_fact(reported: pl.DataFrame) -> pl.DataFrame:
    """Return row, cik, period, filed, value, annual, sorted by fact and day.

    ``row`` is the position in ``reported``; ``period`` tells a company's facts apart."""
    return (
        reported.select(
            "cik", "filed", "value", annual=pl.col("form").is_in(_amended(*ANNUAL_FORMS))
        )
        .with_columns(period=_packed(reported))
        .with_row_index("row")
        .sort(_VINTAGE)
    )


_VINTAGE = ["cik", "period", "filed"]


def _in_scale(vintages: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """The vintages but those in the wrong scale. Few companies have any: only theirs are judged."""
    stated = vintages.filter(pl.col("value") != 0)
    ratio = (pl.col("value") / pl.col("value").shift(1)).abs()
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in ("cik", "period"))
    leaps = stated.filter(same & scales_apart(ratio)).select("cik", "period").unique()
    if leaps.is_empty():
        return vintages
    disputed = vintages.join(leaps, on=["cik", "period"], how="semi")["row"]
    suspects = reported.with_row_index("row").filter(
        pl.col("cik").is_in(leaps["cik"].unique().implode())
    )
    return vintages.filter(~pl.col("row").is_in(misscaled(suspects, disputed).implode()))


def _one_a_day(ordered: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """Keep one row a fact and day of ``ordered`` (see :func:`_by_fact`).

    Of two filings of a day the one with the greater accession counts; where one filing states a
    figure twice, the less rounded one does."""
    again = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in _VINTAGE)
    again = again.fill_null(value=False)
    repeated = ordered.select(again | again.shift(-1, fill_value=False)).to_series()
    if not repeated.any():
        return ordered
    settled = (
        ordered.filter(repeated)
        .with_columns(accession=reported["accession"].gather(ordered.filter(repeated)["row"]))
        .with_columns(rounded=_roundness())
        .sort(
            *_VINTAGE,
            pl.col("accession"),
            "rounded",
            "value",
            descending=[*[False] * 3, True, False, False],
        )
        .unique(_VINTAGE, keep="first", maintain_order=True)
        .select(ordered.columns)
    )
    return pl.concat([ordered.filter(~repeated), settled]).sort(_VINTAGE)


def _packed(facts: pl.DataFrame) -> pl.Series:
    """One number for tag, unit, start and end, in their order: quicker to sort by than texts."""

    def rank(column: str) -> pl.Expr:
        return pl.col(column).cast(pl.Enum(facts[column].unique().sort())).to_physical()

    def days(column: str) -> pl.Expr:
        return pl.col(column).to_physical().fill_null(-_DAYS // 2).cast(pl.Int64) + _DAYS // 2

    units = facts["unit"].n_unique()
    series = rank("tag").cast(pl.Int64) * units + rank("unit")
    return facts.select((series * _DAYS + days("start")) * _DAYS + days("end")).to_series()


def _roundness() -> pl.Expr:
    """Order values of one filing by how far they are rounded: exact ones first."""
    value = pl.col("value").abs()
    return pl.sum_horizontal((value % 10**power == 0).cast(pl.Int8) for power in (3, 5, 6, 8, 9))
