"""The keys that the last line shows, by what has the focus."""

from __future__ import annotations

from screener.tui.widgets.status import Hint

_HELP = Hint("?", "help", "screen.help", 0)

TABLE = (
    Hint("/", "where", "screen.dialog('where')", 3),
    Hint("f", "filters", "screen.focus_facets", 2),
    Hint("p", "preset", "screen.dialog('presets')", 3),
    Hint("c", "columns", "screen.dialog('columns')", 6),
    Hint("s", "sort", "screen.sort_column", 4),
    Hint("t", "find", "screen.dialog('find')", 6),
    Hint("Enter", "why", "screen.detail", 5),
    Hint("e", "export", "screen.dialog('export')", 7),
    Hint("m", "mark", "screen.company('mark')", 11),
    Hint("W", "watchlist", "screen.dialog('watchlist')", 12),
    Hint("r", "reset", "screen.reset", 8),
    Hint("U", "unknown", "screen.toggle_unknown", 9),
    Hint("u", "update", "screen.dialog('update')", 11),
    _HELP,
    Hint("q", "quit", "app.quit", 1),
    Hint("^P", "all", "app.command_palette", 10),
)

FILTERS = (
    Hint("Space", "choose", "", 2),
    Hint("←→", "growth ∓1", "", 3),
    Hint("n", "type growth", "screen.dialog('growth')", 4),
    Hint("r", "reset", "screen.reset", 5),
    _HELP,
    Hint("Esc", "table", "screen.back", 1),
)

COMPANY = (
    Hint("↑↓", "scroll", "", 2),
    Hint("←→", "previous, next company", "", 3),
    _HELP,
    Hint("Esc", "table", "screen.back", 1),
)
