"""The presets as a person chooses among them: with how many companies would pass now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.errors import PresetError
from screener.model.screen import Screen
from screener.present.text import safe
from screener.presets import list_presets, load_preset
from screener.screening.compile import run
from screener.screening.words import rules_in_words, shown_in_words
from screener.tui.state.session import Session


@dataclass(frozen=True, slots=True)
class PresetChoice:
    """A preset as the picker offers it: how many companies pass and what it asks, in words, or why
    it can't be used."""

    name: str
    title: str
    description: str
    passed: int
    builtin: bool
    rules: str = ""
    shown: str = ""
    error: str = ""


def preset_choices(session: Session) -> Iterator[PresetChoice]:
    """Yield every preset with the number of companies that pass it now."""
    for info in list_presets():
        # "FILE:LINE: what": the name says which file.
        error = re.sub(r"^:(\d+)", r"line \1", (info.error or "").removeprefix(str(info.path)))
        screen = Screen()
        if not error:
            try:
                screen = load_preset(info.name)
            except PresetError as problem:  # damaged at this very moment
                error = problem.what
        yield PresetChoice(
            safe(info.name),
            safe(info.title or info.name),
            safe(info.description),
            0 if error else run(session.universe.metrics, screen).passed,
            info.builtin,
            safe(rules_in_words(screen)),
            safe(shown_in_words(screen)),
            safe(error),
        )
