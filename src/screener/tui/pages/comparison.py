"""Companies side by side as a styled page: verdicts, the mix of their debt, metrics by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl
from rich.cells import cell_len
from textual.content import Content

from screener.model.verdict import Outcome
from screener.present.comparison import sections
from screener.present.side_by_side import Cell, Layout, PageLine, cell_text, head, page
from screener.screening.compile import OUTCOME, explained
from screener.screening.judged import judged
from screener.tui import glyphs
from screener.tui.widgets.columns import fit

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session


def comparison_head(rows: Sequence[Row], place: Layout) -> Content:
    """Return who stands in which column: tickers, and names under them."""
    return Content("\n").join(_line(line, place) for line in head(rows))


def comparison_page(
    session: Session, rows: Sequence[Row], first: int, place: Layout, *, own: bool, every: bool
) -> Content:
    """Return the comparison of ``rows``, of which the columns from ``first`` on are in sight.

    The best is that of all the rows. ``own``: only the columns of the session's screen; ``every``:
    also metrics that none of them reports, and rules that all of them pass."""
    sight = slice(first, first + place.across)
    columns = session.screen.columns if own else None
    compared = sections(rows, columns, title="The screen's columns", every=every)
    frame = pl.DataFrame(list(rows), schema=session.universe.metrics.schema)
    told, rules = explained(judged(frame, session.screen), session.screen)
    outcomes = {name: [*map(Outcome, told[name])] for name in (OUTCOME, *rules)}
    asked = (session.preset_label, outcomes.pop(OUTCOME), list(outcomes.items()))
    lines = page(rows, asked, compared, place, every=every, cells=cell_len)
    return Content("\n").join(_line(line.across(sight), place) for line in lines)


def _line(line: PageLine, place: Layout) -> Content:
    """A label and, in each column, a blank, a text at the right, and a mark or its place."""
    if not line.cells:
        style = "bold $primary" if line.title else "italic" if line.note else ""
        return Content.styled(line.label, style)
    parts: list[Content | tuple[str, str]] = [Content(fit(line.label, place.label))]
    for cell in line.cells:
        parts += [Content(" "), (cell_text(cell, place, cell_len), _style(line, cell))]
    return Content.assemble(*parts)


def _style(line: PageLine, cell: Cell) -> str:
    if cell.outcome is not None:
        return glyphs.OUTCOME_STYLES[cell.outcome]
    if line.title or cell.best:
        return "bold $accent"
    return "$foreground 60%" if cell.same else ""
