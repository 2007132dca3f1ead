"""Concepts that the filings give only indirectly, as marked candidates beside the reported ones.

- An interest expense below the net expense of the same period is a part of it (Hertz FY2020:
  InterestExpense 70M, net 608M), and a zero beside interest under another tag is an empty line
  (Hertz FY2023): neither is the expense.
- Interest expense with the wrong sign is turned round where cash interest paid shows that it is an
  expense; otherwise a negative expense is no evidence and is left out.
- Interest reported only net: the interest paid is a *proxy*. Net interest itself is never a
  denominator: gross interest is at least the net expense, which bounds coverage from above and does
  no more.
- What is tagged as operating income may be the sum of the segments, before the costs of the head
  office. Where it exceeds pre-tax income + interest by more than its statement or its non-operating
  items explain, the derived figure *replaces* it.
- A part of revenue that was filed before the total was restated says nothing of the total, nor
  does a total that was filed before another tag's figure was restated.
- Operating income that is not reported: pre-tax income + interest expense (*derived*), else pre-tax
  income + net interest expense. Never for banks and insurers, whose interest is their business.
- Gross profit that is not reported: revenue - cost of revenue (*derived*).
- Sums that can't be (negative revenue, net interest of mixed signs) are left out.
- Net income where only ProfitLoss is reported: only for companies without a minority interest.
"""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import DISCONTINUED_TAGS, WITH_DISCONTINUED, Industry
from screener.fundamentals.formulas import NEARLY
from screener.fundamentals.known import BASIS_TOLERANCE
from screener.fundamentals.select import CONCEPT_VALUE, choose

_ON = ["cik", "slot", "end"]
_PROXY_RANK = 50
_NO_NEGATIVE_SUM = ("revenue", "cost_of_revenue")
_NEVER_NEGATIVE = (
    "capex", "depreciation_amortization", "depreciation_parts", "dividends", "stock_compensation",
)  # fmt: skip
_DERIVED_RANK = 100
_WITNESSES = (
    "revenue",
    "gross_profit",
    "operating_costs",
    "all_costs",
    "pretax_income",
    "nonoperating_income",
    "other_nonoperating",
    "extinguishment",
    "equity_method",
)
_LATELY_DAYS = 800
"""Twelve months hold facts of the two fiscal years before their end."""

_UNEXPLAINED = 0.25
"""What a statement may hold between operating and pre-tax income without a tag of its own."""
_ROUNDING = 0.01


