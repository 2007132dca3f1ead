"""The companies table: who files, since when, in which currency; and who has no figures, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from screener.build.reading import CompanyFiles
from screener.fundamentals.known import REPORTS
from screener.store.schema import COMPANIES, FORMER_NAMES, Schema

IFRS = "reports under IFRS: its figures are not comparable"
NO_STATEMENTS = "no statements of income or cash flow among its facts"
UNKNOWN_DAY = "no periodic report was filed by the as-of date"

_CURRENCY = r"^[A-Z]{3}$"
_CURRENT = pl.duration(days=730)

FILERS: Schema = {
    "cik": pl.Int64,
    "entity_name": pl.String,  # null where there is no file of it at all
    "sic": pl.String,
    "industry": pl.String,
    "fiscal_year_end": pl.String,
    "first_filed": pl.Date,  # by its filing history; null where there is none
    "taxonomy": pl.String,
    "failure": pl.String,  # why there are no facts, to be told if nothing better explains it
}
"""What is known of a company beside its facts, whatever the day."""


def filers(files: Sequence[CompanyFiles]) -> pl.DataFrame:
    """Return a row of :data:`FILERS` for each company, in their order."""
    return pl.DataFrame([_row(company) for company in files], schema=FILERS, orient="row")


def former_names(files: Sequence[CompanyFiles]) -> pl.DataFrame:
    """Return a row of ``store.schema.FORMER_NAMES`` for each name that one of the companies had
    before, as far as their filing histories say."""
    rows = [
        (company.cik, former.name, former.since, former.until)
        for company in files
        if company.history
        for former in company.history.former_names
    ]
    return pl.DataFrame(rows, schema=FORMER_NAMES, orient="row")


def companies_table(filers: pl.DataFrame, facts: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Return a row of ``store.schema.COMPANIES`` for each company of which there is anything.

    ``filers``: the columns of :data:`FILERS`; ``facts``: those of ``store.schema.FACTS``. The forms
    and the latest filing are those up to ``as_of``, and so is the currency; the first filing
    doesn't depend on it."""
    table = (
        filers.filter(pl.col("entity_name").is_not_null())
        .join(_filings(facts, as_of), on="cik", how="left", maintain_order="left")
        .join(
            _currencies(facts.filter(pl.col("filed") <= as_of)),
            on="cik",
            how="left",
            maintain_order="left",
        )
    )
    return table.with_columns(
        first_filed=pl.coalesce("first_filed", "first_fact"),
        first_filed_source=pl.when(pl.col("first_filed").is_null())
        .then(pl.lit("facts"))
        .otherwise(pl.lit("submissions")),
        forms=pl.col("forms").fill_null([]),
    ).select(list(COMPANIES))


def without_figures(
    filers: pl.DataFrame, facts: pl.DataFrame, companies: pl.DataFrame, as_of: dt.date
) -> dict[int, str]:
    """Return cik → reason for the companies that can't be compared at ``as_of``.

    The frames are those of :func:`companies_table`, and what it returns."""
    currency_of = dict(companies.select("cik", "currency").iter_rows())
    first_of = dict(facts.group_by("cik").agg(pl.col("filed").min()).iter_rows())
    reasons = {
        cik: _reason(taxonomy, failure, currency_of.get(cik), first_of.get(cik), as_of)
        for cik, taxonomy, failure in filers.select("cik", "taxonomy", "failure").iter_rows()
    }
    return {cik: reason for cik, reason in reasons.items() if reason}


def _reason(
    taxonomy: str | None,
    failure: str,
    currency: str | None,
    first_fact: dt.date | None,
    as_of: dt.date,
) -> str | None:
    ifrs = taxonomy == "ifrs-full"
    if first_fact is None:
        return IFRS if ifrs else failure
    if currency not in (None, "USD"):
        return f"reports in {currency}: its figures are not comparable"
    if ifrs and currency is None:
        return IFRS
    return None if first_fact <= as_of else UNKNOWN_DAY


def _row(company: CompanyFiles) -> tuple[object, ...]:
    history = company.history
    return (
        company.cik,
        company.entity_name,
        history.sic if history else None,
        history.industry if history else None,
        history.fiscal_year_end if history else None,
        history.first_filed if history else None,
        company.taxonomy,
        company.failure,
    )


def _filings(facts: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    report = pl.col("form").is_in(REPORTS)
    day = pl.col("filed").filter(report).max()
    past = (
        facts.filter(pl.col("filed") <= as_of)
        .group_by("cik")
        .agg(
            forms=pl.col("form").unique().sort(),
            latest_accession=pl.col("accession").filter(report & (pl.col("filed") == day)).max(),
            latest_filed=day,
        )
    )
    first = facts.group_by("cik").agg(first_fact=pl.col("filed").min())
    return first.join(past, on="cik", how="left")


def _currencies(facts: pl.DataFrame) -> pl.DataFrame:
    """The unit of most money facts of each company's last two years on file: cik, currency."""
    return (
        facts.filter(pl.col("filed") >= pl.col("filed").max().over("cik") - _CURRENT)
        .group_by("cik", "unit")
        .len()
        .filter(pl.col("unit").str.contains(_CURRENCY))
        .sort("cik", "len", "unit", descending=[False, True, False])
        .unique("cik", keep="first", maintain_order=True)
        .select("cik", currency="unit")
    )
