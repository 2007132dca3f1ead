"""The condition, written while the table above shows whom it finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from screener.model.expression import ExpressionError, parse
from screener.model.expression.completion import Completion, complete
from screener.screening.compile import seen
from screener.screening.spread import Spread, spread, texts
from screener.tui.pages.condition_help import Problem, help_lines
from screener.tui.pages.metric_hint import metric_hint
from screener.tui.screens.dialog import Change
from screener.tui.screens.prompt import Prompt
from screener.tui.state import Session
from screener.tui.widgets.columns import fitting
from screener.tui.widgets.safe_input import SafeInput

_EXAMPLE = "For example: net_margin > 10% AND (pe < 15 OR market_cap < 500M)"
_LOW, _HIGH, _TALL = 16, 32, 44
"""Heights of a terminal from which there is room for more lines under the field."""


class WhereDialog(Prompt):
    """Asks for a condition over metrics. The session follows each one that can be understood; Esc
    gives back what was before."""

    TITLE = "Where"
    KEYS = (
        "Tab completes · ↑↓ choose · Enter keeps · Esc undoes",
        "Tab ↑↓ · Enter keeps · Esc undoes",
    )
    DEFAULT_CSS = """
    WhereDialog { align: center bottom; background: transparent; }
    WhereDialog #where { width: 100%; margin-bottom: 0; }
    WhereDialog #prompt-answer { height: 5; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", priority=True, tooltip="put in the chosen name"),
        Binding("up", "choose(-1)", "Up", priority=True, tooltip="choose among the names"),
        Binding("down", "choose(1)", "Down", priority=True, tooltip="choose among the names"),
        Binding("escape", "undo", "Undo", tooltip="back to the condition as it was"),
    ]

    def __init__(self, session: Session, apply: Callable[[Change], None]) -> None:
        super().__init__(session, apply)
        self._before = session.screen
        self._cursor = session.cursor
        self._frame = seen(session.universe.metrics, session.screen)
        self._texts: dict[str, list[str]] = {}
        self._spreads: dict[str, Spread] = {}
        self._error: ExpressionError | None = None
        self._offer = Completion(0, 0, (), "")
        self._chosen = 0
        self._rows = 0
        """Lines under the field: known here at once, in their size with the next layout only."""

    def start(self) -> str:
        """Begin with the condition as it is."""
        return self.session.screen.where

    def compose(self) -> ComposeResult:
        """A field on one line, and lines under it whose number stays."""
        box = Vertical(classes="dialog prompt", id="where")
        box.border_title = Content(self.TITLE)
        with box:
            field = SafeInput(self.start(), id="prompt-input", select_on_focus=False)
            field.add_class("-one-line")
            yield field
            yield Static(id="prompt-answer", markup=False)

    def on_mount(self) -> None:
        """Follow the caret too, which may move where the text does not change."""
        field = self.query_one(SafeInput)
        self.watch(field, "selection", self._look, init=False)
        self.watch(field, "scroll_x", self._show, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Take as many lines as leave the table in sight."""
        height = event.size.height
        self._rows = 3 if height < _LOW else 5 if height < _HIGH else 7 if height < _TALL else 8
        self.query_one("#prompt-answer").styles.height = self._rows
        self.query_one("#where").border_subtitle = Content(fitting(self.KEYS, event.size.width - 6))
        self.call_after_refresh(self._show)

    # -- what is typed ---------------------------------------------------------------------------

    def changed(self, text: str) -> str:
        """Show at once whom the condition finds, if it is one."""
        self._error = _error(text)
        where = text.strip()
        if self._error is None and where != self.session.screen.where:
            self.apply(_setting(where))
        self._look()
        return ""

    def entered(self, text: str) -> str:
        """Keep the condition, if it is one."""
        self._error = _error(text)
        if self._error is not None:
            self._show()
        elif self.session.screen.where == text.strip():
            self.dismiss(None)
        else:
            self.dismiss(_setting(text.strip()))
        return ""

    def say(self, text: str) -> None:
        """Show what the state is: the text is no more than that."""
        self._show()

    def action_undo(self) -> None:
        """Give back the screen as it was."""
        before, cursor = self._before, self._cursor
        if self.session.screen is before:
            self.dismiss(None)
            return

        def change(session: Session) -> str:
            other = session.other
            session.change(before)
            session.cursor, session.other = cursor, other
            return ""

        self.dismiss(change)

    # -- completion ------------------------------------------------------------------------------

    def action_complete(self) -> None:
        """Put the chosen option at the caret."""
        if not self._offer.options:
            return
        field = self.query_one(SafeInput)
        text, caret = self._offer.applied(field.value, self._offer.options[self._chosen])
        field.value = text
        field.cursor_position = caret

    def action_choose(self, by: int) -> None:
        """Choose another option."""
        if self._offer.options:
            self._chosen = (self._chosen + by) % len(self._offer.options)
            self._show()

    def _look(self) -> None:
        """See what can stand at the caret."""
        field = self.query_one(SafeInput)
        offer = complete(field.value, field.cursor_position, self._values)
        if offer != self._offer:
            self._offer, self._chosen = offer, 0
        self._show()

    def _values(self, metric: str) -> list[str]:
        if metric not in self._texts:
            self._texts[metric] = texts(self._frame, metric)
        return self._texts[metric]

    # -- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        answer, field = self.query_one("#prompt-answer", Static), self.query_one(SafeInput)
        width = answer.size.width
        problem = None
        if self._error is not None:
            before = field.value[: self._error.position - 1]
            x = 1 + cell_len(before) - round(field.scroll_offset.x)
            problem = Problem(self._error.what, x)
        answer.update(
            Content("\n").join(
                help_lines(
                    width,
                    self._rows,
                    problem=problem,
                    options=self._offer.options,
                    chosen=self._chosen,
                    hint=self._hint(width) if field.value.strip() else [_EXAMPLE],
                )
            )
        )

    def _hint(self, width: int) -> list[str]:
        metric = self._offer.metric
        if self._offer.options:
            metric = self._offer.options[self._chosen].metric or metric
        if not metric:
            return []
        if metric not in self._spreads:
            self._spreads[metric] = spread(self._frame, metric)
        return metric_hint(metric, self._spreads[metric], width, 2)


def _error(text: str) -> ExpressionError | None:
    try:
        if text.strip():
            parse(text)
    except ExpressionError as error:
        return error
    return None


def _setting(where: str) -> Change:
    def change(session: Session) -> str:
        other = session.other
        session.change(session.screen.model_copy(update={"where": where}), follow=True)
        session.other = other
        return ""

    return change
