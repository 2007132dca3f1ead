"""The main screen's keys by what they are for, as the help, the palette and the README tell them.

A tooltip is what those say of a key: see :mod:`screener.tui.keys`."""

from __future__ import annotations

from textual.binding import Binding, BindingType

PURPOSES: dict[str, list[BindingType]] = {
    "Which companies": [
        Binding(
            "f",
            "focus_facets",
            "Filters",
            tooltip="filters: earning, growing, debt, sector",
        ),
        Binding("slash", "dialog('where')", "Where", tooltip="type a condition over metrics"),
        Binding("n", "dialog('growth')", "Growth", tooltip="type the growth threshold"),
        Binding("U", "toggle_unknown", "Unknown", tooltip="show or hide unknown companies"),
        Binding("R", "relax", "Relax", tooltip="where nobody passes: drop the costliest rule"),
        Binding("r", "reset", "Reset", tooltip="back to the preset as it was"),
        Binding("p", "dialog('presets')", "Presets", tooltip="choose among saved screens"),
        Binding("w", "dialog('save')", "Save", tooltip="save the screen as a preset"),
    ],
    "The table": [
        Binding("s", "sort_column", "Sort", tooltip="sort by this column; again: reverse"),
        Binding("c", "dialog('columns')", "Columns", tooltip="choose and order the columns"),
        Binding("x", "hide_column", "Hide column", tooltip="hide this column"),
        Binding("percent_sign", "in_sector", "Percentile", tooltip="percentile within the sector"),
        Binding("t", "dialog('find')", "Find", tooltip="find a ticker or a name"),
    ],
    "Look closer": [
        Binding("enter", "detail", "Why", tooltip="why this company passes or fails"),
        Binding(
            "i", "dialog('figure')", "Figure", tooltip="the figure under the cursor: its facts"
        ),
        Binding("H", "dialog('histogram')", "Histogram", tooltip="how this column is spread"),
        Binding("o", "open_filing", "Open filing", tooltip="open the newest filing on sec.gov"),
        Binding("G", "dialog('sectors')", "Sectors", tooltip="sectors and the index side by side"),
        Binding(
            "d", "dialog('changes')", "Changes", tooltip="what changed since the last snapshot"
        ),
        Binding(
            "plus,equals_sign", "rate(1)", "Rates up", tooltip="the assumed rate up, down by 25 bp"
        ),
        Binding("minus", "rate(-1)", "Rates down", tooltip="the assumed rate up, down by 25 bp"),
    ],
    "Keep and compare": [
        Binding("m", "company('mark')", "Mark", tooltip="mark this company, or take its mark off"),
        Binding("M", "company('unmark')", "Unmark all", tooltip="take all marks off"),
        Binding("C", "dialog('compare')", "Compare", tooltip="marked companies side by side"),
        Binding("asterisk", "company('watch')", "Watch", tooltip="put on the watchlist, or off"),
        Binding("N", "dialog('note')", "Note", tooltip="a note on this company, which is watched"),
        Binding("W", "dialog('watchlist')", "Watchlist", tooltip="the watchlist with its notes"),
    ],
    "Take away and renew": [
        Binding("y", "copy('ticker')", "Copy ticker", tooltip="copy the ticker"),
        Binding("Y", "copy('row')", "Copy row", tooltip="copy the company's row, as in an export"),
        Binding("e", "dialog('export')", "Export", tooltip="write the list to a file"),
        Binding(
            "u", "dialog('update')", "Update", tooltip="fetch real companies, later what is new"
        ),
    ],
    "Everywhere": [
        Binding("question_mark", "help", "Help", tooltip="every key"),
        Binding("escape", "back", "Back", tooltip="back to the table"),
        Binding("q", "app.quit", "Quit", tooltip="back; in the table: leave the program"),
    ],
}

MAIN: list[BindingType] = [binding for bindings in PURPOSES.values() for binding in bindings]
