"""Total debt at a balance-sheet date, by the first complete route; never summed across routes.

An absent tag is never a zero: without a complete route total debt is unknown, unless
:mod:`screener.fundamentals.no_debt` shows that there is none; and a zero that only components state
needs the same evidence, and so does a zero that a single line states. Where another complete route
finds more by over a tenth the figure is flagged; by over double, or where a single tag alone is
larger than the total, it is unknown."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.debt_routes import (
    COMPONENT_ROUTE,
    CURRENT_TAGS,
    FACE_TAGS,
    WHOLE_ROUTE,
    routes,
    stated_as_none,
)
from screener.fundamentals.debt_tags import DEBT_TAGS
from screener.fundamentals.no_debt import without_debt
from screener.fundamentals.reasons import DEBT_TAGS_CONTRADICT
from screener.model.verdict import Note

DISAGREEMENT = 0.1
"""A route that finds more by over this share contradicts the chosen one."""

LATELY_DAYS = 460
"""Current debt that was tagged within these days before belongs to the recent balance sheets."""

CONTRADICTION = 1.0
"""A route that finds more by over this share leaves the debt unknown."""


def total_debt(known: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """Return total debt at the given dates: cik, end, value, operands, evidence, route, flag.

    ``dates``: cik, end. Dates without a complete route or evidence of no debt have no row.
    ``route``: from 1; 0 = shown to have no debt, then ``evidence`` are ids of facts that show it.
    ``flag``: a note where another route contradicts, else null; where it contradicts by more than
    double, the value is null and ``flag`` the reason (see ``reasons``).
    """
    dates = dates.unique()
    found = _by_routes(known, dates)
    lone_zero = (pl.col("value") == 0) & ~pl.col("stated_as_none")
    found = found.filter(~lone_zero.fill_null(value=False)).drop("stated_as_none")
    none = without_debt(known, dates.join(found, on=["cik", "end"], how="anti")).select(
        "cik",
        "end",
        value=pl.lit(0.0),
        operands=pl.lit([], dtype=pl.List(pl.Int64)),
        evidence="evidence",
        route=pl.lit(0, dtype=pl.Int32),
        flag=pl.lit(None, dtype=pl.String),
    )
    return pl.concat([found, none]).sort("cik", "end")


def _by_routes(known: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    facts = (
        known.lazy()
        .filter(pl.col("unit") == "USD", pl.col("start").is_null(), pl.col("tag").is_in(DEBT_TAGS))
        .filter(pl.col("value") >= 0)
        .join(dates.lazy(), on=["cik", "end"], how="semi")
        .select("cik", "end", "tag", "value", "id")
        .collect()
    )
    wide = facts.pivot("tag", index=["cik", "end"], values=["value", "id"], on_columns=DEBT_TAGS)
    wide = wide.rename({f"value_{tag}": tag for tag in DEBT_TAGS}).rename(
        {f"id_{tag}": f"id:{tag}" for tag in DEBT_TAGS}
    )
    wide = wide.join(_abandoned(known, wide), on=["cik", "end"], how="left").with_columns(
        pl.col("abandoned").fill_null(value=False)
    )
    found = routes()
    numbered = wide.select(
        "cik",
        "end",
        *(route.value.alias(f"value:{n}") for n, route in enumerate(found, 1)),
        *(route.ids.alias(f"ids:{n}") for n, route in enumerate(found, 1)),
        "DebtCurrent",
        largest=pl.max_horizontal(FACE_TAGS),
        stated_as_none=stated_as_none(),
    )
    numbers = range(1, len(found) + 1)
    # A zero never wins over another route's debt: it is one line's, not the company's.
    some = (pl.when(pl.col(f"value:{n}") > 0).then(n) for n in numbers)
    none = (pl.when(pl.col(f"value:{n}") == 0).then(n) for n in numbers)
    numbered = numbered.with_columns(route=pl.coalesce(*some, *none))
    value = _of_route("value", numbers)
    others = _more(value)
    more, most = pl.coalesce(others), pl.max_horizontal(*others, "largest")
    contradicted = (pl.max_horizontal(others) > (1 + CONTRADICTION) * value).fill_null(value=False)
    whole = (pl.col("largest") <= (1 + DISAGREEMENT) * value).fill_null(value=True)
    sure = ~contradicted & whole
    return numbered.filter(pl.col("route").is_not_null()).select(
        "cik",
        "end",
        value=pl.when(sure).then(value),
        operands=pl.when(sure).then(_of_route("ids", numbers)),
        evidence=pl.lit(None, dtype=pl.List(pl.Int64)),
        route="route",
        flag=pl.when(sure)
        .then(_flag(more))
        .otherwise(pl.format(DEBT_TAGS_CONTRADICT, _millions(value), _millions(most))),
        stated_as_none="stated_as_none",
    )


def _of_route(name: str, numbers: range) -> pl.Expr:
    return pl.coalesce(pl.when(pl.col("route") == n).then(pl.col(f"{name}:{n}")) for n in numbers)


def _abandoned(known: pl.DataFrame, wide: pl.DataFrame) -> pl.DataFrame:
    """The dates (cik, end) of whose filing current debt has vanished: ``abandoned`` is true.

    It was tagged within :data:`LATELY_DAYS` before, and the filing of the date does not show it for
    comparison."""
    filed = (
        known.filter(pl.col("tag").is_in(DEBT_TAGS))
        .group_by("cik", "end")
        .agg(sheet_filed=pl.col("first_filed").min())
    )
    before = known.filter(pl.col("tag").is_in(CURRENT_TAGS), pl.col("value") > 0).select(
        "cik", due="end", shown="filed"
    )
    return (
        wide.select("cik", "end")
        .join(filed, on=["cik", "end"])
        .join(before, on="cik")
        .filter(
            pl.col("due") < pl.col("end"),
            pl.col("due") >= pl.col("end") - pl.duration(days=LATELY_DAYS),
        )
        .group_by("cik", "end")
        .agg(abandoned=pl.col("shown").max() < pl.col("sheet_filed").first())
    )


def _flag(more: pl.Expr) -> pl.Expr:
    return pl.format(f"{Note.FLAGGED}: other debt tags of the date come to {{}} M", _millions(more))


def _millions(value: pl.Expr) -> pl.Expr:
    return (value / 1e6).round(1)


def _more(value: pl.Expr) -> list[pl.Expr]:
    """What each other route, components apart, finds that finds more by over a tenth.

    One that finds less may lack an item. Where all current debt has one tag, long-term debt with
    its current part would count that part twice, for short-term borrowings hold it too.
    """
    return [
        pl.when(
            pl.col(f"value:{n}") > (1 + DISAGREEMENT) * value,
            pl.lit(n != WHOLE_ROUTE) | pl.col("DebtCurrent").is_null(),
        ).then(pl.col(f"value:{n}"))
        for n in range(2, COMPONENT_ROUTE)
    ]
