"""Everything that an update fetches, in order: holdings, tickers, who has filed, their files."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from screener.build.fund import fund_holdings
from screener.errors import NetworkError, ScreenerError, SourceError
from screener.model.words import counted
from screener.sources.edgar import read_tickers
from screener.sources.http import AGAIN, AT_ONCE, Client, UnusableError
from screener.sources.match import match_ciks
from screener.update.bulk import ARCHIVES, Bulk, discard, fetch_archive, named, unpack
from screener.update.company import Failure, Wanted, settle
from screener.update.events import Fetching
from screener.update.folder import Folder, cik_of, now
from screener.update.holdings import Members, fetch_holdings, given_holdings
from screener.update.looking import look
from screener.update.tickers import fetch_tickers, ticker_files

_FAILURES_IN_A_ROW = 20
_MOST_FAILURES = 0.05
_FEW = 3
"""Failures that stop no update, however few companies there are."""

_LISTED = 3  # failed companies that a warning names
_FORGET_DAYS = 30
_NEVER = "9"  # later than any time

SINCE, FULL, BULK = "look at all since", "full", "bulk"
"""Remarks of an update that looks at every company, until it has: also one that was killed."""


@dataclass(slots=True)
class Standing:
    """How far the fetching is; read between two steps of it."""

    stage: str = "asking who is in the index"
    done: int = 0
    total: int = 0
    started: float = field(default_factory=time.monotonic)
    began: float = 0.0  # of the stage

    def enter(self, stage: str, total: int = 0) -> None:
        """Begin a stage."""
        self.stage, self.done, self.total = stage, 0, total
        self.began = time.monotonic()

    def event(self, client: Client) -> Fetching:
        """Return how far it is now."""
        seconds = time.monotonic() - self.began
        left = seconds / self.done * (self.total - self.done) if self.done else None
        trouble, traffic = client.trouble, client.traffic
        return Fetching(
            f"{self.stage} ({trouble}; trying again)" if trouble else self.stage,
            self.done,
            self.total,
            traffic.requests,
            traffic.received,
            time.monotonic() - self.started,
            left if self.total else None,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks of the fetching. ``holdings``: a file of theirs; ``full``: fetch anew what
    is there; ``bulk``: the archives to use; ``today``: of the clock (UTC)."""

    today: dt.date
    holdings: Path | None = None
    full: bool = False
    bulk: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Harvest:
    """What there is to build from. ``settled``: companies that were looked at."""

    members: Members
    settled: int = 0
    warnings: tuple[str, ...] = ()


async def fetch(client: Client, folder: Folder, asked: Asked, standing: Standing) -> Harvest:
    """Fetch what is missing or has changed.

    Raise :class:`screener.errors.ScreenerError` for what ends the update; what was fetched until
    then stays, and is not fetched again."""
    ledger = folder.ledger
    given = None if asked.holdings is None else given_holdings(asked.holdings, asked.today)
    bulk = _remember(folder, asked)
    members = given or await fetch_holdings(client, folder, asked.today)
    warnings = [
        *members.warnings,
        *await fetch_tickers(client, folder, asked.today, full=bool(ledger.remark(FULL))),
    ]
    ciks = constituents(members, ticker_files(folder))
    standing.enter("asking who has filed")
    warnings += await _look(client, folder, asked.today)
    trusted = True
    for one in bulk:
        try:
            trusted &= await _take_out(one, ciks, client, folder, standing, asked.today)
        except (UnusableError, SourceError) as error:
            _drop(one, folder)
            warnings.append(f"{one.name} can't be used, each company was asked: {error.what}")
    since, full = ledger.remark(SINCE), bool(ledger.remark(FULL))
    wanted = Wanted(members.day, asked.today, full=full, since=since if trusted else _NEVER)
    wanting = needed(ciks, folder)
    standing.enter("fetching filings", len(wanting))
    failures = await _settle_all(wanting, client, folder, wanted, standing)
    # Who failed is looked at again by the next update, whatever that one is about.
    ledger.forget_companies(since, [one.cik for one in failures])
    ledger.set_remark(FULL, "")
    ledger.set_remark(SINCE, "")
    ledger.give_up(asked.today - dt.timedelta(days=_FORGET_DAYS))
    return Harvest(members, len(wanting), (*warnings, *_failed(failures)))


def constituents(members: Members, tickers: Sequence[Path]) -> list[int]:
    """Return the CIKs of the companies in the fund, in order."""
    lists = [read_tickers(path) for path in tickers]
    holdings = fund_holdings(members.path, members.borrow, lists)
    return sorted(set(match_ciks(holdings.constituents, lists)["cik"].drop_nulls()))


