"""Every key on one page."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screener.tui import glyphs

_KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Table",
        (
            ("↑ ↓  j k", "row up, down"),
            ("← →  h l  < >", "column left, right"),
            ("PgUp PgDn", "a page (Ctrl+B, Ctrl+F)"),
            ("Ctrl+U Ctrl+D", "half a page"),
            ("g Home · End", "first row · last row"),
            ("s, header click", "sort by the column; again: reverse"),
            ("Enter, 2 clicks", "why this company passes or fails"),
            ("t", "find a ticker or a name"),
        ),
    ),
    (
        "Filters (f)",
        (
            ("↑ ↓  j k", "move"),
            ("Space, Enter", "choose or drop a value"),
            ("← →  h l", "growth threshold ∓ 1 point"),
            ("n", "type the growth threshold"),
        ),
    ),
    (
        "Company",
        (
            ("↑ ↓  j k", "scroll"),
            ("← →  h l", "previous, next company"),
            ("Esc, q", "back to the table"),
        ),
    ),
    (
        "Everywhere",
        (
            ("f", "filters"),
            ("p", "presets"),
            ("U", "show or hide companies with unknown figures"),
            ("+ -", "the assumed rate up, down by 25 bp"),
            ("r", "reset to the preset"),
            ("R", "where nobody passes: take off the costliest rule"),
            ("e", "export to CSV"),
            ("Ctrl+P", "palette: every action by name"),
            ("Tab", "next panel"),
            ("?", "this page"),
            ("q, Esc", "back; q in the table quits"),
        ),
    ),
    (
        "Marks",
        (
            (glyphs.ZOMBIE, "zombie, by the definition that the filters choose"),
            (f"{glyphs.PASS} {glyphs.FAIL} {glyphs.UNKNOWN}", "passes, fails, unknown"),
            ("–", "not reported; never the same as zero"),
            ("▲ ▼", "sorted upwards, downwards; unknown comes last"),
        ),
    ),
)


class HelpScreen(ModalScreen[None]):
    """The keys, by place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
    ]

    def compose(self) -> ComposeResult:
        """A page that scrolls."""
        box = VerticalScroll(classes="dialog help")
        box.border_title = Content("Help")
        box.border_subtitle = Content("Esc closes")
        with box:
            yield Static(_page(), markup=False)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def _page() -> Content:
    width = max(cell_len(key) for _, keys in _KEYS for key, _ in keys) + 2
    parts: list[Content] = []
    for title, keys in _KEYS:
        parts.append(Content.styled(title, "bold $primary"))
        for key, meaning in keys:
            padding = " " * (width - cell_len(key))
            parts.append(Content.assemble("  ", (key, "bold $accent"), padding, meaning))
        parts.append(Content(""))
    return Content("\n").join(parts[:-1])
