"""The files of a build as a person fills them in: what is proposed, what is wrong, the request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from screener import paths
from screener.errors import ScreenerError, UsageError
from screener.store.manifest import Manifest

if TYPE_CHECKING:
    from screener.build import BuildRequest

BETWEEN = ";"
"""Stands between the paths of a field that takes several."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: a file, several files, several folders or zips, or a day."""

    name: str
    label: str
    hint: str
    fits: Callable[[Path], bool] = Path.exists
    otherwise: str = ""
    required: bool = True
    several: bool = True


def _folder_or_zip(path: Path) -> bool:
    return path.is_dir() or path.is_file()


FIELDS = (
    Field("holdings", "Holdings", "the fund's holdings, CSV", Path.is_file, "not a file",
          several=False),
    Field("tickers", "Tickers", "company_tickers.json; older ones after it", Path.is_file,
          "not a file"),
    Field("facts", "Facts", "companyfacts, a folder or zip", _folder_or_zip,
          "neither a folder nor a zip"),
    Field("submissions", "Submissions", "optional: a folder or zip", _folder_or_zip,
          "neither a folder nor a zip", required=False),
    Field("instances", "Instances", "optional: a folder of XBRL instances", Path.is_dir,
          "not a folder", required=False),
)  # fmt: skip
AS_OF = Field("as_of", "As of", "optional: YYYY-MM-DD, else the holdings date", required=False)


def proposed(manifest: Manifest) -> dict[str, str]:
    """Return field → text from the files that a snapshot was built from, where they still lie."""
    found = dict[str, list[str]]()
    for source in () if manifest.sample else manifest.sources:
        try:
            if source.address and Path(source.address).exists():
                found.setdefault(source.kind, []).append(source.address)
        except (OSError, ValueError):
            continue
    names = {field.name for field in FIELDS}
    return {kind: f"{BETWEEN} ".join(every) for kind, every in found.items() if kind in names}


def request(values: Mapping[str, str]) -> BuildRequest | dict[str, str]:
    """Return what to build, or field → what is wrong with it."""
    problems = dict[str, str]()
    found = dict[str, tuple[Path, ...]]()
    for field in FIELDS:
        try:
            found[field.name] = _paths(field, values.get(field.name, ""))
        except UsageError as error:
            problems[field.name] = error.what
    day = None
    if text := values.get(AS_OF.name, "").strip():
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            problems[AS_OF.name] = "not a date: write it as YYYY-MM-DD"
    if problems:
        return problems
    from screener.build import BuildRequest

    return BuildRequest(
        holdings=found["holdings"][0],
        tickers=found["tickers"],
        facts=found["facts"],
        submissions=found["submissions"],
        instances=found["instances"],
        as_of=day,
        root=paths.data_dir(),
        created=dt.datetime.now(tz=dt.UTC),
    )


def blamed(error: ScreenerError, request: BuildRequest) -> tuple[str, str] | None:
    """Return the field whose file a build could not use, and what is wrong with it; None where
    the error is of no field."""
    if isinstance(error, UsageError):  # the only thing that a build asks for
        return AS_OF.name, "the holdings file says no date: write the day whose knowledge counts"
    for field in FIELDS:
        given = getattr(request, field.name)
        for path in (given,) if isinstance(given, Path) else given:
            if error.where.startswith(str(path)):
                inside = error.where.removeprefix(str(path)).lstrip("/\\: ")
                return field.name, f"{inside}: {error.what}" if inside else error.what
    return None


def _paths(field: Field, text: str) -> tuple[Path, ...]:
    """Raise :class:`UsageError` where one of the paths can't be used."""
    # A name that holds the separator is taken as it is, if there is such a file.
    whole = not field.several or (BETWEEN in text and _expanded(text).exists())
    parts = [text] if whole else text.split(BETWEEN)
    found = tuple(_expanded(part) for part in parts if part.strip())
    if field.required and not found:
        raise UsageError("needed")
    for path in found:
        named = f"{path.name}: " if len(found) > 1 else ""
        try:
            if not path.exists():
                raise UsageError(f"{named}there is no such file or folder")
            if not field.fits(path):
                raise UsageError(f"{named}{field.otherwise}")
        except OSError as error:
            raise UsageError(f"{named}{error.strerror or error}") from error
    return found


def _expanded(text: str) -> Path:
    try:
        # Absolute, so that the snapshot can propose it wherever the program is started next.
        return Path(text.strip()).expanduser().absolute()
    except (RuntimeError, ValueError) as error:  # no such user's home; a NUL
        raise UsageError(str(error)) from error
