"""Quarters, years and trailing twelve months out of facts that are mostly year-to-date.

Every value carries ``operands``: the signed ids of the known facts that it is the sum of. They are
its lineage, and they decide whether it stands on one basis: after a divestiture or a change of
presentation a newer filing restates last year's figures, and a sum over old and new figures is no
figure at all.

Values have the columns of :data:`VALUE`.
"""

from __future__ import annotations

import polars as pl

from screener.fundamentals.known import BASIS_TOLERANCE

VALUE: dict[str, pl.DataType | type[pl.DataType]] = {
    "cik": pl.Int64,
    "tag": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "value": pl.Float64,
    "operands": pl.List(pl.Int64),  # +id is added, -id is subtracted
}

CONTIGUOUS_DAYS = 4
"""A period follows another if it starts within this many days of the day after the other's end."""

YEAR_SLACK_DAYS = 20
"""Two period ends are a year apart within this many days: 52/53-week calendars move by a week."""

SPANS = {"quarter": (70, 120), "half": (140, 229), "nine_months": (230, 329), "year": (330, 420)}
"""Lengths in days. A 16-week first quarter has 112."""

_SERIES = ["cik", "tag"]
_DAY = pl.duration(days=1)


def flow_values(known: pl.DataFrame) -> pl.DataFrame:
    """Return the facts over a period, with ``span`` (a key of :data:`SPANS`) and ``annual``.

    Facts of another length (a month, two years, since inception) are left out.
    """
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    span = pl.coalesce(
        pl.when(days.is_between(*bounds)).then(pl.lit(name)) for name, bounds in SPANS.items()
    )
    return (
        known.lazy()
        .filter(pl.col("start").is_not_null(), pl.col("unit") == "USD")
        .select(*VALUE_FROM_FACT, "annual", span=span)
        .filter(pl.col("span").is_not_null())
        .collect()
    )


VALUE_FROM_FACT = [
    "cik",
    "tag",
    "start",
    "end",
    "value",
    pl.concat_list("id").alias("operands"),
]


