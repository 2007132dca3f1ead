"""A screen → a preset's text, with the comments and the order of the text that it replaces."""

from __future__ import annotations

from typing import Any

from screener.errors import PresetError
from screener.model.screen import Screen, format_percent, format_rate_move
from screener.presets.reading import KEYS, parse


def written(screen: Screen, source: str = "", where: str = "") -> str:
    """Return the text of a preset that reads back as ``screen``.

    ``source``: the text that it replaces; its comments, its order and its private keys (``x-...``
    and ``[x]``) stay. A key with its default value is left out, unless ``source`` has it. Raise
    :class:`PresetError` where ``source`` is no preset (``where`` is its file), and for a screen of
    watched companies, which can't be read back."""
    if screen.watched is not None:
        raise PresetError(
            "it lists watched companies only, and a preset can't keep that: the watchlist changes",
            next_step="Save it without that rule; screen export --preset NAME --watched adds it.",
        )
    import tomlkit  # reading needs the standard library's alone
    from tomlkit.exceptions import TOMLKitError

    old = parse(source, where)
    try:
        document = tomlkit.parse(source)
    except (TOMLKitError, RecursionError) as error:
        raise PresetError(f"not valid TOML: {error}", where=where) from error
    default = Screen()
    for key in KEYS:
        value = getattr(screen, key)
        if value == getattr(old, key):
            continue
        if value == getattr(default, key) and (key not in document or value is None):
            document.pop(key, None)
        else:
            document[key] = _toml(key, value)
    return tomlkit.dumps(document)


def _toml(key: str, value: Any) -> Any:
    if key == "growth_above":
        return format_percent(value)
    if key == "rate_move":
        return format_rate_move(value)
    return list(value) if isinstance(value, tuple) else value
