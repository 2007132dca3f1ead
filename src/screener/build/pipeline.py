"""Building a snapshot from files: read, match, compute in batches, assemble, publish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from screener.build.assemble import assemble, coverage, unknown_by_kind
from screener.build.batch import Batch, BatchResult
from screener.build.events import BuildEvent, Built, Progress, Report
from screener.build.fund import fund_holdings
from screener.build.holdings import of_companies, priced, tickers_table, unpriced
from screener.build.pool import POOL_PAYS_FROM, computing
from screener.build.provenance import provenance
from screener.build.reading import Archives
from screener.errors import SourceError, UsageError
from screener.sources.archive import Archive, open_archive
from screener.sources.edgar import read_tickers
from screener.sources.holdings import Holdings
from screener.sources.instances import InstanceFolder, open_instances
from screener.sources.match import match_ciks
from screener.store.manifest import Manifest
from screener.store.snapshot import publish, workspace
from screener.store.version import SCHEMA_VERSION

_SAME_TIME_DAYS = 92
_ENOUGH = 20  # companies, for a share of them to mean anything
_OWNER = r"^ticker now belongs to .*"


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """The files to build from, and where to.

    ``holdings``: a holdings file or an N-PORT report; ``borrow``: a holdings file that such a
    report has its tickers and sectors from. ``tickers``: SEC ticker files, the first wins, later
    ones fill gaps. ``facts`` and ``submissions``: folders or zips; several are united.
    ``instances``: folders of XBRL instances. ``as_of``: None = the holdings date. ``root``: the
    folder that holds ``snapshots/``. ``created``: the time to record (UTC); ``sample``: the
    companies are fictional. ``origins``: where inputs were fetched from; ``warnings``: what is to
    stand before the build's own. ``accept`` is shown what the build came to before it is made
    current, and raises where it must not be. ``batch_size``: companies computed at once, enough for
    polars to be quick and few enough for the memory; ``workers``: processes."""

    holdings: Path
    tickers: tuple[Path, ...]
    facts: tuple[Path, ...]
    root: Path
    created: dt.datetime
    submissions: tuple[Path, ...] = ()
    instances: tuple[Path, ...] = ()
    borrow: Path | None = None
    as_of: dt.date | None = None
    sample: bool = False
    origins: Mapping[Path, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    accept: Callable[[Report], None] = lambda report: None
    batch_size: int = 128
    workers: int = 2


def build(request: BuildRequest) -> Generator[BuildEvent, None, None]:
    """Build a snapshot and make it current. Yields progress, then one ``Built``.

    Raises ``UsageError`` (no as-of date to be had, nothing to borrow for), ``SourceError`` (an
    input can't be read at all), ``StorageError`` (the disk refuses) or ``DataError`` (a worker was
    ended). Whatever happens, the old snapshot stays current until the new one is complete; a closed
    or abandoned iterator leaves nothing behind."""
    with _opened(request) as archives, computing(archives, request.workers) as compute:
        tickers = [read_tickers(path) for path in request.tickers]
        holdings = fund_holdings(request.holdings, request.borrow, tickers)
        as_of = _as_of(request, holdings)
        constituents = priced(match_ciks(holdings.constituents, tickers), holdings.as_of, as_of)
        instances = tuple(open_instances(path) for path in request.instances)
        with_files = frozenset[int]().union(*(archive.ciks for archive in archives))
        with workspace(request.root) as folder:
            work = _batches(request, constituents, as_of, with_files, folder, instances)
            results: dict[int, BatchResult] = {}
            done, total = 0, sum(batch.holdings.height for batch in work)
            yield Progress("reading facts", 0, total)
            with closing(compute(work)) as computed:
                for finished in computed:
                    if finished is not None:
                        batch, result = finished
                        results[batch.number] = result
                        done += batch.holdings.height
                    # Also while nothing is finished: who watches can give the build up.
                    yield Progress("reading facts", done, total)
            yield Progress("writing the snapshot", total, total)
            ordered = [results[batch.number] for batch in work]
            yield _publish(
                request, holdings, constituents, tickers, as_of, ordered, archives, folder,
                instances,
            )  # fmt: skip


@contextmanager
def _opened(request: BuildRequest) -> Iterator[Archives]:
    with ExitStack() as stack:
        facts, submissions = (
            tuple(stack.enter_context(closing(_open(path))) for path in paths)
            for paths in (request.facts, request.submissions)
        )
        yield Archives(facts, submissions)


def _open(path: Path) -> Archive:
    archive = open_archive(path)
    if not archive.ciks:
        archive.close()
        raise SourceError(
            "holds no company's file",
            where=str(path),
            next_step="Give a folder or zip of CIK##########.json files.",
        )
    return archive


def _as_of(request: BuildRequest, holdings: Holdings) -> dt.date:
    as_of = request.as_of or holdings.as_of
    if as_of is None:
        raise UsageError(
            "the holdings file says no date, so the as-of date is unknown",
            where=str(request.holdings),
            next_step="Give the day whose knowledge counts: --as-of YYYY-MM-DD",
        )
    return as_of


def _batches(
    request: BuildRequest,
    constituents: pl.DataFrame,
    as_of: dt.date,
    with_files: frozenset[int],
    folder: Path,
    instances: tuple[InstanceFolder, ...],
) -> list[Batch]:
    holdings = of_companies(constituents)
    # In the order of CIKs, so that the facts table is, too. Companies without files cost nothing.
    has_files = pl.col("cik").is_in(pl.Series(sorted(with_files), dtype=pl.Int64).implode())
    kinds = [holdings.filter(has_files), holdings.filter(~has_files)]
    companies = kinds[0].height
    count = max(1, -(-companies // request.batch_size))
    if companies >= POOL_PAYS_FROM:  # no worker idle while another does the last one
        count = -(-count // request.workers) * request.workers
    parts = [pl.concat([_part(kind, number, count) for kind in kinds]) for number in range(count)]
    return [
        Batch(number, part, as_of, folder, tuple(_of(files, part["cik"]) for files in instances))
        for number, part in enumerate(parts)
    ]


def _of(instances: InstanceFolder, ciks: pl.Series) -> InstanceFolder:
    """The instances of some companies, to be handed to the process that needs them."""
    wanted = frozenset(ciks)
    files = {cik: files for cik, files in instances.files.items() if cik in wanted}
    return InstanceFolder(instances.path, files)


def _part(frame: pl.DataFrame, number: int, count: int) -> pl.DataFrame:
    start, end = (frame.height * edge // count for edge in (number, number + 1))
    return frame[start:end]


def _age_of_holdings(holdings: Holdings, as_of: dt.date) -> list[str]:
    """A universe of another time than the figures is a different question, and worth a word."""
    if holdings.as_of is None or abs((holdings.as_of - as_of).days) <= _SAME_TIME_DAYS:
        return []
    days = abs((holdings.as_of - as_of).days)
    side = "after" if holdings.as_of > as_of else "before"
    return [
        f"the holdings are of {holdings.as_of}, {days:,} days {side} the as-of date: the companies"
        " are those of that day, not of the as-of date"
    ]


def _few_figures(matched: pl.DataFrame, constituents: pl.DataFrame) -> list[str]:
    """Most companies of a fund have figures: where they don't, the facts are of others."""
    known, filers = constituents["reason"].null_count(), matched["cik"].count()
    if filers < _ENOUGH or known >= filers / 2:
        return []
    return [
        f"only {known:,} of {filers:,} companies that file with the SEC have figures: the facts may"
        " be of other companies, or of another time"
    ]


