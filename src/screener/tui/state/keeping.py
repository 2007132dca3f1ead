"""Keeping presets from the terminal screen: what a session is saved as, what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count

from screener.errors import PresetError, ScreenerError
from screener.model.screen import Screen
from screener.present.text import safe
from screener.presets import (
    builtin_names,
    is_taken,
    load_preset,
    put_away_preset,
    rename_preset,
    save_preset,
)
from screener.presets.keeping import title_of
from screener.presets.naming import NAME
from screener.screening.words import same_rules
from screener.tui.state.session import Session


def proposed_name(session: Session) -> str:
    """Return a name to save under: that of the preset in use if it is the user's, else a free one
    that tells where it comes from."""
    name = session.preset_name
    if not NAME.fullmatch(name):
        return ""
    if name not in builtin_names() and _taken(name):
        return name
    stem = name if name not in builtin_names() else f"my-{name}"
    return next(free for n in count(1) if not _taken(free := stem if n == 1 else f"{stem}-{n}"))


def name_problem(name: str) -> str:
    """Return why nothing can be saved under a name; "" where it can. Taken names are none."""
    try:
        is_taken(name)
    except PresetError as error:
        if name in builtin_names():
            # The error's own advice is a command line.
            return f"{error.what}: save it under another name, such as my-{name}."
        return safe(f"{error.what}. {error.next_step}" if name else error.next_step)
    return ""


def save(session: Session, name: str, *, replace: bool) -> Callable[[Session], str]:
    """Save the session's screen as the preset ``name``.

    Return the change that makes it the preset in use. Raises as
    :func:`screener.presets.save_preset`."""
    saved = _titled(session, name)
    path = save_preset(name, saved, replace=replace)
    notice = f"Saved as {name}: {safe(str(path))}"
    if saved.unknown != Screen().unknown:
        notice += ". That unknown companies are shown (U) is no part of a preset."

    def change(session: Session) -> str:
        session.saved_as(name, saved)
        return notice

    return change


def rename(old: str, new: str) -> Callable[[Session], str]:
    """Rename a preset of the user's. Return the change by which it stays in use if it is."""
    rename_preset(old, new)

    def change(session: Session) -> str:
        if session.preset == old:
            session.preset = new
        return f"{old} is now {new}"

    return change


def delete(session: Session, name: str) -> str:
    """Take a preset of the user's out of the list; return where its text still is."""
    kept = safe(str(put_away_preset(name)))
    stays = ""
    if session.preset == name:
        session.gone = name
        stays = " The list stays as it is."
    return f"Deleted {name}.{stays} Its text is kept: {kept}"


def _taken(name: str) -> bool:
    try:
        return is_taken(name)
    except PresetError:
        return False


def _titled(session: Session, name: str) -> Screen:
    """Give the screen the title and description that fit its name.

    What a preset says of itself stays true of the same rules only."""
    before = None
    if _taken(name):
        with suppress(ScreenerError):  # a damaged one has nothing to say
            before = load_preset(name)
    title = before.title if before is not None and before.title else title_of(name)
    same = before is not None and same_rules(before, session.screen)
    description = before.description if before is not None and same else ""
    return session.screen.model_copy(update={"title": title, "description": description})
