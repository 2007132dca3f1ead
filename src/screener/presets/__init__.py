"""Presets: saved screens, one TOML file each. Built-in ones ship here; the user's win by name."""

from screener.presets.keeping import (
    delete_preset,
    edit_preset,
    import_preset,
    is_taken,
    put_away_preset,
    rename_preset,
    save_preset,
)
from screener.presets.library import (
    DEFAULT_PRESET,
    PresetInfo,
    builtin_names,
    list_presets,
    load_preset,
    own_strays,
    preset_path,
    preset_source,
)

__all__ = [
    "DEFAULT_PRESET",
    "PresetInfo",
    "builtin_names",
    "delete_preset",
    "edit_preset",
    "import_preset",
    "is_taken",
    "list_presets",
    "load_preset",
    "own_strays",
    "preset_path",
    "preset_source",
    "put_away_preset",
    "rename_preset",
    "save_preset",
]
