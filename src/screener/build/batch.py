"""One batch of companies: files → facts → fundamentals; in a worker process, or in this one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screener.build.companies import NO_STATEMENTS, companies_table, without_figures
from screener.build.debt_notes import instruments_table, newest_filings
from screener.build.reading import Archives, CompanyFiles, read_company
from screener.debt.classify import LINE_TAGS
from screener.fundamentals.concepts import CONCEPT_OF_TAG
from screener.fundamentals.metrics import Fundamentals, fundamentals
from screener.sources.instances import InstanceFolder
from screener.store.schema import FACTS
from screener.store.snapshot import storage_errors


@dataclass(frozen=True, slots=True)
class Batch:
    """The work of one step. ``holdings``: cik, quantity, price, price_date, price_reason.
    ``instances``: the XBRL instances of its companies."""

    number: int
    holdings: pl.DataFrame
    as_of: dt.date
    folder: Path
    instances: tuple[InstanceFolder, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch comes to; the facts themselves lie in ``facts_file``.

    ``companies``: the columns of ``store.schema.COMPANIES``. ``instruments``: those of
    ``store.schema.INSTRUMENTS``. ``reasons``: cik → why it has no
    figures."""

    companies: pl.DataFrame
    fundamentals: Fundamentals
    instruments: pl.DataFrame
    facts_file: Path
    facts: int
    reasons: dict[int, str]
    warnings: list[str]


def run_batch(batch: Batch, archives: Archives) -> BatchResult:
    """Read, compute and store one batch. Raises ``StorageError`` where the disk refuses."""
    warnings: list[str] = []
    files = [read_company(cik, archives, warnings) for cik in batch.holdings["cik"]]
    facts = _facts_table(files)
    facts_file = batch.folder / f"facts-{batch.number:05d}.parquet"
    with storage_errors(facts_file):
        # What was filed later is no knowledge of the day, and would mislead who reads the table.
        known = facts.filter(pl.col("filed") <= batch.as_of)
        known.write_parquet(facts_file)
    companies = companies_table(files, facts, batch.as_of)
    reasons = without_figures(files, companies, batch.as_of)
    left_out = pl.col("cik").is_in(pl.Series(list(reasons), dtype=pl.Int64).implode())
    comparable = batch.holdings.filter(~left_out).join(
        companies.select("cik", "sic"), on="cik", how="left", maintain_order="left"
    )
    filings = newest_filings(
        comparable["cik"].to_list(), batch.instances, known, batch.as_of, warnings
    )
    computed = fundamentals(facts.lazy().filter(~left_out), comparable, batch.as_of, LINE_TAGS)
    silent = comparable.join(computed.metrics, on="cik", how="anti")["cik"]
    reasons |= dict.fromkeys(silent, NO_STATEMENTS)
    return BatchResult(
        companies=companies,
        fundamentals=computed,
        instruments=instruments_table(filings),
        facts_file=facts_file,
        facts=known.height,
        reasons=reasons,
        warnings=warnings,
    )


def _facts_table(files: Sequence[CompanyFiles]) -> pl.DataFrame:
    frames = [
        company.facts.with_columns(cik=pl.lit(company.cik, dtype=pl.Int64))
        for company in files
        if not company.facts.is_empty()
    ]
    if not frames:
        return pl.DataFrame(schema=FACTS)
    return (
        pl.concat(frames)
        .with_columns(concept=pl.col("tag").replace_strict(CONCEPT_OF_TAG))
        .select(list(FACTS))
    )