def _remember(folder: Folder, asked: Asked) -> tuple[Bulk, ...]:
    """Write down what was asked for, so that a killed update goes on with it; return the
    archives."""
    ledger = folder.ledger
    unfinished = [name for name in ledger.remark(BULK).split() if name in ARCHIVES]
    bulk = {one.name: one for one in map(named, [*unfinished, *asked.bulk])}
    ledger.set_remark(BULK, " ".join(one.name for one in bulk.values() if one.file is None))
    begins = asked.full and not (ledger.remark(FULL) and ledger.remark(SINCE))
    if begins or asked.bulk or ledger.looked_until is None:
        _begin_with_all(folder, asked.today)
    if asked.full:
        ledger.set_remark(FULL, "yes")
    return tuple(bulk.values())


def _begin_with_all(folder: Folder, today: dt.date) -> None:
    """Say that every company is to be looked at: then it has all that was filed before today."""
    folder.ledger.forget_days_to_come(now())
    folder.ledger.set_remark(SINCE, now())
    folder.ledger.look(today - dt.timedelta(days=1), ())


async def _look(client: Client, folder: Folder, today: dt.date) -> list[str]:
    found = await look(client, folder, today)
    if found.is_enough:
        return []
    _begin_with_all(folder, today)
    return [f"every company's filing history was looked at: {found.why}"]


async def _take_out(
    bulk: Bulk,
    ciks: Sequence[int],
    client: Client,
    folder: Folder,
    standing: Standing,
    today: dt.date,
) -> bool:
    """Have an archive, take the companies' files out of it and remove it; return whether the daily
    indices tell what was filed since it was made."""
    ledger = folder.ledger
    standing.enter(f"downloading {bulk.name}")
    path, made = await fetch_archive(bulk, client, folder)
    day = (made or today) - dt.timedelta(days=2)
    trusted = made is not None
    if ledger.looked_until is None or day < ledger.looked_until:
        ledger.look(day, ())
        trusted &= (await look(client, folder, today)).is_enough
    standing.enter(f"reading {bulk.name}", len(ciks))
    for done, _ in enumerate(unpack(bulk, path, ciks, client, folder), 1):
        standing.done = done
        await asyncio.sleep(0)  # others want to be told
    _drop(bulk, folder)
    return trusted


def _drop(bulk: Bulk, folder: Folder) -> None:
    """Need an archive no longer."""
    discard(bulk, folder)
    left = [name for name in folder.ledger.remark(BULK).split() if name != bulk.name]
    folder.ledger.set_remark(BULK, " ".join(left))


def needed(ciks: Sequence[int], folder: Folder) -> list[int]:
    """Return the companies that must be looked at."""
    since, known = folder.ledger.remark(SINCE), folder.ledger.companies()
    anew = {one.cik for one in folder.ledger.awaited()}
    anew |= {cik for name in folder.lost() if (cik := cik_of(name)) is not None}
    return [
        cik
        for cik in ciks
        if cik in anew or cik not in known or (since and known[cik].settled < since)
    ]


async def _settle_all(
    ciks: Sequence[int], client: Client, folder: Folder, wanted: Wanted, standing: Standing
) -> list[Failure]:
    """Settle companies, several at a time; return those that could not be."""
    failures: list[Failure] = []
    in_a_row = 0
    rest: Iterator[int] = iter(ciks)

    async def work() -> None:
        nonlocal in_a_row
        for cik in rest:
            failure = await settle(cik, client, folder, wanted)
            standing.done += 1
            in_a_row = 0 if failure is None else in_a_row + 1
            if failure is not None:
                failures.append(failure)
                if in_a_row >= _FAILURES_IN_A_ROW:
                    raise _too_many(failures, standing.done)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())
    except* ScreenerError as errors:
        raise _first(errors) from None
    if len(failures) > max(_FEW, _MOST_FAILURES * len(ciks)):
        raise _too_many(failures, len(ciks))
    return failures


def _first(errors: BaseExceptionGroup[ScreenerError]) -> ScreenerError:
    """Return one of the errors that came together."""
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, ScreenerError)
    return found


def _too_many(failures: Sequence[Failure], of: int) -> ScreenerError:
    """Return one error for many companies: the last one's; the first may have been by chance."""
    last = failures[-1].error
    kind = NetworkError if isinstance(last, NetworkError) else SourceError
    return kind(
        f"{len(failures):,} of {counted(of, 'company', 'companies')} could not be fetched; "
        f"the last: {last.what}",
        where=last.where,
        next_step=AGAIN,
    )


def _failed(failures: Sequence[Failure]) -> list[str]:
    if not failures:
        return []
    some = ", ".join(f"CIK {one.cik} ({one.error.what})" for one in failures[:_LISTED])
    more = f" and {len(failures) - _LISTED:,} more" if len(failures) > _LISTED else ""
    return [
        f"the newest files of {some}{more} could not be fetched: the older ones, if any, are used"
        " until the next update"
    ]
