"""Who is in the fund: its holdings file from one of three addresses, else its N-PORT filing.

Whatever comes must be the fund's, whole, and of a day; a file that is older than the one that is
there, or much shorter, is not taken for news.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from screener.errors import NetworkError, SourceError
from screener.files import path_text
from screener.sources.addresses import FUND, SERIES
from screener.sources.fund import read_fund
from screener.sources.holdings import WHOLE, Holdings
from screener.sources.http import AGAIN, PASSING, Client, LostError, TransientError
from screener.update.folder import Folder
from screener.update.fund_report import fetch_fund_report

_LIMIT = 32 * 2**20
_SHRUNK = 0.75
"""An index does not lose a quarter of its members overnight; a cut file does."""

_FOUNDED = dt.date(2000, 5, 22)
"""The fund's first day."""

_ATTEMPTS = 3
"""Of an address, for there are others."""

_OWN_FILE = (
    "Download the file from the fund's page at iShares and give it: screen update --holdings FILE"
)


@dataclass(frozen=True, slots=True)
class Members:
    """The holdings to build from.

    ``path``: the file; ``said``: where it comes from, in words; ``address``: the same as a URL,
    empty for a file of the user's; ``borrow``: an iShares file that tells tickers and sectors where
    this one does not. ``warnings``: what a person should know."""

    path: Path
    holdings: Holdings
    said: str
    address: str
    borrow: Path | None = None
    warnings: tuple[str, ...] = ()

    @property
    def day(self) -> dt.date:
        """The day of the holdings."""
        assert self.holdings.as_of is not None, "holdings without a day are never taken"
        return self.holdings.as_of


async def fetch_holdings(client: Client, folder: Folder, today: dt.date) -> Members:
    """Return the fund's holdings, of the first address that gives them.

    Where none does, those that are there stay, with a warning. Raise :class:`NetworkError` or
    :class:`SourceError` where there are none, and what ends the whole update."""
    failures: list[NetworkError | SourceError] = []
    last = kept_holdings(folder, today)

    def check(holdings: Holdings, where: str) -> dt.date:
        day = _check(holdings, where, today)
        _compare(holdings, last, where)
        return day

    for url in client.addresses.holdings:
        try:
            found = await _from_address(url, client, folder, last, check, _attempts(failures))
        except PASSING as error:
            failures.append(error)
            continue
        return Members(*found, said=f"holdings file of {_host(url)}", address=url)
    try:
        path, url = await fetch_fund_report(client, folder, _attempts(failures), check)
        report = read_fund(path)
    except PASSING as error:
        failures.append(error)
    else:
        if report.as_of is not None and (last is None or report.as_of > last.day):
            return _of_report(path, report, url, last, failures)
    if last is None:
        raise _none(failures)
    return replace(last, warnings=(_stays(last, failures),))


def _attempts(failures: Sequence[NetworkError | SourceError]) -> int:
    """Return how often to ask an address: without a network, waiting for each would be long."""
    return 1 if any(isinstance(error, LostError) for error in failures) else _ATTEMPTS


def given_holdings(path: Path, today: dt.date) -> Members:
    """Return the holdings of a file that the user gives. Raise :class:`SourceError` where it is
    not the fund's."""
    holdings = read_fund(path)
    _check(holdings, str(path), today)
    return Members(path, holdings, said=f"the file {path_text(path)}", address="")


def kept_holdings(folder: Folder, today: dt.date) -> Members | None:
    """Return the newest holdings file that is there; None where there is none that can be read."""
    for name in reversed(folder.names("holdings")):
        path = folder.place(name)
        try:
            holdings = read_fund(path)
            _check(holdings, name, today)
        except SourceError:
            continue
        address = folder.address(name)
        said = f"holdings file of {_host(address)}" if address else f"the file {name}"
        borrow = _newest_file(folder) if path.suffix == ".xml" else None
        return Members(path, holdings, said, address, borrow)
    return None


async def _from_address(
    url: str,
    client: Client,
    folder: Folder,
    last: Members | None,
    check: Callable[[Holdings, str], dt.date],
    attempts: int,
) -> tuple[Path, Holdings]:
    """Fetch a holdings file, look at it, and give it its place."""
    answer = await client.get(url, limit=_LIMIT, attempts=attempts)
    if answer.status != "found":
        raise SourceError("there is no such file", where=url)
    holdings = folder.looked_at(answer, read_fund)
    day = check(holdings, url)
    if last is not None and day < last.day:
        raise SourceError(f"is of {day}; there are holdings of {last.day} already", where=url)
    name = f"holdings/IWM_{day}.csv"
    folder.keep(name, answer)
    return folder.place(name), holdings


def _compare(holdings: Holdings, last: Members | None, where: str) -> None:
    members, before = holdings.constituents.height, last.holdings.constituents.height if last else 0
    if members < _SHRUNK * before:
        what = f"has only {members:,} companies; the last one had {before:,}"
        raise SourceError(what, where=where)


def _check(holdings: Holdings, where: str, today: dt.date) -> dt.date:
    """Return the day of the fund's holdings; raise :class:`SourceError` where they are another
    fund's, of no day or one to come, or cut."""
    if holdings.series != SERIES and holdings.fund != FUND:
        raise SourceError(
            f"is of {holdings.fund or 'no fund'!r}, not of {FUND}",
            where=where,
            next_step="Other funds' files can be screened, too: screen build --help",
        )
    if holdings.as_of is None:
        raise SourceError("says no date: no trading day, perhaps", where=where)
    if not _FOUNDED <= holdings.as_of <= today + dt.timedelta(days=1):  # somewhere it is tomorrow
        raise SourceError(f"is of {holdings.as_of}, a day that can't be", where=where)
    if holdings.share is not None and holdings.share < WHOLE:
        raise SourceError(f"holds only {holdings.share:.1%} of the fund: it is cut", where=where)
    return holdings.as_of


def _of_report(
    path: Path,
    report: Holdings,
    url: str,
    last: Members | None,
    failures: Sequence[NetworkError | SourceError],
) -> Members:
    borrow = last.path if last is not None and last.path.suffix == ".csv" else None
    warnings = (
        f"no holdings file could be had ({_reasons(failures)}): the companies are those of the "
        f"fund's N-PORT filing of {report.as_of}",
        *(() if borrow else ("an N-PORT filing names no sectors: all companies are in Other",)),
    )
    return Members(
        path, report, f"the fund's N-PORT filing of {report.as_of}", url, borrow, warnings
    )


def _newest_file(folder: Folder) -> Path | None:
    files = [name for name in folder.names("holdings") if name.endswith(".csv")]
    return folder.place(files[-1]) if files else None


def _stays(last: Members, failures: Sequence[NetworkError | SourceError]) -> str:
    return f"no newer holdings could be had ({_reasons(failures)}): those of {last.day} stay"


def _none(failures: Sequence[NetworkError | SourceError]) -> NetworkError | SourceError:
    """Return one error for all addresses: of the network, if none of them had anything."""
    if all(isinstance(error, LostError) for error in failures):
        return NetworkError(f"there is no network ({_reasons(failures)})", next_step=AGAIN)
    lost = all(isinstance(error, TransientError) for error in failures)
    kind = NetworkError if lost else SourceError
    return kind(f"the fund's holdings can't be had ({_reasons(failures)})", next_step=_OWN_FILE)


def _reasons(failures: Sequence[NetworkError | SourceError]) -> str:
    said = (
        f"{_host(error.where)}: {error.what}" if error.where else error.what for error in failures
    )
    return "; ".join(dict.fromkeys(said))


def _host(url: str) -> str:
    return urlsplit(url).netloc or url
