"""A folder of XBRL instances: which company each is of, and its bytes when they are asked for."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from screener.errors import SourceError
from screener.sources.archive import ZIP_DAMAGE, inflate
from screener.sources.text import beginning, is_web_page, read_bytes

_LIMIT = 128 * 2**20
_HEAD = 2**20
_CIK_NAME = re.compile(r"CIK(\d{10})", re.IGNORECASE)
_ACCESSION_NAME = re.compile(r"(\d{10})-?(\d{2})-?(\d{6})(?!\d)", re.ASCII)
_IDENTIFIER = re.compile(rb"<(?:\w+:)?identifier[^>]*>\s*0*(\d{1,10})\s*<")
_LINKBASE = re.compile(r"(_cal|_def|_lab|_pre|_ref)\.xml$|FilingSummary|^R\d+\.xml$", re.IGNORECASE)
_INSTANCE = re.compile(r"\.(xml|xml\.gz|zip)$", re.IGNORECASE)
_NEXT = "Give a filing's XBRL instance (..._htm.xml), plain, gzipped or in the filing's zip."


@dataclass(frozen=True, slots=True)
class InstanceFile:
    """One instance in a folder: where it lies, and the accession number where its name tells."""

    path: Path
    accession: str | None


@dataclass(frozen=True, slots=True)
class InstanceFolder:
    """The instances of a folder by company. ``warnings`` tell of files that are no instance."""

    path: Path
    files: dict[int, tuple[InstanceFile, ...]]
    warnings: tuple[str, ...] = ()

    @property
    def ciks(self) -> frozenset[int]:
        """The companies that have instances here."""
        return frozenset(self.files)


def open_instances(path: Path) -> InstanceFolder:
    """List a folder of instances: ``*.xml``, ``*.xml.gz`` or a filing's ``*.zip`` each.

    The company is told by ``CIK##########`` in the name, else by the instance itself. Links that
    lead out of the folder are left out. Raises SourceError where there is no such folder."""
    if not path.is_dir():
        what = "is no folder" if path.exists() else "there is no such folder"
        raise SourceError(what, where=str(path), next_step="Give a folder of XBRL instances.")
    home = path.resolve()
    found: dict[int, list[InstanceFile]] = {}
    strange: list[str] = []
    for file in sorted(path.iterdir()):
        if not _INSTANCE.search(file.name) or _LINKBASE.search(file.name) or not file.is_file():
            continue
        if file.is_symlink() and not file.resolve().is_relative_to(home):
            strange.append(file.name)
            continue
        cik = _cik_of(file)
        if cik is None:
            strange.append(file.name)
            continue
        match = _ACCESSION_NAME.search(_CIK_NAME.sub("", file.name))
        accession = "-".join(match.groups()) if match else None
        found.setdefault(cik, []).append(InstanceFile(file, accession))
    warnings = (
        (f"{len(strange)} of the files are no instance of a company, such as {strange[0]!r}",)
        if strange
        else ()
    )
    return InstanceFolder(path, {cik: tuple(files) for cik, files in found.items()}, warnings)


def instance_bytes(path: Path) -> bytes:
    """Return the inflated XML of an instance file: plain, gzipped, or the one in a filing's zip.

    Raises SourceError where it is missing, damaged, not an instance or out of all proportion."""
    data = read_bytes(
        path, what="an XBRL instance", limit=_LIMIT, next_step=_NEXT, is_page=_is_page
    )
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        data = _from_zip(data, path)
    return inflate(data, str(path))


def _is_page(data: bytes) -> bool:
    """Whether the bytes are a web page: an instance begins as XML does, too."""
    return is_web_page(data) and "<html" in beginning(data, 2048).lower()


def _from_zip(data: bytes, path: Path) -> bytes:
    """The instance in a filing's zip: bounded, by no path of its own, never written to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = [
                member
                for member in file.infolist()
                if member.filename.lower().endswith(".xml")
                and not _LINKBASE.search(member.filename.rpartition("/")[2])
            ]
            members.sort(
                key=lambda member: (not member.filename.endswith("_htm.xml"), -member.file_size)
            )
            if not members:
                raise SourceError("holds no XBRL instance", where=str(path), next_step=_NEXT)
            if members[0].file_size > _LIMIT:
                raise SourceError("is far too large for an instance", where=str(path))
            with file.open(members[0]) as stream:
                return stream.read(_LIMIT)
    except (*ZIP_DAMAGE, RuntimeError) as error:
        what = "is a damaged or encrypted zip"
        raise SourceError(what, where=str(path), next_step=_NEXT) from error


def _cik_of(path: Path) -> int | None:
    match = _CIK_NAME.search(path.name)
    if match:
        return int(match[1])
    try:
        found = _IDENTIFIER.search(instance_bytes(path)[:_HEAD])
    except (SourceError, OSError):
        return None
    return int(found[1]) if found else None
