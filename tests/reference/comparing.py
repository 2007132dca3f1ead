"""Our annual figures beside an independent vendor's, company by company and year by year.

A row of the vendor's stands for a company, a fiscal year and a metric. It is compared with our year
whose end lies within ten days of the row's, once as known on the day that the vendor names as filed
and once as known on the day that it names as restated; it is right if either agrees within 0.5 %. A
figure that we do not have is wrong.

A row is *answerable* if the company's files hold any fact, under any tag, in dollars over a year
that ends within ten days of the row's, filed by the later of the two days. What is not answerable
no reader of these files could know. The vendor's figures are read from beside the project and never
written down here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
from tests.reference.raw import raw_facts

from screener.build.reading import Archives, read_company
from screener.fundamentals.concepts import CONCEPT_OF_TAG
from screener.fundamentals.industry import industries
from screener.fundamentals.known import known_facts
from screener.fundamentals.periods import SPANS
from screener.fundamentals.record import years_table
from screener.fundamentals.statements import statements
from screener.sources.archive import open_archive
from screener.store.schema import FACTS

TOLERANCE = 0.005
NEAR_DAYS = 10

_SHORT, _LONG = pl.col("short_term_debt"), pl.col("long_term_debt")

THEIRS = {
    "revenue": pl.col("revenue"),
    "net_income": pl.col("net_income"),
    "assets": pl.col("assets"),
    "operating_income": pl.col("operating_income"),
    "equity": pl.col("equity"),
    # A part that the vendor leaves empty is none; both empty is no figure.
    "total_debt": pl.when(_SHORT.is_not_null() | _LONG.is_not_null()).then(
        _SHORT.fill_null(0) + _LONG.fill_null(0)
    ),
}
"""The vendor's figure for each of our metrics."""

ROW = ["cik", "ticker", "fiscal_year", "metric"]

_DAYS = ("filed", "restated")
_VIEW = 1000
"""A company as of a day is computed like a company of its own: its CIK times this, plus a number.
"""


@cache
def compared(data: Path) -> pl.DataFrame:
    """Return a row per company, fiscal year and metric of the vendor's.

    ``data``: the folder of the real files. Columns: cik, ticker, fiscal_year, metric, period_end,
    last_day (Date: the later of the vendor's two), theirs, ours (Float64; of the two views the
    nearer, null = we have none), operands (List(String): signed tag and accession), right,
    answerable (Boolean)."""
    rows = _rows(data)
    views = _views(rows)
    ours = rows.join(views, on="cik").join(
        _our_years(data, rows, views), on=["view", "metric"], how="left"
    )
    near = (pl.col("end") - pl.col("period_end")).dt.total_days().abs() <= NEAR_DAYS
    asked = pl.any_horizontal(pl.col("as_of") == pl.col(day) for day in _DAYS)
    best = (
        ours.filter(near, asked)
        .with_columns(off=(pl.col("ours") - pl.col("theirs")).abs() / pl.col("theirs").abs())
        .sort(*ROW, "off", "as_of", nulls_last=True)
        .unique(ROW, keep="first", maintain_order=True)
        .select(*ROW, "ours", "operands", "off")
    )
    return (
        rows.join(best, on=ROW, how="left")
        .join(_answerable(data, rows), on=["cik", "period_end", "last_day"], how="left")
        .with_columns(
            pl.col("answerable").fill_null(value=False),
            right=(pl.col("off") <= TOLERANCE).fill_null(value=False),
        )
        .select(*ROW, "period_end", "last_day", "theirs", "ours", "operands", "right", "answerable")
        .sort(_order(), "ticker", "fiscal_year")
    )


def shares(table: pl.DataFrame) -> pl.DataFrame:
    """Return metric, rows, raw, answerable_rows, answerable: the shares that agree of all rows and
    of those that can be answered. ``table``: see :func:`compared`."""
    return (
        table.group_by("metric", maintain_order=True)
        .agg(
            rows=pl.len(),
            raw=pl.col("right").mean(),
            answerable_rows=pl.col("answerable").sum(),
            answerable=pl.col("right").filter("answerable").mean(),
        )
        .sort(_order())
    )


