"""Why a metric is unknown, and what must be known of one that is known: a row of words for each."""

from __future__ import annotations

import polars as pl

from screener.fundamentals.formulas import FORMULAS, PAIRED, RECORDS, outdated
from screener.fundamentals.reasons import NO_YEAR, NOT_A_NUMBER, STALE, kind_of
from screener.model.verdict import Unknown


def reasons(wide: pl.DataFrame, values: pl.DataFrame, metrics: pl.DataFrame) -> pl.DataFrame:
    """A row per unknown metric: cik, metric, kind, reason.

    Each has one thing to blame: the age of the figures, the first variable that is unknown, or a
    guard.
    """
    known = metrics.select("cik", *(pl.col(name).is_not_null() for name in (*FORMULAS, *RECORDS)))
    unknown = known.unpivot(index="cik", variable_name="metric", value_name="known").filter(
        ~pl.col("known")
    )
    blamed = (
        wide.select("cik", "period_end", *(_blamed(name).alias(name) for name in FORMULAS))
        .with_columns(pl.lit(_NO_YEAR).alias(name) for name in RECORDS)
        .unpivot(index=["cik", "period_end"], variable_name="metric", value_name="blamed")
        .join(unknown, on=["cik", "metric"], how="semi")
    )
    of_variable = values.select("cik", "reason", blamed="variable")
    own = (pl.col("blamed") == pl.col("metric")) | pl.col("blamed").is_in([*PAIRED, "price"])
    stale = pl.format(STALE, pl.col("period_end").dt.to_string("%Y-%m-%d"))
    return (
        blamed.join(of_variable, on=["cik", "blamed"], how="left")
        .join(_BLAMES, on="blamed", how="left")
        .with_columns(kind=pl.coalesce("guard_kind", kind_of(pl.col("reason"))))
        .select(
            "cik",
            "metric",
            kind=pl.when(pl.col("blamed") == _AGE)
            .then(pl.lit(Unknown.STALE.value))
            .otherwise("kind"),
            reason=pl.when(pl.col("blamed") == _AGE)
            .then(stale)
            .when(pl.col("guard").is_not_null())
            .then("guard")
            .when(own)
            .then("reason")
            .otherwise(pl.format("{}: {}", "blamed", "reason")),
        )
        .sort("cik", "metric")
    )


_AGE, _NO_YEAR, _NO_NUMBER = "#age", "#year", "#number"


def _blamed(metric: str) -> pl.Expr:
    """The first thing that makes a metric unknown, as a key of ``_BLAMES`` or a variable's name."""
    formula = FORMULAS[metric]
    return pl.coalesce(
        pl.when(outdated(metric)).then(pl.lit(_AGE)),
        *(pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in formula.variables),
        *(
            pl.when(guard.condition).then(pl.lit(f"#{metric}.{number}"))
            for number, guard in enumerate(formula.guards)
        ),
        pl.lit(_NO_NUMBER),
    )


_BLAMES = pl.DataFrame(
    [
        *(
            (f"#{metric}.{number}", guard.reason, guard.kind.value)
            for metric, formula in FORMULAS.items()
            for number, guard in enumerate(formula.guards)
        ),
        (_NO_YEAR, NO_YEAR, Unknown.TOO_SHORT.value),
        (_NO_NUMBER, NOT_A_NUMBER, Unknown.DEGENERATE.value),
    ],
    schema=["blamed", "guard", "guard_kind"],
    orient="row",
)
"""What is to blame beside variables and age: its key, reason and kind."""


def notes(values: pl.DataFrame, metrics: pl.DataFrame) -> pl.DataFrame:
    """A row per known metric of which something must be known: cik, metric, kind, reason."""
    noted = values.filter(pl.col("note").is_not_null(), pl.col("value").is_not_null())
    uses = pl.DataFrame(
        [(metric, name) for metric, formula in FORMULAS.items() for name in formula.variables],
        schema=["metric", "variable"],
        orient="row",
    )
    known = metrics.select("cik", *(pl.col(name).is_not_null() for name in FORMULAS))
    own = (pl.col("variable") == pl.col("metric")) | pl.col("variable").is_in(list(PAIRED))
    return (
        noted.join(uses, on="variable")
        .join(
            known.unpivot(index="cik", variable_name="metric", value_name="known").filter("known"),
            on=["cik", "metric"],
            how="semi",
        )
        .with_columns(
            text=pl.when(own).then("note").otherwise(pl.format("{} {}", "variable", "note")),
            kind=pl.col("note").str.extract(r"^(\w+)"),
        )
        .sort("cik", "metric", "variable")
        .group_by("cik", "metric", maintain_order=True)
        .agg(
            pl.col("kind").first(), reason=pl.col("text").unique(maintain_order=True).str.join("; ")
        )
    )
