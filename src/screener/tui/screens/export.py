"""Write what is listed to a file: asks where and what, never overwrites unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from screener.errors import StorageError, UsageError
from screener.model.words import counted
from screener.present.text import safe
from screener.tui import glyphs
from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session
from screener.tui.state.completing import complete_folder
from screener.tui.state.exporting import ExportOptions, described, refusal, write
from screener.tui.widgets.safe_input import SafeInput

_CHOICES = (
    ("every_column", "F2", "every column there is"),
    ("explain", "F3", "a column for each rule"),
    ("excel_safe", "F4", "CSV: texts safe for a spreadsheet"),
)
_TITLE = "Export to a file: csv xlsx parquet json ndjson md txt, by its name"
_FOLDERS_TOLD = 12


class ExportDialog(Dialog):
    """Asks for a path, with choices under it, and writes there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("tab", "complete", "Complete", priority=True, tooltip="complete a folder's name"),
        Binding("f2", "choose(0)", "Columns", tooltip="every column, or those shown"),
        Binding("f3", "choose(1)", "Rules", tooltip="a column for each rule"),
        Binding("f4", "choose(2)", "Spreadsheet", tooltip="CSV: texts safe for a spreadsheet"),
        Binding("down", "options", "Options", show=False),
        Binding("space", "choose", "Choose", show=False),
        Binding("j", "cursor(1)", "Down", show=False),
        Binding("k,up", "cursor(-1)", "Up", show=False),
    ]
    DEFAULT_CSS = """
    ExportDialog OptionList, ExportDialog OptionList:focus {
        height: 3;
        border: none;
        padding: 0;
        background: $surface;
    }
    """

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._confirmed: Path | None = None
        self._options = ExportOptions()

    def compose(self) -> ComposeResult:
        """A field for the path, the choices, and a line for answers."""
        box = Vertical(classes="dialog export")
        box.border_title = Content(_TITLE)
        box.border_subtitle = Content("Enter writes · Tab completes folders · Esc closes")
        with box:
            proposed = self.session.export_folder + self.session.export_name
            yield SafeInput(proposed, id="export-path")
            yield OptionList(*self._lines(), markup=False)
            yield Static(Content(self._hint), id="export-answer", markup=False)

    # -- choices ---------------------------------------------------------------------------------

    def action_choose(self, number: int | None = None) -> None:
        """Turn a choice on or off; without a number the highlighted one."""
        options = self.query_one(OptionList)
        at = options.highlighted if number is None else number
        if at is None:
            return
        field = _CHOICES[at][0]
        setattr(self._options, field, not getattr(self._options, field))
        options.replace_option_prompt_at_index(at, self._lines()[at])
        self._confirmed = None
        self._say(self._hint, problem=False)

    def action_options(self) -> None:
        """Go to the choices."""
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = 0

    def action_cursor(self, by: int) -> None:
        """Move over the choices; from the first one back to the path."""
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        if by < 0 and at == 0:
            options.highlighted = None
            self.query_one(Input).focus()
        else:
            options.highlighted = min(at + by, len(_CHOICES) - 1)

    @on(OptionList.OptionSelected)
    def _entered(self) -> None:
        self._enter(self.query_one(Input).value)

    # -- the path --------------------------------------------------------------------------------

    def action_complete(self) -> None:
        """Complete the folder that is being written."""
        field = self.query_one(Input)
        field.focus()
        completed, folders = complete_folder(field.value)
        if completed != field.value:
            with self.prevent(Input.Changed):
                field.value = completed
            field.cursor_position = len(completed)
            self._confirmed = None
        if len(folders) > 1:
            more = f" and {len(folders) - _FOLDERS_TOLD} more"
            told = "/ ".join(folders[:_FOLDERS_TOLD]) + "/"
            self._say(told + (more if len(folders) > _FOLDERS_TOLD else ""), problem=False)
        else:
            hint = self._hint if folders else "No folder begins like that."
            self._say(hint, problem=not folders)

    @on(Input.Changed)
    def _changed(self) -> None:
        self._confirmed = None
        self._say(self._hint, problem=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self._enter(event.value)

    def _enter(self, text: str) -> None:
        text = text.strip()
        if not text or "\0" in text:
            self._say("Write the name of a file.")
            return
        try:
            path = Path(text).expanduser()
            exists = path.exists()
        except (RuntimeError, OSError) as error:  # no such user's home; a name too long
            self._say(str(error))
            return
        if path.is_dir():
            self._say("This is a folder: add the name of a file.")
        elif refused := refusal(path):
            self._say(refused)
        elif exists and self._confirmed != path:
            self._confirmed = path
            self._say(f"{path} exists. Enter again overwrites it; or change the name.")
        else:
            self._write(path, text)

    def _write(self, path: Path, text: str) -> None:
        try:
            write(self.session, self._options, path)
        except StorageError as error:
            self._say(f"{error.where}: {error.what}. {error.next_step}")
            return
        except UsageError as error:
            self._say(f"{error.what}. {error.next_step}")
            return
        written = counted(self.session.rows, "company", "companies")
        folder = text[: len(text) - len(path.name)]

        def change(session: Session) -> str:
            session.export_folder = folder
            return f"{written} written to {safe(str(path.absolute()))}"

        self.dismiss(change)

    # -- showing ---------------------------------------------------------------------------------

    @property
    def _hint(self) -> str:
        return f"{described(self.session, self._options)}. ↓ choices."

    def _lines(self) -> list[Content]:
        return [
            Content.assemble(
                f"[{glyphs.PASS if getattr(self._options, field) else ' '}] ",
                (key, "bold"),
                f" {meaning}",
            )
            for field, key, meaning in _CHOICES
        ]

    def _say(self, text: str, *, problem: bool = True) -> None:
        answer = self.query_one("#export-answer", Static)
        answer.update(Content(safe(text)))
        answer.set_class(problem, "-problem")
