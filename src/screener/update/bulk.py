"""The SEC's nightly archives in place of a request a company: fetched once, read as a stream.

What the constituents need is taken out of the archive and kept as if each had been fetched; the
archive itself is then removed. An archive of the user's is read where it lies, and stays there.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from screener.errors import SourceError, UsageError
from screener.files import disk_errors
from screener.sources.answers import Answer
from screener.sources.archive import ZIP_DAMAGE, open_archive
from screener.sources.download import download
from screener.sources.filing_history import read_reports
from screener.sources.http import Client
from screener.update.company import check_facts
from screener.update.folder import MAKE_ROOM, Folder, facts_name, submissions_name

ARCHIVES = FACTS, SUBMISSIONS = "companyfacts.zip", "submissions.zip"


@dataclass(frozen=True, slots=True)
class Bulk:
    """One archive: its name with the SEC, and the user's own copy where there is one."""

    name: str
    file: Path | None = None


def named(text: str) -> Bulk:
    """Return the archive that a person means: one of the SEC's by its name, or a file of theirs
    whose name says which it is. Raise :class:`UsageError` for anything else."""
    if text in (FACTS, SUBMISSIONS):
        return Bulk(text)
    path = Path(text)
    kind = next(
        (name for name in (FACTS, SUBMISSIONS) if name.removesuffix(".zip") in path.name), ""
    )
    if not kind:
        raise UsageError(
            f"--bulk knows {FACTS} and {SUBMISSIONS}, not {text!r}",
            next_step="A file of your own must have one of these names.",
        )
    if not path.is_file():
        raise UsageError(
            f"there is no file {text!r}",
            next_step=f"To fetch the SEC's own archive: --bulk {kind}",
        )
    return Bulk(kind, path)


async def fetch_archive(bulk: Bulk, client: Client, folder: Folder) -> tuple[Path, dt.date | None]:
    """Have an archive; return where it lies and the day that it was made, where that is known."""
    if bulk.file is not None:
        return bulk.file, _packed_on(bulk.file)
    path = folder.place(f"bulk/{bulk.name}")
    remark = f"made {bulk.name}"
    if not path.is_file():
        folder.ledger.set_remark(remark, await download(client, _address(bulk, client), path))
    return path, _day(folder.ledger.remark(remark))


def unpack(
    bulk: Bulk, path: Path, ciks: Sequence[int], client: Client, folder: Folder
) -> Iterator[int]:
    """Take the files of companies out of an archive; yield each CIK when it is done.

    A company whose member is damaged or missing, or lacks a report that is here already, is left
    to be fetched by itself. Raise :class:`SourceError` where the archive is no zip."""
    address, known = _address(bulk, client), folder.ledger.companies()
    name_of, check = _KINDS[bulk.name]
    try:
        archive = open_archive(path, frozenset(ciks))
    except SourceError:
        discard(bulk, folder)
        raise
    with closing(archive):
        for cik in ciks:
            try:
                for data in archive.read(cik)[:1]:
                    check(data, cik)
                    newest = known[cik].newest if cik in known else None
                    if newest is None or newest.encode() in data:
                        folder.keep(name_of(cik), Answer("found", address, data))
            except SourceError:
                pass
            yield cik


def discard(bulk: Bulk, folder: Folder) -> None:
    """Remove an archive that was fetched, when it is no longer needed."""
    if bulk.file is None:
        path = folder.place(f"bulk/{bulk.name}")
        with disk_errors(path, MAKE_ROOM):
            path.unlink(missing_ok=True)


def _check_history(data: bytes, cik: int) -> None:
    read_reports(data, cik)


_KINDS: dict[str, tuple[Callable[[int], str], Callable[[bytes, int], None]]] = {
    FACTS: (facts_name, check_facts),
    SUBMISSIONS: (submissions_name, _check_history),
}


def _address(bulk: Bulk, client: Client) -> str:
    addresses = client.addresses
    return addresses.bulk_facts if bulk.name == FACTS else addresses.bulk_submissions


def _packed_on(path: Path) -> dt.date | None:
    """Return the day of the newest member: a copy of the archive bears the day of the copying."""
    try:
        with zipfile.ZipFile(path) as file:
            return dt.date(*max(member.date_time for member in file.infolist())[:3])
    except ZIP_DAMAGE:
        return None


def _day(modified: str) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(modified).astimezone(dt.UTC).date()
    except (ValueError, OverflowError):
        return None
