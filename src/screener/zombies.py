"""Zombie firms by published definition: yes, no, unknown or n/a, each with its reason.

``oecd``: Adalet McGowan, Andrews & Millot (2018), "The walking dead? Zombie firms and productivity
performance in OECD countries", Economic Policy 33(96), OECD Economics Department Working Paper
1372: interest coverage below one in three consecutive fiscal years, and at least ten years of age.

Departures from the paper, each by necessity:

- Age is the time since the first EDGAR filing (spin-offs and re-domiciled companies look younger
  than they are). Where only facts are at hand, their earliest filing is a lower bound: it can prove
  ten years, never disprove them.
- EBIT is operating income, else pre-tax income + interest expense. Real-estate trusts get
  depreciation added back.
- Where interest is not reported, EBIT of zero or less with debt proves coverage below one, and so
  does EBIT below the net interest expense (gross interest is at least that). Interest paid stands
  in where it is all there is, and is marked in the ``years`` table.
- Banks, insurers and other financials (SIC 6000-6499) are n/a: interest is their business.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from screener.model.verdict import Answer, Unknown

YEARS = 3
MINIMUM_AGE = 10
NEARLY = 0.95
"""Interest paid that is below this share of the net interest expense measures no coverage."""

CONSECUTIVE_DAYS = 380
"""Fiscal years whose ends are further apart have a gap between them."""

LATEST_YEAR_DAYS = 380 + 120
"""The latest fiscal year must have ended this close to the as-of date: a year, and the time to
file."""


def oecd(years: pl.DataFrame, companies: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Return the OECD verdict: cik, zombie_oecd (text of ``Answer``), kind (text of ``Unknown``,
    null where the answer is known), reason (text, never null).

    ``years``: the columns of ``store.schema.YEARS`` and ``depreciation_amortization``.
    ``companies``: cik, sic (text), industry_rule (text), first_filed (Date), first_filed_source
    ("submissions" or "facts")."""
    record = _last_years(years, companies)
    below, covered = (pl.col("below") == "below"), (pl.col("below") == "covered")
    verdicts = record.group_by("cik", maintain_order=True).agg(
        years=pl.len(),
        all_below=below.all(),
        any_covered=covered.any(),
        no_debt=(pl.col("below") == "no debt").all(),
        any_no_debt=(pl.col("below") == "no debt").any(),
        latest=pl.col("period_end").max(),
        span=(pl.col("period_end").max() - pl.col("period_end").min()).dt.total_days(),
        since=pl.col("fiscal_year").min(),
        until=pl.col("fiscal_year").max(),
        text=pl.col("text").str.join(", "),
    )
    joined = companies.join(verdicts, on="cik", how="left").with_columns(
        age=(pl.lit(as_of) - pl.col("first_filed")).dt.total_days() / 365.25,
        exact_age=pl.col("first_filed_source") == "submissions",
    )
    return joined.select("cik", _answer(as_of).alias("answer")).unnest("answer")


def _answer(as_of: dt.date) -> pl.Expr:
    """The verdict as a struct of zombie_oecd, kind and reason: the first case that holds."""
    record = pl.format("coverage {} in FY{}-{}", "text", "since", "until")
    age = pl.col("age").round(1)
    short = pl.col("years").is_null() | (pl.col("years") < YEARS)
    gap = pl.col("span") > CONSECUTIVE_DAYS * (YEARS - 1)
    old = (pl.lit(as_of) - pl.col("latest")).dt.total_days() > LATEST_YEAR_DAYS
    # By the calendar: ten years to the day are ten years, whatever leap days lie between.
    aged = pl.col("first_filed").dt.offset_by(f"{MINIMUM_AGE}y") <= as_of
    source = pl.when("exact_age").then(pl.lit("")).otherwise(pl.lit("at least "))
    cases: list[tuple[pl.Expr, Answer | Unknown, pl.Expr]] = [
        (
            is_financial(),
            Answer.NOT_APPLICABLE,
            pl.lit("a bank, insurer or other financial company"),
        ),
        (short, Unknown.TOO_SHORT, pl.lit(f"fewer than {YEARS} fiscal years on record")),
        (
            old,
            Unknown.STALE,
            pl.format("the latest fiscal year on record ended {}", _day("latest")),
        ),
        (gap, Unknown.TOO_SHORT, pl.lit("a gap between the fiscal years on record")),
        (pl.col("no_debt"), Answer.NO, pl.format("no debt in FY{}-{}", "since", "until")),
        (pl.col("any_covered") | pl.col("any_no_debt"), Answer.NO, record),
        # Whatever the coverage was: one criterion that fails decides.
        (
            pl.col("exact_age") & ~aged,
            Answer.NO,
            pl.format("{}; but only {} years since the first EDGAR filing", record, age),
        ),
        (~pl.col("all_below"), Unknown.NOT_REPORTED, record),
        (
            aged,
            Answer.YES,
            pl.format("{}; {}{} years since the first EDGAR filing", record, source, age),
        ),
    ]
    unknown_age = pl.format(
        "{}; age unknown: facts reach back {} years, no submissions", record, age
    )
    verdict = _case(unknown_age.fill_null(record), Unknown.TOO_SHORT)
    for condition, answer, reason in reversed(cases):
        verdict = (
            pl.when(condition.fill_null(value=False)).then(_case(reason, answer)).otherwise(verdict)
        )
    return verdict


