"""The filters with their live counts, as one list to walk through."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from screener.tui import glyphs
from screener.tui.messages import FacetChosen, GrowthStepped, PanelClosed
from screener.tui.widgets.columns import fit
from screener.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screener.screening.facets import Facet, FacetValue

_POINT = 0.01


class FacetPanel(LineView, can_focus=True):
    """Facets, each with its values; a cursor on one value. Fill it with :meth:`show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", tooltip="move"),
        Binding("down,j", "move(1)", "Down", tooltip="move"),
        Binding("pageup", "move(-8)", "Page up", tooltip="move by eight"),
        Binding("pagedown", "move(8)", "Page down", tooltip="move by eight"),
        Binding("g,home", "move(-999)", "First", tooltip="first, last"),
        Binding("end", "move(999)", "Last", tooltip="first, last"),
        Binding("space,enter", "choose", "Choose", tooltip="choose or drop a value"),
        Binding(
            "left,h", f"growth({-_POINT})", "Growth down", tooltip="growth threshold ∓ 1 point"
        ),
        Binding("right,l", f"growth({_POINT})", "Growth up", tooltip="growth threshold ∓ 1 point"),
        Binding("escape,q,f", "close", "Back", tooltip="back to the table"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facetpanel--title",
        "facetpanel--value",
        "facetpanel--selected",
        "facetpanel--none",
        "facetpanel--cursor",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[tuple[Facet, FacetValue | None]] = []
        self._cursor = 1
        self.border_title = Content("Filters")
        self.border_subtitle = Content("←→ growth  n type it")

    def show(self, facets: tuple[Facet, ...]) -> None:
        """Show facets; the cursor stays on the same value."""
        here = self._at_cursor()
        self._lines = []
        for facet in facets:
            self._lines.append((facet, None))
            self._lines += [(facet, value) for value in facet.values]
        if here is not None:
            same = [i for i, line in enumerate(self._lines) if _key(line) == _key(here)]
            self._cursor = same[0] if same else min(self._cursor, len(self._lines) - 1)
        self.virtual_size = Size(1, len(self._lines))
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor over the values, past the titles."""
        values = [i for i, (_, value) in enumerate(self._lines) if value is not None]
        if values:
            here = min(range(len(values)), key=lambda i: abs(values[i] - self._cursor))
            self._put(values[max(0, min(here + by, len(values) - 1))])

    def action_choose(self) -> None:
        """Choose or drop the value under the cursor."""
        line = self._at_cursor()
        if line is not None and line[1] is not None:
            self.post_message(FacetChosen(line[0].name, line[1].value))

    def action_growth(self, step: float) -> None:
        """Move the growth threshold."""
        self.post_message(GrowthStepped(step))

    def action_close(self) -> None:
        """Go back to the table."""
        self.post_message(PanelClosed())

    def on_click(self, event: events.Click) -> None:
        """A click chooses or drops a value."""
        position = event.get_content_offset(self)
        if position is None:
            return
        index = position.y + self.scroll_offset.y
        if index < len(self._lines) and self._lines[index][1] is not None:
            self._put(index)
            self.action_choose()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._put(self._cursor)

    def _at_cursor(self) -> tuple[Facet, FacetValue | None] | None:
        return self._lines[self._cursor] if self._cursor < len(self._lines) else None

    def _put(self, index: int) -> None:
        self._cursor = index
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        first = 0 if index == 1 else index  # with the first value comes its title
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line: a facet's title, one of its values, or nothing."""
        width = max(self.size.width - self.scrollbar_gutter.width, 0)
        index = y + self.scroll_offset.y
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        facet, value = self._lines[index]
        if value is None:
            style = self.get_component_rich_style("facetpanel--title")
            return Strip([Segment(fit(facet.title, width), style)], width)
        here = index == self._cursor
        style = self.get_component_rich_style(self._class_of(value, here and self.has_focus))
        count = f"{value.count:,}"
        mark = glyphs.PASS if value.selected else glyphs.OFF
        head = f"{glyphs.CURSOR if here and self.has_focus else ' '}{mark} "
        label = fit(value.label, max(width - len(head) - len(count) - 1, 0))
        return Strip([Segment(fit(f"{head}{label} {count}", width), style)], width)

    def _class_of(self, value: FacetValue, here: bool) -> str:
        if here:
            return "facetpanel--cursor"
        if value.selected:
            return "facetpanel--selected"
        return "facetpanel--value" if value.count else "facetpanel--none"


def _key(line: tuple[Facet, FacetValue | None]) -> tuple[str, object, bool]:
    facet, value = line
    # False == 0 == 0.0: the type tells them apart.
    return facet.name, None if value is None else (type(value.value), value.value), value is None