def _order() -> pl.Expr:
    return pl.col("metric").replace_strict({name: n for n, name in enumerate(THEIRS)})


def _rows(data: Path) -> pl.DataFrame:
    table = pl.read_csv(data / "reference" / "annual_figures.csv", try_parse_dates=True)
    keys = ["cik", "ticker", "fiscal_year", "period_end", *_DAYS, "last_day"]
    return (
        table.with_columns(last_day=pl.max_horizontal(*_DAYS))
        .select(*keys, **{name: theirs.cast(pl.Float64) for name, theirs in THEIRS.items()})
        .unpivot(index=keys, variable_name="metric", value_name="theirs")
        .filter(pl.col("theirs").is_not_null())
    )


def _views(rows: pl.DataFrame) -> pl.DataFrame:
    """Every company as of every day that is asked for: cik, as_of, view."""
    return (
        pl.concat([rows.select("cik", as_of=day) for day in _DAYS])
        .drop_nulls()
        .unique()
        .sort("cik", "as_of")
        .with_columns(view=pl.col("cik") * _VIEW + pl.int_range(pl.len()).over("cik"))
    )


def _our_years(data: Path, rows: pl.DataFrame, views: pl.DataFrame) -> pl.DataFrame:
    """Our figures in every view: view, end, metric, ours, operands.

    All views go through in one pass: what was filed after a view's day is left out of it."""
    facts, sics = _facts(data, sorted(rows["cik"].unique()))
    seen = facts.join(views, on="cik").filter(pl.col("filed") <= pl.col("as_of"))
    seen = seen.with_columns(cik="view").select(list(FACTS))
    known = known_facts(seen.lazy(), views.select(pl.col("as_of").max()).item())
    companies = views.join(sics, on="cik", how="left").select("sic", cik="view")
    years, operands = years_table(statements(known, industries(known, companies)))
    sign = pl.when(pl.col("operand") < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    told = (
        operands.with_columns(id=pl.col("operand").abs())
        .join(known.select("id", "tag", "accession"), on="id")
        .group_by(view="cik", end="end", metric="concept", maintain_order=True)
        .agg(operands=pl.format("{}{} {}", sign, "tag", "accession"))
    )
    return (
        years.select("period_end", *THEIRS, view="cik")
        .rename({"period_end": "end"})
        .unpivot(index=["view", "end"], variable_name="metric", value_name="ours")
        .join(told, on=["view", "end", "metric"], how="left")
    )


def _facts(data: Path, ciks: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The companies' facts as a build stores them, and cik, sic."""
    archives = Archives(
        facts=(open_archive(data / "companyfacts"), open_archive(data / "companyfacts_trimmed")),
        submissions=(open_archive(data / "submissions"),),
    )
    files = [read_company(cik, archives, []) for cik in ciks]
    facts = pl.concat(
        [file.facts.with_columns(cik=pl.lit(file.cik, dtype=pl.Int64)) for file in files]
    ).with_columns(concept=pl.col("tag").replace_strict(CONCEPT_OF_TAG))
    sics = pl.DataFrame(
        [(file.cik, file.history.sic if file.history else None) for file in files],
        schema={"cik": pl.Int64, "sic": pl.String},
        orient="row",
    )
    return facts, sics


def _answerable(data: Path, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows over whose year some fact was known: cik, period_end, last_day, answerable."""
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    yearly = raw_facts(data).filter(days.is_between(*SPANS["year"]), pl.col("unit") == "USD")
    keys = ["cik", "period_end", "last_day"]
    return (
        rows.select(keys)
        .unique()
        .join(yearly.select("cik", "end", "filed").unique(), on="cik")
        .filter(
            (pl.col("end") - pl.col("period_end")).dt.total_days().abs() <= NEAR_DAYS,
            pl.col("filed") <= pl.col("last_day"),
        )
        .select(*keys, answerable=pl.lit(value=True))
        .unique()
    )
