"""The columns of a session's table: chosen, moved and hidden without screening anew."""

from __future__ import annotations

from collections.abc import Iterable

from screener.tui.state.session import Session

Columns = tuple[str, ...]


def shown(session: Session) -> Columns:
    """Return the columns, each once."""
    return tuple(dict.fromkeys(session.screen.columns))


def show_columns(session: Session, columns: Iterable[str], *, at: str = "") -> None:
    """Show these columns, at least one, with the column cursor on ``at``.

    Columns decide nothing of who is listed: neither the result nor the counts are made anew, and
    the cursor stays."""
    session.screen = session.screen.model_copy(update={"columns": tuple(columns)})
    session.metric = at or session.metric


def toggled(columns: Columns, name: str, at: int | None = None) -> Columns:
    """Return the columns without ``name``, or with it: at its place ``at``, else the last. The
    ticker comes first. The last column that is left stays."""
    if name in columns:
        return tuple(other for other in columns if other != name) or columns
    place = 0 if name == "ticker" else len(columns) if at is None else at
    return (*columns[:place], name, *columns[place:])


def moved(columns: Columns, name: str, by: int) -> Columns:
    """Return the columns with ``name`` some places later (earlier where negative), as far as there
    are any."""
    if name not in columns:
        return columns
    others = [other for other in columns if other != name]
    place = max(0, min(columns.index(name) + by, len(others)))
    return (*others[:place], name, *others[place:])


def hide_column(session: Session) -> str:
    """Hide the column under the cursor; its neighbour comes there. Return what to say of it."""
    columns, name = shown(session), session.metric
    if name == "ticker" or name not in columns:
        return "The ticker stays: c chooses and orders the columns."
    left = toggled(columns, name)
    if left == columns:
        return "One column has to stay."
    show_columns(session, left, at=left[min(columns.index(name), len(left) - 1)])
    return ""
