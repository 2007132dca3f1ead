"""What is wrong with a setting, in plain words: nothing of the library that finds it, and nothing
of the contact or of an address."""

from __future__ import annotations

from typing import Any

from screener.model.metric import nearest
from screener.settings.model import Addresses, Settings

Key = tuple[str, ...]
"""A key of the file, with the tables around it before."""

_ADDRESSES = "addresses"
_NEEDED = {
    "contact": "a text is needed",
    "keep_snapshots": "a whole number from 1 to 10,000 is needed",
    "preset": "the name or the file of a preset, in quotes, is needed",
    "requests_per_second": "a number is needed",
    _ADDRESSES: "a table is needed: [addresses]",
}
_TOLD = ("keep_snapshots", "requests_per_second")
"""The keys of which an error may repeat the value."""


def message_of(problem: Any) -> tuple[Key, str]:
    """Return the key and what is wrong there, of one of a ``ValidationError``'s errors."""
    # What is wrong with several together is the rate's: it bounds itself by the addresses.
    key: Key = tuple(map(str, problem["loc"])) or ("requests_per_second",)
    name = ".".join(key)
    if problem["type"] == "extra_forbidden":
        return key, f"unknown key {name!r}{nearest(name, among=_siblings(key))}"
    if problem["type"] == "value_error":
        return key, f"{name}: {problem['ctx']['error']}"
    needed = _NEEDED.get(name, "a web address, in quotes, is needed")
    return key, f"{name}: {needed}{_shown(problem['input']) if name in _TOLD else ''}"


def _siblings(key: Key) -> list[str]:
    if key[0] == _ADDRESSES:
        return [f"{_ADDRESSES}.{name}" for name in Addresses.model_fields]
    return list(Settings.model_fields)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return f", not {str(value).lower()}"
    # Of a list or a table nobody needs to read the rest.
    return f", not {value!r:.60}" if isinstance(value, str | int | float) else ""
