"""A company's filing history on EDGAR: what it is, since when it files, which reports it filed.

Source: ``data.sec.gov/submissions/CIK##########.json``, whose ``filings.recent`` holds a company's
newest thousand or more filings in columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import msgspec

from screener.errors import SourceError
from screener.sources.edgar import read_cik
from screener.sources.text import clean, is_web_page

_REPORTS = frozenset(
    form + amended
    for form in ("10-K", "10-KT", "10-Q", "10-QT", "20-F", "40-F", "6-K")
    for amended in ("", "/A")
)
_ONLY_WITH_FIGURES = frozenset({"6-K", "6-K/A"})
"""Most hold press releases: those without XBRL hold no figure that could be read."""

_ACCESSION = re.compile(r"\d{10}-\d\d-\d{6}", re.ASCII)
_PLAIN_FILE = re.compile(r"\w[\w.-]{0,119}", re.ASCII)

_Cell = TypeVar("_Cell")


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a company had; ``since`` and ``until`` are the days of the first and the last of
    its filings under it, as the SEC says."""

    name: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Submissions:
    """A company's filing history in short.

    ``fiscal_year_end`` is MMDD as the SEC writes it. ``forms`` are the kinds filed among its newest
    thousand or more filings, sorted. ``first_filed`` is the date of the oldest filing on EDGAR.
    ``former_names``: in the file's order; what lacks a name or a day is left out.
    """

    cik: int
    name: str
    sic: str | None
    industry: str | None
    fiscal_year_end: str | None
    first_filed: date | None
    forms: tuple[str, ...]
    latest_accession: str | None
    latest_filed: date | None
    former_names: tuple[FormerName, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report with figures: an annual or quarterly one, its amendment, or a 6-K with XBRL.

    ``accession`` is of the form ``0000320193-25-000079``. ``report_date``: the end of its period.
    ``primary_document``: the name of its main file; None where it has none, or one that is no plain
    file name. ``is_xbrl``: it has facts at all; ``is_inline``: inside the main file.
    """

    accession: str
    form: str
    filed: date
    report_date: date | None
    primary_document: str | None
    is_xbrl: bool
    is_inline: bool

    @property
    def stem(self) -> str | None:
        """Return the main file's name without its ending: EDGAR calls the facts that it extracts
        from an inline report ``{stem}_htm.xml``."""
        name = self.primary_document
        return None if name is None else name.rpartition(".")[0] or name


def read_submissions(data: bytes, cik: int) -> Submissions:
    """Decode the filing history of the company ``cik`` (inflated JSON).

    Raises SourceError when it is no JSON, of another shape or another company's.
    """
    company = _decoded(data, cik, _SHORT)
    recent = company.filings.recent
    pages = [page.filingFrom for page in company.filings.files if page.filingFrom]
    latest = max(recent.filingDate, default=None)
    return Submissions(
        cik=cik,
        name=clean(company.name),
        sic=_known(company.sic),
        industry=_known(company.sicDescription),
        fiscal_year_end=_known(company.fiscalYearEnd),
        first_filed=min([*recent.filingDate, *pages], default=None),
        forms=tuple(sorted({clean(form) for form in recent.form if form})),
        latest_accession=recent.accessionNumber[recent.filingDate.index(latest)]
        if latest
        else None,
        latest_filed=latest,
        former_names=_former_names(company.formerNames),
    )


def read_reports(data: bytes, cik: int, forms: frozenset[str] = _REPORTS) -> list[Report]:
    """Decode the reports among the newest filings of the company ``cik``, the newest first;
    ``forms``: those that count.

    Of several filed on one day, the one that the SEC accepted last comes first. What an odd file
    lacks is None, or False. Raises SourceError as :func:`read_submissions` does, and for a report
    without an accession number.
    """
    recent = _decoded(data, cik, _FULL).filings.recent
    count = len(recent.form)
    try:
        rows = zip(
            recent.accessionNumber,
            recent.form,
            recent.filingDate,
            _column(recent.reportDate, count),
            _column(recent.primaryDocument, count),
            _column(recent.isXBRL, count),
            _column(recent.isInlineXBRL, count),
            strict=True,
        )
        found = [
            Report(
                accession=_accession(accession),
                form=form,
                filed=filed,
                report_date=_day(report_date),
                primary_document=_plain_file(document),
                is_xbrl=bool(is_xbrl),
                is_inline=bool(is_inline),
            )
            for accession, form, filed, report_date, document, is_xbrl, is_inline in rows
            if form in forms and (is_xbrl or form not in _ONLY_WITH_FIGURES)
        ]
    except ValueError as error:
        raise SourceError(f"is damaged: {error}", where=_where(cik)) from error
    return sorted(found, key=lambda report: report.filed, reverse=True)


class _Recent(msgspec.Struct):
    accessionNumber: list[str]
    filingDate: list[date]
    form: list[str]


class _RecentReports(_Recent):
    reportDate: list[str | None] | None = None
    primaryDocument: list[str | None] | None = None
    isXBRL: list[int | bool | None] | None = None
    isInlineXBRL: list[int | bool | None] | None = None


_Columns = TypeVar("_Columns", bound=_Recent)


class _Page(msgspec.Struct):
    filingFrom: date | None = None


class _Filings(msgspec.Struct, Generic[_Columns]):
    recent: _Columns
    files: list[_Page] = []


class _FormerName(msgspec.Struct):
    name: str | None = None
    since: str | None = msgspec.field(default=None, name="from")
    until: str | None = msgspec.field(default=None, name="to")


class _Company(msgspec.Struct, Generic[_Columns]):
    cik: int | str
    name: str
    filings: _Filings[_Columns]
    sic: str | None = None
    sicDescription: str | None = None
    fiscalYearEnd: str | None = None
    formerNames: list[_FormerName] | None = None


_SHORT = msgspec.json.Decoder(_Company[_Recent])
_FULL = msgspec.json.Decoder(_Company[_RecentReports])
"""Every company of a build is decoded: what only reports need costs a third more."""


def _decoded(
    data: bytes, cik: int, decoder: msgspec.json.Decoder[_Company[_Columns]]
) -> _Company[_Columns]:
    where = _where(cik)
    if is_web_page(data):
        raise SourceError("is a web page (HTML): the SEC refused the download", where=where)
    try:
        company = decoder.decode(data)
    except msgspec.ValidationError as error:
        raise SourceError(f"is of another shape: {error}", where=where) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(f"is no JSON, or cut: {error}", where=where) from error
    try:
        found = read_cik(company.cik)
    except ValueError as error:
        raise SourceError(str(error), where=where) from error
    if found != cik:
        raise SourceError(f"is another company's (CIK {found:010d})", where=where)
    recent = company.filings.recent
    if not len(recent.accessionNumber) == len(recent.filingDate) == len(recent.form):
        raise SourceError("is damaged: its columns differ in length", where=where)
    return company


def _where(cik: int) -> str:
    return f"filing history of CIK {cik:010d}"


def _column(cells: Sequence[_Cell | None] | None, count: int) -> Sequence[_Cell | None]:
    """Return a column that a file may lack; ValueError where it is of another length."""
    if cells is None:
        return [None] * count
    if len(cells) != count:
        raise ValueError("its columns differ in length")
    return cells


def _accession(text: str) -> str:
    if not _ACCESSION.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no accession number")
    return text


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _former_names(found: Sequence[_FormerName] | None) -> tuple[FormerName, ...]:
    rows = ((_known(row.name), _midnight(row.since), _midnight(row.until)) for row in found or ())
    return tuple(
        FormerName(name, since, until)
        for name, since, until in rows
        if name and since and until and since <= until
    )


def _midnight(text: str | None) -> date | None:
    """Return the day of ``2023-07-17T04:00:00.000Z``: midnight in New York, where the SEC is."""
    return _day((text or "")[:10])


def _plain_file(name: str | None) -> str | None:
    """Return a name that leads out of no folder, as it will be part of an address and a path."""
    return name if name and _PLAIN_FILE.fullmatch(name) else None


def _known(text: str | None) -> str | None:
    return clean(text or "") or None
