"""Companies side by side in columns of a given width: verdicts, the mix of their debt, metrics.

A page is the same for both front ends; what has a colour on the screen has a mark besides."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screener.model.metric import Group
from screener.model.verdict import DEBT_KINDS, Outcome
from screener.present.cells import cells_of, cut
from screener.present.comparison import Line, Section
from screener.present.debt import BAR, mix_bar
from screener.present.marks import BEST, OUTCOMES
from screener.present.text import MISSING, safe

_CELL = (13, 28)
"""The narrowest and the widest column of a company: a blank, the value, the mark of the best."""

_LABEL = (14, 22)
_WORDS = {Outcome.PASS: "passes", Outcome.FAIL: "fails", Outcome.UNKNOWN: "unknown"}

Row = Mapping[str, Any]
Verdicts = tuple[str, Sequence[Outcome]]
"""What a rule is called, and what it says of each company."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells of the labels and of a company's column, and how many columns there is room for."""

    label: int
    cell: int
    across: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A company's value: the ``best`` of all, the ``same`` as all others', an ``outcome``."""

    text: str
    best: bool = False
    same: bool = False
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of the page: a label and the cells of all companies; or a text without cells, of which
    a ``title`` heads what follows and a ``note`` says what a mark means."""

    label: str
    cells: tuple[Cell, ...] = ()
    title: bool = False
    note: bool = False

    def across(self, sight: slice) -> PageLine:
        """Return the line with those companies only."""
        return PageLine(self.label, self.cells[sight], self.title, self.note)


def layout(width: int, companies: int) -> Layout:
    """Return how ``companies`` stand side by side in ``width`` cells."""
    least, most = _CELL
    label = _LABEL[1] if width >= _LABEL[1] + 2 * least else _LABEL[0]
    across = max(min(companies, (width - label) // least), 1)
    return Layout(label, max(min((width - label) // across, most), 1), across)


def head(rows: Sequence[Row]) -> tuple[PageLine, PageLine]:
    """Return who stands in which column: tickers, and names."""
    tickers = tuple(Cell(safe(str(row["ticker"] or MISSING))) for row in rows)
    names = tuple(Cell(safe(str(row["name"] or ""))) for row in rows)
    return PageLine("", tickers, title=True), PageLine("", names)


def page(
    rows: Sequence[Row],
    asked: tuple[str, Sequence[Outcome], Sequence[Verdicts]],
    compared: Sequence[Section],
    place: Layout,
    *,
    every: bool = False,
    cells: Callable[[str], int] = cells_of,
) -> Iterator[PageLine]:
    """Yield the lines about ``rows``, each of all companies.

    ``asked``: the screen's name, what it says of each company, what each of its rules says;
    ``every``: also the rules that all of them pass. ``cells`` says how wide a text is."""
    screen, verdicts, rules = asked
    yield PageLine(f"By the screen: {screen}", title=True)
    yield PageLine("  Verdict", tuple(map(_verdict, verdicts)))
    for name, outcomes in rules:
        if every or set(outcomes) != {Outcome.PASS}:
            yield from _labelled(safe(name), tuple(map(_verdict, outcomes)), place, cells)
    for section in compared:
        yield PageLine("")
        yield PageLine(section.title, title=True)
        if section.group is Group.DEBT:
            yield from _mixes(rows, place)
        yield from map(_told, section.lines)
    yield PageLine("")
    yield PageLine(f"{BEST} the best of them, where one direction is good", note=True)


def plain(line: PageLine, place: Layout) -> str:
    """Return a line as text: a label and, in each column, a value at the right and a mark."""
    if not line.cells:
        return line.label
    columns = [f" {cell_text(cell, place)}" for cell in line.cells]
    return (cut(line.label, place.label) + "".join(columns)).rstrip()


def cell_text(cell: Cell, place: Layout, cells: Callable[[str], int] = cells_of) -> str:
    """Return a cell in the width of its column but for the blank before it."""
    width = place.cell - 3
    blank = width - cells(cell.text)
    text = " " * blank + cell.text if blank >= 0 else cut(cell.text, width, cells)
    return f"{text} {BEST if cell.best else ' '}"


def _verdict(outcome: Outcome) -> Cell:
    return Cell(f"{OUTCOMES[outcome]} {_WORDS[outcome]}", outcome=outcome)


def _told(line: Line) -> PageLine:
    cells = tuple(
        Cell(text, best=number == line.best, same=not line.differs)
        for number, text in enumerate(line.cells)
    )
    return PageLine(f"  {line.metric.label}", cells)


def _labelled(
    label: str, cells: tuple[Cell, ...], place: Layout, width_of: Callable[[str], int]
) -> Iterator[PageLine]:
    """A line; where its label is too long, the label stands above it."""
    if width_of(label) + 2 <= place.label - 1:
        yield PageLine(f"  {label}", cells)
        return
    whole = max(place.label + place.cell * min(len(cells), place.across) - 2, 1)
    for part in textwrap.wrap(label, whole, break_on_hyphens=False):
        yield PageLine(f"  {part}")
    yield PageLine("", cells)


def _mixes(rows: Sequence[Row], place: Layout) -> Iterator[PageLine]:
    shares = [{kind: row[f"{kind}_share"] for kind in DEBT_KINDS} for row in rows]
    kinds = [kind for kind in DEBT_KINDS if any(share[kind] for share in shares)]
    if kinds:
        bars = [mix_bar(share, place.cell - 3) for share in shares]
        yield PageLine("  Mix", tuple(_bar(bar, place.cell - 3) for bar in bars))
        yield PageLine("  " + "  ".join(f"{BAR[kind]} {kind}" for kind in kinds))


def _bar(bar: str, width: int) -> Cell:
    return Cell(f"{bar:<{width}}" if bar else MISSING)
