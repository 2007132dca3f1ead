"""A company's files out of the archives. A file that is damaged, another company's or unreadable is
a warning and a reason; it never stops a build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from screener.errors import SourceError
from screener.fundamentals.concepts import TAGS
from screener.model.words import counted
from screener.sources.archive import Archive
from screener.sources.facts import (
    RAW_FACTS,
    CompanyFacts,
    OtherCompanyError,
    read_company_facts,
)
from screener.sources.filing_history import Submissions, read_submissions

NO_FACTS = "no facts in this snapshot"
DAMAGED = "its facts file is damaged or not companyfacts"
MISTAKEN = "its facts file is another company's"
UNREADABLE = "none of its facts can be read"

_FACT = ["tag", "unit", "start", "end", "accession"]


@dataclass(frozen=True, slots=True)
class Archives:
    """Where the companies' files lie. Of two that state one fact, the first wins."""

    facts: tuple[Archive, ...]
    submissions: tuple[Archive, ...] = ()

    def __iter__(self) -> Iterator[Archive]:
        return iter((*self.facts, *self.submissions))


@dataclass(frozen=True, slots=True)
class CompanyFiles:
    """What the archives hold of a company.

    ``facts``: the columns of ``sources.facts.RAW_FACTS``, the union of its facts files.
    ``failure``: why there are no facts, to be told if nothing better explains it. ``entity_name``:
    None where there is no file at all."""

    cik: int
    facts: pl.DataFrame
    failure: str
    entity_name: str | None
    taxonomy: str | None
    history: Submissions | None


def read_company(cik: int, archives: Archives, warnings: list[str]) -> CompanyFiles:
    """Read a company's files; what is wrong with them is added to ``warnings``."""
    files, failure = _facts_files(cik, archives.facts, warnings)
    history = _history(cik, archives.submissions, warnings)
    if files and any(file.dropped for file in files):
        failure = UNREADABLE
    return CompanyFiles(
        cik=cik,
        facts=_united(files),
        failure=failure,
        entity_name=history.name if history else next((file.entity_name for file in files), None),
        taxonomy=next((file.taxonomy for file in files if file.taxonomy), None),
        history=history,
    )


def _facts_files(
    cik: int, archives: tuple[Archive, ...], warnings: list[str]
) -> tuple[list[CompanyFacts], str]:
    found, failure = [], NO_FACTS
    for archive in archives:
        errors: list[SourceError] = []
        for data in archive.read(cik, errors):
            try:
                company = read_company_facts(data, cik, TAGS)
            except SourceError as error:
                errors.append(error)
                continue
            found.append(company)
            if company.dropped:
                left_out = counted(company.dropped, "unreadable fact")
                warnings.append(f"CIK {cik}: {left_out} left out ({archive.path})")
        for told in errors:
            failure = MISTAKEN if isinstance(told, OtherCompanyError) else DAMAGED
            warnings.append(_warning(cik, told, archive))
    return found, failure


def _history(cik: int, archives: tuple[Archive, ...], warnings: list[str]) -> Submissions | None:
    for archive in archives:
        try:
            for data in archive.read(cik):
                return read_submissions(data, cik)
        except SourceError as error:
            warnings.append(_warning(cik, error, archive))
    return None


def _warning(cik: int, error: SourceError, archive: Archive) -> str:
    return f"CIK {cik}: {error.what} ({error.where or archive.path})"


def _united(files: list[CompanyFacts]) -> pl.DataFrame:
    """The union of a company's files; where two state one fact, the first file wins."""
    facts = pl.DataFrame(schema=RAW_FACTS)
    for file in files:
        more = file.facts
        if not facts.is_empty():
            more = more.join(facts, on=_FACT, how="anti", nulls_equal=True, maintain_order="left")
        facts = pl.concat([facts, more])
    return facts
