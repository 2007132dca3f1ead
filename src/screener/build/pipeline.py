"""Building a snapshot from files: read, match, compute in batches, assemble, publish."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screener.build.assemble import assemble, coverage
from screener.build.batch import Batch, BatchResult, run_batch
from screener.build.events import BuildEvent, Built, Progress, Report
from screener.build.provenance import provenance
from screener.errors import DataError, UsageError
from screener.sources.archive import Archive, open_archive
from screener.sources.edgar import read_tickers
from screener.sources.ishares import Holdings, read_holdings
from screener.sources.match import match_ciks
from screener.store.manifest import Manifest
from screener.store.schema import SCHEMA_VERSION
from screener.store.snapshot import publish, storage_errors, workspace

BATCH_SIZE = 64
"""Companies computed at once: enough for polars to be quick, few enough for the memory."""

WORKERS = 2
_POOL_PAYS_FROM = 2 * BATCH_SIZE
"""Below this many companies, starting worker processes costs more than it saves."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """The files to build from, and where to.

    ``tickers``: SEC ticker files, the first wins, later ones fill gaps. ``facts`` and
    ``submissions``: folders or zips; several are united. ``as_of``: None = the holdings date.
    ``root``: the folder that holds ``snapshots/``. ``created``: the time to record; ``sample``: the
    companies are fictional."""

    holdings: Path
    tickers: tuple[Path, ...]
    facts: tuple[Path, ...]
    root: Path
    created: dt.datetime
    submissions: tuple[Path, ...] = ()
    as_of: dt.date | None = None
    sample: bool = False


def build(request: BuildRequest) -> Iterator[BuildEvent]:
    """Build a snapshot and make it current. Yields progress, then one ``Built``.

    Raises ``UsageError`` (no as-of date to be had), ``SourceError`` (an input can't be read at all)
    or ``StorageError`` (the disk refuses). Whatever happens, the old snapshot stays current until
    the new one is complete; a closed or abandoned iterator leaves nothing behind."""
    holdings = read_holdings(request.holdings)
    as_of = _as_of(request, holdings)
    constituents = _constituents(request, holdings, as_of)
    archives = [open_archive(path) for path in (*request.facts, *request.submissions)]
    with workspace(request.root) as folder:
        work = _batches(request, constituents, as_of, archives[: len(request.facts)], folder)
        results: list[BatchResult] = []
        total = sum(batch.holdings.height for batch in work)
        yield Progress("reading facts", 0, total)
        for result in _run(work):
            results.append(result)
            done = sum(part.companies.height for part in results)
            yield Progress("reading facts", min(done, total), total)
        results.sort(key=lambda result: result.facts_file)
        yield Progress("writing the snapshot", total, total)
        yield _publish(request, holdings, constituents, as_of, results, archives, folder)


def _as_of(request: BuildRequest, holdings: Holdings) -> dt.date:
    as_of = request.as_of or holdings.as_of
    if as_of is None:
        raise UsageError(
            "the holdings file says no date, so the as-of date is unknown",
            where=str(request.holdings),
            next_step="Give the day whose knowledge counts: --as-of YYYY-MM-DD",
        )
    return as_of


def _constituents(request: BuildRequest, holdings: Holdings, as_of: dt.date) -> pl.DataFrame:
    matched = match_ciks(holdings.constituents, [read_tickers(path) for path in request.tickers])
    if holdings.as_of is None:
        price_reason = "the holdings file says no date, so the day of its prices is unknown"
    elif holdings.as_of != as_of:
        price_reason = f"the price is of {holdings.as_of}, not of the as-of date {as_of}"
    else:
        price_reason = None
    return matched.with_columns(
        price_reason=pl.coalesce(
            pl.lit(price_reason, dtype=pl.String),
            pl.when(pl.col("currency").fill_null("USD") != "USD").then(
                pl.format("the price is in {}", "currency")
            ),
        ),
        price_date=pl.lit(holdings.as_of, dtype=pl.Date),
    )


def _batches(
    request: BuildRequest,
    constituents: pl.DataFrame,
    as_of: dt.date,
    archives: Sequence[Archive],
    folder: Path,
) -> list[Batch]:
    # One price a company: that of the class of which the fund holds most.
    holdings = (
        constituents.filter(pl.col("cik").is_not_null())
        .sort("market_value", descending=True, nulls_last=True)
        .group_by("cik", maintain_order=True)
        .agg(
            pl.col("quantity").sum(),
            pl.col("price", "price_date", "price_reason").first(),
        )
        .with_columns(price=pl.when(pl.col("price_reason").is_null()).then("price"))
        .sort("cik")
    )
    with_files = pl.col("cik").is_in(
        list(frozenset().union(*(archive.ciks for archive in archives)))
    )
    # Companies without files cost nothing; spreading them evenly keeps the batches alike.
    ordered = pl.concat([holdings.filter(with_files), holdings.filter(~with_files)])
    count = max(1, -(-ordered.filter(with_files).height // BATCH_SIZE))
    return [
        Batch(
            number=number,
            holdings=ordered.gather_every(count, offset=number),
            facts=request.facts,
            submissions=request.submissions,
            as_of=as_of,
            folder=folder,
        )
        for number in range(count)
    ]


def _run(work: list[Batch]) -> Iterator[BatchResult]:
    if sum(batch.holdings.height for batch in work) < _POOL_PAYS_FROM or len(work) == 1:
        for batch in work:
            with storage_errors(batch.folder):
                yield run_batch(batch)
        return
    with _single_threaded_children():
        pool = ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn"))
        try:
            futures: list[Future[BatchResult]] = [pool.submit(run_batch, batch) for batch in work]
            for future in as_completed(futures):
                with storage_errors(work[0].folder):
                    yield future.result()
        except BrokenProcessPool as error:
            raise DataError(
                "a worker process was ended from outside, perhaps for want of memory",
                next_step="Free some memory and build again; nothing that was there is lost.",
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _single_threaded_children() -> Iterator[None]:
    """Workers share the cores: each computes on one thread."""
    name = "POLARS_MAX_THREADS"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def _publish(
    request: BuildRequest,
    holdings: Holdings,
    constituents: pl.DataFrame,
    as_of: dt.date,
    results: list[BatchResult],
    archives: Sequence[Archive],
    folder: Path,
) -> Built:
    tables = assemble(constituents, results, as_of)
    facts = pl.scan_parquet([result.facts_file for result in results])
    warnings = [
        *holdings.warnings,
        *(warning for archive in archives for warning in archive.warnings),
        *(warning for result in results for warning in result.warnings),
    ]
    left_out = tables["constituents"]["reason"].drop_nulls().value_counts(sort=True)
    unknown = tables["reasons"].filter(pl.col("metric") != "zombie_oecd")
    report = Report(
        rows_in=holdings.rows_in,
        constituents=constituents.height,
        matched=constituents["cik"].count(),
        with_facts=tables["constituents"]["reason"].null_count(),
        facts=sum(result.facts for result in results),
        coverage=coverage(tables["metrics"]),
        left_out=dict(left_out.rows()),
        warnings=warnings,
    )
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        as_of=as_of,
        created=request.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        fund=holdings.fund,
        holdings_date=holdings.as_of,
        newest_filing=tables["companies"]["latest_filed"].max(),  # type: ignore[arg-type]  # a date
        sample=request.sample,
        sources=provenance(
            [("holdings", request.holdings), *(("tickers", path) for path in request.tickers)],
            [
                *zip(["facts"] * len(request.facts), archives, strict=False),
                *zip(
                    ["submissions"] * len(request.submissions),
                    archives[len(request.facts) :],
                    strict=True,
                ),
            ],
            frozenset(constituents["cik"].drop_nulls()),
        ),
        counts={
            "rows_in": report.rows_in,
            "constituents": report.constituents,
            "matched": report.matched,
            "with_facts": report.with_facts,
            "facts": report.facts,
        },
        coverage=report.coverage,
        reasons=dict(
            unknown.select(pl.col("reason").str.replace_all(r"\d{4}-\d\d-\d\d", "…"))["reason"]
            .value_counts(sort=True)
            .rows()
        ),
        warnings=warnings,
    )
    return Built(publish(request.root, folder, manifest, {**tables, "facts": facts}), report)
