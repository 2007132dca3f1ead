"""Choose a preset by what it asks and how many companies pass; rename and delete own ones."""

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
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.state.choices import PresetChoice, preset_choices
from screener.tui.state.keeping import delete
from screener.tui.widgets.columns import fitting
from screener.tui.widgets.steady_list import SteadyList

_KEYS = (
    "Enter chooses · r rename · d delete · w save · Esc closes",
    "r rename · d delete · w save",
)


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
    """Lists the presets; Enter loads one. Beneath stands what the highlighted one asks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,p", "dismiss(None)", "Close", show=False),
        Binding("j", "cursor(1)", "Down", show=False),
        Binding("k", "cursor(-1)", "Up", show=False),
        Binding("r", "rename", "Rename", tooltip="rename a preset of yours"),
        Binding("d,delete", "delete", "Delete", tooltip="delete a preset of yours; twice"),
        Binding("w", "save", "Save", tooltip="save the screen as a preset"),
    ]
    DEFAULT_CSS = """
    PresetPicker #preset-about { height: auto; border-top: solid $primary 40%; }
    """

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._choices = list(preset_choices(session))
        self._doomed = ""
        self._seen = session.preset

    def compose(self) -> ComposeResult:
        """A list in a box, and a text under it."""
        box = Vertical(classes="dialog picker")
        box.border_title = Content("Presets")
        with box:
            yield SteadyList(markup=False)
            yield Static("", id="preset-about", markup=False)

    def on_mount(self) -> None:
        """Start on the preset in use."""
        self._fill(self.session.preset)

    def on_resize(self) -> None:
        """Wrap anew."""
        keys = fitting(_KEYS, self.size.width - 6)
        self.query_one(".picker").border_subtitle = Content(keys)
        self._about()

    def action_save(self) -> None:
        """Save the screen instead of choosing."""
        from screener.tui.screens.save_preset import SavePresetDialog

        self._over(SavePresetDialog(self.session, self.apply))

    def action_rename(self) -> None:
        """Ask for a new name."""
        choice = self._own("renamed")
        if choice is not None:
            from screener.tui.screens.rename_preset import RenamePresetDialog

            self._over(RenamePresetDialog(self.session, self.apply, choice.name))

    def action_delete(self) -> None:
        """Delete what was asked about already; else ask."""
        choice = self._own("deleted")
        if choice is None:
            return
        if self._doomed != choice.name:
            self._doomed = choice.name
            self._say(f"d again deletes {choice.name}. Its text is kept in a folder beside.")
            return
        said: list[str] = []

        def change(session: Session) -> str:
            said.append(delete(session, choice.name))
            return said[0]

        index = self._choices.index(choice)
        self.apply(change)
        self._choices = list(preset_choices(self.session))
        self._fill(self._choices[min(index, len(self._choices) - 1)].name)
        self._say(said[0] if said else "It could not be deleted: the last line says why.")

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        choice = self._choice
        if choice is None or choice.name == self._seen:
            return
        self._seen = choice.name
        self._doomed = ""
        self._about()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        choice = self._choices[event.option_index]
        if choice.error:
            return

        def change(session: Session) -> str:
            session.use_preset(choice.name)
            return ""

        self.dismiss(change)

    @property
    def _choice(self) -> PresetChoice | None:
        index = self.query_one(OptionList).highlighted
        return None if index is None else self._choices[index]

    def _own(self, done: str) -> PresetChoice | None:
        """The highlighted preset, if it is the user's."""
        choice = self._choice
        if choice is not None and choice.builtin:
            self._say(f"{choice.name} is built in: it can't be {done}.")
            return None
        return choice

    def _over(self, dialog: Dialog) -> None:
        def done(change: Change | None) -> None:
            if change is None:
                return
            before = {choice.name for choice in self._choices}
            self.apply(change)
            self._choices = list(preset_choices(self.session))
            new = [choice.name for choice in self._choices if choice.name not in before]
            self._fill(new[0] if new else self.session.preset)

        self.app.push_screen(dialog, done)

    def _fill(self, name: str) -> None:
        """List the presets with the cursor on one of them."""
        names = [choice.name for choice in self._choices]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([self._option(choice) for choice in self._choices])
        options.highlighted = names.index(name) if name in names else 0
        self._seen, self._doomed = names[options.highlighted], ""
        self._about()

    def _about(self) -> None:
        choice = self._choice
        if choice is None:
            return
        if choice.error:
            self._say(f"{choice.name} can't be used: {choice.error}")
            return
        self._write([Content.styled(choice.rules, "bold"), Content(choice.shown)], problem=False)

    def _say(self, text: str) -> None:
        self._write([Content(text)], problem=True)

    def _write(self, lines: list[Content], *, problem: bool) -> None:
        """Write under the list, at most a third of the window; the list gets what is left."""
        about, height = self.query_one("#preset-about", Static), self.size.height
        room = max(min(76, self.size.width) - 4, 8)
        wrapped = [part for line in lines for part in line.wrap(room)]
        most = max(height // 3 - 1, 1)
        if len(wrapped) > most:
            wrapped = [*wrapped[: most - 1], wrapped[most - 1].truncate(room - 2) + " …"]
        about.update(Content("\n").join(wrapped))
        about.set_class(problem, "-problem")
        self.query_one(OptionList).styles.max_height = max(height - len(wrapped) - 3, 1)

    def _option(self, choice: PresetChoice) -> Option:
        if choice.error:
            name, problem = (choice.name, "bold"), ("  can't be used: ", "$warning")
            return Option(_OneLine(Content.assemble(name, problem, choice.error)))
        head = Content.assemble(
            (choice.title, "bold"),
            f"  {choice.name}  ",
            (f"{choice.passed:,} pass", "bold"),
            "" if choice.builtin else "  yours",
        )
        about = [Content(choice.description)] if choice.description else []
        return Option(Content("\n").join([head, *about]))
