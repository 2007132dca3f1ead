"""Who has filed since the last look: by EDGAR's daily index, one request a day.

An index is published at the end of its day. Where a day has none it was a holiday, or it is not
there yet; a later one tells which. What the indices can't tell - they have moved, or the last look
is too long ago - is told by each company's filing history instead.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from screener.sources.daily_index import IndexEntry, read_daily_index
from screener.sources.http import PASSING, Client, LostError
from screener.update.folder import Folder
from screener.update.instances import ANNUAL, QUARTERLY
from screener.update.ledger import Awaited

_LIMIT = 64 * 2**20
_MOST_DAYS = 120
"""Of business: a longer gap costs more requests than to ask every company's history."""

_SILENT_DAYS = 3
"""Of business, today not among them: so many in a row without an index is no holiday."""

_OTHER_FORMS = ("6-K",)
FORMS = frozenset(
    form + ending for form in (*ANNUAL, *QUARTERLY, *_OTHER_FORMS) for ending in ("", "/A")
)
"""The forms whose figures count. An 8-K that restates whole statements is found with the next
report, or by a full update."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the daily indices came to. ``is_enough``: whether they tell who has filed;
    else ``why`` not, in words."""

    is_enough: bool
    why: str = ""


async def look(client: Client, folder: Folder, today: dt.date) -> Look:
    """Read the indices of the days since the last look, and note the reports that they name.

    Raises what ends the whole update."""
    ledger = folder.ledger
    since = ledger.looked_until
    if since is None:
        return Look(is_enough=False, why="no look before")
    if since > today:
        return Look(is_enough=False, why=f"the last look is of {since}, a day to come")
    days = business_days(since, today)
    if len(days) > _MOST_DAYS:
        return Look(is_enough=False, why=f"the last look is of {since}")
    newest = {cik: company.newest for cik, company in ledger.companies().items()}
    silent = 0
    for day in days:
        try:
            found = await _filed_on(day, client)
        except LostError:
            raise
        except PASSING as error:
            return Look(is_enough=False, why=f"the index of {day} can't be used: {error.what}")
        if found is None:
            silent += day < today
            continue
        silent = 0
        # Of companies that were never fetched everything will be; and some of it is here already.
        news = (one for one in found if newest.get(one.cik, one.accession) != one.accession)
        ledger.look(day, news)
    if silent >= _SILENT_DAYS:
        return Look(is_enough=False, why=f"there are no daily indices after {ledger.looked_until}")
    return Look(is_enough=True)


def business_days(since: dt.date, today: dt.date) -> list[dt.date]:
    """Return the days from Monday to Friday after ``since``, up to ``today``."""
    days = (since + dt.timedelta(days=number) for number in range(1, (today - since).days + 1))
    return [day for day in days if day.weekday() < 5]


async def _filed_on(day: dt.date, client: Client) -> list[Awaited] | None:
    """Return the reports of a day; None where there is no index of it."""
    found: list[IndexEntry] = []

    def read(data: bytes) -> None:
        found[:] = read_daily_index(data)

    answer = await client.get(client.addresses.daily_index(day), limit=_LIMIT, check=read)
    if answer.status != "found":
        return None
    return [
        Awaited(entry.cik, entry.accession, entry.form, entry.filed)
        for entry in found
        if entry.form in FORMS
    ]
