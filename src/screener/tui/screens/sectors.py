"""Sectors and the index side by side: over the whole universe, or over what is listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, get_args

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from screener.model.screen import ZombieDefinition
from screener.model.words import counted
from screener.present.debt import move_text
from screener.present.sectors import Row, crossing, known
from screener.screening.sectors import sectors
from screener.tui import glyphs
from screener.tui.pages.sectors import SectorTable
from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.widgets.columns import fit, fitting
from screener.tui.widgets.steady_list import SteadyList

_DEFINITIONS = get_args(ZombieDefinition)
_HIGH = 18
"""Lines of a terminal from which there is room to say how much is known."""
_AROUND = 5
"""Lines around the rows: the box, what is assumed, and the headings."""


class SectorsDialog(Dialog):
    """Enter filters by the sector under the cursor; on the last row it takes that filter off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,G", "dismiss(None)", "Close", tooltip="back to the table"),
        Binding("j", "cursor(1)", "Down", tooltip="a sector up, down"),
        Binding("k", "cursor(-1)", "Up", tooltip="a sector up, down"),
        Binding("left,h", "columns(-1)", "Left", tooltip="columns to the left, right"),
        Binding("right,l", "columns(1)", "Right", tooltip="columns to the left, right"),
        Binding("v", "whom", "Index, listed", tooltip="the whole index, or what is listed"),
        Binding("z", "definition", "Definition", tooltip="the next definition of a zombie"),
        Binding("plus,equals_sign", "rate(1)", "Rates up", tooltip="the assumed rate up by 25 bp"),
        Binding("minus", "rate(-1)", "Rates down", tooltip="the assumed rate down by 25 bp"),
    ]

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._listed = False
        self._definition: str = session.screen.zombie_definition
        self._first = 1
        self._rows: Sequence[Row] = ()

    def compose(self) -> ComposeResult:
        """What is assumed, the table under its headings, and how much is known of a sector."""
        with Vertical(classes="dialog sectors"):
            yield Static(id="sectors-assumed", markup=False)
            yield Static(id="sectors-heading", markup=False)
            yield SteadyList(compact=True, markup=False)
            yield Static(id="sectors-known", markup=False)

    def on_mount(self) -> None:
        """Begin with the whole index, on the sector that the filter names."""
        self._read()
        filtered = [row["sector"] in self.session.screen.sectors for row in self._rows]
        self.query_one(OptionList).highlighted = filtered.index(True) if any(filtered) else 0

    def on_resize(self) -> None:
        """Show the columns that fit; rows that don't are scrolled to."""
        self.query_one(OptionList).styles.max_height = max(self.size.height - _AROUND, 1)
        self.call_after_refresh(self._show)

    # -- actions ---------------------------------------------------------------------------------

    def action_columns(self, by: int) -> None:
        """Scroll by a whole column."""
        self._first += by
        self._show()

    def action_whom(self) -> None:
        """Go from the whole index to what is listed, or back."""
        self._listed = not self._listed
        self._read()
        self._show()

    def action_definition(self) -> None:
        """Show the next definition of a zombie; the screen keeps its own."""
        after = _DEFINITIONS.index(self._definition) + 1
        self._definition = _DEFINITIONS[after % len(_DEFINITIONS)]
        self._show()

    def action_rate(self, steps: int) -> None:
        """Move the assumed rate, here and on the main screen."""

        def change(session: Session) -> str:
            session.step_rate(steps)
            return ""

        self.apply(change)
        self._read()
        self._show()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._show()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        sector = self._rows[event.option_index]["sector"]
        chosen = () if sector is None else (sector,)

        def change(session: Session) -> str:
            session.change(session.screen.model_copy(update={"sectors": chosen}))
            return f"{sector} only" if chosen else "Every sector"

        self.dismiss(change)

    # -- showing ---------------------------------------------------------------------------------

    def _read(self) -> None:
        """Compute the rows of whom it is about; the cursor stays on its sector if it can."""
        options, session = self.query_one(OptionList), self.session
        at = options.highlighted
        here = None if at is None or at >= len(self._rows) else self._rows[at]["sector"]
        metrics = session.result.rows if self._listed else session.universe.metrics
        beside = session.universe.pre_revenue
        self._rows = sectors(metrics, beside, session.screen.rate_move).to_dicts()
        names = [row["sector"] for row in self._rows]
        if options.option_count != len(names):
            options.set_options([""] * len(names))
        options.highlighted = names.index(here) if here in names else 0

    def _show(self) -> None:
        options, everyone = self.query_one(OptionList), "All listed" if self._listed else "Index"
        width, at = options.scrollable_content_region.width - 1, options.highlighted
        if width < 1 or at is None:
            return
        move = self.session.screen.rate_move
        table = SectorTable(self._rows, self._definition, move, everyone)
        self._first = table.reachable(self._first, width)
        placed = table.placed(self._first, width)
        heading = "\n".join(table.heading(placed))
        self.query_one("#sectors-heading", Static).update(Content(heading))
        for number, row in enumerate(self._rows):
            cursor = glyphs.CURSOR if number == at else " "
            filtered = glyphs.PASS if row["sector"] in self.session.screen.sectors else " "
            line = f"{cursor}{filtered} {table.line(number, placed)}"
            style = "bold" if row["sector"] is None else ""
            options.replace_option_prompt_at_index(number, Content.styled(line, style))
        self._show_around(table.hidden(placed))
        told = self.query_one("#sectors-known", Static)
        told.update(Content(known(self._rows[at], self._definition, everyone)))
        told.display = self.size.height >= _HIGH

    def _show_around(self, hidden: tuple[int, int]) -> None:
        """Say whom the table is about, what is assumed, and which keys there are."""
        box, everybody = self.query_one(".dialog"), self._rows[-1]
        number = counted(everybody["companies"], "company", "companies")
        whom = f"listed by {self.session.preset_label}" if self._listed else "index"
        box.border_title = Content(f"Sectors · {whom}: {number}")
        other = "index" if self._listed else "listed"
        scroll = " · ←→ columns" if any(hidden) else ""
        width = box.content_size.width
        box.border_subtitle = Content(
            fitting(
                (
                    f"Enter filters · v {other} · z zombies by · +− rates{scroll} · Esc closes",
                    f"Enter filters · v {other} · z zombies · +− rates{scroll} · Esc",
                    f"v {other} · z zombies · +− rates · Esc",
                    f"v {other} · z zombies · +− rates",
                ),
                width - 4,
            )
        )
        left, right = hidden
        more = "  ".join([*([f"‹ {left}"] if left else []), *([f"{right} ›"] if right else [])])
        room = width - cell_len(more) - 4
        said = fit(fitting(self._assumed(), room), room)
        line = Content.assemble(f" {said}  ", (more, "bold $accent"))
        self.query_one("#sectors-assumed", Static).update(line)

    def _assumed(self) -> tuple[str, ...]:
        [definition] = [
            value.label
            for facet in self.session.facets
            if facet.name == "definition"
            for value in facet.values
            if value.value == self._definition
        ]
        rates = f"rates {move_text(self.session.screen.rate_move)}"
        cross = crossing(self._rows[-1])
        name = self._definition.upper()
        return (
            f"Zombies by {definition} · {rates} · {cross} cross a coverage of 1",
            f"Zombies by {definition} · {rates} · {cross} cross 1×",
            f"Zombies by {name} · {rates} · {cross} cross 1×",
            f"{name} · {rates} · {cross} cross 1×",
            f"{name} · {rates}",
            rates,
        )
