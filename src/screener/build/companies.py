"""The companies table: who files, since when, in which currency; and who has no figures, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from screener.build.reading import CompanyFiles
from screener.store.schema import COMPANIES

IFRS = "reports under IFRS: its figures are not comparable"
NO_STATEMENTS = "no statements of income or cash flow among its facts"
UNKNOWN_DAY = "no periodic report was filed by the as-of date"

_CURRENCY = r"^[A-Z]{3}$"
_CURRENT = pl.duration(days=730)
_FROM_FILES = (
    "cik", "entity_name", "sic", "industry", "fiscal_year_end", "first_filed", "taxonomy",
)  # fmt: skip


def companies_table(
    files: Sequence[CompanyFiles], facts: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """Return a row of ``store.schema.COMPANIES`` for each company of which there is anything.

    ``facts``: the columns of ``store.schema.FACTS``. The forms and the latest filing are those up
    to ``as_of``, and so is the currency; the first filing doesn't depend on it."""
    rows = [_row(company) for company in files if company.entity_name is not None]
    table = (
        pl.DataFrame(rows, schema={name: COMPANIES[name] for name in _FROM_FILES}, orient="row")
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
    files: Sequence[CompanyFiles], companies: pl.DataFrame, as_of: dt.date
) -> dict[int, str]:
    """Return cik → reason for the companies that can't be compared at ``as_of``."""
    currency_of = dict(companies.select("cik", "currency").iter_rows())
    reasons = {
        company.cik: _reason(company, currency_of.get(company.cik), as_of) for company in files
    }
    return {cik: reason for cik, reason in reasons.items() if reason}


def _reason(company: CompanyFiles, currency: str | None, as_of: dt.date) -> str | None:
    ifrs = company.taxonomy == "ifrs-full"
    if company.facts.is_empty():
        return IFRS if ifrs else company.failure
    if currency not in (None, "USD"):
        return f"reports in {currency}: its figures are not comparable"
    if ifrs and currency is None:
        return IFRS
    return None if (company.facts["filed"] <= as_of).any() else UNKNOWN_DAY


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
    )


def _filings(facts: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    newest = pl.col("filed") == pl.col("filed").max()
    past = (
        facts.filter(pl.col("filed") <= as_of)
        .group_by("cik")
        .agg(
            forms=pl.col("form").unique().sort(),
            latest_accession=pl.col("accession").filter(newest).max(),
            latest_filed=pl.col("filed").max(),
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
