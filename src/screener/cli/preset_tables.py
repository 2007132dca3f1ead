"""Presets as tables, and as lines that people read: which there are, and which are valid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.errors import PresetError
    from screener.present.tables.table import Table
    from screener.presets import PresetInfo

_LISTED = {
    "name": "what --preset calls it",
    "kind": "built-in, or yours: a file in your own folder",
    "title": "one line for lists",
    "description": "a sentence for lists",
    "valid": "whether it can be used",
    "error": "where it is wrong and what, if it is not valid",
}


def listed_lines(found: Sequence[PresetInfo], width: int | None = None) -> list[str]:
    """Return for each preset name, whose, title and description, or what is wrong: a line, or what
    a terminal of ``width`` has room for."""
    from screener.present.cells import cells_of, flush_left
    from screener.present.layout import beside
    from screener.present.text import safe

    names = max(cells_of(info.name) for info in found)
    lines = []
    for info in found:
        about = f"error: {info.error}" if info.error else f"{info.title}: {info.description}"
        before = f"{flush_left(info.name, names)}  {_kind(info):<8}  "
        lines += beside(before, safe(about).removesuffix(": "), width)
    return lines


def listed_table(found: Sequence[PresetInfo]) -> Table:
    """Return a row for each preset that there is."""
    rows = [
        {
            "name": info.name,
            "kind": _kind(info),
            "title": info.title or None,
            "description": info.description or None,
            "valid": info.error is None,
            "error": info.error,
        }
        for info in found
    ]
    return _table(rows, _LISTED)


def _kind(info: PresetInfo) -> str:
    return "built-in" if info.builtin else "yours"


_CHECKED = {
    "name": "the preset's name, or the file as it was given",
    "valid": "whether it can be used",
    "where": "file and line, if it is not valid",
    "error": "what is wrong there",
    "next_step": "what to do about it",
}


def checked_lines(found: Mapping[str, PresetError | None], width: int | None = None) -> list[str]:
    """Return the lines for people: "valid", or the error and what to do about it."""
    from screener.present.layout import fitted
    from screener.present.text import safe

    lines = []
    for name, error in found.items():
        if error is None:
            lines.append(f"{safe(name)}: valid")
        else:
            first, *rest = str(error).splitlines()
            lines += [f"{safe(name)}: error: {safe(first)}", *(f"  {safe(line)}" for line in rest)]
    return fitted(lines, width)


def checked_table(found: Mapping[str, PresetError | None]) -> Table:
    """Return a row for each preset that was checked, by name or file, and what is wrong with it."""
    rows = [
        {"name": name, "valid": True}
        if error is None
        else {
            "name": name,
            "valid": False,
            "where": error.where or None,
            "error": error.what,
            "next_step": error.next_step or None,
        }
        for name, error in found.items()
    ]
    return _table(rows, _CHECKED)


def _table(rows: Sequence[Mapping[str, object]], notes: Mapping[str, str]) -> Table:
    """Return the table of ``rows`` with the columns that ``notes`` explain."""
    import polars as pl

    from screener.present.tables.table import Table

    schema = {name: pl.Boolean if name == "valid" else pl.String for name in notes}
    return Table("presets", "Presets", pl.DataFrame(rows, schema=schema), notes=notes)
