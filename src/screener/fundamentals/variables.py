"""The variables of the formulas: one value per company and name, with its operands or its reason.

Variables are what metrics are computed from: ``revenue_ttm``, ``revenue_ttm_prior``, ``assets``...
Their columns: cik, variable, value (null = unknown), operands (signed ids of known facts), evidence
(ids of facts that are no part of the sum but show that it holds), reason (why unknown; null where
known)."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from screener.fundamentals.basis import one_basis, restatements
from screener.fundamentals.concepts import Industry
from screener.fundamentals.periods import CONTIGUOUS_DAYS
from screener.fundamentals.shares import shares_outstanding
from screener.fundamentals.statements import Statements

VARIABLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "cik": pl.Int64,
    "variable": pl.String,
    "value": pl.Float64,
    "operands": pl.List(pl.Int64),
    "evidence": pl.List(pl.Int64),
    "reason": pl.String,
}

NOT_REPORTED = "not reported"
TOO_SHORT = "less than twelve months on record"
BASIS = "basis changed"
FINANCE = "not meaningful for banks and insurers"
OTHER_TAG = "no comparable figure on the same tag"

_TTM = (
    "revenue",
    "gross_profit",
    "operating_income",
    "net_income",
    "interest_expense",
    "net_interest",
    "operating_cash_flow",
    "capex",
)
_STOCKS = ("assets", "equity", "cash")


def variables(statements: Statements, holdings: pl.DataFrame) -> pl.DataFrame:
    """Return all variables of all companies that have a newest period; columns of :data:`VARIABLE`.

    ``holdings``: cik, quantity.
    """
    shares = shares_outstanding(statements.known, statements.anchors, holdings)
    frames = [
        *(_trailing(statements, concept) for concept in _TTM),
        *(_stock(statements, concept) for concept in _STOCKS),
        _debt(statements),
        _named(shares, "shares_outstanding"),
        *_pairs(statements),
    ]
    silent = pl.lit(None, dtype=VARIABLE["evidence"]).alias("evidence")
    return _with_no_revenue(
        statements,
        pl.concat([frame.with_columns(silent).select(list(VARIABLE)) for frame in frames]),
    )


def _with_no_revenue(statements: Statements, found: pl.DataFrame) -> pl.DataFrame:
    """A drug or biotech company that reports its expenses and no revenue tag at all has no revenue.

    Only there, and only with the expenses of the same twelve months, does silence mean zero.
    """
    silent = found.filter(
        pl.col("variable") == "revenue_ttm",
        pl.col("value").is_null(),
        pl.col("reason") == NOT_REPORTED,
    )
    biotech = statements.industries.filter(pl.col("industry") == Industry.BIOTECH.value)
    spent = _of(statements.chosen, "operating_expenses", "ttm").filter(
        "one_basis", pl.col("value") > 0
    )
    none = silent.join(biotech, on="cik", how="semi").join(
        spent.select("cik", shown="operands"), on="cik"
    )
    zero = none.select(
        "cik",
        "variable",
        value=pl.lit(0.0),
        operands=pl.lit([], dtype=VARIABLE["operands"]),
        evidence=pl.col("shown").list.eval(pl.element().abs()),
        reason=pl.lit(None, dtype=pl.String),
    )
    return pl.concat([found.join(zero, on=["cik", "variable"], how="anti"), zero])


def _trailing(statements: Statements, concept: str) -> pl.DataFrame:
    chosen = _of(statements.chosen, concept, "ttm").select("cik", "value", "operands", "one_basis")
    chosen = chosen.with_columns(divided=restatements(chosen["operands"], statements.known))
    known = pl.col("one_basis").fill_null(value=False)
    return (
        _with_last_seen(statements, concept)
        .join(chosen, on="cik", how="left")
        .select(
            "cik",
            variable=pl.lit(f"{concept}_ttm"),
            value=pl.when(known).then("value"),
            operands=pl.when(known).then("operands"),
            reason=pl.when(known)
            .then(None)
            .when(pl.col("value").is_not_null())
            .then(_basis_changed())
            .when(_meaningless(concept))
            .then(pl.lit(FINANCE))
            .otherwise(_absence(pl.lit(TOO_SHORT))),
        )
    )


def _basis_changed() -> pl.Expr:
    """The reason, with the restatement where it is one of the operands itself."""
    return pl.coalesce(pl.format(f"{BASIS}: {{}}", pl.col("divided")), pl.lit(BASIS))


def _meaningless(concept: str) -> pl.Expr:
    finance = pl.col("industry").is_in([Industry.BANK.value, Industry.INSURER.value])
    return finance & pl.lit(concept in ("operating_income", "gross_profit"))


def _stock(statements: Statements, concept: str) -> pl.DataFrame:
    balances = _of(statements.chosen, concept, "stock").select("cik", "end", "value", "operands")
    return (
        _with_last_seen(statements, concept)
        .join(balances, left_on=["cik", "balance_date"], right_on=["cik", "end"], how="left")
        .select(
            "cik",
            variable=pl.lit(concept),
            value="value",
            operands="operands",
            reason=pl.when(pl.col("value").is_null()).then(_absence(pl.lit(NOT_REPORTED))),
        )
    )


def _debt(statements: Statements) -> pl.DataFrame:
    # A balance sheet without any debt tag is silence, not a zero.
    silence = pl.lit("no debt tag at the balance-sheet date, and no evidence that there is no debt")
    return statements.anchors.join(
        statements.debt, left_on=["cik", "balance_date"], right_on=["cik", "end"], how="left"
    ).select(
        "cik",
        variable=pl.lit("total_debt"),
        value="value",
        operands="operands",
        reason=pl.when(pl.col("value").is_null()).then(silence),
    )


def _pairs(statements: Statements) -> Iterable[pl.DataFrame]:
    """Revenue at two dates on one tag and one basis, for growth."""
    anchors = statements.anchors
    revenue = statements.candidates.filter(pl.col("concept") == "revenue")
    years = _three_years_apart(statements.years)
    return [
        *_pair(
            statements, revenue, "revenue_ttm_now", "revenue_ttm_prior", "ttm", "ttm_prior", anchors
        ),
        *_pair(
            statements,
            revenue,
            "revenue_quarter",
            "revenue_quarter_prior",
            "quarter",
            "quarter",
            anchors,
        ),
        *_pair(statements, revenue, "revenue_year", "revenue_year_3", "year", "year", years),
    ]


def _pair(
    statements: Statements,
    revenue: pl.DataFrame,
    now: str,
    before: str,
    slot: str,
    slot_before: str,
    ends: pl.DataFrame,
) -> list[pl.DataFrame]:
    """Two variables that are known only together. ``ends``: cik, end, prior_end."""
    chosen = _of(statements.chosen, "revenue", slot).select(
        "cik", "end", "rank", "value", "operands"
    )
    other = revenue.filter(pl.col("slot") == slot_before).select(
        "cik", "rank", prior_end="end", value_before="value", operands_before="operands"
    )
    both = (
        statements.anchors.select("cik", anchor="end")
        .join(ends.select("cik", "end", "prior_end"), on="cik", how="left")
        .join(chosen, on=["cik", "end"], how="left")
        .join(other, on=["cik", "prior_end", "rank"], how="left")
        .with_columns(all_operands=pl.concat_list("operands", "operands_before"))
    )
    both = both.with_columns(
        one_basis(both["all_operands"], statements.known),
        divided=restatements(both["all_operands"], statements.known),
    )
    complete = pl.col("value").is_not_null() & pl.col("value_before").is_not_null()
    known = complete & pl.col("one_basis")
    reason = (
        pl.when(known)
        .then(None)
        .when(complete)
        .then(_basis_changed())
        .when(pl.col("end").is_null() | pl.col("prior_end").is_null())
        .then(pl.lit("no comparable period on record"))
        .when(pl.col("value").is_null())
        .then(pl.lit("no revenue figure for the newest period"))
        .otherwise(pl.lit(OTHER_TAG))
    )
    return [
        both.select(
            "cik",
            variable=pl.lit(name),
            value=pl.when(known).then(value),
            operands=pl.when(known).then(operands),
            reason=reason,
        )
        for name, value, operands in (
            (now, "value", "operands"),
            (before, "value_before", "operands_before"),
        )
    ]


def _three_years_apart(years: pl.DataFrame) -> pl.DataFrame:
    """The newest fiscal year and the one three years before, where all between are on record."""
    chain = (
        years.sort("cik", "end")
        .group_by("cik", maintain_order=True)
        .last()
        .select("cik", "start", "end")
    )
    first = chain.select("cik", "end", boundary="start")
    for _ in range(3):
        gap = (pl.col("boundary") - pl.col("end_before")).dt.total_days() - 1
        first = (
            first.join(years.select("cik", start_before="start", end_before="end"), on="cik")
            .filter(gap.abs() <= CONTIGUOUS_DAYS)
            .select("cik", "end", boundary="start_before", prior_end="end_before")
        )
    return first.select("cik", "end", "prior_end").unique("cik", keep="first")


def _with_last_seen(statements: Statements, concept: str) -> pl.DataFrame:
    seen = (
        statements.candidates.filter(pl.col("concept") == concept)
        .group_by("cik")
        .agg(last_seen=pl.col("end").max())
    )
    return statements.anchors.join(seen, on="cik", how="left").join(
        statements.industries, on="cik", how="left"
    )


def _absence(otherwise: pl.Expr) -> pl.Expr:
    return (
        pl.when(pl.col("last_seen").is_null())
        .then(pl.lit(NOT_REPORTED))
        .when(pl.col("last_seen") < pl.col("end"))
        .then(
            pl.format(
                "last reported for the period to {}", pl.col("last_seen").dt.to_string("%Y-%m-%d")
            )
        )
        .otherwise(otherwise)
    )


def _of(values: pl.DataFrame, concept: str, slot: str) -> pl.DataFrame:
    return values.filter(pl.col("concept") == concept, pl.col("slot") == slot)


def _named(frame: pl.DataFrame, variable: str) -> pl.DataFrame:
    return frame.with_columns(variable=pl.lit(variable))
