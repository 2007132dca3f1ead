"""The instance of a company that tells its debt: of its newest quarterly report where that has a
note of its debts, else of the annual report before it."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from enum import Enum

import msgspec

from screener.build.debt_of_file import debt_of_instance
from screener.errors import SourceError
from screener.sources.answers import Answer
from screener.sources.filing_history import Report
from screener.sources.http import Client
from screener.update.folder import Folder, instance_name

ANNUAL = ("10-K", "10-KT", "20-F", "40-F")
QUARTERLY = ("10-Q", "10-QT")

_LIMIT = 128 * 2**20
_LISTING_LIMIT = 8 * 2**20
_NAME = re.compile(r"[\w.-]{1,120}\.xml", re.ASCII)
_BESIDE = re.compile(r"_(cal|def|lab|pre|ref)\.xml$|^FilingSummary|^R\d+\.xml$", re.IGNORECASE)
_END = re.compile(rb"</(?:\w+:)?xbrl\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)
_TAIL = 4_000
_ENDING = "_htm.xml.gz"
_MOST = 2


class Found(Enum):
    """What an instance is good for: it ``TELLS`` the debt, is ``SILENT`` about it, or ``ABSENT``:
    there is none, or not yet."""

    TELLS, SILENT, ABSENT = range(3)


async def fetch_instances(
    cik: int,
    reports: Sequence[Report],
    client: Client,
    folder: Folder,
    *,
    as_of: dt.date,
    anew: bool,
    since: str,
) -> list[Report]:
    """Have the newest instance that tells the debt at ``as_of``, the day of the figures, and the
    newest of what was filed after it, for later; and none that they make superfluous.
    ``anew``: fetch also what is there, unless it was fetched ``since`` a time.

    ``reports``: the newest first. Returns those whose instance is not there. Raises what
    :meth:`screener.sources.http.Client.get` raises."""
    needed, absent = set(), []
    for group in groups(reports, as_of):
        for report in candidates(group):
            name = instance_name(cik, report.accession)
            known = not anew or folder.fetched_since(name, since)
            found = await _have(cik, report, client, folder, known=known)
            if found is Found.TELLS:
                needed.add(name)
                break
            if found is Found.ABSENT:
                absent.append(report)
    if needed:
        for name in folder.ledger.files(instance_name(cik, "").removesuffix(_ENDING)):
            if name not in needed:
                folder.remove(name)
    return absent


def groups(reports: Sequence[Report], as_of: dt.date) -> tuple[list[Report], list[Report]]:
    """Return the reports filed after a day, and those filed by it."""
    after = [report for report in reports if report.filed > as_of]
    return after, [report for report in reports if report.filed <= as_of]


def candidates(reports: Sequence[Report]) -> Iterator[Report]:
    """Yield the reports whose instances to try, in order: the newest quarterly one, if it is after
    the newest annual one, then that and the one before. Who tells its debts in one quarter's report
    does so in each."""
    annual, quarterly = 0, 0
    for report in reports:
        if report.form in ANNUAL and annual < _MOST:
            annual += 1
            yield report
        elif report.form in QUARTERLY and not annual and not quarterly:
            quarterly += 1
            yield report


async def _have(cik: int, report: Report, client: Client, folder: Folder, *, known: bool) -> Found:
    """Fetch an instance unless it is ``known``, and there; return what it is good for."""
    name, ledger = instance_name(cik, report.accession), folder.ledger
    if known and folder.has(name):
        return Found.TELLS
    if known and ledger.is_without_note(report.accession):
        return Found.SILENT
    answer = await _fetched(cik, report, client)
    if answer is None:
        return Found.ABSENT
    if report.form in QUARTERLY and not await asyncio.to_thread(tells_debt, answer.data, name):
        ledger.note_without(report.accession)
        return Found.SILENT
    folder.keep(name, answer)
    return Found.TELLS


async def _fetched(cik: int, report: Report, client: Client) -> Answer | None:
    """Return the instance of a report; None where the filing has none."""
    place = client.addresses.filing(cik, report.accession)
    if report.stem and report.is_inline:
        answer = await client.get(
            f"{place}/{report.stem}_htm.xml", limit=_LIMIT, check=check_instance
        )
        if answer.status == "found":
            return answer
    listing = await client.get(f"{place}/index.json", limit=_LISTING_LIMIT)
    name = instance_in(listing.data) if listing.status == "found" else None
    if name is None:
        return None
    answer = await client.get(f"{place}/{name}", limit=_LIMIT, check=check_instance)
    return answer if answer.status == "found" else None


class _Item(msgspec.Struct):
    name: str


class _Directory(msgspec.Struct):
    item: list[_Item] = []


class _Listing(msgspec.Struct):
    directory: _Directory


def instance_in(listing: bytes) -> str | None:
    """Return the name of the instance in a filing's folder; None where no name tells it."""
    try:
        found = msgspec.json.decode(listing, type=_Listing).directory.item
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    names = [
        item.name for item in found if _NAME.fullmatch(item.name) and not _BESIDE.search(item.name)
    ]
    extracted = [name for name in names if name.endswith("_htm.xml")]
    dated = [name for name in names if re.search(r"-\d{8}\.xml$", name)]
    return next(iter([*extracted, *dated]), None)


def check_instance(data: bytes) -> None:
    """See that bytes are an XBRL instance and come to its end. Raise :class:`SourceError`."""
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or b"xbrl" not in data[:4096]:
        raise SourceError("is no XBRL instance")
    if _END.search(data[-_TAIL:]) is None:
        raise SourceError("is cut: the instance has no end")


def tells_debt(data: bytes, where: str) -> bool:
    """Whether the type of debt follows from a quarterly instance by itself."""
    try:
        return debt_of_instance(data, where).verdict["debt_type"] != "unknown"
    except SourceError:
        return False
