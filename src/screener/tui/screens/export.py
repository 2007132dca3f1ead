"""Write what is listed to a CSV file: asks where, says where it went, never overwrites unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from screener.errors import StorageError
from screener.model.words import counted
from screener.present.text import safe
from screener.tui.screens.dialog import Change, Dialog
from screener.tui.state import Session


class ExportDialog(Dialog):
    """Asks for a path and writes there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False)
    ]

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._confirmed: Path | None = None
        self._hint = (
            f"{counted(session.rows, 'company', 'companies')},"
            f" {counted(len(session.screen.columns), 'column')}. Enter writes, Esc closes."
        )

    def compose(self) -> ComposeResult:
        """A field for the path and a line for answers."""
        box = Vertical(classes="dialog export")
        box.border_title = Content("Export to CSV")
        with box:
            yield Input(self.session.export_name, id="export-path")
            yield Static(Content(self._hint), id="export-answer", markup=False)

    @on(Input.Changed)
    def _changed(self) -> None:
        self._confirmed = None
        self._say(self._hint, problem=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
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
        elif exists and self._confirmed != path:
            self._confirmed = path
            self._say(f"{path} exists. Enter again overwrites it; or change the name.")
        else:
            self._write(path)

    def _write(self, path: Path) -> None:
        from screener.present.csv_file import write_csv

        try:
            write_csv(self.session.result.rows, self.session.screen.columns, path)
        except StorageError as error:
            # The error's own next step speaks of a command-line option.
            self._say(f"{error.where}: {error.what}. Choose another place; nothing was lost.")
        else:
            where = safe(str(path.absolute()))
            written = counted(self.session.rows, "company", "companies")
            self.dismiss(lambda _: f"{written} written to {where}")

    def _say(self, text: str, *, problem: bool = True) -> None:
        answer = self.query_one("#export-answer", Static)
        answer.update(Content(safe(text)))
        answer.set_class(problem, "-problem")
