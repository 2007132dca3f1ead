"""The page of the documentation about presets: the built-in ones, and what a file may hold."""

from __future__ import annotations

from screener.model.screen import Screen, format_rate_move
from screener.presets.library import DEFAULT_PRESET, builtin_names, load_builtin
from screener.presets.reading import KEYS
from screener.screening.words import rules_in_words

ABOUT_KEYS = {
    "title": "one line for lists",
    "description": "a sentence for lists",
    "profitable": "`true`: net income over twelve months above zero",
    "growth_above": 'revenue growth strictly above, such as `"4%"`: a text with its `%`',
    "sectors": "a list: any of these sectors; empty for all",
    "debt_types": "a list of `none`, `fixed`, `floating`, `convertible`, `mixed`, `unknown`, `n/a`",
    "tickers": "a list: only these",
    "zombies": "`include` (all), `exclude` (keeps *no* and *n/a*) or `only`",
    "zombie_definition": "`oecd`, `bis`, `fed`, `cash` or `loss`: whose zombies",
    "where": "a condition over metrics, as `--where`",
    "rate_move": 'the assumed move of short-term rates, such as `"-75bp"`',
    "sort": "a list of metrics, `-` before one for descending",
    "columns": "a list of metrics, in their order; a group such as `growth` or `cash-flow` is its"
    " metrics, `all` every one",
    "limit": "at most so many rows",
}
"""What each key of a preset means, in the order of :data:`screener.presets.reading.KEYS`."""


def markdown() -> str:
    """Return the page."""
    lines = [
        "# Presets",
        "",
        "Saved screens, one TOML file each: `screen export --preset NAME`, `p` in the terminal"
        " interface. Your own stand in the folder that `screen presets path` prints and win over"
        " the built-in ones by name. Options given beside a preset take the place of what it says;"
        " a `--where` is joined to its condition.",
    ]
    for name in builtin_names():
        lines += ["", *_section(name, load_builtin(name))]
    lines += [
        "",
        "## What a file may hold",
        "",
        "Every key can be left out. A table `[x]` and keys that begin with `x-` are kept and"
        " ignored; any other key is an error that names the nearest one.",
        "",
        "| key | meaning |",
        "|---|---|",
        *(f"| `{key}` | {ABOUT_KEYS[key]} |" for key in KEYS),
    ]
    return "\n".join(lines) + "\n"


def _section(name: str, screen: Screen) -> list[str]:
    default = " (the default)" if name == DEFAULT_PRESET else ""
    columns = ", ".join(f"`{column}`" for column in screen.columns)
    order = ", ".join(f"`{key}`" for key in screen.sort)
    limit = [f"- at most {screen.limit:,} rows"] if screen.limit is not None else []
    return [
        f"## {name}",
        "",
        f"**{screen.title}**{default}. {screen.description}",
        "",
        f"- rules: {rules_in_words(screen)}",
        f"- zombies by {screen.zombie_definition.upper()},"
        f" rates {format_rate_move(screen.rate_move)}",
        f"- order: {order}",
        f"- columns: {columns}",
        *limit,
    ]
