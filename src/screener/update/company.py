"""One company: its filing history, its facts, and the instance that tells its debt.

Each is fetched only where what is there lacks the newest report; so a pass that was killed goes on
where it stopped, and a quiet company costs nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from screener.errors import NetworkError, SourceError
from screener.sources.answers import Answer
from screener.sources.filing_history import Report, read_reports
from screener.sources.http import PASSING, Check, Client, LostError
from screener.update.folder import Folder, facts_name, now, submissions_name
from screener.update.instances import fetch_instances
from screener.update.ledger import Awaited, Company

NO_FILINGS = "no SEC filings"
NO_FACTS = "no facts with the SEC"

_HISTORY_LIMIT = 64 * 2**20
_FACTS_LIMIT = 256 * 2**20
_LAG_DAYS, _LAG_DAYS_AMENDED = 10, 2
"""So long a report may be missing among the facts before nobody waits for it any more. Many an
amendment has no figures at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an update is about. ``as_of``: the day of which figures will be made; ``today``: of the
    clock; ``full``: fetch anew what is there; ``since``: ISO time from which on what was fetched,
    or came out of an archive, is of this update and as new as it gets; empty: of none."""

    as_of: dt.date
    today: dt.date
    full: bool = False
    since: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file of a company that could not be had; its older one, if any, stays."""

    cik: int
    error: NetworkError | SourceError


async def settle(cik: int, client: Client, folder: Folder, wanted: Wanted) -> Failure | None:
    """Fetch what is missing of a company, and say in the ledger that it is settled; or return what
    kept it from that.

    Raise what ends the whole update: a refusal, a connection that can't be trusted, a disk that
    refuses."""
    try:
        history = await _history(cik, client, folder, wanted)
        if history is None:
            folder.ledger.settle(cik, Company(now(), None, None, NO_FILINGS))
            return None
        reports = [report for report in read_reports(history, cik) if report.is_xbrl]
        lacking = await _facts(cik, reports, client, folder, wanted)
        absent = await fetch_instances(
            cik, reports, client, folder, as_of=wanted.as_of, anew=wanted.full, since=wanted.since
        )
    except LostError:
        raise
    except PASSING as error:
        return Failure(cik, error)
    newest = reports[0] if reports else None
    folder.ledger.settle(
        cik,
        Company(
            now(),
            newest.accession if newest else None,
            newest.filed if newest else None,
            lacking,
        ),
        [
            *_late(cik, history, folder),
            *_lagging(cik, reports, absent, folder, wanted.today),
        ],
    )
    return None


def _late(cik: int, history: bytes, folder: Folder) -> list[Awaited]:
    """Return the reports that the daily index named and the filing history does not yet."""
    return [one for one in folder.ledger.awaited(cik) if one.accession.encode() not in history]


def _lagging(
    cik: int,
    reports: Sequence[Report],
    absent: Sequence[Report],
    folder: Folder,
    today: dt.date,
) -> list[Awaited]:
    """Return the recent reports that the facts lack, or whose instance is not there: the next
    update looks again."""
    recent = _recent(reports, today)
    facts = folder.read(facts_name(cik)) or b"" if recent else b""
    return [
        Awaited(cik, one.accession, one.form, one.filed)
        for one in recent
        if one in absent or not _names(facts, one)
    ]


async def _history(cik: int, client: Client, folder: Folder, wanted: Wanted) -> bytes | None:
    """Return the newest filing history; None where the SEC has none."""
    name = submissions_name(cik)
    fresh = folder.read(name) if folder.fetched_since(name, wanted.since) else None
    if fresh is not None and not _late(cik, fresh, folder):
        return fresh

    def check(data: bytes) -> None:
        read_reports(data, cik)

    url = client.addresses.submissions(cik)
    answer = await _newer(name, url, _HISTORY_LIMIT, check, client, folder, wanted)
    if answer.status == "found":
        folder.keep(name, answer)
        return answer.data
    if answer.status == "unchanged":
        return folder.read(name)
    if folder.has(name) or folder.ledger.awaited(cik):
        raise SourceError("the filing history is gone, of who has filed before", where=url)
    return None


async def _facts(
    cik: int, reports: Sequence[Report], client: Client, folder: Folder, wanted: Wanted
) -> str:
    """Fetch the facts where they lack the newest report; return what the SEC lacks, in words."""

    def check(data: bytes) -> None:
        check_facts(data, cik)

    name = facts_name(cik)
    kept = None if _is_old(name, folder, wanted) else folder.read(name)
    wanting = {*reports[:1], *_recent(reports, wanted.today)}
    if kept is not None and all(_names(kept, one) for one in wanting):
        return ""
    answer = await _newer(
        name, client.addresses.facts(cik), _FACTS_LIMIT, check, client, folder, wanted
    )
    if answer.status == "found":
        folder.keep(name, answer)
    return NO_FACTS if answer.status == "absent" and not folder.has(name) else ""


async def _newer(
    name: str,
    url: str,
    limit: int,
    check: Check,
    client: Client,
    folder: Folder,
    wanted: Wanted,
) -> Answer:
    """Ask for a file, unless it is unchanged since it was fetched."""
    known = None if _is_old(name, folder, wanted) else folder.kept(name)
    answer = await client.get(url, limit=limit, check=check, kept=known)
    if answer.status != "unchanged":
        return answer
    try:
        check(folder.read(name) or b"")
    except SourceError:  # damaged since, or put there by somebody
        return await client.get(url, limit=limit, check=check)
    return answer


def _is_old(name: str, folder: Folder, wanted: Wanted) -> bool:
    """Whether a file is to be fetched anew, though it may be there and unchanged."""
    return wanted.full and not folder.fetched_since(name, wanted.since)


def _recent(reports: Sequence[Report], today: dt.date) -> list[Report]:
    """Return the reports that the SEC may still be taking in."""
    return [
        one
        for one in reports
        if (today - one.filed).days <= (_LAG_DAYS_AMENDED if one.form.endswith("/A") else _LAG_DAYS)
    ]


def _names(facts: bytes, report: Report) -> bool:
    return f'"{report.accession}"'.encode() in facts


class _Head(msgspec.Struct):
    cik: int | str
    facts: dict[str, msgspec.Raw]


_HEAD = msgspec.json.Decoder(_Head)


def check_facts(data: bytes, cik: int) -> None:
    """See that bytes are the facts of a company, whole. Raise :class:`SourceError`."""
    where = f"facts of CIK {cik:010d}"
    try:
        found = _HEAD.decode(data).cik
    except msgspec.ValidationError as error:
        raise SourceError(f"is of another shape: {error}", where=where) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(f"is no JSON, or cut: {error}", where=where) from error
    if str(found).lstrip("0") != str(cik):
        raise SourceError("is another company's", where=where)