def is_financial() -> pl.Expr:
    """Whether a company is a bank, an insurer or another financial: SIC 6000-6499, else its
    tags."""
    code = pl.col("sic").cast(pl.Int64, strict=False)
    by_tags = pl.col("industry_rule").is_in(["bank", "insurer"])
    return pl.coalesce(code.is_between(6000, 6499), by_tags)


def _last_years(years: pl.DataFrame, companies: pl.DataFrame) -> pl.DataFrame:
    """The last three fiscal years of each company, oldest first, each judged below / covered /
    ..."""
    reit = pl.col("industry_rule") == "reit"
    ebit = pl.col("operating_income") + pl.when(reit).then("depreciation_amortization").otherwise(
        0.0
    )
    interest = pl.col("interest_expense")
    net = pl.col("net_interest_expense")
    # Interest paid below the net expense, a lower bound, is no measure of the expense.
    between = ebit.is_between(interest, net, closed="left")
    contradicted = (between | (interest < net * NEARLY)).fill_null(value=False)
    measured = (interest > 0) & ~contradicted
    coverage = pl.when(measured).then(ebit / interest)
    debt = pl.col("total_debt")
    return (
        years.join(companies.select("cik", "industry_rule"), on="cik", how="left")
        .sort("cik", "period_end")
        .group_by("cik", maintain_order=True)
        .tail(YEARS)
        .with_columns(coverage=coverage, ebit=ebit)
        .with_columns(
            below=pl.when(pl.col("coverage") < 1)
            .then(pl.lit("below"))
            .when(pl.col("coverage") >= 1)
            .then(pl.lit("covered"))
            # No interest figure: a loss with debt can't cover whatever the interest is.
            .when((pl.col("ebit") <= 0) & (debt > 0))
            .then(pl.lit("below"))
            # Gross interest is at least the net expense: EBIT below that is below the interest.
            .when((net > 0) & (pl.col("ebit") < net))
            .then(pl.lit("below"))
            .when((debt == 0) & (interest.is_null() | (interest == 0)))
            .then(pl.lit("no debt"))
            .otherwise(pl.lit("unknown"))
        )
        .with_columns(
            text=pl.when(pl.col("coverage").is_not_null())
            .then(_two_decimals("coverage"))
            .when(pl.col("below") == "below")
            .then(pl.lit("below 1 (proven by a bound)"))
            .when(pl.col("below") == "no debt")
            .then(pl.lit("no debt"))
            .when(pl.col("ebit").is_null())
            .then(pl.lit("unknown (no operating income)"))
            .otherwise(pl.lit("unknown (no interest figure)"))
        )
    )


def _two_decimals(column: str) -> pl.Expr:
    """A coverage as text; one below 1 never reads 1.00."""
    rounded = pl.col(column).round(2)
    shown = pl.when((pl.col(column) < 1) & (rounded == 1)).then(0.99).otherwise(rounded)
    return shown.cast(pl.Decimal(38, 2)).cast(pl.String).str.replace("-", "−", literal=True)


def _case(reason: pl.Expr, answer: Answer | Unknown) -> pl.Expr:
    """An answer; or, where it is unknown, the kind of that."""
    kind = answer.value if isinstance(answer, Unknown) else None
    given = Answer.UNKNOWN if isinstance(answer, Unknown) else answer
    return pl.struct(
        pl.lit(given.value).alias("zombie_oecd"),
        pl.lit(kind, dtype=pl.String).alias("kind"),
        reason.alias("reason"),
    )


def _day(column: str) -> pl.Expr:
    return pl.col(column).dt.to_string("%Y-%m-%d")
