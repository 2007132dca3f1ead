"""Keeping the contact in the settings file: what else stands there stays as the user wrote it."""

from __future__ import annotations

from pathlib import Path

from screener import paths
from screener.errors import UsageError
from screener.files import alone, disk_errors, replace_file
from screener.settings.contact import FORM, checked_contact
from screener.settings.reading import parse, read_source

_KEPT = "The settings are as they were."
_PATIENCE = 3.0  # seconds that another program may take to write a small file


def remember_contact(contact: str) -> Path:
    """Write the contact into the settings file; return the file.

    A file that was not there is readable to the user alone. Raise :class:`UsageError` for what is
    no contact, and where the file is damaged; :class:`StorageError` where the disk refuses."""
    try:
        contact = checked_contact(contact)
    except ValueError as error:
        raise UsageError(f"contact: {error}", next_step=f"It has the form: {FORM}") from error
    path = paths.settings_file()
    with disk_errors(path.parent, _KEPT):
        path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path.parent, patience=_PATIENCE, next_step=_KEPT):
        text = _with_contact(read_source(path), contact, str(path))
        replace_file(path, text.encode(), next_step=_KEPT, private=True, tidy=True)
    return path


def _with_contact(source: str, contact: str, where: str) -> str:
    """Return the file's text with the contact; all that it says besides stays."""
    import tomlkit  # reading needs the standard library's alone
    from tomlkit.exceptions import TOMLKitError

    wanted = parse(source, where) | {"contact": contact}
    try:
        document = tomlkit.parse(source)
        document["contact"] = contact
        text = tomlkit.dumps(document)
    except (TOMLKitError, RecursionError) as error:
        raise UsageError(f"not valid TOML: {error}", where=where, next_step=_KEPT) from error
    if parse(text, where) != wanted:
        raise UsageError(
            "the contact can't be added without changing something else",
            where=where,
            next_step=f"Write it there yourself: contact = '{FORM}'",
        )
    return text
