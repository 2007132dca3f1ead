"""What the definitions of a zombie say of a company, and the fiscal years that they read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from screener.model.metric import Group
from screener.model.screen import ZOMBIE
from screener.model.verdict import Answer
from screener.present.text import safe
from screener.present.zombies import aligned, legend, record, zombie_since
from screener.screening.explain import Figure, Summary
from screener.tui import glyphs
from screener.tui.widgets.columns import fit
from screener.zombies import VERDICTS

if TYPE_CHECKING:
    from screener.tui.state import Session

_YEARS = 10
_YEAR = 6
_INDENT = 2


def zombie_record(session: Session, found: Summary, width: int) -> Iterator[Content]:
    """Yield the verdict of the screen's definition with the years behind it, and the others'."""
    chosen = session.screen.meaning(ZOMBIE)
    definition = session.screen.zombie_definition
    verdicts = {figure.metric.name: figure for figure in found.groups[Group.ZOMBIE]}
    yield Content.styled(f"Zombie by {definition}, and the record by year", "bold $primary")
    yield _told(verdicts[chosen])
    if since := zombie_since(found.years, definition):
        yield Content(f"      {since}")
    yield from _years(found, definition, width)
    yield Content.styled("By the other definitions", "bold $primary")
    for name in VERDICTS:
        if name != chosen:
            yield _told(verdicts[name])


def _told(figure: Figure) -> Content:
    """What a definition says, and why."""
    answer = figure.value or Answer.UNKNOWN.value
    mark = f"{glyphs.ZOMBIE} " if answer == Answer.YES.value else ""
    style = "bold $warning" if mark else "bold"
    name = figure.metric.name.removeprefix("zombie_")
    text = f"  {safe(figure.reason)}" if figure.reason else ""
    return Content.assemble(f"  {name}: ", (f"{mark}{answer}", style), text)


def _years(found: Summary, definition: str, width: int) -> Iterator[Content]:
    lines = record(found.years)[:_YEARS]
    if not lines:
        yield Content("      no fiscal years in the snapshot")
        return
    verdict_width = max(len(definition), 5)
    titles, *rows = aligned(lines)
    sizes = [max(map(cell_len, column)) for column in list(zip(titles, *rows, strict=True))[1:]]
    spare = width - (_INDENT + _YEAR + sum(sizes) + 2 + verdict_width)
    gap = 2 if spare >= 2 * len(sizes) else 1
    widths = [size + gap for size in sizes]
    for text in _row((*titles, definition), [*widths, verdict_width], width):
        yield Content.styled(text, "underline")
    for line, cells in zip(lines, rows, strict=True):
        verdict = line.verdicts[definition]
        mark = f"{glyphs.ZOMBIE} " if verdict == Answer.YES.value else ""
        for text in _row((*cells, f"{mark}{verdict}"), [*widths, verdict_width], width):
            yield Content.styled(text, "$warning" if line.below else "")
    if marks := legend(lines):
        yield Content(f"      {marks}")


def _row(cells: Sequence[str], sizes: Sequence[int], width: int) -> list[str]:
    """A year in one line, or where that does not fit in several: each figure stays under its
    heading, since every year is folded at the same places."""
    year, *figures, verdict = cells
    parts = [fit(text, size, right=True) for text, size in zip(figures, sizes[:-1], strict=True)]
    parts.append("  " + fit(verdict, sizes[-1]))
    lines = [" " * _INDENT + fit(year, _YEAR)]
    for part in parts:
        if len(lines[-1]) + len(part) > width and len(lines[-1]) > _INDENT + _YEAR:
            lines.append(" " * (_INDENT + _YEAR))
        lines[-1] += part
    return [line.rstrip() for line in lines]
