"""What changed since the snapshot before: in the screen, in the index, in the filings."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.errors import ScreenerError
from screener.present.text import safe
from screener.tui.screens.dialog import Change, Dialog, going_to
from screener.tui.state import Session
from screener.tui.state.changes import Changes, Line, changes, company_of
from screener.tui.widgets.change_line import ChangeLine
from screener.tui.widgets.steady_list import SteadyList


class ChangesDialog(Dialog):
    """Compares in a worker, then lists the companies; Enter goes to one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d", "dismiss(None)", "Close", show=False),
        Binding("j", "cursor(1)", "Down", tooltip="the next company"),
        Binding("k", "cursor(-1)", "Up", tooltip="the company before"),
        Binding("tab", "section(1)", "Next", tooltip="the next section"),
        Binding("shift+tab", "section(-1)", "Before", tooltip="the section before"),
    ]
    DEFAULT_CSS = """
    ChangesDialog { align: center middle; }
    ChangesDialog OptionList, ChangesDialog OptionList:focus {
        height: auto;
        max-height: 100%;
        padding: 0;
        border: none;
        background: $surface;
        scrollbar-size-vertical: 1;
    }
    ChangesDialog OptionList > .option-list--option-disabled { color: $foreground; }
    """

    class Compared(Message):
        """The worker is done."""

        def __init__(self, changes: Changes) -> None:
            super().__init__()
            self.changes = changes

    class Failed(Message):
        """The worker could not compare."""

        def __init__(self, error: ScreenerError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._lines: dict[int, Line] = {}  # option → company
        self._starts: list[int] = []  # the first option of each section that has any

    def compose(self) -> ComposeResult:
        """A list in a box: text and titles are lines of it too, so that all can be scrolled to."""
        box = Vertical(classes="dialog changes")
        box.border_title = Content("What changed")
        box.border_subtitle = Content("Esc closes")
        with box:
            yield _Lines(_text("Comparing …"), markup=False)

    def on_mount(self) -> None:
        """Begin at once."""
        self._compare()

    @work(thread=True)
    def _compare(self) -> None:
        try:
            found = changes(self.session)
        except ScreenerError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Compared(found))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self._list([_text(safe(str(message.error)), "bold $warning")])

    @on(Compared)
    def _compared(self, message: Compared) -> None:
        found = message.changes
        options = [_text(line) for line in found.head]
        for section in found.sections:
            title = f"{section.title}: {len(section.lines):,}"
            options += [_text(""), _text(title, "bold $primary")]
            if section.lines:
                self._starts.append(len(options))
            for line in section.lines:
                self._lines[len(options)] = line
                options.append(Option(ChangeLine(line.mark, line.ticker, line.name, line.words)))
        if found.sections:
            self.query_one(".changes").border_title = Content(f"What changed · {found.title}")
        self._list(options)

    def _list(self, options: list[Option]) -> None:
        listed = self.query_one(_Lines)
        listed.set_options(options)
        listed.refresh(layout=True)
        self._say_keys()

    def action_section(self, by: int) -> None:
        """Go to the first company of the next section that has any, or of the one before."""
        listed = self.query_one(_Lines)
        if listed.highlighted is None:
            return
        now = sum(start <= listed.highlighted for start in self._starts) - 1
        listed.highlighted = self._starts[(now + by) % len(self._starts)]

    @on(OptionList.OptionHighlighted)
    def _say_keys(self) -> None:
        keys = "Enter goes there · Tab next section · " if self._lines else ""
        self.query_one(".changes").border_subtitle = Content(f"{keys}Esc closes")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        line = self._lines[event.option_index]
        company = company_of(self.session, line.identity)
        if company is None:
            gone = Content(f"{line.ticker} is not in this snapshot any more")
            self.query_one(".changes").border_subtitle = gone
        else:
            self.dismiss(going_to(company))


class _Lines(SteadyList):
    """A list that goes to its very ends, where lines may stand that can't be chosen."""

    def on_resize(self) -> None:
        """Start on the first company: not before the list has its height, else what stands above
        would be scrolled away."""
        if self.highlighted is None and (first := self._first) is not None:
            self.highlighted = first

    def action_cursor_up(self) -> None:
        """Move up; from the first company to the top, and only from there to the last one."""
        before = self.highlighted
        if self.scroll_offset.y and (before is None or before == self._first):
            self.scroll_relative(y=-self.size.height, animate=False)
        elif before is not None:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Move down; from the last company to the foot, and only from there to the first one."""
        before = self.highlighted
        below = self.scroll_offset.y < self.max_scroll_y
        if below and (before is None or before == self._last):
            self.scroll_relative(y=self.size.height, animate=False)
        elif before is not None:
            super().action_cursor_down()

    @property
    def _first(self) -> int | None:
        return next((i for i, option in enumerate(self.options) if not option.disabled), None)

    @property
    def _last(self) -> int | None:
        last = self.option_count - 1
        return next((i for i in range(last, -1, -1) if not self.options[i].disabled), None)


def _text(text: str, style: str = "") -> Option:
    return Option(Content.styled(text, style), disabled=True)