def with_derived(
    candidates: pl.DataFrame, industries: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    """Return the candidates (see ``select.candidate_values``) with the indirect ones added."""
    candidates = _continuing(_plausible(candidates, known), known)
    candidates = _rent_once(_whole_depreciation(candidates))
    candidates = _without_outdated_parts(candidates, known)
    candidates = _signed_interest(_without_parts_of_interest(_without_minority(candidates, known)))
    candidates = _sorted(pl.concat([candidates, _interest_proxies(candidates)]))
    chosen = choose(candidates).filter(pl.col("slot") != "stock")
    income, gross = _operating_income(chosen, industries), _gross_profit(chosen)
    candidates, income = _cross_checked(candidates, income, pl.concat([chosen, gross]))
    return _sorted(pl.concat([candidates, income, gross]))


def _plausible(candidates: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Drop what can't be: a negative outlay or sum of revenue; net interest of mixed signs.

    A reverse merger or a tag that meant another thing last quarter leaves a year less than its nine
    months. Net interest has no settled sign: some filings of a company state an expense as negative
    and others as positive, and their sum says nothing.
    """
    summed = pl.col("operands").list.len() > 1
    never = pl.col("concept").is_in(_NEVER_NEGATIVE)
    impossible = (never | pl.col("concept").is_in(_NO_NEGATIVE_SUM) & summed) & (
        pl.col("value") < 0
    )
    candidates = candidates.filter(~impossible).with_row_index("row")
    signs = (
        candidates.filter(pl.col("concept") == "net_interest", summed)
        .select("row", id="operands")
        .explode("id", empty_as_null=True)
        .with_columns(pl.col("id").abs())
        .join(known.filter(pl.col("value") != 0).select("id", sign=pl.col("value").sign()), on="id")
    )
    mixed = signs.group_by("row").agg(pl.col("sign").n_unique()).filter(pl.col("sign") > 1)
    # An outlay that one filing of the sum states as negative: another year's may be, too.
    negative = known.filter(pl.col("value") < 0).select("id")
    turned = (
        candidates.filter(pl.col("concept").is_in(_NEVER_NEGATIVE), summed)
        .select("row", id="operands")
        .explode("id", empty_as_null=True)
        .with_columns(pl.col("id").abs())
        .join(negative, on="id", how="semi")
    )
    out = pl.concat([mixed["row"], turned["row"]]).unique()
    return candidates.filter(~pl.col("row").is_in(out.implode())).drop("row")


def _continuing(candidates: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Drop pre-tax incomes out of net income where operations were discontinued lately."""
    gone = known.filter(pl.col("tag").is_in(DISCONTINUED_TAGS), pl.col("value") != 0).select(
        "cik", gone="end"
    )
    whole = pl.col("mark") == WITH_DISCONTINUED
    touched = (
        candidates.filter(whole)
        .join(gone.unique(), on="cik")
        .filter((pl.col("end") - pl.col("gone")).dt.total_days().is_between(0, _LATELY_DAYS))
        .select(*_ON, "rank")
        .unique()
    )
    kept = candidates.filter(whole).join(touched, on=[*_ON, "rank"], how="anti")
    return pl.concat([candidates.filter(~whole), kept])


def _whole_depreciation(candidates: pl.DataFrame) -> pl.DataFrame:
    """Drop depreciation and amortization that is less than a part of it (Hertz: without the
    vehicles')."""
    part = pl.col("concept") == "depreciation_parts"
    largest = candidates.filter(part).group_by(_ON).agg(largest=pl.col("value").max())
    partial = (
        candidates.filter(pl.col("concept") == "depreciation_amortization")
        .join(largest, on=_ON)
        .filter(pl.col("value") < (1 - _ROUNDING) * pl.col("largest"))
    )
    return candidates.join(partial, on=[*_ON, "concept", "rank"], how="anti")


def _rent_once(candidates: pl.DataFrame) -> pl.DataFrame:
    """Drop sums of rent and sales where the sales are the larger: they may well hold the rent."""
    rent = pl.col("mark") == "rent"
    sales = candidates.filter(pl.col("mark") == "part").group_by(_ON).agg(pl.col("value").max())
    twice = (
        candidates.filter(rent)
        .join(sales, on=_ON, suffix="_sales")
        .filter(pl.col("value_sales") >= pl.col("value") / 2)
        .select(*_ON, "rank")
    )
    return pl.concat(
        [
            candidates.filter(~rent),
            candidates.filter(rent).join(twice, on=[*_ON, "rank"], how="anti"),
        ]
    )


def _without_outdated_parts(candidates: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Drop parts of revenue that were filed before the total of the same period was; and all of a
    period where another tag's figure was restated after the total was filed: whether that is a part
    or the total itself, the old total is none any more."""
    revenue = candidates.filter(pl.col("concept") == "revenue").with_row_index("row")
    filed = (
        revenue.select("row", id="operands")
        .explode("id", empty_as_null=True)
        .with_columns(pl.col("id").abs())
        .join(known.select("id", "filed", "recast_at"), on="id")
        .group_by("row")
        .agg(pl.col("filed").max(), pl.col("recast_at").max())
    )
    dated = revenue.join(filed, on="row", how="left", maintain_order="left")
    totals = dated.filter(pl.col("rank") == 0).select(*_ON, total="value", total_filed="filed")
    beside = dated.join(totals, on=_ON, how="left", maintain_order="left")
    apart = (pl.col("value") - pl.col("total")).abs() > BASIS_TOLERANCE * pl.col("total").abs()
    disputed = beside.filter(apart, pl.col("recast_at") > pl.col("total_filed")).select(_ON)
    current = (
        beside.filter(~(pl.col("filed") < pl.col("total_filed")).fill_null(value=False))
        .join(disputed.unique(), on=_ON, how="anti", maintain_order="left")
        .select(candidates.columns)
    )
    return pl.concat([candidates.filter(pl.col("concept") != "revenue"), current])


def _without_minority(candidates: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    minority = known.filter(pl.col("tag") == "MinorityInterest", pl.col("value") != 0)
    shared = (pl.col("concept") == "net_income") & (pl.col("rank") == 1)
    unshared = candidates.filter(shared).join(minority, on="cik", how="anti")
    return pl.concat([candidates.filter(~shared), unshared])


def _without_parts_of_interest(candidates: pl.DataFrame) -> pl.DataFrame:
    """Drop an interest expense that other figures of the period prove to be a part, or empty."""
    expense = (pl.col("concept") == "interest_expense") & (pl.col("value") >= 0)
    interest = ["interest_expense", "interest_paid", "net_interest"]
    some = (
        candidates.filter(pl.col("concept").is_in(interest), pl.col("value") != 0)
        .select(_ON)
        .unique()
        .with_columns(some=pl.lit(value=True))
    )
    net = candidates.filter(pl.col("concept") == "net_interest", pl.col("value") < 0).group_by(_ON)
    bounded = (
        candidates.filter(expense)
        .join(some, on=_ON, how="left")
        .join(net.agg(bound=-pl.col("value").min() * NEARLY), on=_ON, how="left")
        .filter(
            ~((pl.col("value") == 0) & pl.col("some")).fill_null(value=False),
            ~(pl.col("value") < pl.col("bound")).fill_null(value=False),
        )
    )
    return pl.concat([candidates.filter(~expense), bounded.select(candidates.columns)])


def _signed_interest(candidates: pl.DataFrame) -> pl.DataFrame:
    negative = (pl.col("concept") == "interest_expense") & (pl.col("value") < 0)
    paid = candidates.filter(pl.col("concept") == "interest_paid", pl.col("value") > 0)
    turned = (
        candidates.filter(negative)
        .join(paid, on=_ON, how="semi")
        .with_columns(
            value=-pl.col("value"), operands=_signed("operands", -1), mark=pl.lit("derived")
        )
    )
    return pl.concat([candidates.filter(~negative), turned.select(list(CONCEPT_VALUE))])


def _interest_proxies(candidates: pl.DataFrame) -> pl.DataFrame:
    paid = choose(candidates.filter(pl.col("concept") == "interest_paid", pl.col("value") >= 0))
    return paid.with_columns(
        concept=pl.lit("interest_expense"),
        mark=pl.lit("proxy"),
        rank=pl.lit(_PROXY_RANK, dtype=pl.Int32),
    ).select(list(CONCEPT_VALUE))


def _operating_income(chosen: pl.DataFrame, industries: pl.DataFrame) -> pl.DataFrame:
    finance = industries.filter(
        pl.col("industry").is_in([Industry.BANK.value, Industry.INSURER.value])
    )
    pretax = chosen.filter(pl.col("concept") == "pretax_income").join(finance, on="cik", how="anti")
    gross = chosen.filter(pl.col("concept") == "interest_expense", pl.col("mark") != "proxy")
    net = chosen.filter(pl.col("concept") == "net_interest")
    return pl.concat(
        [
            _combined("operating_income", pretax, gross, 1, _DERIVED_RANK),
            _combined("operating_income", pretax, net, -1, 2 * _DERIVED_RANK).with_columns(
                mark=pl.lit("derived net")
            ),
        ]
    )


def _cross_checked(
    candidates: pl.DataFrame, derived: pl.DataFrame, chosen: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Drop reported operating incomes that pre-tax income + interest contradicts, and mark what
    replaces them."""
    # Net interest holds interest income, which lies between the two figures: it proves nothing.
    gross = derived.filter(pl.col("mark") == "derived")
    best = gross.sort("rank").unique(_ON, keep="first", maintain_order=True)
    lines = chosen.filter(pl.col("concept").is_in(_WITNESSES)).pivot(
        "concept", index=_ON, values="value", on_columns=_WITNESSES, aggregate_function="first"
    )
    reported = candidates.filter(pl.col("concept") == "operating_income")
    income, excess = pl.col("value"), pl.col("value") - pl.col("derived")
    items = ("other_nonoperating", "extinguishment", "equity_method")
    losses = -pl.sum_horizontal(pl.col(name).clip(upper_bound=0) for name in items)
    limit = _UNEXPLAINED * pl.max_horizontal(income.abs(), pl.col("derived").abs())
    statements = (
        pl.col("revenue") - pl.col("all_costs"),
        pl.col("revenue") - pl.col("operating_costs"),
        pl.col("gross_profit") - pl.col("operating_costs"),
        pl.col("pretax_income") - pl.col("nonoperating_income"),
    )
    stated = pl.any_horizontal(
        ((stated - income).abs() <= _ROUNDING * income.abs()).fill_null(value=False)
        for stated in statements
    )
    contradicted = (
        reported.join(best.select(*_ON, derived="value"), on=_ON)
        .join(lines, on=_ON, how="left")
        # Segments that lose money in sum are no reason to look further down.
        .filter(income > 0, excess - losses > limit, ~stated)
        .select(_ON)
    )
    kept = candidates.filter(pl.col("concept") != "operating_income")
    replaced = derived.join(contradicted, on=_ON, how="semi").with_columns(mark=pl.lit("replaced"))
    return (
        pl.concat([kept, reported.join(contradicted, on=_ON, how="anti")]),
        pl.concat([derived.join(contradicted, on=_ON, how="anti"), replaced]),
    )


def _gross_profit(chosen: pl.DataFrame) -> pl.DataFrame:
    revenue = chosen.filter(pl.col("concept") == "revenue")
    cost = chosen.filter(pl.col("concept") == "cost_of_revenue")
    return _combined("gross_profit", revenue, cost, -1, _DERIVED_RANK)


def _combined(
    concept: str, left: pl.DataFrame, right: pl.DataFrame, sign: int, rank: int
) -> pl.DataFrame:
    """``left`` + sign x ``right`` of the same period, as a derived candidate of ``concept``.

    The rank tells which tags were combined, so that two periods of one rank are of the same tags.
    """
    other = right.select(*_ON, "value", "operands", "rank")
    return left.join(other, on=_ON, suffix="_right").select(
        "cik",
        pl.lit(concept).alias("concept"),
        "slot",
        "start",
        "end",
        pl.col("value") + sign * pl.col("value_right"),
        pl.concat_list("operands", _signed("operands_right", sign)).alias("operands"),
        (rank + 10 * pl.col("rank") + pl.col("rank_right").clip(0, 9)).cast(pl.Int32).alias("rank"),
        pl.lit("derived").alias("mark"),
        "route",
    )


def _signed(column: str, sign: int) -> pl.Expr:
    return pl.col(column).list.eval(pl.element() * sign)


def _sorted(candidates: pl.DataFrame) -> pl.DataFrame:
    return candidates.sort("cik", "concept", "slot", "end", "rank", maintain_order=True)
