"""``settings.toml`` and the environment → Settings, or one error that names the file, the line or
the variable, and the key."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from screener import paths
from screener.errors import UsageError
from screener.files import open_regular
from screener.settings.model import Addresses, Settings
from screener.settings.problems import Key, message_of
from screener.toml_text import LARGEST, TomlProblem, decoded, key_line, parsed

VARIABLES: dict[str, Key] = {
    "SCREENER_CONTACT": ("contact",),
    "SCREENER_KEEP_SNAPSHOTS": ("keep_snapshots",),
    "SCREENER_PRESET": ("preset",),
    "SCREENER_REQUESTS_PER_SECOND": ("requests_per_second",),
    "SCREENER_PATIENCE_SECONDS": ("patience_seconds",),
    "SCREENER_SEC_ADDRESS": ("addresses", "sec"),
    "SCREENER_SEC_DATA_ADDRESS": ("addresses", "sec_data"),
    "SCREENER_ISHARES_ADDRESS": ("addresses", "ishares"),
    "SCREENER_BLACKROCK_ADDRESS": ("addresses", "blackrock"),
}
"""The environment variables that take the place of a key. An empty one counts as not set."""

_NUMBER = re.compile(r"\s*[+-]?\d{1,15}(?:\.\d{1,15})?\s*", re.ASCII)
_ADVICE = "Mend it, or leave it out to have the default."
_KEYS = (
    f"The keys are: {', '.join(Settings.model_fields)}; in [addresses]:"
    f" {', '.join(Addresses.model_fields)}."
)


def load_settings() -> Settings:
    """Return the user's settings; a file that is not there is one without keys.

    Raise :class:`UsageError`, in words that don't hold the contact."""
    path = paths.settings_file()
    source = read_source(path)
    values = parse(source, str(path))
    given = dict(_from_environment())
    for key, value in given.items():
        table = values
        for name in key[:-1]:
            table = table.setdefault(name, {})
            if not isinstance(table, dict):  # refused below, whatever the environment says
                break
        else:
            table[key[-1]] = value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise _refused(error, source, str(path), given) from error


def read_source(path: Path) -> str:
    """Return the text of the settings file, "" where there is none; raise :class:`UsageError`."""
    where = str(path)
    try:
        with open_regular(path) as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise UsageError(error.strerror or str(error), where=where) from error
    if len(data) > LARGEST:
        raise UsageError("larger than 1 MB: no file of settings", where=where)
    try:
        return decoded(data)
    except TomlProblem as error:
        raise UsageError(error.what, where=error.place(where)) from error


def parse(source: str, where: str) -> dict[str, Any]:
    """Return the values of the file's text, unchecked; raise :class:`UsageError`."""
    try:
        return parsed(source)
    except TomlProblem as error:
        raise UsageError(error.what, where=error.place(where)) from error


def _from_environment() -> Iterator[tuple[Key, str | float]]:
    for name, key in VARIABLES.items():
        if text := os.environ.get(name):
            yield key, _number(text) if key[-1] in _NUMBERS else text


_NUMBERS = ("keep_snapshots", "patience_seconds", "requests_per_second")


def _number(text: str) -> str | float:
    """The number that a text spells; another text is left for the check to refuse."""
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _refused(
    error: ValidationError, source: str, where: str, given: dict[Key, str | float]
) -> UsageError:
    variables = {key: name for name, key in VARIABLES.items() if key in given}
    lines = source.splitlines()
    problems = error.errors(include_url=False)
    found = []
    for key, text in map(message_of, problems):
        line = 0 if key in variables else _line(lines, key)
        # What the file says comes first, in its order.
        found.append((key in variables, line, variables.get(key, f"line {line}"), text))
    [(variable, line, name, first), *others] = sorted(found)
    place = name if variable else f"{where}:{line}" if line else where
    unknown = any(problem["type"] == "extra_forbidden" for problem in problems)
    return UsageError(
        " · ".join([first, *(f"{name}: {text}" for _, _, name, text in others)]),
        where=place,
        next_step=_KEYS if unknown else _ADVICE,
    )


def _line(lines: list[str], key: Key) -> int:
    """Return the line of a key, also of one in a table; 0 where the text hides it."""
    first, *inner = key
    if not inner:
        return key_line(lines, first)
    table = key_line(lines, first)
    return key_line(lines, ".".join(key)) or key_line(lines, inner[-1], table) or table
