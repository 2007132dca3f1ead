"""Every dialog by name. A dialog's module is imported when it is first opened."""

from __future__ import annotations

from importlib import import_module

from screener.tui.screens.dialog import Dialog

DIALOGS = {
    "changes": "changes.ChangesDialog",
    "columns": "column_chooser.ColumnChooser",
    "compare": "compare.CompareDialog",
    "export": "export.ExportDialog",
    "figure": "figure.FigureDialog",
    "find": "find.FindDialog",
    "growth": "growth.GrowthDialog",
    "histogram": "histogram.HistogramDialog",
    "note": "note.NoteDialog",
    "presets": "preset_picker.PresetPicker",
    "save": "save_preset.SavePresetDialog",
    "sectors": "sectors.SectorsDialog",
    "update": "update.UpdateDialog",
    "watchlist": "watchlist.WatchlistDialog",
    "where": "where.WhereDialog",
}
"""Name → module of this package and class."""


def dialog_class(name: str) -> type[Dialog]:
    """Return the class of a dialog of :data:`DIALOGS`."""
    module, _, title = DIALOGS[name].partition(".")
    found: type[Dialog] = getattr(import_module(f"screener.tui.screens.{module}"), title)
    return found
