"""What stands under a condition while it is written: what is wrong and where, what may follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from screener.model.expression.completion import Option
from screener.model.metric import METRICS
from screener.present.text import safe
from screener.tui import glyphs
from screener.tui.pages.metric_hint import WRITTEN
from screener.tui.widgets.columns import fit

MARK = "▲"
"""Points at the character in the line above."""

_LEFT, _RIGHT = "◂", "▸"
_NAME, _LABEL = 24, 12


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a condition; ``x`` is the cell of the field where, also out of sight."""

    text: str
    x: int


def help_lines(
    width: int,
    rows: int,
    *,
    problem: Problem | None,
    options: Sequence[Option],
    chosen: int,
    hint: Sequence[str],
) -> list[Content]:
    """Return at most ``rows`` lines of at most ``width`` cells.

    Where there is no room for all: the problem, the options around the chosen one, the hint."""
    lines = [] if problem is None else _problem(problem, width, 1 if options else rows - 1)
    if rows < 4 and options:
        lines = lines[:1] if rows > 1 else []  # the mark alone: the options say what is meant
    room = rows - len(lines) - (1 if hint and rows > 4 else 0)
    first = max(0, min(chosen - room // 2, len(options) - room))
    lines += [
        _option(option, index == chosen, width)
        for index, option in enumerate(options[first : first + room], first)
    ]
    lines += [_cut(Content.styled(text, "$foreground 80%"), width) for text in hint]
    return lines[: max(rows, 0)]


def _problem(problem: Problem, width: int, rows: int) -> list[Content]:
    """A mark under the place with the text beside it, or beneath where that is too long."""
    x, mark = problem.x, MARK
    if not 0 <= x < width:
        x, mark = (0, _LEFT) if x < 0 else (width - 1, _RIGHT)
    text, style = safe(problem.text), "bold $warning"
    length = cell_len(text)
    if x + 2 + length <= width:
        return [Content.styled(f"{' ' * x}{mark} {text}", style)]
    if length + 1 <= x:
        return [Content.styled(f"{' ' * (x - 1 - length)}{text} {mark}", style)]
    wrapped = Content(text).wrap(width)
    if len(wrapped) > max(rows, 1):
        rest = " ".join(line.plain for line in wrapped[max(rows, 1) - 1 :])
        wrapped = [*wrapped[: max(rows, 1) - 1], Content(fit(rest, width))]
    return [
        Content.styled(" " * x + mark, style),
        *(Content.styled(line.plain, style) for line in wrapped),
    ]


def _option(option: Option, chosen: bool, width: int) -> Content:
    pointer = glyphs.CURSOR if chosen else " "
    text = option.text
    if option.metric:
        metric = METRICS[option.metric]
        name = fit(option.text, max(_NAME, cell_len(option.text)))
        text = f"{name} {fit(metric.label, _LABEL)} {WRITTEN[metric.unit]}"
    return _cut(Content.styled(f"{pointer} {safe(text)}", "bold $accent" if chosen else ""), width)


def _cut(text: Content, width: int) -> Content:
    return text.truncate(width, ellipsis=True)
