"""``screen update`` as a whole: fetch, build, make current. It yields events and prints nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from screener.build.events import Built, Report
from screener.build.pipeline import BuildRequest, build
from screener.errors import DataError, SnapshotError, StorageError
from screener.model.words import counted
from screener.sources.addresses import FUND, Addresses
from screener.sources.http import Client
from screener.sources.pace import Pace
from screener.store.places import current_snapshot
from screener.store.pruning import prune
from screener.store.snapshot import Snapshot, open_snapshot
from screener.store.usage import intact
from screener.store.version import SCHEMA_VERSION
from screener.update.alone import alone
from screener.update.events import Fetched, UpdateEvent, UpToDate
from screener.update.fetching import Asked, Harvest, Standing, constituents, fetch, needed
from screener.update.folder import UNBUILT, Folder, open_folder
from screener.update.holdings import Members, given_holdings, kept_holdings
from screener.update.tickers import ticker_files
from screener.version import __version__

_TELL_SECONDS = 0.25
_BUILT = "built"
_SHRUNK = 0.75


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """What to update, and how to ask.

    ``root``: the folder that holds ``snapshots/``; ``sources``: that of the fetched files;
    ``contact``: what the SEC is told; ``per_second``: requests, over all processes that share
    ``pace``; ``patience``: seconds without a byte after which a connection is given up;
    ``created``: the time to record (UTC), whose day is today; ``keep``: snapshots that stay;
    ``offline``: build from what is there, and ask nobody."""

    root: Path
    sources: Path
    pace: Path
    created: dt.datetime
    contact: str = field(repr=False)
    addresses: Addresses = field(default_factory=Addresses)
    per_second: float = 8.0
    patience: float = 30.0
    keep: int = 30
    holdings: Path | None = None
    full: bool = False
    bulk: tuple[str, ...] = ()
    offline: bool = False
    workers: int = max(1, min(8, os.cpu_count() or 1))


def update(request: UpdateRequest) -> Generator[UpdateEvent, None, None]:
    """Fetch what has changed and build a snapshot of it, if anything has.

    Yields progress, then ``Fetched``, then progress of the build, then ``Built`` or ``UpToDate``.
    Closed or killed at any moment it leaves the old snapshot current, and what was fetched; the
    next one goes on from there.

    Raises ``BusyError`` where another one is at work, ``NetworkError`` and ``RefusedError`` (exit
    code 4), ``SourceError`` where a source gives something else than it used to, ``DataError``
    where the new snapshot would be much poorer than the old one, and ``StorageError``."""
    with alone(request.sources), open_folder(request.sources) as folder:
        harvest = (
            _of_kept(request, folder) if request.offline else (yield from _fetch(request, folder))
        )
        done = _up_to_date(request, folder, harvest.members)
        if done is not None:
            yield UpToDate(done)
        else:
            yield from _build(request, folder, harvest)


def _fetch(request: UpdateRequest, folder: Folder) -> Generator[UpdateEvent, None, Harvest]:
    """Run the fetching in an event loop of its own, and tell of it now and then."""
    asked = Asked(request.created.date(), request.holdings, request.full, request.bulk)
    standing = Standing()
    client = Client(
        request.addresses,
        request.contact,
        Pace(request.pace, request.per_second),
        request.per_second,
        request.patience,
    )

    async def work() -> Harvest:
        async with client:
            return await fetch(client, folder, asked, standing)

    with asyncio.Runner() as runner:
        task = runner.get_loop().create_task(work())
        try:
            while not task.done():
                yield standing.event(client)
                runner.run(_moment(task))
        finally:
            if not task.done():
                task.cancel()
                runner.run(_moment(task))
            if task.done() and not task.cancelled():
                task.exception()  # seen, whatever else is raised here
        harvest = task.result()
    yield Fetched(
        f"of {harvest.members.day}, {harvest.members.said}",
        harvest.settled,
        client.traffic.requests,
        client.traffic.received,
        standing.event(client).seconds,
        harvest.warnings,
    )
    return harvest


async def _moment(task: asyncio.Task[Harvest]) -> None:
    await asyncio.wait({task}, timeout=_TELL_SECONDS)


def _of_kept(request: UpdateRequest, folder: Folder) -> Harvest:
    """Return what there is to build from, without asking anybody."""
    today = request.created.date()
    given = request.holdings and given_holdings(request.holdings, today)
    members = given or kept_holdings(folder, today)
    if members is None or not ticker_files(folder):
        raise DataError(
            "nothing has been fetched yet",
            where=str(request.sources),
            next_step="Run `screen update` once with the network.",
        )
    ciks = constituents(members, ticker_files(folder))
    missing = len(needed(ciks, folder))
    if not missing:
        return Harvest(members)
    warning = (
        f"{missing:,} of {counted(len(ciks), 'company', 'companies')} are still to be fetched, or "
        "to be looked at again: run `screen update` with the network"
    )
    return Harvest(members, warnings=(warning,))


def _up_to_date(request: UpdateRequest, folder: Folder, members: Members) -> Snapshot | None:
    """Return the current snapshot if it is made of the files that are there, by this program, and
    is what was written."""
    current = current_snapshot_of(request.root)
    if current is None or request.holdings is not None or folder.ledger.remark(UNBUILT):
        return None
    if folder.ledger.remark(_BUILT) != _mark(current, members):
        return None
    return current if all(intact(current.path, current.manifest).values()) else None


def _mark(snapshot: Snapshot, members: Members) -> str:
    return f"{snapshot.path.name} {members.path.name} {SCHEMA_VERSION} {__version__}"


def current_snapshot_of(root: Path) -> Snapshot | None:
    """Return the current snapshot of a root; None where there is none that can be opened."""
    try:
        path = current_snapshot(root)
        return None if path is None else open_snapshot(path)
    except SnapshotError:
        return None


def _build(
    request: UpdateRequest, folder: Folder, harvest: Harvest
) -> Generator[UpdateEvent, None, None]:
    members, tickers = harvest.members, ticker_files(folder)
    before = current_snapshot_of(request.root)
    addresses = request.addresses
    places = {name: folder.path / name for name in ("facts", "submissions", "instances")}
    work = BuildRequest(
        holdings=members.path,
        borrow=members.borrow,
        tickers=tickers,
        facts=(places["facts"],),
        submissions=(places["submissions"],),
        instances=(places["instances"],),
        root=request.root,
        created=request.created,
        workers=request.workers,
        origins={
            members.path: members.address,
            **dict.fromkeys(tickers, addresses.tickers),
            places["facts"]: addresses.facts(0).rpartition("/")[0],
            places["submissions"]: addresses.submissions(0).rpartition("/")[0],
            places["instances"]: f"{addresses.sec}/Archives/edgar/data",
        },
        warnings=(*_older(members, before), *harvest.warnings),
        accept=lambda report: _check(report, before),
    )
    with closing(build(work)) as events:
        for event in events:
            if not isinstance(event, Built):
                yield event
                continue
            # One of the user's holdings is not of the files that are there.
            folder.ledger.set_remark(UNBUILT, "yes" if request.holdings else "")
            folder.ledger.set_remark(_BUILT, _mark(event.snapshot, members))
            try:
                yield event
            finally:  # not before: whoever is told may compare with what goes now
                with suppress(StorageError):  # the next update tries again
                    prune(request.root, request.keep)


def _older(members: Members, before: Snapshot | None) -> tuple[str, ...]:
    if before is None or before.manifest.sample or before.manifest.as_of <= members.day:
        return ()
    return (
        f"these holdings are of {members.day}, the current snapshot was of "
        f"{before.manifest.as_of}: what is called new is what was before",
    )


def _check(report: Report, before: Snapshot | None) -> None:
    """Raise :class:`DataError` where a snapshot is much poorer than the current one: then the
    sources have lost something, not the companies."""
    if before is None or before.manifest.sample:
        return
    had = before.manifest.counts.get("with_facts", 0)
    if before.manifest.fund == FUND and report.with_facts < _SHRUNK * had:
        raise DataError(
            f"the new snapshot would have figures of {report.with_facts:,} companies, the current "
            f"one has those of {had:,}: it was not made current",
            next_step="Run `screen update --full`; if that does not help, a source has changed.",
        )
