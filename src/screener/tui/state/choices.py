"""The presets as a person chooses among them: with how many companies would pass now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.present.text import safe
from screener.presets import list_presets, load_preset
from screener.screening.compile import run
from screener.tui.state.session import Session


@dataclass(frozen=True, slots=True)
class PresetChoice:
    """A preset as the picker offers it: how many companies pass, or why it can't be used."""

    name: str
    title: str
    description: str
    passed: int
    builtin: bool
    error: str = ""


def preset_choices(session: Session) -> Iterator[PresetChoice]:
    """Yield every preset with the number of companies that pass it now."""
    for info in list_presets():
        # "FILE:LINE: what": the name says which file.
        error = re.sub(r"^:(\d+)", r"line \1", (info.error or "").removeprefix(str(info.path)))
        passed = 0
        if not error:
            passed = run(session.universe.metrics, load_preset(info.name)).passed
        yield PresetChoice(
            safe(info.name),
            safe(info.title or info.name),
            safe(info.description),
            passed,
            info.builtin,
            safe(error),
        )
