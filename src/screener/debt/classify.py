"""The verdict: is the debt fixed, floating, convertible, mixed, is there none, or is it unknown?

Evidence comes in tiers, the strongest first: A, the instruments of a filing; B, shares of fixed and
variable debt that are stated without dimension; C, lines of the balance sheet whose tag says the
kind. A type is named only where what is not classified could not change it: wrong is worse than
unknown.
"""

from __future__ import annotations

import polars as pl

from screener.debt.vocabulary import (
    CONVERTIBLE_CURRENT,
    CONVERTIBLE_LINES,
    CONVERTIBLE_LONG,
    CONVERTIBLE_WHOLE,
)
from screener.model.verdict import DEBT_KINDS, DebtType, Unknown

CLASSIFIED = 0.70
"""Below this share of classified debt the type is unknown."""

ONE_KIND = 0.80
"""From this share on one kind names the type."""

OTHER_SIZE = 0.25
"""Debt that differs by more than this share from that of the filing makes its mix less sure."""

MIX = {
    "cik": pl.Int64,
    "tier": pl.String,
    **dict.fromkeys(DEBT_KINDS, pl.Float64),
    "base": pl.Float64,
    "total": pl.Float64,
    "sure": pl.Float64,
    "hedged": pl.Float64,
}
"""Columns of a mix: a company's debt by kind (USD, principal where it is known), of ``base`` in
all; ``total``: what the balance sheet of the evidence carries; ``sure`` is how much
of it is classified by more than a usual name; ``hedged``: notional of swaps that pay fixed."""


