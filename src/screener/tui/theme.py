"""The program's colours: blue for what is chosen, orange for what needs a look."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="screener-dark",
    primary="#4ea1ff",
    secondary="#7fb7e6",
    warning="#ffa347",
    error="#ff8f6b",
    success="#7cc0ff",
    accent="#ffb454",
    foreground="#dfe5ec",
    background="#10151c",
    surface="#161d26",
    panel="#1f2935",
    dark=True,
)

LIGHT = Theme(
    name="screener-light",
    primary="#0b5cad",
    secondary="#2f6fa8",
    warning="#9a4d00",
    error="#a33b0a",
    success="#0b5cad",
    accent="#9a4d00",
    foreground="#1b232c",
    background="#f6f8fa",
    surface="#ffffff",
    panel="#e3e9ef",
    dark=False,
)


def counterpart(theme: Theme) -> str:
    """Return the name of the light theme of a dark one's kind, and the other way round."""
    if theme.name.endswith(_ENDS):
        stem, _, end = theme.name.rpartition("-")
        return f"{stem}-{_ENDS[0] if end == _ENDS[1] else _ENDS[1]}"
    return (LIGHT if theme.dark else DARK).name


_ENDS = ("dark", "light")
