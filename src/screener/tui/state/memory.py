"""What is remembered between runs: preset, columns, order and theme, in a file of its own.

Nothing here is worth an error: what can't be read is left out, and told in one line; what can't be
written is not remembered.
"""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from screener import paths
from screener.errors import PresetError, StorageError
from screener.files import open_regular, replace_file
from screener.model.metric import METRICS
from screener.model.words import counted
from screener.present.text import safe
from screener.presets import DEFAULT_PRESET, load_preset, preset_path
from screener.tui.state.session import Session, Source, begin, open_session

_LARGEST = 100_000  # bytes
_MOST = 500  # names in a list

Text = Annotated[str, Field(strict=True, max_length=4096)]
Names = Annotated[tuple[Text, ...], Field(max_length=_MOST)]


class View(BaseModel):
    """Which preset is in use and how its rows are shown.

    ``preset`` is a name, or a file with its whole path; "" for the default one. ``columns`` and
    ``sort`` are empty where they are the preset's own, so that a preset that is edited is seen."""

    model_config = ConfigDict(frozen=True)

    preset: Text = ""
    columns: Names = ()
    sort: Names = ()


class Memory(View):
    """A view, and the name of the theme; "" for the program's own."""

    theme: Text = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the file held that could be used, and one line about what could not."""

    memory: Memory
    notice: str = ""


def recall() -> Recalled:
    """Return what was remembered; nothing at all where there is no file."""
    try:
        with open_regular(paths.memory_file()) as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            return _afresh("too large")
        values = tomllib.loads(data.decode())
    except (FileNotFoundError, NotADirectoryError):
        return Recalled(Memory())
    except OSError as error:
        return _afresh(error.strerror or str(error))
    except (ValueError, RecursionError):  # no UTF-8, no TOML, or nested without end
        return _afresh("damaged")
    return _usable(values)


def remember(values: Mapping[str, object]) -> bool:
    """Put ``values``, fields of :class:`Memory`, in the place of what the file says of them.

    The rest of what can be read stays, so that two runs at a time don't undo one another's. Return
    whether it could be written."""
    import tomlkit

    memory = recall().memory.model_copy(update=dict(values))
    held = {key: value for key, value in memory.model_dump(mode="json").items() if value}
    path = paths.memory_file()
    with contextlib.suppress(OSError, StorageError):
        path.parent.mkdir(parents=True, exist_ok=True)
        data = tomlkit.dumps(held).encode(errors="replace")
        replace_file(path, data, next_step="", tidy=True)
        return True
    return False


def resume(source: Source) -> tuple[Session, str]:
    """Open a universe where the last run was left.

    Return the session, and what could not be taken up again, "" for nothing. Raise
    :class:`screener.errors.SnapshotError`, or PresetError where even the default preset is damaged.
    """
    found = recall()
    memory, notices = found.memory, [found.notice] if found.notice else []
    preset = memory.preset or DEFAULT_PRESET
    try:
        base = load_preset(preset)
    except PresetError as error:
        if preset == DEFAULT_PRESET:
            raise
        notices.append(f"The preset of the last time can't be used: {safe(error.what)}")
        # Its columns and order meant something only with it.
        return open_session(source, None, ""), " · ".join(notices)
    screen = base
    if columns := _known(memory.columns):
        screen = screen.model_copy(update={"columns": columns})
    if sort := _known(memory.sort):
        screen = screen.model_copy(update={"sort": sort})
    gone = len(memory.columns) - len(columns) + len(memory.sort) - len(sort)
    if gone:
        notices.append(f"Left out of what was remembered: {counted(gone, 'unknown metric')}")
    return begin(source, preset, base, screen), " · ".join(notices)


def view_of(session: Session) -> View:
    """Return what is to be remembered of a session."""
    screen, base = session.screen, session.base
    return View(
        preset=_preset_of(session.preset),
        columns=() if screen.columns == base.columns else screen.columns,
        sort=() if screen.sort == base.sort else screen.sort,
    )


def _preset_of(name: str) -> str:
    if name == DEFAULT_PRESET:
        return ""
    if "/" in name or "\\" in name or name.endswith(".toml"):
        return str(preset_path(name).absolute())  # the next run may start in another folder
    return name


def _known(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in dict.fromkeys(keys) if key.removeprefix("-") in METRICS)


def _usable(values: dict[str, Any]) -> Recalled:
    """Take each value that is of the right kind; another program's keys are none of ours."""
    fields = {key: values[key] for key in Memory.model_fields if key in values}
    try:
        return Recalled(Memory.model_validate(fields))
    except ValidationError as error:
        wrong = sorted({str(problem["loc"][0]) for problem in error.errors(include_url=False)})
    kept = {key: value for key, value in fields.items() if key not in wrong}
    return Recalled(
        Memory.model_validate(kept), f"What was remembered is partly damaged: {', '.join(wrong)}"
    )


def _afresh(why: str) -> Recalled:
    where = safe(str(paths.memory_file()))
    return Recalled(Memory(), f"What was remembered can't be read ({why}): {where}")
