"""A company of a list of changes: beside its name what changed, below it where there is no room."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content, Span
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from screener.tui.widgets.columns import GAP, fit

_TICKER = 6
_NAMES = ((100, 34), (72, 26))
"""From these widths on the words stand beside a name of so many cells."""


class ChangeLine(Visual):
    """``words`` are lines, and are wrapped under themselves, so that nothing of them is cut; a long
    name ends in an ellipsis."""

    def __init__(self, mark: str, ticker: str, name: str, words: str) -> None:
        self._mark, self._ticker, self._name, self._words = mark, ticker, name, words
        self._laid_out: dict[int, list[Content]] = {}

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many lines it takes."""
        return len(self._lines(width))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return all there is."""
        return container_width

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Return the width of the ticker."""
        return _TICKER

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw the lines."""
        lines = Content("\n").join(self._lines(width))
        return lines.render_strips(width, height, style, options)

    def _lines(self, width: int) -> list[Content]:
        # A list of thousands is laid out whole: a line is worked out once for each width.
        if width not in self._laid_out:
            self._laid_out = {width: self._laid_out_at(max(width, _TICKER + GAP + 2))}
        return self._laid_out[width]

    def _laid_out_at(self, width: int) -> list[Content]:
        head = f"{self._mark} {fit(self._ticker, _TICKER)}{' ' * GAP}"
        start = cell_len(head)
        beside = next((cells for least, cells in _NAMES if width >= least), 0)
        if beside:
            start += beside + GAP
            first, *more = self._wrapped(width - start)
            head += fit(self._name, beside) + " " * GAP + first
        else:
            start, more = 2, self._wrapped(width - 2)
            head += fit(self._name, width - cell_len(head))
        ticker = Span(len(self._mark) + 1, len(self._mark) + 1 + len(self._ticker), "bold")
        return [Content(head, [ticker]), *(Content(" " * start + line) for line in more)]

    def _wrapped(self, width: int) -> list[str]:
        lines: list[str] = []
        for line in self._words.split("\n"):
            if cell_len(line) <= width:
                lines.append(line)
            else:
                lines += (part.plain for part in Content(line).wrap(max(width, 1)))
        return lines
