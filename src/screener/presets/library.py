"""Which presets there are, by name: the user's folder first, then the built-in ones."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from screener import paths
from screener.errors import PresetError
from screener.model.metric import nearest
from screener.model.screen import Screen
from screener.model.words import quoted
from screener.presets.naming import NAME, SUFFIX, is_preset_file, stray, strays
from screener.presets.reading import parse, read_source

DEFAULT_PRESET = "profitable-growers"

_BUILTIN = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """A preset that can be loaded by name, or the one-line ``error`` why it can't."""

    name: str
    title: str
    description: str
    builtin: bool
    path: Path
    error: str | None = None


def builtin_names() -> tuple[str, ...]:
    """Return the names of the presets that ship with the program, the default first."""
    return tuple(sorted(_names(_BUILTIN), key=lambda name: (name != DEFAULT_PRESET, name)))


def load_builtin(name: str) -> Screen:
    """Return the screen of a preset that ships with the program, whatever the user's folder has."""
    path = _BUILTIN / f"{name}{SUFFIX}"
    return parse(read_source(path), str(path))


def own_names() -> tuple[str, ...]:
    """Return the names of the user's presets."""
    return tuple(sorted(_names(paths.user_presets_dir())))


def own_strays() -> list[PresetError]:
    """Return what is wrong with the files among the user's presets that are passed over: they
    can't be presets by their names, or are no files.

    Raise :class:`screener.errors.DataError` where their folder is none or can't be read."""
    return strays(paths.user_presets_dir())


def list_presets() -> list[PresetInfo]:
    """Return every preset by name, built-in ones first; a damaged one has its ``error``.

    A user's preset of a built-in's name stands in the built-in's place.
    """
    own = own_names()
    names = [*builtin_names(), *sorted(set(own) - set(builtin_names()))]
    return [_info(name) for name in names]


def load_preset(name_or_file: str | os.PathLike[str]) -> Screen:
    """Return the screen of a preset.

    A path, or a text with a path separator or the ending ``.toml``, is a file, sought where the
    program was started, a bare ``NAME.toml`` also in the user's folder; any other text is a name.
    Raise :class:`PresetError`, naming the file, line and key, where it is missing, damaged or
    wrong."""
    path = preset_path(name_or_file) if isinstance(name_or_file, str) else Path(name_or_file)
    return parse(read_source(path), str(path))


def preset_source(name_or_file: str) -> str:
    """Return the text of a preset as it stands in its file; raise :class:`PresetError`."""
    return read_source(preset_path(name_or_file))


def preset_path(name_or_file: str) -> Path:
    """Return the file of a preset; raise :class:`PresetError` for a name that there is not."""
    if "/" in name_or_file or "\\" in name_or_file or name_or_file.endswith(SUFFIX):
        return _file(name_or_file)
    for folder in (paths.user_presets_dir(), _BUILTIN):
        path = folder / f"{name_or_file}{SUFFIX}"
        if NAME.fullmatch(name_or_file) and path.is_file():
            return path
    if problem := stray(paths.user_presets_dir() / f"{name_or_file}{SUFFIX}"):
        raise problem
    names = sorted({*builtin_names(), *own_names()})
    raise PresetError(
        f"no preset {quoted(name_or_file)}{nearest(name_or_file, among=names)}",
        next_step=f"There are: {', '.join(names)}. A file is given by its path or with .toml.",
    )


def _file(text: str) -> Path:
    path = Path(text)
    own = paths.user_presets_dir() / text
    # Only a bare name is sought there: it never leaves the folder.
    if NAME.fullmatch(text.removesuffix(SUFFIX)) and own.is_file() and not path.exists():
        return own
    if path.name == text and not path.exists() and (problem := stray(own)):
        raise problem
    return path


def _names(folder: Path) -> list[str]:
    # A folder that isn't there, or can't be read, holds no presets.
    try:
        return [path.stem for path in folder.iterdir() if is_preset_file(path)]
    except OSError:
        return []


def _info(name: str) -> PresetInfo:
    path = preset_path(name)
    builtin = path.parent == _BUILTIN
    try:
        screen = parse(read_source(path), str(path))
    except PresetError as error:
        return PresetInfo(name, "", "", builtin, path, str(error).splitlines()[0])
    return PresetInfo(name, screen.title or name, screen.description, builtin, path)
