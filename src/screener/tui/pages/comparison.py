"""Companies side by side as a page of text: verdicts, the mix of their debt, metrics by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from textual.content import Content

from screener.model.metric import METRICS, Group
from screener.model.verdict import DEBT_KINDS, Outcome
from screener.present.comparison import Line, compare
from screener.present.debt import BAR, mix_bar
from screener.present.text import MISSING, safe
from screener.screening.compile import OUTCOME, explained, run
from screener.tui import glyphs
from screener.tui.widgets.columns import fit

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session

_CELL = (13, 28)
"""The narrowest and the widest column of a company: a blank, the value, the mark of the best."""

_LABEL = (14, 22)
_GROUPS = (
    Group.GROWTH, Group.PROFIT, Group.CASH_FLOW, Group.BALANCE, Group.DEBT, Group.ZOMBIE,
    Group.VALUE, Group.PERIOD, Group.HOLDING, Group.IDENTITY,
)  # fmt: skip
_IN_THE_HEAD = ("ticker", "name", "as_of")
_Cell = tuple[str, str, str]
"""A text, its style, and the mark behind it."""

_WORDS = {Outcome.PASS: "passes", Outcome.FAIL: "fails", Outcome.UNKNOWN: "unknown"}
_VERDICTS: dict[str, _Cell] = {
    outcome: (f"{glyphs.OUTCOMES[outcome]} {word}", glyphs.OUTCOME_STYLES[outcome], "")
    for outcome, word in _WORDS.items()
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells of the labels and of a company's column, and how many columns there is room for."""

    label: int
    cell: int
    across: int


def layout(width: int, companies: int) -> Layout:
    """Return how ``companies`` stand side by side in ``width`` cells."""
    least, most = _CELL
    label = _LABEL[1] if width >= _LABEL[1] + 2 * least else _LABEL[0]
    across = max(min(companies, (width - label) // least), 1)
    return Layout(label, max(min((width - label) // across, most), 1), across)


def comparison_head(rows: Sequence[Row], place: Layout) -> Content:
    """Return who stands in which column: tickers, and names under them."""
    tickers = [safe(str(row["ticker"] or MISSING)) for row in rows]
    names = [safe(str(row["name"] or "")) for row in rows]
    lines = [_line("", [(text, "bold $accent", "") for text in tickers], place)]
    lines.append(_line("", [(text, "", "") for text in names], place))
    return Content("\n").join(lines)


def comparison_page(
    session: Session, rows: Sequence[Row], first: int, place: Layout, *, own: bool, every: bool
) -> Content:
    """Return the comparison of ``rows``, of which the columns from ``first`` on are in sight.

    The best is that of all the rows. ``own``: only the columns of the session's screen; ``every``:
    also metrics that none of them reports, and rules that all of them pass."""
    sight = slice(first, first + place.across)
    page = [
        *_verdicts(session, rows, sight, place, every=every),
        *_metrics(session, rows, sight, place, own=own, every=every),
        Content(""),
        Content.styled(f"{glyphs.BEST} the best of them, where one direction is good", "italic"),
    ]
    return Content("\n").join(page)


def _verdicts(
    session: Session, rows: Sequence[Row], sight: slice, place: Layout, *, every: bool
) -> Iterator[Content]:
    frame = pl.DataFrame(list(rows), schema=session.universe.metrics.schema)
    yield Content.styled(f"By the screen: {session.preset_label}", "bold $primary")
    # Run on these alone, in their order: the screen's own order and limit are of no concern.
    free = session.screen.model_copy(update={"sort": ("weight",), "limit": None})
    numbered = run(frame.with_row_index("at"), free, everyone=True).rows.sort("at")
    cells = [_VERDICTS[outcome] for outcome in numbered[OUTCOME].to_list()]
    yield _line("  Verdict", cells[sight], place)
    told, names = explained(numbered, session.screen)
    for name in names:
        outcomes = told[name].to_list()
        if every or set(outcomes) != {Outcome.PASS.value}:
            yield from _labelled(safe(name), [_VERDICTS[one] for one in outcomes][sight], place)


def _labelled(label: str, cells: Sequence[_Cell], place: Layout) -> Iterator[Content]:
    """A line; where its label is too long, the label stands above it."""
    short = fit(f"  {label}", place.label - 1)
    if "…" in short and "…" not in label:
        whole = place.label + place.cell * len(cells)
        for part in Content(label).wrap(max(whole - 2, 1)):
            yield Content("  ") + part
        short = ""
    yield _line(short, cells, place)


def _metrics(
    session: Session, rows: Sequence[Row], sight: slice, place: Layout, *, own: bool, every: bool
) -> Iterator[Content]:
    if own:
        lines = compare(rows, [n for n in session.screen.columns if n not in _IN_THE_HEAD])
        yield Content("")
        yield Content.styled("The screen's columns", "bold $primary")
        yield from (_told(line, sight, place) for line in lines if every or line.known)
        return
    for group in _GROUPS:
        names = [metric.name for metric in METRICS.values() if metric.group is group]
        found = compare(rows, [name for name in names if name not in _IN_THE_HEAD])
        shown = [line for line in found if every or line.known]
        if shown:
            yield Content("")
            yield Content.styled(group.value.capitalize(), "bold $primary")
            if group is Group.DEBT:
                yield from _mixes(rows, sight, place)
            yield from (_told(line, sight, place) for line in shown)


def _mixes(rows: Sequence[Row], sight: slice, place: Layout) -> Iterator[Content]:
    shares = [{kind: row[f"{kind}_share"] for kind in DEBT_KINDS} for row in rows]
    kinds = [kind for kind in DEBT_KINDS if any(share[kind] for share in shares)]
    if kinds:
        bars = [mix_bar(share, place.cell - 3) for share in shares]
        cells = [(f"{bar:<{place.cell - 3}}" if bar else MISSING, "", "") for bar in bars]
        yield _line("  Mix", cells[sight], place)
        yield Content("  " + "  ".join(f"{BAR[kind]} {kind}" for kind in kinds))


def _told(line: Line, sight: slice, place: Layout) -> Content:
    quiet = "" if line.differs else "$foreground 60%"
    cells = [
        (text, "bold $accent", glyphs.BEST) if index == line.best else (text, quiet, "")
        for index, text in enumerate(line.cells)
    ]
    return _line(f"  {line.metric.label}", cells[sight], place)


def _line(label: str, cells: Sequence[_Cell], place: Layout) -> Content:
    """A label and, in each column, a blank, a text at the right, and a mark or its place."""
    parts: list[Content | tuple[str, str]] = [Content(fit(label, place.label))]
    for text, style, mark in cells:
        shown = f"{fit(text, place.cell - 3, right=True)} {mark or ' '}"
        parts += [Content(" "), (shown, style)]
    return Content.assemble(*parts)
