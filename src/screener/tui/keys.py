"""Every key and what it does, read from the bindings: for the help, the palette and the README."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from textual.binding import Binding, BindingType

from screener.tui.bindings import MAIN, PURPOSES
from screener.tui.screens.catalogue import dialog_class

_NAMES = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn",
    "question_mark": "?", "slash": "/", "plus": "+", "equals_sign": "=", "minus": "-",
    "asterisk": "*", "percent_sign": "%", "less_than_sign": "<", "greater_than_sign": ">",
    "left_square_bracket": "[", "right_square_bracket": "]", "number_sign": "#",
    "enter": "Enter", "escape": "Esc", "space": "Space", "home": "Home", "end": "End",
    "tab": "Tab", "delete": "Del", "backspace": "Backspace",
}  # fmt: skip

_OPENS = re.compile(r"dialog\('(\w+)'\)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where keys work, and what they do there: (keys, meaning)."""

    title: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Command:
    """What the palette offers: a title, an action of the main screen, and what it does."""

    title: str
    action: str
    help: str


def key_name(key: str) -> str:
    """Return a key as people write it: ``Ctrl+B``, ``PgUp``, ``?``."""
    *modifiers, last = key.split("+")
    words = [modifier.capitalize() for modifier in modifiers]
    name = _NAMES.get(last, last)
    upper = (words and len(name) == 1) or re.fullmatch(r"f\d+", name)
    return "+".join([*words, name.upper() if upper else name])


def bound(bindings: Iterable[BindingType]) -> Iterator[Binding]:
    """Yield those bindings that say what they do."""
    for binding in bindings:
        assert isinstance(binding, Binding)
        if binding.tooltip:
            yield binding


def places() -> tuple[Place, ...]:
    """Return all keys by place, as the bindings have them.

    Neighbours that share a tooltip stand on one line: ``↑ k ↓ j``."""
    from screener.tui.widgets.company_table import CompanyTable
    from screener.tui.widgets.detail import Detail
    from screener.tui.widgets.facet_panel import FacetPanel

    return (
        *(Place(purpose, _keys(bindings)) for purpose, bindings in PURPOSES.items()),
        Place("Moving in the table", _keys(CompanyTable.BINDINGS)),
        Place("Filters (f)", _keys(FacetPanel.BINDINGS)),
        Place("Company (Enter)", _keys(Detail.BINDINGS)),
    )


def dialog_places() -> tuple[Place, ...]:
    """Return the keys that dialogs have of their own, each under the key that opens it."""
    found = []
    for binding in bound(MAIN):
        if not (opens := _OPENS.fullmatch(binding.action)):
            continue
        if keys := _keys(dialog_class(opens[1]).BINDINGS):
            opened_by = key_name(binding.key.split(",")[0])
            found.append(Place(f"{binding.description} ({opened_by})", keys))
    return tuple(found)


def commands() -> tuple[Command, ...]:
    """Return the main screen's actions in the order of its bindings."""
    return tuple(
        Command(
            binding.description,
            binding.action,
            f"{_sentence(binding.tooltip)} ({key_name(binding.key.split(',')[0])})",
        )
        for binding in bound(MAIN)
    )


def markdown() -> str:
    """Return all keys as tables of a Markdown page, one for each place."""
    lines = []
    for place in places():
        lines += [f"| {place.title} | |", "|---|---|"]
        lines += [f"| {_code(keys)} | {meaning} |" for keys, meaning in place.keys]
        lines.append("")
    return "\n".join(lines)


def _code(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.split())


def _keys(bindings: Iterable[BindingType]) -> tuple[tuple[str, str], ...]:
    lines = []
    for tooltip, group in groupby(bound(bindings), key=lambda binding: binding.tooltip):
        names = [key_name(key) for binding in group for key in binding.key.split(",")]
        lines.append((" ".join(names), tooltip))
    return tuple(lines)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