def _publish(
    request: BuildRequest,
    holdings: Holdings,
    constituents: pl.DataFrame,
    tickers: Sequence[pl.DataFrame],
    as_of: dt.date,
    results: list[BatchResult],
    archives: Archives,
    folder: Path,
    instances: tuple[InstanceFolder, ...],
) -> Built:
    tables = assemble(constituents, [result.figures for result in results], as_of)
    tables["tickers"] = tickers_table(tickers, constituents["cik"])
    former = pl.concat([result.former_names for result in results])
    if not former.is_empty():
        tables["former_names"] = former.sort("cik", "until", maintain_order=True)
    facts = pl.scan_parquet([result.facts_file for result in results], glob=False)
    few = _few_figures(constituents, tables["constituents"])
    warnings = [
        *request.warnings,
        *holdings.warnings,
        *few,
        *_age_of_holdings(holdings, as_of),
        *(warning for archive in archives for warning in archive.warnings),
        *(warning for files in instances for warning in files.warnings),
        *(warning for result in results for warning in result.warnings),
    ]
    whose = pl.col("reason").str.replace(_OWNER, "its ticker now belongs to another company")
    left_out = (
        tables["constituents"].select(whose.drop_nulls().value_counts(sort=True)).unnest("reason")
    )
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
    request.accept(report)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        as_of=as_of,
        created=request.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        fund=holdings.fund,
        holdings_date=holdings.as_of,
        newest_filing=tables["companies"]["latest_filed"].max(),  # type: ignore[arg-type]  # a date
        sample=request.sample,
        sources=provenance(
            [
                ("holdings", request.holdings),
                *([("borrow", request.borrow)] if request.borrow else []),
                *(("tickers", path) for path in request.tickers),
            ],
            [
                *(("facts", archive) for archive in archives.facts),
                *(("submissions", archive) for archive in archives.submissions),
                *(("instances", files) for files in instances),
            ],
            frozenset(constituents["cik"].drop_nulls()),
            request.origins,
        ),
        counts={
            "rows_in": report.rows_in,
            "matched": report.matched,
            "with_facts": report.with_facts,
            **{name: table.height for name, table in tables.items()},
            "facts": report.facts,
        },
        coverage=report.coverage,
        reasons=unknown_by_kind(tables),
        warnings=warnings,
        missing=unpriced(constituents, as_of),
        by_report=holdings.securities is not None,
    )
    return Built(publish(request.root, folder, manifest, {**tables, "facts": facts}), report)
