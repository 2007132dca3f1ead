"""Whether total debt and interest expense can be believed: a flag where they contradict.

Interest between 1 % and 25 % of the average debt is plausible for any company; beyond that one of
the two is likely incomplete, and a reader should know. Not so for banks, insurers and brokers, who
also pay interest on what is no debt, such as deposits."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import Industry
from screener.fundamentals.debt_tags import DEBT_TAGS
from screener.fundamentals.reasons import NO_DEBT_TAG, PART_OF_DEBT
from screener.fundamentals.statements import Statements
from screener.model.verdict import Note

PLAUSIBLE = (0.01, 0.25)
"""Interest of twelve months as a share of the average debt."""


def debt_variables(
    statements: Statements, interest: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the variable ``total_debt``, and ``interest`` with a note where the two contradict.

    ``interest``: the variable ``interest_expense_ttm`` (columns of ``variables.VARIABLE`` without
    evidence)."""
    debt = statements.debt.select("cik", "end", "value", "operands", "evidence", "flag")
    before = debt.select("cik", prior_end="end", before="value")
    found = (
        statements.anchors.select("cik", "balance_date", "prior_end")
        .join(debt, left_on=["cik", "balance_date"], right_on=["cik", "end"], how="left")
        .join(before, on=["cik", "prior_end"], how="left")
        .join(_tagged(statements), on=["cik", "balance_date"], how="left")
        .join(_comparable(statements, interest), on="cik", how="left")
    )
    average = (pl.col("value") + pl.col("before").fill_null(pl.col("value"))) / 2
    rate = pl.col("interest") / average
    implausible = (
        pl.when((average == 0) & (pl.col("interest") > 0))
        .then(pl.lit(f"{Note.FLAGGED}: interest is reported, and no debt to bear it"))
        .when(rate.is_finite() & ~rate.is_between(*PLAUSIBLE))
        .then(pl.format("{}: interest is {} % of the average debt", pl.lit(Note.FLAGGED.value),
                        (rate * 100).round(2)))
    )  # fmt: skip
    found = found.with_columns(implausible=implausible)
    silence = pl.when("tagged").then(pl.lit(PART_OF_DEBT)).otherwise(pl.lit(NO_DEBT_TAG))
    total = found.select(
        "cik",
        variable=pl.lit("total_debt"),
        value="value",
        operands="operands",
        evidence="evidence",
        reason=pl.when(pl.col("value").is_null()).then(pl.coalesce("flag", silence)),
        note=pl.concat_str("flag", "implausible", separator="; ", ignore_nulls=True).replace(
            "", None
        ),
    )
    noted = interest.join(found.select("cik", "implausible"), on="cik", how="left").with_columns(
        note=pl.concat_str("note", "implausible", separator="; ", ignore_nulls=True).replace(
            "", None
        )
    )
    return total, noted.drop("implausible")


def _comparable(statements: Statements, interest: pl.DataFrame) -> pl.DataFrame:
    """The interest of companies whose debt bears all of it: cik, interest."""
    finance = statements.industries.filter(
        pl.col("industry").is_in(
            [i.value for i in (Industry.BANK, Industry.INSURER, Industry.BROKER)]
        )
    )
    return interest.select("cik", interest="value").join(finance, on="cik", how="anti")


def _tagged(statements: Statements) -> pl.DataFrame:
    """The balance-sheet dates at which some debt is tagged: cik, balance_date, tagged."""
    return (
        statements.known.filter(pl.col("tag").is_in(DEBT_TAGS), pl.col("value") != 0)
        .select("cik", balance_date="end")
        .unique()
        .with_columns(tagged=pl.lit(value=True))
    )
