"""Colours that can be read: whatever the theme and however few colours the terminal has."""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import ColorSystem
from textual.color import Color, ColorParseError
from textual.theme import Theme

from screener.tui.theme import DARK

_GROUNDS = ("background", "surface", "panel")
_TEXTS = {
    "foreground": 7.0,  # it is written faded too
    "primary": 4.5,
    "secondary": 4.5,
    "accent": 4.5,
    "warning": 4.5,
    "error": 4.5,
    "success": 4.5,
}
"""Variables that are written in, and their least contrast with every ground."""

_UNDERLINED = {
    "block-cursor-text-style": "bold underline",
    "block-cursor-blurred-text-style": "underline",
    "input-cursor-text-style": "underline",
}
"""Cursors of lists and fields; Textual leaves "reverse" out of their styles."""

_LEAST_OF_256 = 3.5
"""What has to be left of the contrast where the terminal only has 256 colours."""

_STEPS = 20


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of the WCAG: 1 (the same) to 21 (black and white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def legible(variables: dict[str, str], theme: Theme) -> dict[str, str]:
    """Return a theme's variables with the colours of texts moved away from the grounds, as far as
    they need it.

    Of an ANSI theme only the names of colours are known: blue is nearly black on many terminals,
    bright blue on none. Cursors are underlined, which also a terminal without colours shows."""
    if theme.ansi:
        return variables | _UNDERLINED | ({"primary": "ansi_bright_blue"} if theme.dark else {})
    try:
        grounds = [Color.parse(variables[name]) for name in _GROUNDS]
        mended = {
            name: _moved(Color.parse(variables[name]), grounds, least, theme.dark).hex
            for name, least in _TEXTS.items()
        }
    except (KeyError, ColorParseError):  # a theme of another make
        return variables
    return variables | mended


def starting_theme(
    remembered: str, available: Mapping[str, Theme], environment: Mapping[str, str], *, few: bool
) -> str:
    """Return the theme to start with.

    ``few``: the terminal has sixteen colours or none (NO_COLOR). Then the terminal's own colours
    are the only ones that are sure to differ; COLORFGBG tells of some terminals that they are
    light."""
    known = remembered in available
    if not few:
        return remembered if known else DARK.name
    if known and available[remembered].ansi:
        return remembered
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    return "ansi-light" if ground in ("7", "15") else "ansi-dark"


def _moved(color: Color, grounds: list[Color], least: float, dark: bool) -> Color:
    goal = Color(255, 255, 255) if dark else Color(0, 0, 0)
    for step in range(_STEPS + 1):
        moved = color.blend(goal, step / _STEPS)
        if all(
            contrast(moved, ground) >= least
            and contrast(_of_256(moved), _of_256(ground)) >= _LEAST_OF_256
            for ground in grounds
        ):
            break
    return moved


def _of_256(color: Color) -> Color:
    return Color.from_rich_color(color.rich_color.downgrade(ColorSystem.EIGHT_BIT))


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(part / 255) for part in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
