"""What a preset's file may be called, and what lies among the user's presets and is none."""

from __future__ import annotations

import os
import re
from pathlib import Path

from screener.errors import DataError, PresetError
from screener.model.words import shortened

SUFFIX = ".toml"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What a preset may be called: such a name never leaves its folder."""

NAME_ADVICE = "A name has up to 64 of a-z, 0-9, - and _, and begins with a letter or a digit."


def is_preset_file(path: Path) -> bool:
    """Whether a file is a preset by its name; what it holds is another question."""
    return path.suffix == SUFFIX and NAME.fullmatch(path.stem) is not None and path.is_file()


def stray(path: Path) -> PresetError | None:
    """Return why a file that looks like a preset is none; None for what is one, or isn't there."""
    # Hidden files are the program's drafts, and other programs' own.
    looks = path.name.lower().endswith(SUFFIX) and not path.name.startswith(".")
    if not looks or not os.path.lexists(path) or is_preset_file(path):
        return None
    if not (path.suffix == SUFFIX and NAME.fullmatch(path.stem)):
        name = shortened(path.name, 80)
        return PresetError(f"no preset name: {name}; rename it", next_step=NAME_ADVICE)
    if path.is_dir():
        what = "a folder, not a preset file"
    else:
        what = "not a file" if path.exists() else "a link to nothing"
    return PresetError(what, where=str(path))


def strays(folder: Path) -> list[PresetError]:
    """Return :func:`stray` of each file of a folder; raise :class:`DataError` where that is none,
    or can't be read."""
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise DataError(
            error.strerror or str(error),
            where=str(folder),
            next_step="It is the folder of your presets: mend it, or move it away.",
        ) from error
    return [problem for problem in map(stray, found) if problem is not None]