def quarter_values(flows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return discrete quarters: as filed, else the difference of two sums from the same first day;
    and those (cik, tag, end) that filings contradict each other about.

    Q2 = 6M - Q1, Q3 = 9M - 6M, Q4 = FY - 9M, else FY - (Q1 + Q2 + Q3). Only for additive flows.
    A quarter as filed that contradicts the difference is unknown: filings do label the quarters of
    one year as another's (Amazon's annual report for 2012). A quarter as filed that has the value
    of a year with the same end is that year, mistagged (Oracle's revenue).
    """
    years = flows.filter(pl.col("span") == "year", pl.col("value") != 0)
    direct = (
        flows.filter(pl.col("span") == "quarter")
        .join(years, on=["cik", "end", "value"], how="anti")
        .select(*VALUE)
    )
    minuend = flows.filter(pl.col("span") != "quarter")
    differences = _quarter_long(
        minuend.join(flows, on=[*_SERIES, "start"], suffix="_less")
        .filter(pl.col("end_less") < pl.col("end"))
        .select(
            *_SERIES,
            (pl.col("end_less") + _DAY).alias("start"),
            "end",
            pl.col("value") - pl.col("value_less"),
            _joined("operands", _negated("operands_less")),
            whole=pl.col("value"),
        )
    )
    wrong = _contradicted(direct, differences)
    quarters = _first_of([direct, differences.select(*VALUE)])
    quarters = _first_of([quarters, _fourth_quarters(flows, quarters)])
    return quarters.join(wrong, on=[*_SERIES, "end"], how="anti"), wrong


def _contradicted(direct: pl.DataFrame, differences: pl.DataFrame) -> pl.DataFrame:
    """The quarters (cik, tag, end) that filed figures and differences state apart: by more than
    rounding, which is measured by the longer period."""
    apart = (pl.col("value") - pl.col("value_other")).abs()
    limit = BASIS_TOLERANCE * pl.max_horizontal(pl.col("whole").abs(), pl.col("value").abs())
    return (
        direct.join(differences, on=[*_SERIES, "start", "end"], suffix="_other")
        .filter(apart > limit)
        .select(*_SERIES, "end")
        .unique()
    )


def trailing_values(
    flows: pl.DataFrame, quarters: pl.DataFrame, targets: pl.DataFrame
) -> pl.DataFrame:
    """Return every way to twelve months that end on a target day.

    ``targets``: cik, end, slot. The result has the columns of :data:`VALUE`, ``slot`` and
    ``route``: 0 = a year as filed, 1 = year + year-to-date - year-to-date a year before, 2 = four
    quarters."""
    near = flows.join(targets, on=["cik", "end"])
    as_filed = near.filter(pl.col("span") == "year").select(*VALUE, "slot", route=pl.lit(0))
    routes = [as_filed, _rolled_forward(near, flows), _four_quarters(quarters, targets)]
    return pl.concat(routes).sort("cik", "tag", "slot", "route", "start", maintain_order=True)


def _rolled_forward(near: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    part = near.filter(pl.col("span") != "year").select(*VALUE, "span", "slot")
    years = flows.filter((pl.col("span") == "year") & pl.col("annual")).select(*VALUE)
    parts = flows.filter(pl.col("span") != "year").select(*VALUE, "span")
    year_before = pl.col("end") - pl.duration(days=365)
    return (
        part.join(years, on=_SERIES, suffix="_year")
        .filter(_apart("start", pl.col("end_year") + _DAY) <= CONTIGUOUS_DAYS)
        .join(parts, on=[*_SERIES, "span"], suffix="_before")
        .filter(
            _apart("start_before", pl.col("start_year")) <= CONTIGUOUS_DAYS,
            _apart("end_before", year_before) <= YEAR_SLACK_DAYS,
        )
        .select(
            *_SERIES,
            (pl.col("end_before") + _DAY).alias("start"),
            "end",
            pl.col("value") + pl.col("value_year") - pl.col("value_before"),
            _joined("operands_year", "operands", _negated("operands_before")),
            "slot",
            route=pl.lit(1),
        )
    )


def _four_quarters(quarters: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    chain = quarters.join(targets, on=["cik", "end"]).select(*VALUE, "slot", first=pl.col("start"))
    for _ in range(3):
        chain = (
            chain.join(quarters, on=_SERIES, suffix="_before")
            .filter(_apart("first", pl.col("end_before") + _DAY) <= CONTIGUOUS_DAYS)
            .select(
                *_SERIES,
                pl.col("start_before").alias("start"),
                "end",
                pl.col("value") + pl.col("value_before"),
                _joined("operands", "operands_before"),
                "slot",
                pl.col("start_before").alias("first"),
            )
        )
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    return chain.filter(days.is_between(*SPANS["year"])).select(*VALUE, "slot", route=pl.lit(2))


def _fourth_quarters(flows: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """FY - (Q1 + Q2 + Q3), for years without a nine-month figure."""
    years = flows.filter((pl.col("span") == "year") & pl.col("annual")).select(*VALUE)
    missing = years.join(quarters, on=[*_SERIES, "end"], how="anti")
    chain = missing.join(quarters, on=[*_SERIES, "start"], suffix="_less").select(
        *_SERIES,
        "end",
        pl.col("value") - pl.col("value_less"),
        _joined("operands", _negated("operands_less")),
        last=pl.col("end_less"),
    )
    for _ in range(2):
        chain = (
            chain.join(quarters, on=_SERIES, suffix="_less")
            .filter(_apart("start", pl.col("last") + _DAY) <= CONTIGUOUS_DAYS)
            .select(
                *_SERIES,
                "end",
                pl.col("value") - pl.col("value_less"),
                _joined("operands", _negated("operands_less")),
                last=pl.col("end_less"),
            )
        )
    return _quarter_long(chain.with_columns(start=pl.col("last") + _DAY).select(*VALUE))


def _quarter_long(values: pl.DataFrame) -> pl.DataFrame:
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    return values.filter(days.is_between(*SPANS["quarter"]))


def _first_of(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Keep one value per quarter: the earliest frame's, then the shortest sum, then the smallest
    id."""
    ranked = pl.concat(
        [frame.with_columns(rank=pl.lit(number)) for number, frame in enumerate(frames)]
    )
    return (
        ranked.sort("rank", pl.col("operands").list.len(), pl.col("operands").list.get(0))
        .unique([*_SERIES, "end"], keep="first", maintain_order=True)
        .drop("rank")
    )


def _apart(column: str, other: pl.Expr) -> pl.Expr:
    return (pl.col(column) - other).dt.total_days().abs()


def _negated(column: str) -> pl.Expr:
    return pl.col(column).list.eval(-pl.element())


def _joined(*parts: str | pl.Expr) -> pl.Expr:
    return pl.concat_list(*parts).alias("operands")