def mix_of_instruments(instruments: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of :data:`MIX` from the rows of ``store.schema.INSTRUMENTS``."""
    owed = pl.coalesce("principal", "amount")
    dollars = pl.col("currency") == "USD"
    known = pl.col("kind").is_in(DEBT_KINDS)
    gross = owed.filter(dollars & (pl.col("kind") != "swap")).sum()
    total = pl.col("total").first()
    return (
        instruments.group_by("cik", maintain_order=True)
        .agg(
            pl.col("tier").first(),
            *(
                owed.filter(dollars & (pl.col("kind") == kind)).sum().alias(kind)
                for kind in DEBT_KINDS
            ),
            # Without a total it can't be told how much is not classified.
            base=pl.when(total.is_not_null()).then(pl.max_horizontal(gross, total)),
            total=total,
            sure=owed.filter(dollars & known & pl.col("sure")).sum(),
            hedged=owed.filter(pl.col("kind") == "swap").sum(),
        )
        .filter(pl.col("base") > 0)
        .select(list(MIX))
    )


def mix_of_lines(debt_lines: pl.DataFrame, companies: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of :data:`MIX` from undimensioned facts: tier B where a filing states the
    shares of fixed and variable debt, else tier C.

    ``debt_lines``: cik and a column for each of :data:`LINE_TAGS`, null where a tag is silent at
    the balance-sheet date. ``companies``: cik, borrowed (USD, total debt without finance leases).
    """
    fixed, variable = pl.col(_FIXED_SHARE), pl.col(_VARIABLE_SHARE)
    shares = (fixed + variable - 1).abs() <= 0.02
    fixed_amount = pl.coalesce(*_FIXED_AMOUNT)
    variable_amount = pl.coalesce(*_VARIABLE_AMOUNT)
    base = pl.col("borrowed")
    amounts = (fixed_amount + variable_amount - base).abs() <= 0.05 * base
    floating = pl.sum_horizontal(
        pl.coalesce(pl.max_horizontal("LineOfCredit", "LongTermLineOfCredit"), pl.lit(0.0)),
        pl.col("LinesOfCreditCurrent").fill_null(0.0),
        pl.col("CommercialPaper").fill_null(0.0),
    )
    convertible = pl.max_horizontal(
        pl.coalesce(pl.max_horizontal(*CONVERTIBLE_WHOLE), pl.lit(0.0)),
        pl.sum_horizontal(
            pl.coalesce(pl.max_horizontal(*CONVERTIBLE_LONG), pl.lit(0.0)),
            pl.coalesce(pl.max_horizontal(*CONVERTIBLE_CURRENT), pl.lit(0.0)),
        ),
    )
    # Senior notes count as fixed where a coupon is stated and no spread that could be theirs.
    paper = (
        pl.when(
            pl.col("DebtInstrumentInterestRateStatedPercentage").is_between(0.0, 0.25),
            pl.col("DebtInstrumentBasisSpreadOnVariableRate1").is_null(),
        )
        .then(
            pl.max_horizontal(
                "SeniorNotes", "UnsecuredDebt", "SeniorLongTermNotes", "UnsecuredLongTermDebt"
            )
        )
        .fill_null(0.0)
    )
    lines = companies.join(debt_lines, on="cik").with_columns(
        stated=shares.fill_null(value=False), summed=amounts.fill_null(value=False)
    )
    by_share = pl.col("stated") | pl.col("summed")
    fits = (floating + convertible + paper) <= 1.06 * base
    return (
        lines.with_columns(
            tier=pl.when(by_share).then(pl.lit("B")).otherwise(pl.lit("C")),
            floating=pl.when("stated").then(variable * base).when("summed").then(variable_amount)
            .when(fits).then(floating),
            fixed=pl.when("stated").then(fixed * base).when("summed").then(fixed_amount)
            .when(fits).then(paper),
            convertible=pl.when(by_share).then(0.0).when(fits).then(convertible),
            base=base,
            total=base,
            sure=pl.when(by_share).then(base).otherwise(0.0),
            hedged=0.0,
        )
        .filter(pl.col("base") > 0, pl.sum_horizontal(DEBT_KINDS) > 0)
        .select(list(MIX))
    )  # fmt: skip


_FIXED_SHARE = "LongTermDebtPercentageBearingFixedInterestRate"
_VARIABLE_SHARE = "LongTermDebtPercentageBearingVariableInterestRate"
_FIXED_AMOUNT = (
    "LongtermDebtPercentageBearingFixedInterestAmount",
    "LongTermDebtPercentageBearingFixedInterestAmount",
)
_VARIABLE_AMOUNT = (
    "LongtermDebtPercentageBearingVariableInterestAmount",
    "LongTermDebtPercentageBearingVariableInterestAmount",
)

LINE_TAGS = (
    _FIXED_SHARE,
    _VARIABLE_SHARE,
    *_FIXED_AMOUNT,
    *_VARIABLE_AMOUNT,
    "LineOfCredit",
    "LongTermLineOfCredit",
    "LinesOfCreditCurrent",
    "CommercialPaper",
    *CONVERTIBLE_LINES,
    "SeniorNotes",
    "UnsecuredDebt",
    "SeniorLongTermNotes",
    "UnsecuredLongTermDebt",
    "DebtInstrumentInterestRateStatedPercentage",
    "DebtInstrumentBasisSpreadOnVariableRate1",
)
"""The undimensioned tags of tiers B and C."""

VERDICT = {
    "cik": pl.Int64,
    "debt_type": pl.String,
    "debt_confidence": pl.String,
    "debt_coverage": pl.Float64,
    "floating_share": pl.Float64,
    "fixed_share": pl.Float64,
    "convertible_share": pl.Float64,
    "floating_debt": pl.Float64,
    "kind": pl.String,
    "reason": pl.String,
}
"""Columns of :func:`verdicts`."""


def verdicts(companies: pl.DataFrame, mixes: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the columns of :data:`VERDICT`, a row for each of ``companies``.

    ``companies``: cik, total_debt (null where unknown), borrowed (the same without finance leases),
    finance (Boolean: a bank or an insurer). ``mixes``: frames with the columns of :data:`MIX`, the
    strongest tier first; the first that classifies enough counts, else the one that classifies
    most. Shares are of what is classified; ``floating_debt`` is in USD, what swaps have fixed taken
    off. ``kind`` is a text of ``Unknown``, null where the type is known; ``reason`` says how the
    verdict came about."""
    known = pl.sum_horizontal(DEBT_KINDS)
    ranked = pl.concat([mix.with_columns(rank=rank) for rank, mix in enumerate(mixes)])
    best = (
        ranked.with_columns(coverage=(known / pl.col("base")).clip(upper_bound=1.0))
        .sort("cik", pl.col("coverage") < CLASSIFIED, "rank", -pl.col("coverage"))
        .unique("cik", keep="first", maintain_order=True)
    )
    table = companies.join(best, on="cik", how="left", maintain_order="left")
    part = {kind: pl.col(kind) / pl.col("base") for kind in DEBT_KINDS}
    rest = 1 - pl.col("coverage")
    largest = pl.max_horizontal(*part.values())
    none = (pl.col("total_debt") == 0).fill_null(value=False)
    typed = pl.coalesce(
        pl.when("finance").then(pl.lit(DebtType.NOT_APPLICABLE.value)),
        pl.when(none).then(pl.lit(DebtType.NONE.value)),
        pl.when(pl.col("coverage") < CLASSIFIED).then(pl.lit(DebtType.UNKNOWN.value)),
        *(pl.when(share >= ONE_KIND - 1e-9).then(pl.lit(kind)) for kind, share in part.items()),
        # Mixed only where no kind could come to be the one, whatever the rest is.
        pl.when(largest + rest < ONE_KIND - 1e-9).then(pl.lit(DebtType.MIXED.value)),
        pl.lit(DebtType.UNKNOWN.value),
    )
    table = table.with_columns(debt_type=typed)
    named = ~pl.col("debt_type").is_in(
        [DebtType.UNKNOWN.value, DebtType.NOT_APPLICABLE.value, DebtType.NONE.value]
    )
    share = {kind: pl.when(named).then(pl.col(kind) / known) for kind in DEBT_KINDS}
    return table.select(
        "cik",
        "debt_type",
        debt_confidence=_confidence(named, none & ~pl.col("finance")),
        debt_coverage=pl.when(~pl.col("finance") & ~none).then(pl.col("coverage")),
        floating_share=share["floating"],
        fixed_share=share["fixed"],
        convertible_share=share["convertible"],
        floating_debt=pl.when(pl.col("debt_type") == DebtType.NONE.value)
        .then(0.0)
        .when(named)
        .then(_floating_now()),
        kind=pl.when(pl.col("debt_type") == DebtType.UNKNOWN.value).then(
            pl.lit(Unknown.NOT_REPORTED.value)
        ),
        reason=_reason(known),
    ).select(list(VERDICT))


def _floating_now() -> pl.Expr:
    """Today's floating debt: the filing's, as the debt has grown or shrunk since, less swaps."""
    since = pl.col("borrowed") / pl.col("total")
    now = pl.col("floating") * since.fill_null(1.0)
    return pl.max_horizontal(now - pl.col("hedged"), pl.lit(0.0))


def _confidence(named: pl.Expr, none: pl.Expr) -> pl.Expr:
    known = pl.sum_horizontal(DEBT_KINDS)
    moved = (pl.col("borrowed") / pl.col("total") - 1).abs() > OTHER_SIZE
    sure = (
        (pl.col("tier") == "A")
        & (pl.col("sure") >= ONE_KIND * known)
        & ~moved.fill_null(value=False)
    )
    return (
        pl.when(none)
        .then(pl.lit("high"))
        .when(named & sure)
        .then(pl.lit("high"))
        .when(named)
        .then(pl.lit("medium"))
    )


def _reason(known: pl.Expr) -> pl.Expr:
    def percent(share: pl.Expr) -> pl.Expr:
        return (share * 100).round(0).cast(pl.Int64)

    classified = pl.format(
        "{}% of the debt is classified (of that floating {}%, fixed {}%, convertible {}%),"
        " evidence {}",
        percent(pl.col("coverage")),
        *(
            percent(pl.when(known > 0).then(pl.col(kind) / known).otherwise(0.0))
            for kind in DEBT_KINDS
        ),
        pl.col("tier"),
    )
    why = (
        pl.when(pl.col("debt_type") != DebtType.UNKNOWN.value)
        .then(pl.lit(""))
        .when(pl.col("coverage") < CLASSIFIED)
        .then(pl.lit(f"; a type needs {CLASSIFIED:.0%}"))
        .otherwise(pl.lit("; what is not classified could change the type"))
    )
    hedged = pl.when(pl.col("hedged") > 0).then(
        pl.format("; swaps fix {} M of the floating part", (pl.col("hedged") / 1e6).round(1))
    )
    return (
        pl.when("finance")
        .then(pl.lit("a bank's or an insurer's debt is its business"))
        .when(pl.col("debt_type") == DebtType.NONE.value)
        .then(pl.lit("no debt: a zero, or none tagged and no interest, borrowing or repayment"))
        .when(pl.col("coverage").is_null())
        .then(pl.lit("no evidence of the kind of debt in the facts at hand"))
        .otherwise(pl.concat_str(classified, why, hedged.fill_null("")))
    )
