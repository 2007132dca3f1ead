"""The fund's N-PORT filing on EDGAR: its holdings at the end of a quarter, two months later.

The trust files for hundreds of funds. EDGAR's feed of the fund's series names its filings; where
that is not served, the trust's newest filings are opened one after the other until one is the
fund's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from screener.errors import SourceError
from screener.sources.addresses import SERIES, TRUST_CIK
from screener.sources.filing_history import read_reports
from screener.sources.fund import read_fund
from screener.sources.holdings import Holdings
from screener.sources.http import Client, TransientError, UnusableError
from screener.update.folder import Folder

_LIMIT = 64 * 2**20
_FORM = "NPORT-P"
_RECENT_DAYS = 150
"""A quarter, and the two months until its report is public."""

_MOST_OPENED = 400
"""The trust has that many funds."""

_ACCESSION = re.compile(rb"<accession-number>\s*(\d{10}-\d{2}-\d{6})\s*<", re.IGNORECASE)
_SERIES = f"<seriesId>{SERIES}</seriesId>".encode()


async def fetch_fund_report(
    client: Client, folder: Folder, attempts: int, check: Callable[[Holdings, str], dt.date]
) -> tuple[Path, str]:
    """Return the file of the fund's newest report and where it was fetched from.

    ``check`` returns the day of holdings, or raises :class:`SourceError` where they are not to be
    taken. Raises that, also where there is no report, and what ``Client.get`` raises."""
    for accession in await _accessions(client, attempts):
        url = f"{client.addresses.filing(TRUST_CIK, accession)}/primary_doc.xml"
        answer = await client.get(url, limit=_LIMIT, attempts=attempts)
        if answer.status != "found" or _SERIES not in answer.data:
            continue
        final = f"holdings/IWM_{check(folder.looked_at(answer, read_fund), url)}.xml"
        folder.keep(final, answer)
        return folder.place(final), url
    raise SourceError("no N-PORT filing of the fund was found", where=client.addresses.fund_reports)


async def _accessions(client: Client, attempts: int) -> list[str]:
    """Return what may be the fund's reports, the newest first."""
    try:
        answer = await client.get(client.addresses.fund_reports, limit=_LIMIT, attempts=attempts)
    except (TransientError, UnusableError):
        found = []
    else:
        found = [number.decode() for number in _ACCESSION.findall(answer.data)]
    return found or await _of_trust(client, attempts)


async def _of_trust(client: Client, attempts: int) -> list[str]:
    url = client.addresses.submissions(TRUST_CIK)
    answer = await client.get(url, limit=_LIMIT, attempts=attempts)
    if answer.status != "found":
        return []
    filings = read_reports(answer.data, TRUST_CIK, frozenset({_FORM}))
    if not filings:
        return []
    newest = filings[0].filed
    recent = [one for one in filings if (newest - one.filed).days <= _RECENT_DAYS]
    return [one.accession for one in recent[:_MOST_OPENED]]
