"""The statements of every company on one basis: trailing twelve months, quarters, years, balance
sheets.

One pass over all companies of a batch. What comes out are concept values (columns of
``select.CONCEPT_VALUE``) in slots: ``ttm`` and ``ttm_prior`` (a year before), ``quarter`` (all of
them), ``year`` (all fiscal years) and ``stock`` (balance sheets at the newest date and at each
year's end)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.fundamentals import periods
from screener.fundamentals.basis import one_basis
from screener.fundamentals.concepts import FLOWS, STOCKS
from screener.fundamentals.derived import with_derived
from screener.fundamentals.parts import without_mixed
from screener.fundamentals.select import candidate_table, candidate_values, choose
from screener.fundamentals.splice import spliced
from screener.fundamentals.total_debt import total_debt

_ANCHORS = ("revenue", "net_income", "operating_income", "pretax_income", "operating_cash_flow")
"""The concepts whose newest period is the company's newest period."""


def _tags_of(*leaving_out: str) -> list[str]:
    """The tags of the flows, but of those that are named."""
    return sorted({tag for flow in FLOWS if flow.name not in leaving_out for tag in flow.tags})


_NOT_BY_YEAR = ("stock_compensation", "dividends", "operating_expenses")
_NOT_BY_QUARTER = (*_NOT_BY_YEAR, "depreciation_amortization", "depreciation_parts")
_FLOW_TAGS = _tags_of()
_YEAR_TAGS = _tags_of(*_NOT_BY_YEAR)
_QUARTER_TAGS = _tags_of(*_NOT_BY_QUARTER)
"""What is looked at over twelve months only costs nothing in the record of years and quarters."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Everything that metrics, verdicts and charts read.

    ``known``: the facts (see ``known.known_facts``). ``anchors``: cik, end, prior_end, filed,
    accession, balance_date: the newest reported period of each company that has one.
    ``candidates``: every complete candidate; ``chosen``: the one that speaks for each concept, with
    ``one_basis``; ``debt``: see ``total_debt.total_debt``; ``years``: cik, start, end, filed: the
    fiscal years."""

    known: pl.DataFrame
    industries: pl.DataFrame
    anchors: pl.DataFrame
    candidates: pl.DataFrame
    chosen: pl.DataFrame
    debt: pl.DataFrame
    years: pl.DataFrame


def statements(known: pl.DataFrame, industries: pl.DataFrame) -> Statements:
    """Put the known facts of all companies into periods and concepts.

    ``known``: see ``known.known_facts``. ``industries``: cik, industry.
    """
    flows = spliced(periods.flow_values(_of_tags(known, _FLOW_TAGS)))
    quarters, contradicted = periods.quarter_values(flows)
    quarters = without_mixed(quarters, flows)
    anchors = _anchors(flows, known)
    years = _fiscal_years(flows, known)
    values = pl.concat(
        [
            _trailing(flows, quarters, anchors, known),
            _of_tags(quarters, _QUARTER_TAGS).with_columns(slot=pl.lit("quarter"), route=pl.lit(0)),
            _of_tags(_annual(flows), _YEAR_TAGS).with_columns(slot=pl.lit("year"), route=pl.lit(0)),
            _balances(known, anchors, years).with_columns(slot=pl.lit("stock"), route=pl.lit(0)),
        ]
    )
    table = candidate_table((*FLOWS, *STOCKS))
    candidates = candidate_values(values, table, industries)
    candidates = _without_stand_ins(candidates, contradicted, table, industries)
    candidates = with_derived(candidates, industries, known)
    candidates = _without_stand_ins(candidates, contradicted, table, industries)
    chosen = choose(candidates)
    chosen = chosen.with_columns(one_basis(_beside_the_year_before(chosen, known), known))
    return Statements(
        known=known,
        industries=industries,
        anchors=anchors,
        candidates=candidates,
        chosen=chosen,
        debt=total_debt(known, _balance_dates(anchors, years)),
        years=years,
    )


def of(values: pl.DataFrame, concept: str, slot: str) -> pl.DataFrame:
    """Return the concept values of a concept in a slot."""
    return values.filter(pl.col("concept") == concept, pl.col("slot") == slot)


def _of_tags(values: pl.DataFrame, tags: list[str]) -> pl.DataFrame:
    return values.filter(pl.col("tag").is_in(tags))


def _without_stand_ins(
    candidates: pl.DataFrame,
    contradicted: pl.DataFrame,
    table: pl.DataFrame,
    industries: pl.DataFrame,
) -> pl.DataFrame:
    """Drop quarters that would stand in for a better candidate that filings contradict: a part is
    no total because the total is in dispute."""
    disputed = (
        contradicted.join(industries, on="cik")
        .join(table, on=["industry", "tag"])
        .group_by("cik", "concept", "end")
        .agg(disputed=pl.col("rank").min())
    )
    return (
        candidates.join(disputed, on=["cik", "concept", "end"], how="left", maintain_order="left")
        .filter(
            (pl.col("slot") != "quarter")
            | pl.col("disputed").is_null()
            | (pl.col("rank") < pl.col("disputed"))
        )
        .drop("disputed")
    )


