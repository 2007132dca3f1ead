"""What the balance sheet says of the debt beside its total: leases in it, lines, what is due when.

Input of the verdict on the kind of debt, which reads the lines; and of the wall of maturities."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import Industry
from screener.fundamentals.debt_tags import LEASE_TAGS, MATURITY_TAGS
from screener.fundamentals.statements import Statements

SCHEDULE_DAYS = 400
"""A schedule of maturities older than this, a year and the time to file, is not today's."""

_NEXT_YEAR = (
    "LongTermDebtMaturitiesRepaymentsOfPrincipalInNextTwelveMonths",
    "LongTermDebtMaturitiesRepaymentsOfPrincipalInNextRollingTwelveMonths",
)
_YEAR_AFTER = (
    "LongTermDebtMaturitiesRepaymentsOfPrincipalInYearTwo",
    "LongTermDebtMaturitiesRepaymentsOfPrincipalInRollingYearTwo",
)


def debt_sheet(books: Statements, tags: tuple[str, ...]) -> pl.DataFrame:
    """Return a row per company: cik, debt_day (its newest balance sheet), total_debt, borrowed
    (total debt without finance leases that were added to it), finance (Boolean: a bank or an
    insurer), maturing_12m, maturing_24m (USD; see ``model.metric``), and a column per tag of
    ``tags``, undimensioned amounts or rates at that day. What is unknown is null."""
    sheets = books.anchors.select("cik", debt_day="balance_date")
    debt = books.debt.select("cik", "end", "value", "operands")
    table = (
        sheets.join(debt, left_on=["cik", "debt_day"], right_on=["cik", "end"], how="left")
        .join(
            leases_in(books.debt, books.known),
            left_on=["cik", "debt_day"],
            right_on=["cik", "end"],
            how="left",
        )
        .join(books.industries, on="cik", how="left")
        .select(
            "cik",
            "debt_day",
            total_debt="value",
            borrowed=pl.col("value") - pl.col("leases").fill_null(0.0),
            finance=pl.col("industry").is_in([Industry.BANK.value, Industry.INSURER.value]),
        )
    )
    lines = _at(books.known, sheets, tags)
    return table.join(lines, on="cik", how="left").join(
        _maturities(books, sheets), on="cik", how="left"
    )


def leases_in(totals: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the finance leases among the operands of each total that has any: cik, end, leases
    (USD).

    ``totals``: see ``total_debt.total_debt``. ``known``: the columns of ``known.known_facts``."""
    facts = known.select("id", "tag", "value")
    return (
        totals.select("cik", "end", id="operands")
        .explode("id", empty_as_null=True)
        .join(facts, on="id")
        .filter(pl.col("tag").is_in(LEASE_TAGS))
        .group_by("cik", "end")
        .agg(leases=pl.col("value").sum())
    )


def _at(known: pl.DataFrame, sheets: pl.DataFrame, tags: tuple[str, ...]) -> pl.DataFrame:
    """The facts of the tags at each company's day; rates stand in the unit "pure", terms that are
    dated another day count where the filing of the day states them."""
    amounts = (
        known.filter(pl.col("tag").is_in(tags), pl.col("start").is_null())
        .filter(pl.col("unit").is_in(["USD", "pure"]))
        .join(sheets, left_on=["cik", "end"], right_on=["cik", "debt_day"], how="semi")
    )
    return amounts.pivot("tag", index="cik", values="value", on_columns=list(tags))


def _maturities(books: Statements, sheets: pl.DataFrame) -> pl.DataFrame:
    wanted = [*MATURITY_TAGS, "DebtCurrent", "LongTermDebtCurrent", "ShortTermBorrowings"]
    dated = (
        books.known.filter(pl.col("tag").is_in(wanted), pl.col("unit") == "USD")
        .join(sheets, on="cik")
        .filter(
            pl.col("end") <= pl.col("debt_day"),
            pl.col("end") > pl.col("debt_day") - pl.duration(days=SCHEDULE_DAYS),
        )
    )
    schedule = dated.filter(pl.col("tag").is_in(MATURITY_TAGS))
    newest = schedule.filter(pl.col("end") == pl.col("end").max().over("cik"))
    current = dated.filter(pl.col("end") == pl.col("debt_day"), ~pl.col("tag").is_in(MATURITY_TAGS))
    wide = (
        pl.concat([newest, current])
        .unique(["cik", "tag"], keep="last", maintain_order=True)
        .pivot("tag", index="cik", values="value", on_columns=wanted)
    )
    first = pl.coalesce(*_NEXT_YEAR)
    lines = pl.col("LongTermDebtCurrent") + pl.col("ShortTermBorrowings").fill_null(0.0)
    return wide.select(
        "cik",
        maturing_12m=pl.coalesce(first, "DebtCurrent", lines),
        maturing_24m=first + pl.coalesce(*_YEAR_AFTER),
    )
