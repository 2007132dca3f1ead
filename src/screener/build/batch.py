"""One batch of companies: files → facts → fundamentals. Runs in a worker process, or in this one.

A company whose file is damaged, of another company or unreadable is a warning and a reason; it
never stops a build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from screener.errors import SourceError
from screener.fundamentals.concepts import CONCEPT_OF_TAG, TAGS
from screener.fundamentals.metrics import Fundamentals, fundamentals
from screener.sources.archive import Archive
from screener.sources.edgar import Submissions, read_submissions
from screener.sources.facts import CompanyFacts, OtherCompanyError, read_company_facts
from screener.store.schema import COMPANIES, FACTS
from screener.store.snapshot import storage_errors

NO_FACTS = "no facts in this snapshot"
DAMAGED = "its facts file is damaged or not companyfacts"
MISTAKEN = "its facts file is another company's"
UNREADABLE = "none of its facts can be read"
IFRS = "reports under IFRS: its figures are not comparable"
UNKNOWN_DAY = "no periodic report was filed by the as-of date"


@dataclass(frozen=True, slots=True)
class Archives:
    """Where the companies' files lie. Of two that state one fact, the first wins."""

    facts: tuple[Archive, ...]
    submissions: tuple[Archive, ...] = ()

    def __iter__(self) -> Iterator[Archive]:
        return iter((*self.facts, *self.submissions))


@dataclass(frozen=True, slots=True)
class Batch:
    """The work of one step. ``holdings``: cik, quantity, price, price_date, price_reason."""

    number: int
    holdings: pl.DataFrame
    as_of: dt.date
    folder: Path


@dataclass(slots=True)
class BatchResult:
    """What a batch comes to; the facts themselves lie in ``facts_file``.

    ``companies``: the columns of ``store.schema.COMPANIES``. ``reasons``: cik → why it has no
    figures."""

    companies: pl.DataFrame
    fundamentals: Fundamentals
    facts_file: Path
    facts: int
    reasons: dict[int, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def run_batch(batch: Batch, archives: Archives) -> BatchResult:
    """Read, compute and store one batch. Raises ``StorageError`` where the disk refuses."""
    reasons: dict[int, str] = {}
    warnings: list[str] = []
    rows: list[dict[str, object]] = []
    frames: list[pl.DataFrame] = [pl.DataFrame(schema=FACTS)]
    for cik in batch.holdings["cik"]:
        files, failure = _facts_of(cik, archives.facts, warnings)
        history = _submissions_of(cik, archives.submissions, warnings)
        facts = _merged(cik, files)
        currency = _currency(facts)
        reason = _no_figures(files, facts, currency, batch.as_of) if files else failure
        if reason:
            reasons[cik] = reason
        if not reason or currency not in (None, "USD"):
            frames.append(facts)
        if files or history:
            rows.append(_company(cik, files, facts, history, currency, batch.as_of))
    stored = pl.concat(frames)
    facts_file = batch.folder / f"facts-{batch.number:05d}.parquet"
    with storage_errors(facts_file):
        stored.write_parquet(facts_file)
    companies = pl.DataFrame(rows, schema=COMPANIES)
    readable = batch.holdings.filter(~pl.col("cik").is_in(list(reasons))).join(
        companies.select("cik", "sic"), on="cik", how="left", maintain_order="left"
    )
    comparable = stored.lazy().filter(pl.col("cik").is_in(readable["cik"].implode()))
    return BatchResult(
        companies=companies,
        fundamentals=fundamentals(comparable, readable, batch.as_of),
        facts_file=facts_file,
        facts=stored.height,
        reasons=reasons,
        warnings=warnings,
    )


def _facts_of(
    cik: int, archives: tuple[Archive, ...], warnings: list[str]
) -> tuple[list[CompanyFacts], str]:
    """Return what can be read, and the reason to give where that is nothing."""
    found, failure = [], NO_FACTS
    for archive in archives:
        try:
            for data in archive.read(cik):
                company = read_company_facts(data, cik, TAGS)
                found.append(company)
                if company.dropped:
                    warnings.append(
                        f"CIK {cik}: {company.dropped} unreadable facts left out ({archive.path})"
                    )
        except SourceError as error:
            failure = MISTAKEN if isinstance(error, OtherCompanyError) else DAMAGED
            warnings.append(_warning(cik, error, archive))
    return found, failure


def _submissions_of(
    cik: int, archives: tuple[Archive, ...], warnings: list[str]
) -> Submissions | None:
    for archive in archives:
        try:
            for data in archive.read(cik):
                return read_submissions(data, cik)
        except SourceError as error:
            warnings.append(_warning(cik, error, archive))
    return None


def _warning(cik: int, error: SourceError, archive: Archive) -> str:
    return f"CIK {cik}: {error.what} ({error.where or archive.path})"


def _merged(cik: int, files: list[CompanyFacts]) -> pl.DataFrame:
    """The union of a company's files; where two state one fact, the first file wins."""
    if not files:
        return pl.DataFrame(schema=FACTS)
    facts = pl.concat([file.facts for file in files])
    if len(files) > 1:
        facts = facts.unique(
            ["tag", "unit", "start", "end", "accession"], keep="first", maintain_order=True
        )
    return facts.with_columns(
        cik=pl.lit(cik, dtype=pl.Int64), concept=pl.col("tag").replace_strict(CONCEPT_OF_TAG)
    ).select(list(FACTS))


def _currency(facts: pl.DataFrame) -> str | None:
    """The unit of most money facts of the last two years on file."""
    money = facts.filter(
        pl.col("unit").str.contains(r"^[A-Z]{3}$"),
        pl.col("filed") >= pl.col("filed").max() - pl.duration(days=730),
    )
    units = money.group_by("unit").len().sort("len", "unit", descending=[True, False])
    return str(units["unit"][0]) if units.height else None


def _no_figures(
    files: list[CompanyFacts], facts: pl.DataFrame, currency: str | None, as_of: dt.date
) -> str | None:
    if facts.is_empty():
        if any(file.taxonomy == "ifrs-full" for file in files):
            return IFRS
        return UNREADABLE if any(file.dropped for file in files) else NO_FACTS
    if currency not in (None, "USD"):
        return f"reports in {currency}: its figures are not comparable"
    if any(file.taxonomy == "ifrs-full" for file in files) and currency is None:
        return IFRS
    return None if facts["filed"].min() <= as_of else UNKNOWN_DAY  # type: ignore[operator]  # a date


def _company(
    cik: int,
    files: list[CompanyFacts],
    facts: pl.DataFrame,
    history: Submissions | None,
    currency: str | None,
    as_of: dt.date,
) -> dict[str, object]:
    past = facts.filter(pl.col("filed") <= as_of).sort("filed", "accession")
    first_filed = facts["filed"].min()
    from_history = history is not None and history.first_filed is not None
    return {
        "cik": cik,
        "entity_name": history.name if history else files[0].entity_name,
        "sic": history.sic if history else None,
        "industry": history.industry if history else None,
        "fiscal_year_end": history.fiscal_year_end if history else None,
        "first_filed": history.first_filed if history and from_history else first_filed,
        "first_filed_source": "submissions" if from_history else "facts",
        "forms": sorted(past["form"].unique().to_list()),
        "latest_accession": past["accession"][-1] if past.height else None,
        "latest_filed": past["filed"][-1] if past.height else None,
        "taxonomy": next((file.taxonomy for file in files if file.taxonomy), None),
        "currency": currency,
    }
