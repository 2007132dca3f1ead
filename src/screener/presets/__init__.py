"""Presets: saved screens, one TOML file each. Built-in ones ship here; the user's win by name."""

from screener.presets.library import (
    DEFAULT_PRESET,
    PresetInfo,
    builtin_names,
    list_presets,
    load_preset,
    preset_source,
)

__all__ = [
    "DEFAULT_PRESET",
    "PresetInfo",
    "builtin_names",
    "list_presets",
    "load_preset",
    "preset_source",
]