def _anchors(flows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    tags = {tag for flow in FLOWS if flow.name in _ANCHORS for tag in flow.tags}
    ends = flows.filter(pl.col("tag").is_in(tags)).select("cik", "end").unique()
    newest = ends.group_by("cik").agg(pl.col("end").max())
    away = (pl.col("end_prior") - (pl.col("end") - pl.duration(days=365))).dt.total_days().abs()
    prior = (
        newest.join(ends, on="cik", suffix="_prior")
        .filter(away <= periods.YEAR_SLACK_DAYS)
        .sort(away, "end_prior")
        .unique("cik", keep="first", maintain_order=True)
        .select("cik", prior_end="end_prior")
    )
    filings = (
        known.filter(pl.col("start").is_not_null())
        .join(newest, on=["cik", "end"], how="semi")
        .sort("first_filed", "accession")
        .group_by("cik", maintain_order=True)
        .agg(pl.col("first_filed").first().alias("filed"), pl.col("accession").first())
    )
    return (
        newest.join(prior, on="cik", how="left")
        .join(filings, on="cik", how="left")
        .join(_balance_date(known), on="cik", how="left")
        .sort("cik")
    )


def _balance_date(known: pl.DataFrame) -> pl.DataFrame:
    sheet = ("Assets", "LiabilitiesAndStockholdersEquity", "StockholdersEquity")
    return (
        known.filter(pl.col("start").is_null(), pl.col("tag").is_in(sheet))
        .group_by("cik")
        .agg(balance_date=pl.col("end").max())
    )


def _annual(flows: pl.DataFrame) -> pl.DataFrame:
    annual = flows.filter((pl.col("span") == "year") & pl.col("annual")).select(list(periods.VALUE))
    # Two spans of a year with one end (a 52- beside a 53-week reading): the first start wins for
    # all tags.
    return annual.sort("start").unique(["cik", "tag", "end"], keep="first", maintain_order=True)


def _fiscal_years(flows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    filed = known.select("id", filed="first_filed")
    annual = (
        _annual(flows)
        .explode("operands", empty_as_null=True)
        .join(filed, left_on="operands", right_on="id")
    )
    return (
        annual.group_by("cik", "end")
        .agg(pl.col("start").mode().min(), pl.col("filed").min(), tags=pl.col("tag").n_unique())
        .filter(pl.col("tags") > 1)  # a lone annual figure is a note's, not a fiscal year
        .select("cik", "start", "end", "filed")
        .sort("cik", "end")
    )


def _trailing(
    flows: pl.DataFrame, quarters: pl.DataFrame, anchors: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    targets = pl.concat(
        [
            anchors.select("cik", "end", slot=pl.lit("ttm")),
            anchors.select("cik", end="prior_end", slot=pl.lit("ttm_prior")).drop_nulls(),
        ]
    )
    ways = periods.trailing_values(flows, quarters, targets)
    ways = ways.with_columns(one_basis(_with_witnesses(ways), known))
    return (
        ways.sort("cik", "tag", "slot", ~pl.col("one_basis"), "route", "start")
        .unique(["cik", "tag", "slot"], keep="first", maintain_order=True)
        .select(*periods.VALUE, "slot", "route")
    )


def _with_witnesses(ways: pl.DataFrame) -> pl.Series:
    """The operands of each way, and for four quarters those of the rolled-forward year beside them.

    Where only last year's comparative was restated, the four quarters hold no restated fact
    themselves and yet stand on two bases: the comparative is the witness."""
    rolled = (
        ways.filter(pl.col("route") == 1)
        .unique(["cik", "tag", "slot"], keep="first", maintain_order=True)
        .select("cik", "tag", "slot", witnesses="operands")
    )
    witnesses = pl.when(pl.col("route") == 2).then("witnesses").fill_null([])
    return (
        ways.join(rolled, on=["cik", "tag", "slot"], how="left", maintain_order="left")
        .select(operands=pl.concat_list("operands", witnesses))
        .to_series()
    )


def _beside_the_year_before(chosen: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """The operands of each value, and for the difference of two sums what was restated of the same
    sums a year before.

    After a divestiture an annual report restates the years beside its own, but not the nine months
    that another report stated before: its fourth quarter is the difference of two bases, though no
    operand was restated itself."""
    differences = (
        chosen.with_row_index("row")
        .filter(pl.col("slot") == "quarter", pl.col("operands").list.len() > 1)
        .select("row", id="operands")
        .explode("id", empty_as_null=True)
        .with_columns(pl.col("id").abs())
    )
    periods_of = known.filter(pl.col("start").is_not_null()).select(
        "cik", "tag", "start", "end", "id", "recast_at"
    )
    recast = periods_of.filter(pl.col("recast_at").is_not_null()).drop("recast_at")
    slack = periods.YEAR_SLACK_DAYS

    def a_year_apart(column: str) -> pl.Expr:
        days = (pl.col(column) - pl.col(f"{column}_before")).dt.total_days()
        return days.is_between(365 - slack, 365 + slack)

    witnesses = (
        differences.join(periods_of.drop("recast_at"), on="id")
        .join(recast, on=["cik", "tag"], suffix="_before")
        .filter(a_year_apart("start"), a_year_apart("end"))
        .group_by("row")
        .agg(witnesses=pl.col("id_before").unique().sort())
    )
    return (
        chosen.select("operands")
        .with_row_index("row")
        .join(witnesses, on="row", how="left", maintain_order="left")
        .select(operands=pl.concat_list("operands", pl.col("witnesses").fill_null([])))
        .to_series()
    )


def _balance_dates(anchors: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        [
            anchors.select("cik", end="balance_date").drop_nulls(),
            anchors.select("cik", end="prior_end").drop_nulls(),
            years.select("cik", "end"),
        ]
    ).unique()


def _balances(known: pl.DataFrame, anchors: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    return (
        known.filter(pl.col("start").is_null(), pl.col("unit") == "USD")
        .join(_balance_dates(anchors, years), on=["cik", "end"], how="semi")
        .select(*periods.VALUE_FROM_FACT)
    )
