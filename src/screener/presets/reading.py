"""A preset's text → Screen, or one error that names file, line, key and the nearest valid name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from screener.errors import PresetError
from screener.model.metric import nearest
from screener.model.screen import Screen

KEYS = tuple(name for name in Screen.model_fields if name != "unknown")
"""The keys of a preset. What happens to unknown figures is an option of a run, not a key."""

_LARGEST = 1_000_000  # bytes
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_ADVICE = "See a valid one with: screen presets show profitable-growers"


def read_source(path: Path) -> str:
    """Return the text of a preset file; raise :class:`PresetError` where it can't be one."""
    where = str(path)
    try:
        if path.is_dir():
            raise PresetError("a folder, not a preset file", where=where)
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except FileNotFoundError:
        raise PresetError(
            "no such preset file",
            where=where,
            next_step="List the presets with: screen presets list",
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise PresetError(getattr(error, "strerror", None) or str(error), where=where) from error
    if len(data) > _LARGEST:
        raise PresetError("larger than 1 MB: not a preset", where=where)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PresetError("not UTF-8 text", where=f"{where}:{line}", next_step=_ADVICE) from error


def parse(source: str, where: str) -> Screen:
    """Return the screen of a preset's text; raise :class:`PresetError`. ``where`` is its file."""
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(error, source, where) from error
    except RecursionError as error:
        raise PresetError("nested too deeply", where=where, next_step=_ADVICE) from error
    values = {key: value for key, value in values.items() if not _private(key, value)}
    for key in values:
        if key not in KEYS:
            raise PresetError(
                f"unknown key {key!r}{nearest(key, among=list(KEYS))}",
                where=_place(where, source, key),
                next_step=f"The keys are: {', '.join(KEYS)}.",
            )
    try:
        return Screen.model_validate(values)
    except ValidationError as error:
        raise _field_error(error, source, where) from error


def first_problem(error: ValidationError) -> tuple[str, str]:
    """Return the field and the message of a screen's first problem, which counts the others."""
    first, *more = error.errors(include_url=False)
    location = first["loc"]
    field = str(location[0]) if location else ""
    return field, _message(first) + (f" (and {len(more)} more)" if more else "")


def _private(key: str, value: object) -> bool:
    return key.startswith("x-") or (key == "x" and isinstance(value, dict))


def _message(problem: Any) -> str:
    match problem["type"]:
        case "value_error":
            return str(problem["ctx"]["error"])
        case "tuple_type":
            return f"a list is needed, not {_shown(problem['input'])}"
        case "too_short":
            return "at least one is needed"
    text: str = problem["msg"]
    return f"{text[:1].lower()}{text[1:]}, not {_shown(problem['input'])}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _field_error(error: ValidationError, source: str, where: str) -> PresetError:
    field, message = first_problem(error)
    return PresetError(f"{field}: {message}", where=_place(where, source, field), next_step=_ADVICE)


def _toml_error(error: tomllib.TOMLDecodeError, source: str, where: str) -> PresetError:
    text = str(error)
    match = _TOML_PLACE.search(text)
    line = match.group(1) if match and match.group(1) else source.count("\n") + 1
    message = text[: match.start()] if match else text
    return PresetError(f"not valid TOML: {message}", where=f"{where}:{line}", next_step=_ADVICE)


def _place(where: str, source: str, key: str) -> str:
    """Return ``file:line`` of a top-level key; the file alone where the text hides it."""
    spelled = re.escape(key)
    pattern = re.compile(rf"""\s*\[*\s*(?:{spelled}|"{spelled}"|'{spelled}')\s*[=.\]]""")
    for number, line in enumerate(source.splitlines(), start=1):
        if pattern.match(line):
            return f"{where}:{number}"
    return where
