"""Keeping presets: save, rename, delete, import, edit and check the user's own.

The built-in ones can be copied under another name, not overwritten. A name never leaves the folder;
a file is replaced as a whole or not at all."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from screener import paths
from screener.errors import PresetError, StorageError
from screener.files import disk_errors, replace_file
from screener.model.screen import Screen
from screener.model.words import quoted
from screener.presets.library import builtin_names, preset_path, preset_source
from screener.presets.naming import NAME, NAME_ADVICE, SUFFIX
from screener.presets.reading import parse, read_source
from screener.presets.writing import written

_TAKEN = "Replace it with --replace, or choose another name."
_KEPT = "Nothing that was there is lost."


def is_taken(name: str) -> bool:
    """Whether the user has a preset of that name; :class:`PresetError` for one that can't be."""
    return _own_path(name).exists()


def save_preset(name: str, screen: Screen, *, replace: bool = False) -> Path:
    """Save ``screen`` under ``name``; return its file.

    With ``replace`` the user's preset of that name is changed, its comments and order kept. Raise
    :class:`PresetError` for a name that can't be, or is taken; :class:`StorageError`."""
    path = _own_path(name)
    _free(name, replace=replace)
    text = written(screen)
    if path.exists():
        # A damaged one can't lend its comments; whoever says replace gets what is to be saved.
        with suppress(PresetError):
            text = written(screen, read_source(path), str(path))
    return _write(path, text, new=not replace)


def rename_preset(old: str, new: str) -> Path:
    """Rename the user's preset ``old``; return its new file. Raises as :func:`save_preset`."""
    source, target = _existing(old), _own_path(new)
    if source == target:
        return target
    _free(new, advice="Choose another name, or delete that one first.")
    with disk_errors(source, _KEPT):
        source.rename(target)
    return target


def delete_preset(name: str, last_words: Callable[[bytes], None] | None = None) -> Path:
    """Delete the user's preset; return the file that it was. Raises as :func:`save_preset`.

    ``last_words`` gets the file's bytes before it goes; where it fails, nothing is deleted."""
    path = _existing(name)
    with disk_errors(path, _KEPT):
        data = path.read_bytes()
    if last_words is not None:
        last_words(data)
    with disk_errors(path, _KEPT):
        path.unlink()
    return path


def put_away_preset(name: str) -> Path:
    """Delete the user's preset, but keep its file in the folder ``deleted`` beside the others.

    Return where it lies, for :func:`import_preset`. Raises as :func:`save_preset`."""
    path = _existing(name)
    folder = path.parent / "deleted"
    numbers = ("" if number == 1 else f"-{number}" for number in count(1))
    with disk_errors(path, _KEPT):
        folder.mkdir(exist_ok=True)
        for number in numbers:
            kept = folder / f"{name}{number}{SUFFIX}"
            if not os.path.lexists(kept):
                break
        path.rename(kept)
    return kept


def import_preset(file: Path, name: str | None = None, *, replace: bool = False) -> Path:
    """Copy a preset file into the user's folder, as it is, under its own name or another.

    Raise :class:`PresetError` where it is no valid preset, or the name can't be or is taken."""
    source = read_source(file)
    parse(source, str(file))
    chosen = name if name is not None else file.stem.lower().replace(" ", "-")
    path = _own_path(chosen)
    _free(chosen, replace=replace)
    return _write(path, source, new=not replace)


def edit_preset(name: str, edit: Callable[[Path], None] | None = None) -> Path | None:
    """Let the user edit a preset of theirs, or a new one; put it in its place once it is valid.

    ``edit`` changes a file in place; None = the program that $VISUAL or $EDITOR names. Return the
    preset's file, or None where nothing was changed. Raise :class:`PresetError` where the result is
    wrong: it then lies in the file that the error names, and the preset is as it was."""
    path = _changeable(name)
    before = preset_source(name) if path.exists() else written(Screen(title=title_of(name)))
    draft = _draft(path, before)
    edited = False
    try:
        (edit or _editor)(draft)
        edited = True
        after = read_source(draft)
        if after != before:
            parse(after, str(draft))
            _write(path, after)
        edited = False
    except (PresetError, StorageError) as error:
        if not edited:
            raise
        again = f"screen presets import {shlex.quote(str(draft))} --name {name} --replace"
        raise type(error)(
            error.what,
            where=error.where,
            next_step=f"{name!r} is as it was. Your text is kept in {draft}: mend it, then {again}",
        ) from error
    finally:
        if not edited:
            with suppress(OSError):
                draft.unlink()
    return None if after == before else path


def _own_path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise PresetError(f"{quoted(name)} can't be a preset's name", next_step=NAME_ADVICE)
    if name in builtin_names():
        raise PresetError(
            f"{name!r} is built in and can't be changed",
            next_step=f"Copy it: screen presets save my-{name} --preset {name}",
        )
    return paths.user_presets_dir() / f"{name}{SUFFIX}"


def _changeable(name: str) -> Path:
    """The file of a preset of the user's, also of one that bears a built-in's name."""
    mine = paths.user_presets_dir() / f"{name}{SUFFIX}"
    return mine if NAME.fullmatch(name) and mine.is_file() else _own_path(name)


def _existing(name: str) -> Path:
    path = _changeable(name)
    if not path.exists():
        preset_path(name)  # says which there are
    return path


def _free(
    name: str,
    *,
    replace: bool = False,
    advice: str | None = None,
) -> None:
    if not replace and _own_path(name).exists():
        raise PresetError(
            f"there is a preset {name!r} already", next_step=_TAKEN if advice is None else advice
        )


def _write(path: Path, text: str, *, new: bool = False) -> Path:
    with disk_errors(path, _KEPT):
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.resolve().suffix != SUFFIX:
        raise PresetError(
            "is a link to what is no preset: nothing is written through it",
            where=str(path),
            next_step=f"It leads to {path.resolve()}; remove the link first.",
        )
    try:
        replace_file(path, text.encode(), next_step=_KEPT, new=new, tidy=True)
    except FileExistsError:  # saved by another program at this very moment
        raise PresetError(f"there is a preset {path.stem!r} already", next_step=_TAKEN) from None
    return path


def _draft(path: Path, text: str) -> Path:
    with disk_errors(path, _KEPT):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(SUFFIX, f".{path.stem}-draft-", path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    return Path(name)


def title_of(name: str) -> str:
    """Return the title of a preset that has none of its own: its name in words."""
    return name.replace("-", " ").replace("_", " ").capitalize()


def _editor(draft: Path) -> None:
    named = (os.environ.get(name, "").strip() for name in ("VISUAL", "EDITOR"))
    command = next(filter(None, named), "vi")
    try:
        done = subprocess.run([*shlex.split(command), str(draft)], check=False)
        failure = f"it ended with code {done.returncode}" if done.returncode else ""
    except (OSError, ValueError) as error:
        failure = str(error)
    if failure:
        raise PresetError(
            f"the editor {command!r} failed: {failure}",
            next_step="Name another one, such as EDITOR=nano; the preset is as it was.",
        )
