"""Every definition over every company: the verdicts of today, those of each year, and how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from screener.model.verdict import Unknown
from screener.zombies.answers import ENDED_LONG_AGO, FINANCIAL, NONE_ON_RECORD, decided, is_old
from screener.zombies.bis import bis
from screener.zombies.cash import cash
from screener.zombies.companies import pre_revenue
from screener.zombies.fed import fed
from screener.zombies.loss import loss
from screener.zombies.oecd import oecd
from screener.zombies.record import described, with_coverage, yearly
from screener.zombies.uncovered import UNCOVERED, uncovered_years

DEFINITIONS: dict[str, Callable[[], pl.Expr]] = {
    "oecd": oecd,
    "bis": bis,
    "fed": fed,
    "cash": cash,
    "loss": loss,
}
"""By name, in the order in which they are listed."""

NEVER_YES = frozenset({"bis"})
"""Definitions whose criteria no source here can prove; they say no, or unknown."""

VERDICTS = {f"zombie_{name}": definition for name, definition in DEFINITIONS.items()}
"""By metric."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the definitions say.

    ``verdicts``: cik, and for each definition ``zombie_<name>`` (text of ``Answer``);
    ``years_uncovered`` (Int64). ``reasons``: cik, metric, kind (text of ``Unknown``, null where the
    answer is known), reason (text, never null): one for each verdict and for each
    ``years_uncovered`` that is unknown. ``years``: the years given, with the columns of
    ``store.schema.YEARS`` that verdicts add. ``uncovered_since``: cik, since (Date): the end of the
    first fiscal year that ``years_uncovered`` reads."""

    verdicts: pl.DataFrame
    reasons: pl.DataFrame
    years: pl.DataFrame
    uncovered_since: pl.DataFrame


def judge(years: pl.DataFrame, companies: pl.DataFrame, as_of: dt.date) -> Judgement:
    """Judge every company, as known on ``as_of``.

    ``years``: cik, fiscal_year, period_end, revenue, revenue_before (that of three fiscal years
    before on the same basis, else null), operating_income, operating_income_derived, net_income,
    depreciation_amortization, interest_expense, interest_proxy, net_interest_expense, total_debt,
    assets.

    ``companies``: cik (one row a company), sic (text), industry_rule (text), sector (text),
    first_filed (Date), first_filed_source ("submissions" or "facts"); of today assets, equity,
    market_cap, total_debt; of twelve months revenue_ttm, net_income_ttm, operating_income_ttm,
    ebitda_ttm, interest_expense_ttm, net_interest_ttm (positive = income); stale, newest_period.
    Money in USD."""
    companies = described(companies)
    record = yearly(years, companies, as_of).with_columns(
        verdict().alias(metric) for metric, verdict in VERDICTS.items()
    )
    latest = record.group_by("cik", maintain_order=True).last()
    today = (
        companies.select("cik", "financial")
        .join(
            latest.select("cik", "period_end", *_OF_YEARS),
            on="cik",
            how="left",
            maintain_order="left",
        )
        .with_columns(_if_current(metric, as_of).alias(metric) for metric in _OF_YEARS)
        .join(_of_twelve_months(companies, latest), on="cik", how="left", maintain_order="left")
    )
    uncovered = uncovered_years(record, companies, as_of)
    reasons = [
        *(
            today.select("cik", pl.lit(metric).alias("metric"), pl.col(metric).struct.unnest())
            for metric in VERDICTS
        ),
        uncovered.filter(pl.col(UNCOVERED).is_null()).with_columns(metric=pl.lit(UNCOVERED)),
    ]
    answers = [pl.col(metric).struct.field("answer").alias(metric) for metric in VERDICTS]
    return Judgement(
        verdicts=today.select("cik", *answers).join(
            uncovered.select("cik", UNCOVERED), on="cik", how="left", maintain_order="left"
        ),
        reasons=pl.concat(frame.select("cik", "metric", "kind", "reason") for frame in reasons),
        years=record.with_columns(answers),
        uncovered_since=uncovered.select("cik", "since"),
    )


_OF_YEARS = [metric for metric in VERDICTS if metric != "zombie_loss"]
"""What is judged by fiscal years; the other by the last twelve months."""


def _if_current(metric: str, as_of: dt.date) -> pl.Expr:
    """The verdict of the latest fiscal year, where there is one that speaks of today."""
    verdict = pl.col(metric)
    return (
        pl.when(pl.col("financial") | pl.col("period_end").is_null())
        .then(decided([FINANCIAL], NONE_ON_RECORD))
        .when(is_old(as_of))
        .then(decided([], ENDED_LONG_AGO))
        .otherwise(verdict)
    )


def _of_twelve_months(companies: pl.DataFrame, latest: pl.DataFrame) -> pl.DataFrame:
    """The verdict of the last twelve months, read as one period of the record: cik, zombie_loss.

    ``latest``: the latest fiscal year of each company."""
    income = pl.col("operating_income_ttm")
    periods = companies.select(
        "cik", "sic", "financial", "reit", "total_debt", "stale", "newest_period",
        operating_income=income,
        depreciation_amortization=pl.col("ebitda_ttm") - income,
        net_income="net_income_ttm",
        interest_expense="interest_expense_ttm",
        net_interest_expense=-pl.col("net_interest_ttm"),
        revenue="revenue_ttm",
        period_text=pl.lit("over twelve months"),
        operating_income_derived=pl.lit(value=False),
        interest_proxy=pl.lit(value=False),
    )  # fmt: skip
    of_year = latest.select("cik", "pre_revenue")
    judged = with_coverage(
        periods.join(of_year, on="cik", how="left", maintain_order="left").with_columns(
            pre_revenue=pre_revenue("revenue", pl.col("pre_revenue"))
        )
    )
    day = pl.col("newest_period").dt.to_string("%Y-%m-%d")
    stale = decided(
        [FINANCIAL], (Unknown.STALE, pl.format("stale: the newest period ended {}", day))
    )
    verdict = pl.when(pl.col("stale").fill_null(value=False)).then(stale).otherwise(loss())
    return judged.select("cik", zombie_loss=verdict)
