"""The variables of the formulas: one value per company and name, with its operands or its reason.

Variables are what metrics are computed from: ``revenue_ttm``, ``revenue_ttm_prior``, ``assets``...
Their columns: cik, variable, value (null = unknown), operands (signed ids of known facts), evidence
(ids of facts that are no part of the sum but show that it holds), reason (why unknown; null where
known), note (what must be known of a known value, such as ``derived: ...``; mostly null)."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.basis import restatements
from screener.fundamentals.caveats import with_notes, witnesses
from screener.fundamentals.concepts import Industry
from screener.fundamentals.debt_sanity import debt_variables
from screener.fundamentals.pairs import revenue_pairs
from screener.fundamentals.reasons import (
    FINANCE,
    LAST_REPORTED,
    NO_REVENUE,
    NOT_REPORTED,
    NOTES,
    PARTS_OF_DEPRECIATION,
    TOO_SHORT,
    basis_changed,
)
from screener.fundamentals.shares import share_variables
from screener.fundamentals.statements import Statements, of

VARIABLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "cik": pl.Int64,
    "variable": pl.String,
    "value": pl.Float64,
    "operands": pl.List(pl.Int64),
    "evidence": pl.List(pl.Int64),
    "reason": pl.String,
    "note": pl.String,
}

_TTM = (
    "revenue",
    "gross_profit",
    "operating_income",
    "net_income",
    "net_interest",
    "operating_cash_flow",
    "capex",
    "stock_compensation",
    "dividends",
    "depreciation_amortization",
)
_STOCKS = (
    "assets",
    "equity",
    "cash",
    "short_term_investments",
    "current_assets",
    "current_liabilities",
)


def variables(statements: Statements, holdings: pl.DataFrame) -> pl.DataFrame:
    """Return all variables of all companies that have a newest period; columns of :data:`VARIABLE`.

    ``holdings``: cik, quantity.
    """
    interest = _trailing(statements, "interest_expense")
    debt, interest = debt_variables(statements, interest)
    frames = [
        *(_trailing(statements, concept) for concept in _TTM),
        interest,
        *(_stock(statements, concept) for concept in _STOCKS),
        debt,
        *share_variables(statements.known, statements.anchors, holdings),
        *revenue_pairs(statements),
        *witnesses(statements),
    ]
    found = pl.concat([_complete(frame) for frame in frames])
    return with_notes(statements, _with_no_revenue(statements, found))


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that a variable without evidence or note lacks."""
    empty = {name: pl.lit(None, dtype=VARIABLE[name]) for name in ("evidence", "note")}
    lacking = {name: value for name, value in empty.items() if name not in frame.columns}
    return frame.with_columns(**lacking).select(list(VARIABLE))


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
    spent = of(statements.chosen, "operating_expenses", "ttm").filter(
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
        note=pl.lit(NOTES["revenue", "none"]),
    )
    pairs = pl.col("variable").str.starts_with("revenue_") & pl.col("value").is_null()
    nothing = pairs & pl.col("cik").is_in(zero["cik"].implode())
    found = found.with_columns(reason=pl.when(nothing).then(pl.lit(NO_REVENUE)).otherwise("reason"))
    return pl.concat([found.join(zero, on=["cik", "variable"], how="anti"), zero])


def _trailing(statements: Statements, concept: str) -> pl.DataFrame:
    chosen = of(statements.chosen, concept, "ttm").select(
        "cik", "value", "operands", "one_basis", "mark"
    )
    chosen = chosen.with_columns(divided=restatements(chosen["operands"], statements.known))
    known = pl.col("one_basis").fill_null(value=False)
    parts = of(statements.chosen, "depreciation_parts", "ttm")["cik"].unique().implode()
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
            .then(basis_changed())
            .when(_meaningless(concept))
            .then(pl.lit(FINANCE))
            .when(pl.lit(concept == "depreciation_amortization") & pl.col("cik").is_in(parts))
            .then(pl.lit(PARTS_OF_DEPRECIATION))
            .otherwise(_absence(pl.lit(TOO_SHORT))),
            note=pl.when(known).then(_note(concept)),
        )
    )


def _note(concept: str) -> pl.Expr:
    """What the mark of a concept's value tells a reader, else null."""
    return pl.coalesce(
        *(
            pl.when(pl.col("mark") == mark).then(pl.lit(text))
            for (about, mark), text in NOTES.items()
            if about == concept
        ),
        pl.lit(None, dtype=pl.String),
    )


def _meaningless(concept: str) -> pl.Expr:
    finance = pl.col("industry").is_in([Industry.BANK.value, Industry.INSURER.value])
    return finance & pl.lit(concept in ("operating_income", "gross_profit"))


def _stock(statements: Statements, concept: str) -> pl.DataFrame:
    balances = of(statements.chosen, concept, "stock").select("cik", "end", "value", "operands")
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
        .then(pl.format(LAST_REPORTED, pl.col("last_seen").dt.to_string("%Y-%m-%d")))
        .otherwise(otherwise)
    )
