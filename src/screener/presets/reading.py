"""A preset's text → Screen, or one error that names file, lines, keys and nearest valid names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from screener.errors import PresetError
from screener.files import open_regular
from screener.model.metric import nearest
from screener.model.screen import Screen
from screener.presets.problems import METRIC_NAMES, listed, problems

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
        with open_regular(path) as stream:
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
    except ValueError as error:  # an integer of thousands of digits
        wrong = "holds a number that is too long"
        raise PresetError(wrong, where=where, next_step=_ADVICE) from error
    if any(_depth(value) > _DEEPEST for value in values.values()):
        raise PresetError("nested too deeply", where=where, next_step=_ADVICE)
    values = {key: value for key, value in values.items() if not _private(key, value)}
    unknown = [key for key in values if key not in KEYS]
    found = [(key, f"unknown key {key!r}{nearest(key, among=list(KEYS))}") for key in unknown]
    try:
        screen = Screen.model_validate({key: values[key] for key in values if key in KEYS})
    except ValidationError as error:
        found += [(field, f"{field}: {message}") for field, message in problems(error)]
    if not found:
        return screen
    if unknown:
        next_step = f"The keys are: {', '.join(KEYS)}."
    else:
        next_step = METRIC_NAMES if any("metric" in text for _, text in found) else _ADVICE
    raise _refused(found, source, where, next_step)


_DEEPEST = 8
"""Levels of tables and lists in a value. Deeper ones take pydantic, and who tells of them, beyond
what Python can recurse."""


def _depth(value: object) -> int:
    level, depth = [value], 0
    while level and depth <= _DEEPEST:
        depth += 1
        level = [
            inner
            for outer in level
            for inner in (
                outer.values() if isinstance(outer, dict) else outer
                if isinstance(outer, list) else ()
            )
        ]  # fmt: skip
    return depth


def _private(key: str, value: object) -> bool:
    return key.startswith("x-") or (key == "x" and isinstance(value, dict))


def _refused(found: list[tuple[str, str]], source: str, where: str, next_step: str) -> PresetError:
    placed = sorted(((_line(source, key), message) for key, message in found), key=lambda p: p[0])
    first = placed[0][0]
    texts = [text if line == first else f"line {line}: {text}" for line, text in placed]
    place = f"{where}:{first}" if first else where
    return PresetError(listed(texts), where=place, next_step=next_step)


def _toml_error(error: tomllib.TOMLDecodeError, source: str, where: str) -> PresetError:
    text = str(error)
    match = _TOML_PLACE.search(text)
    line = match.group(1) if match and match.group(1) else source.count("\n") + 1
    message = text[: match.start()] if match else text
    return PresetError(f"not valid TOML: {message}", where=f"{where}:{line}", next_step=_ADVICE)


def _line(source: str, key: str) -> int:
    """Return the line of a top-level key; 0 where the text hides it."""
    spelled = re.escape(key)
    pattern = re.compile(rf"""\s*\[*\s*(?:{spelled}|"{spelled}"|'{spelled}')\s*[=.\]]""")
    lines = enumerate(source.splitlines(), start=1)
    return next((number for number, line in lines if pattern.match(line)), 0)
