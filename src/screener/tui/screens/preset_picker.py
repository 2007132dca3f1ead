"""Choose a preset: title, description, and how many companies would pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.state.choices import PresetChoice, preset_choices


class _OneLine(Visual):
    """A text that ends in an ellipsis where the line ends; never a second line."""

    def __init__(self, text: Content) -> None:
        self._text = text

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 1

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._text.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        return self._text.get_minimal_width(rules)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        line = self._text.truncate(max(width, 1), ellipsis=True)
        return line.render_strips(width, height, style, options)


class PresetPicker(Dialog):
    """Lists the presets; Enter loads one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,p", "dismiss(None)", "Close", show=False),
        Binding("j", "cursor(1)", "Down", show=False),
        Binding("k", "cursor(-1)", "Up", show=False),
    ]

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._choices = list(preset_choices(session))

    def compose(self) -> ComposeResult:
        """A list in a box."""
        box = Vertical(classes="dialog picker")
        box.border_title = Content("Presets")
        box.border_subtitle = Content("Enter chooses · Esc closes")
        with box:
            yield OptionList(*(self._option(choice) for choice in self._choices), markup=False)

    def on_mount(self) -> None:
        """Start on the preset in use."""
        names = [choice.name for choice in self._choices]
        if self.session.preset in names:
            self.query_one(OptionList).highlighted = names.index(self.session.preset)

    def action_cursor(self, by: int) -> None:
        """Move as the arrow keys do."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    @on(OptionList.OptionHighlighted)
    def _show_damaged(self, event: OptionList.OptionHighlighted) -> None:
        """Damaged presets can't be chosen: the last one that can brings those below into view."""
        below = self._choices[event.option_index + 1 :]
        if below and all(choice.error for choice in below):
            self.call_after_refresh(event.option_list.scroll_end, animate=False)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        name = self._choices[event.option_index].name

        def change(session: Session) -> str:
            session.use_preset(name)
            return ""

        self.dismiss(change)

    def _option(self, choice: PresetChoice) -> Option:
        if choice.error:
            name, problem = (choice.name, "bold"), ("  can't be used: ", "$warning")
            return Option(_OneLine(Content.assemble(name, problem, choice.error)), disabled=True)
        head = Content.assemble(
            (choice.title, "bold"),
            f"  {choice.name}  ",
            (f"{choice.passed:,} pass", "bold"),
        )
        return Option(Content("\n").join([head, Content(choice.description)]))
