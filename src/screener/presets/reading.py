"""A preset's text → Screen, or one error that names file, lines, keys and nearest valid names."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from screener.errors import PresetError
from screener.files import open_regular
from screener.model.metric import nearest
from screener.model.naming import METRIC_NAMES
from screener.model.screen import Screen
from screener.presets.problems import listed, problems
from screener.toml_text import LARGEST, TomlProblem, decoded, key_line, parsed

_OF_A_RUN = ("unknown", "watched")
KEYS = tuple(name for name in Screen.model_fields if name not in _OF_A_RUN)
"""The keys of a preset. What happens to unknown figures is an option of a run, and whether only
watched companies are listed, since what is watched changes: neither is a key."""

_ADVICE = "See a valid one with: screen presets show profitable-growers"


def read_source(path: Path) -> str:
    """Return the text of a preset file; raise :class:`PresetError` where it can't be one."""
    where = str(path)
    try:
        if path.is_dir():
            raise PresetError("a folder, not a preset file", where=where)
        with open_regular(path) as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise PresetError(
            "no such preset file",
            where=where,
            next_step="List the presets with: screen presets list",
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise PresetError(getattr(error, "strerror", None) or str(error), where=where) from error
    if len(data) > LARGEST:
        raise PresetError("larger than 1 MB: not a preset", where=where)
    try:
        return decoded(data)
    except TomlProblem as error:
        raise PresetError(error.what, where=error.place(where), next_step=_ADVICE) from error


def parse(source: str, where: str) -> Screen:
    """Return the screen of a preset's text; raise :class:`PresetError`. ``where`` is its file."""
    try:
        values = parsed(source)
    except TomlProblem as error:
        raise PresetError(error.what, where=error.place(where), next_step=_ADVICE) from error
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
    lines = source.splitlines()
    placed = sorted(((key_line(lines, key), message) for key, message in found), key=lambda p: p[0])
    first = placed[0][0]
    texts = [text if line == first else f"line {line}: {text}" for line, text in placed]
    place = f"{where}:{first}" if first else where
    return PresetError(listed(texts), where=place, next_step=next_step)
