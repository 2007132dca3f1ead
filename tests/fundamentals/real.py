"""Facts of real companies, from the public files beside the project (marker ``shared``)."""

from __future__ import annotations

import datetime as dt
import gzip
from functools import cache
from pathlib import Path

import polars as pl
from tests.fundamentals.ledger import day

from screener.fundamentals.concepts import CONCEPT_OF_TAG, TAGS
from screener.fundamentals.known import known_facts
from screener.sources.facts import read_company_facts
from screener.store.schema import FACTS


@cache
def facts(folder: Path, cik: int) -> pl.DataFrame:
    """Every stored fact of a company as filed: the columns of ``store.schema.FACTS``."""
    data = gzip.decompress((folder / "companyfacts" / f"CIK{cik:010d}.json.gz").read_bytes())
    return (
        read_company_facts(data, cik, TAGS)
        .facts.with_columns(
            cik=pl.lit(cik, dtype=pl.Int64),
            concept=pl.col("tag").replace_strict(CONCEPT_OF_TAG),
        )
        .select(list(FACTS))
    )


@cache
def known(folder: Path, cik: int, as_of: str) -> pl.DataFrame:
    """What was known of a company on a day: see ``known.known_facts``."""
    return known_facts(facts(folder, cik).lazy(), day(as_of))


def value(known_of: pl.DataFrame, tag: str, period: str) -> float | None:
    """The known value of a tag over ``period`` (``start/end``) or at a day; None where unknown."""
    start, _, end = period.partition("/")
    since: dt.date | None = day(start) if end else None
    found = known_of.filter(
        pl.col("tag") == tag,
        pl.col("start").eq_missing(pl.lit(since, dtype=pl.Date)),
        pl.col("end") == day(end or start),
    )["value"]
    return float(found.item()) if found.len() else None
