"""Whatever the theme and the terminal, texts stand out from what is behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color as RichColor
from rich.color import ColorSystem, ColorType
from rich.style import Style
from tests.tui.driving import Driver, running
from textual.color import Color
from textual.geometry import Region
from textual.theme import BUILTIN_THEMES
from textual.widgets import Input

from screener.tui.legible import contrast, starting_theme
from screener.tui.theme import DARK, LIGHT, counterpart

_LEAST = 3.0
THEMES = {theme.name: theme for theme in (DARK, LIGHT)} | BUILTIN_THEMES
_LINES = set("─━│┃┏┓┗┛╭╮╰╯▊▔▎▁▌▐▅▂▃▄▆▇ ")
"""What draws frames and scrollbars, and says nothing."""


def painted(
    screen: Driver, region: Region | None = None, *, blanks: bool = False
) -> Iterator[tuple[str, Style]]:
    """The texts on screen, or in a part of it, with their styles as they go to the terminal."""
    for y, strip in enumerate(screen.app.screen._compositor.render_strips()):
        for line_filter in screen.app._filters:
            if line_filter.enabled:
                strip = strip.apply_filter(line_filter, Color(0, 0, 0))  # noqa: PLW2901 - one filter after another
        x = 0
        for segment in strip:
            inside = region is None or region.contains(x, y)
            x += cell_len(segment.text)
            if inside and (blanks or set(segment.text) - _LINES):
                assert segment.style is not None
                yield segment.text, segment.style


def problem(text: str, style: Style, system: ColorSystem) -> str:
    """What makes a text hard to read, "" for nothing."""
    if style.reverse:
        return ""
    written = [color and color.downgrade(system) for color in (style.color, style.bgcolor)]
    if any(color is None or color.type is ColorType.DEFAULT for color in written):
        one, other = (color.name if color else "default" for color in written)
        return "" if one != other or one == "default" else f"{text!r}: {one} on {other}"
    one, other = (Color.from_rich_color(color) for color in written)
    found = contrast(one, other)
    return "" if found >= _LEAST else f"{text!r}: {found:.1f}, {one.hex} on {other.hex}"


@pytest.mark.parametrize(
    "keys", [(), ("f",), ("enter",), ("e", "enter"), ("u", "enter", "tab")], ids=str
)
async def test_every_text_stands_out_in_every_theme(
    universe_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "everything-2026-06-30.csv").write_text("there")  # so that a problem is shown
    async with running(universe_path, (150, 45), preset="everything") as screen:
        await screen.press(*keys)
        box = screen.app.screen.query(".dialog")
        for name in screen.app.available_themes:
            screen.app.theme = name
            await screen.pilot.pause()
            await screen.pilot.pause()
            # What is behind a dialog is faded on purpose.
            region = box.first().region if box else None
            for system in (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT):
                told = [problem(*text, system) for text in painted(screen, region)]
                assert list(filter(None, told)) == [], (name, system)


async def test_without_colours_the_cursors_are_reversed_or_underlined(
    universe_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(universe_path, (120, 36), preset="everything") as screen:
        plain = RichColor.default()
        assert all({style.color, style.bgcolor} <= {plain, None} for _, style in painted(screen))

        def reversed_texts() -> str:
            return " ".join(text for text, style in painted(screen) if style.reverse)

        assert "▸" in reversed_texts()
        await screen.press("f")
        assert "profitable only" in reversed_texts()
        await screen.press("escape", "p")
        underlined = [text for text, style in painted(screen) if style.underline]
        assert any("Everything" in text for text in underlined)
        await screen.press("escape", "w", "end")
        field = screen.app.screen.query_one(Input).region
        await screen.until(  # it blinks
            lambda: any(
                text == " " and style.underline
                for text, style in painted(screen, field, blanks=True)
            )
        )
        screen.app.theme = "nord"  # greys, where somebody wants a theme all the same
        await screen.pilot.pause()
        await screen.pilot.pause()
        for _, style in painted(screen):
            for color in (style.color, style.bgcolor):
                assert color is None or len(set(color.get_truecolor())) == 1


@pytest.mark.parametrize(
    ("remembered", "few", "fgbg", "theme"),
    [
        ("", False, "", "screener-dark"),
        ("nord", False, "", "nord"),
        ("gone", False, "", "screener-dark"),
        ("nord", True, "", "ansi-dark"),
        ("ansi-light", True, "", "ansi-light"),
        ("", True, "0;15", "ansi-light"),
        ("", True, "15;0", "ansi-dark"),
    ],
)
def test_few_colours_mean_the_terminals_own(
    remembered: str, few: bool, fgbg: str, theme: str
) -> None:
    assert starting_theme(remembered, THEMES, {"COLORFGBG": fgbg}, few=few) == theme


def test_every_theme_has_a_counterpart_of_the_other_brightness() -> None:
    for theme in THEMES.values():
        assert THEMES[counterpart(theme)].dark is not theme.dark


async def test_the_palette_turns_dark_to_light_and_offers_every_theme(universe_path: Path) -> None:
    async with running(universe_path, (100, 60)) as screen:
        await screen.press("ctrl+p")
        await screen.press(*"light or")
        await screen.pilot.pause(0.3)
        await screen.press("enter")
        await screen.until(lambda: screen.app.theme == "screener-light")
        await screen.press("ctrl+p")
        await screen.press(*"theme")
        await screen.pilot.pause(0.3)
        await screen.press("enter")
        await screen.shows("solarized-dark")
