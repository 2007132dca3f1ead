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
from screener.tui.keys import Place, dialog_places, places
from screener.tui.screens.once import ClosesOnce

_MARKS = Place(
    "Marks",
    (
        (glyphs.ZOMBIE, "zombie, by the filters' definition"),
        (glyphs.MARKED, "marked, to be compared"),
        (glyphs.WATCHED, "on the watchlist"),
        (f"{glyphs.PASS} {glyphs.FAIL} {glyphs.UNKNOWN}", "passes, fails, unknown"),
        (
            glyphs.NOTED,
            "derived, a stand-in, or contradicted: see i",
        ),
        ("–", "not reported; never the same as zero"),
        ("▲ ▼", "sorted up, down; unknown comes last"),
    ),
)
_KEYS = 26
"""Cells that keys take before what they do."""

_SYSTEM = Place("And", (("Ctrl+P", "the palette: every action by name"), ("Tab", "next panel")))


class HelpScreen(ClosesOnce, ModalScreen[None]):
    """The keys, by place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown,space", "scroll(12)", "Page down", show=False),
        Binding("pageup", "scroll(-12)", "Page up", show=False),
        Binding("g,home", "scroll(-999)", "Top", show=False),
        Binding("end", "scroll(999)", "End", show=False),
    ]

    def compose(self) -> ComposeResult:
        """A page that scrolls."""
        box = VerticalScroll(classes="dialog help")
        box.border_title = Content("Help")
        box.border_subtitle = Content("Esc closes")
        with box:
            yield Static(_page((*places(), *dialog_places(), _SYSTEM, _MARKS)), markup=False)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def _page(found: tuple[Place, ...]) -> Content:
    parts: list[Content] = []
    for place in found:
        parts.append(Content.styled(place.title, "bold $primary"))
        for key, meaning in place.keys:
            # Many keys for one thing stand on a line of their own.
            room = _KEYS - cell_len(key)
            gap = " " * room if room > 0 else "\n  " + " " * _KEYS
            parts.append(Content.assemble("  ", (key, "bold $accent"), gap, meaning))
        parts.append(Content(""))
    return Content("\n").join(parts[:-1])
