"""One batch of companies: files → facts → fundamentals; in a worker process, or in this one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screener.build.companies import filers, former_names
from screener.build.debt_notes import instruments_table, newest_filings
from screener.build.figures import Figures, figures
from screener.build.reading import Archives, CompanyFiles, read_company
from screener.fundamentals.concepts import CONCEPT_OF_TAG
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
    """What a batch comes to; the facts themselves lie in ``facts_file``. ``former_names``: the
    columns of ``store.schema.FORMER_NAMES``."""

    figures: Figures
    facts_file: Path
    facts: int
    warnings: list[str]
    former_names: pl.DataFrame


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

    def instruments_of(ciks: Sequence[int]) -> pl.DataFrame:
        return instruments_table(
            newest_filings(ciks, batch.instances, known, batch.as_of, warnings)
        )

    found = figures(filers(files), facts, batch.holdings, batch.as_of, instruments_of)
    return BatchResult(found, facts_file, known.height, warnings, former_names(files))


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
