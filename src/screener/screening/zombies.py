"""The definitions of a zombie side by side over a universe: how many, who, who not and why, when.

Each company counts once, whatever share classes it has. Drug and biotech companies before their
first sales stand beside the counts: they fail coverage without being what the definitions mean."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screener.model.verdict import Answer
from screener.screening.sectors import once
from screener.screening.universe import Universe
from screener.zombies import DEFINITIONS, NEVER_YES, is_drug_company, pre_revenue

_METRICS = {name: f"zombie_{name}" for name in DEFINITIONS}

_DEFINITION = f"of a zombie: {', '.join(DEFINITIONS)}"
_SHARE = (
    "yes / (yes + no); empty where nobody is judged and for a definition that can't be answered"
    " with yes"
)

NOTES: dict[str, dict[str, str]] = {
    "counts": {
        "definition": _DEFINITION,
        "yes": "companies that it flags",
        "no": "companies that it does not flag",
        "unknown": "companies of which it says neither, for a figure is missing",
        "not_applicable": "companies that it is not about: banks, insurers and the like",
        "share": _SHARE,
        "pre_revenue_yes": "pre-revenue biotechs that it flags beside",
    },
    "overlap": {
        "flagged_by": "a definition",
        "also_by": "another one",
        "companies": "companies that both flag",
    },
    "differences": {
        "flagged_by": "the definition that flags the company",
        "not_by": "a definition that does not",
        "answer": "what not_by says: no, unknown or n/a",
        "reason": "why it says so",
    },
    "years": {
        "fiscal_year": "the year in which it ends; up to 7 January: the year before",
        "definition": _DEFINITION,
        "yes": "companies that it flags in that year",
        "judged": "yes and no",
        "share": _SHARE,
        "unknown": "companies of which it says neither, for a figure is missing",
    },
}
"""What the columns of the tables of :class:`Comparison` mean, but for those that are metrics."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the definitions give, without pre-revenue companies.

    The columns of the tables stand in :data:`NOTES`. ``years`` are those of the companies of the
    universe today, so that earlier years lack those that failed or left. ``companies``: how many
    are counted, ``pre_revenue``: how many beside."""

    counts: pl.DataFrame
    overlap: pl.DataFrame
    differences: pl.DataFrame
    years: pl.DataFrame
    companies: int
    pre_revenue: int


def compare(universe: Universe) -> Comparison:
    """Compare the definitions over the companies of ``universe``."""
    everyone = _companies(universe)
    counted = everyone.filter(~pl.col("pre_revenue"))
    beside = everyone.filter("pre_revenue")
    return Comparison(
        counts=_counts(counted, beside),
        overlap=_overlap(counted),
        differences=_differences(counted, universe.reasons),
        years=_by_year(universe.years),
        companies=counted.height,
        pre_revenue=beside.height,
    )


def pre_revenue_of(universe: Universe) -> frozenset[int]:
    """Return the CIKs of the companies that are pre-revenue today: by the revenue of twelve months,
    where that is unknown by the latest fiscal year.

    See :func:`screener.zombies.pre_revenue`. Raise :class:`screener.errors.SnapshotError`."""
    sic = universe.scan("companies").select("cik", "sic").filter(is_drug_company()).collect()
    makers = universe.metrics.select("cik", "revenue_ttm").unique("cik").join(sic, on="cik")
    of_year = pl.DataFrame(schema={"cik": pl.Int64, "pre_revenue": pl.Boolean})
    dark = makers.filter(pl.col("revenue_ttm").is_null())["cik"]
    if not dark.is_empty():  # few, and years are many
        theirs = universe.scan("years").filter(pl.col("cik").is_in(dark.implode()))
        years = theirs.select("cik", "period_end", "pre_revenue").collect()
        latest = years.sort("period_end").group_by("cik", maintain_order=True)
        of_year = latest.agg(pl.col("pre_revenue").last())
    found = makers.join(of_year, on="cik", how="left").filter(
        pre_revenue("revenue_ttm", pl.col("pre_revenue"))
    )
    return frozenset(found["cik"])


def _companies(universe: Universe) -> pl.DataFrame:
    """A row per company; a holding that matches no filer is one of its own."""
    beside = pl.col("cik").is_in(sorted(universe.pre_revenue)).fill_null(value=False)
    return once(universe.metrics).select(
        "cik", "ticker", "name", *_METRICS.values(), pre_revenue=beside
    )


def _long(companies: pl.DataFrame) -> pl.DataFrame:
    return companies.rename({metric: name for name, metric in _METRICS.items()}).unpivot(
        list(_METRICS), index=["cik", "ticker", "name"], variable_name="definition",
        value_name="answer",
    )  # fmt: skip


_ANSWERS = {
    "yes": Answer.YES,
    "no": Answer.NO,
    "unknown": Answer.UNKNOWN,
    "not_applicable": Answer.NOT_APPLICABLE,
}


def _counts(counted: pl.DataFrame, beside: pl.DataFrame) -> pl.DataFrame:
    def tally(companies: pl.DataFrame) -> pl.DataFrame:
        return _long(companies).group_by("definition").agg(
            (pl.col("answer") == answer.value).sum().alias(name)
            for name, answer in _ANSWERS.items()
        )  # fmt: skip

    return (
        pl.DataFrame({"definition": list(_METRICS)})
        .join(tally(counted), on="definition", how="left", maintain_order="left")
        .join(
            tally(beside).select("definition", pre_revenue_yes="yes"),
            on="definition",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.exclude("definition").fill_null(0))
        .with_columns(share=_share(pl.col("yes"), pl.col("yes") + pl.col("no")))
        .select("definition", *_ANSWERS, "share", "pre_revenue_yes")
    )


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    sayable = ~pl.col("definition").is_in(list(NEVER_YES))
    return pl.when(sayable & (whole > 0)).then(part / whole)


def _overlap(counted: pl.DataFrame) -> pl.DataFrame:
    yes = {name: pl.col(metric) == Answer.YES.value for name, metric in _METRICS.items()}
    pairs = [(one, other) for one in yes for other in yes]
    sums = counted.select(
        (yes[one] & yes[other]).sum().alias(f"{one} {other}") for one, other in pairs
    ).row(0)
    return pl.DataFrame(
        [(*pair, number) for pair, number in zip(pairs, sums, strict=True)],
        schema={"flagged_by": pl.String, "also_by": pl.String, "companies": pl.Int64},
        orient="row",
    )


def _differences(counted: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    verdicts = _long(counted)
    flagged = verdicts.filter(pl.col("answer") == Answer.YES.value)
    why = reasons.filter(pl.col("metric").is_in(list(_METRICS.values()))).select(
        "cik", "reason", definition=pl.col("metric").str.strip_prefix("zombie_")
    )
    order = {name: number for number, name in enumerate(_METRICS)}
    return (
        flagged.select("cik", flagged_by="definition")
        .join(verdicts.filter(pl.col("answer") != Answer.YES.value), on="cik")
        .join(why, on=["cik", "definition"], how="left")
        .rename({"definition": "not_by"})
        .sort(
            pl.col("flagged_by").replace_strict(order),
            pl.col("not_by").replace_strict(order),
            "ticker",
        )
        .select("flagged_by", "not_by", "ticker", "name", "answer", "reason")
    )


def _by_year(years: pl.DataFrame) -> pl.DataFrame:
    # A company counts once, also where two of its years end in one.
    once = years.sort("cik", "period_end").unique(
        ["cik", "fiscal_year"], keep="last", maintain_order=True
    )
    answers = (
        once.filter(~pl.col("pre_revenue").fill_null(value=False))
        .select("fiscal_year", *(pl.col(metric).alias(name) for name, metric in _METRICS.items()))
        .unpivot(list(_METRICS), index="fiscal_year", variable_name="definition")
    )
    order = {name: number for number, name in enumerate(_METRICS)}
    value = pl.col("value")
    return (
        answers.group_by("fiscal_year", "definition")
        .agg(
            yes=(value == Answer.YES.value).sum(),
            judged=value.is_in([Answer.YES.value, Answer.NO.value]).sum(),
            unknown=(value == Answer.UNKNOWN.value).sum(),
        )
        .with_columns(share=_share(pl.col("yes"), pl.col("judged")))
        .sort("fiscal_year", pl.col("definition").replace_strict(order))
        .select("fiscal_year", "definition", "yes", "judged", "share", "unknown")
    )
