"""manifest.json: what a snapshot holds, of which day, from which files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from screener.errors import SnapshotError
from screener.files import open_regular
from screener.store.version import SCHEMA_VERSION

MANIFEST = "manifest.json"
_LARGEST = 2**53  # beyond, JSON is not exact


@dataclass(frozen=True)
class Source:
    """One input of a snapshot: what it was, where it lay, and the hash of its bytes.

    ``sha256`` of a folder is the hash over the names and hashes of the files that were read.
    ``origin``: the address that it was fetched from, empty where that is not known.
    """

    kind: str  # holdings, borrow, tickers, facts, submissions, instances
    address: str
    sha256: str
    modified: str = ""  # ISO time at which the file was last changed
    origin: str = ""

    @property
    def place(self) -> str:
        """Return where it comes from: its origin, else where it lay."""
        return self.origin or self.address


@dataclass(frozen=True)
class Manifest:
    """The description of a snapshot.

    ``as_of``: only filings up to this day are used. ``coverage``: metric → share of the
    constituents whose value is known. ``counts``: rows of each table and the steps of the build.
    ``reasons``: kind (``model.verdict.Unknown``) → how many figures are unknown for it.
    ``tables``: the SHA-256 of each table's file.
    ``sample``: whether the companies are the fictional ones that ship with the program.
    ``membership``: who is in it, in words, where that was asked for at another day than the
    snapshot's, and ``missing`` whom that can't name; ``facts_until``: the as-of date of the
    snapshot whose facts were used then. ``by_report``: whether the holdings are those of an N-PORT
    report, with names as the issuer writes them and tickers of another day, as far as one could be
    told. ``chosen``: whether a file that was given says who is in it, instead of the snapshot.
    ``key``: of one that is kept in the cache, all that it was
    computed from."""

    schema_version: int
    as_of: dt.date
    created: str
    fund: str | None = None
    holdings_date: dt.date | None = None
    newest_filing: dt.date | None = None
    sample: bool = False
    sources: list[Source] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    membership: str = ""
    missing: str = ""
    facts_until: dt.date | None = None
    by_report: bool = False
    chosen: bool = False
    key: str = ""

    @property
    def members(self) -> str:
        """Return who is in it, in words: whose holdings of which day."""
        day = self.holdings_date.isoformat() if self.holdings_date else "an unknown day"
        return self.membership or f"{self.fund or 'a fund without a name'}, holdings of {day}"

    @property
    def place(self) -> str:
        """Return where its companies are, in words: who is not there may be in the snapshot."""
        return "among the members asked for" if self.chosen else "in this snapshot"


def encode(manifest: Manifest) -> bytes:
    """Return the manifest as indented JSON with a final newline."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def read_manifest(folder: Path) -> Manifest:
    """Read ``folder/manifest.json``; raise :class:`SnapshotError` where it is missing, damaged or
    newer."""
    path = folder / MANIFEST
    again = "Make a snapshot anew with: screen update (of files of your own: screen build)"
    try:
        with open_regular(path) as stream:
            data = stream.read()
    except (FileNotFoundError, NotADirectoryError):
        raise SnapshotError(
            "no snapshot here: manifest.json is missing", where=str(folder), next_step=again
        ) from None
    except OSError as error:
        raise SnapshotError(
            error.strerror or "unreadable", where=str(path), next_step=again
        ) from error
    try:
        version = msgspec.json.decode(data, type=_VersionOnly).schema_version
        if version != SCHEMA_VERSION:
            raise SnapshotError(
                f"the snapshot has schema version {version}, this program reads {SCHEMA_VERSION}",
                where=str(path),
                next_step=again,
            )
        found = msgspec.json.decode(data, type=Manifest)
        if any(
            abs(count) > _LARGEST for count in (*found.counts.values(), *found.reasons.values())
        ):
            raise SnapshotError(
                "damaged manifest: an absurd count", where=str(path), next_step=again
            )
        return found
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise SnapshotError(
            f"damaged manifest: {error}", where=str(path), next_step=again
        ) from error


class _VersionOnly(msgspec.Struct):
    schema_version: int
