"""What is claimed of a disagreement, proved from the raw files."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from tests.reference.causes import DEFINITIONS, REPORTED, Cause, Why
from tests.reference.comparing import NEAR_DAYS
from tests.reference.raw import raw_facts

from screener.fundamentals.concepts import CONCEPT_OF_TAG, FLOWS, STOCKS
from screener.fundamentals.periods import SPANS
from screener.sources.archive import open_archive

PROOF = 0.001
"""A sum of facts that comes this near to the vendor's figure is how it is made."""

Row = dict[str, Any]
"""A row of ``comparing.compared``."""


def holds(cause: Cause, row: Row, data: Path) -> bool:
    """Whether the files bear the cause out; what cannot be proved holds by being called so."""
    if cause.shown:
        return _is_made_of(cause.shown, row, cause.end or row["period_end"], data)
    if cause.why is Why.NO_FACTS:
        return not row["answerable"]
    if cause.why is Why.NOT_IN_FILE:
        return not _any_tag(row, data)
    return cause.why in (Why.TRIMMED, Why.UNPROVEN)


def classified(row: Row, data: Path) -> Cause:
    """Find the cause of a disagreement in a metric that is only reported."""
    if not row["answerable"]:
        return Cause(Why.NO_FACTS, Why.NO_FACTS.value)
    if not _any_tag(row, data):
        return Cause(Why.NOT_IN_FILE, Why.NOT_IN_FILE.value)
    own = REPORTED.get((row["ticker"], row["fiscal_year"], row["metric"]))
    if own is not None and holds(own, row, data):
        return own
    for shown in DEFINITIONS.get(row["metric"], ()):
        if _is_made_of(shown, row, row["period_end"], data):
            return Cause(Why.SHOWN, "the vendor's figure is " + " + ".join(shown), shown)
    why = Why.UNPROVEN if row["cik"] in _whole_files(data) else Why.TRIMMED
    return Cause(why, why.value)


def _is_made_of(shown: tuple[str, ...], row: Row, end: dt.date, data: Path) -> bool:
    """Whether one filing states the parts and they sum up to the vendor's figure."""
    signs = {tag.removeprefix("-"): -1 if tag.startswith("-") else 1 for tag in shown}
    sums = (
        _facts_at(row, end, data)
        .filter(pl.col("tag").is_in(list(signs)))
        .unique(["accession", "tag"], keep="first", maintain_order=True)
        .group_by("accession")
        .agg(
            total=(pl.col("value") * pl.col("tag").replace_strict(signs, default=0)).sum(),
            parts=pl.len(),
        )
        .filter(pl.col("parts") == len(signs))
    )
    apart = (sums["total"] - row["theirs"]).abs() / abs(row["theirs"])
    return bool((apart <= PROOF).any())


def _any_tag(row: Row, data: Path) -> bool:
    """Whether the files hold any tag of the row's metric for its period by its last day."""
    tags = _tags()[row["metric"]]
    return not _facts_at(row, row["period_end"], data).filter(pl.col("tag").is_in(tags)).is_empty()


def _facts_at(row: Row, end: dt.date, data: Path) -> pl.DataFrame:
    days = (pl.col("end") - pl.col("start")).dt.total_days()
    return _of_company(row["cik"], data).filter(
        pl.col("start").is_null() | days.is_between(*SPANS["year"]),
        (pl.col("end") - end).dt.total_days().abs() <= NEAR_DAYS,
        pl.col("filed") <= row["last_day"],
    )


@cache
def _of_company(cik: int, data: Path) -> pl.DataFrame:
    return raw_facts(data).filter(pl.col("cik") == cik, pl.col("unit") == "USD")


@cache
def _whole_files(data: Path) -> frozenset[int]:
    """The companies whose files hold every tag."""
    return open_archive(data / "companyfacts").ciks


@cache
def _tags() -> dict[str, list[str]]:
    """The tags that would tell a metric alone; operating income is also derived from pre-tax
    income."""
    by_concept = {
        concept.name: {
            candidate.terms[0][0]
            for candidates in concept.candidates.values()
            for candidate in candidates
            if len(candidate.terms) == 1
        }
        for concept in (*FLOWS, *STOCKS)
    }
    by_concept["operating_income"] |= by_concept["pretax_income"]
    by_concept["total_debt"] = {tag for tag, concept in CONCEPT_OF_TAG.items() if concept == "debt"}
    return {name: sorted(tags) for name, tags in by_concept.items()}
