"""The palette: every action by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ACTIONS: tuple[tuple[str, str, str], ...] = (
    ("Filters", "focus_facets", "Choose profitability, growth, sectors, zombies (f)"),
    ("Growth threshold", "ask_growth", "Type the growth that companies must exceed"),
    ("Sort by this column", "sort_column", "Again: reverse (s)"),
    ("Presets", "presets", "Choose among saved screens (p)"),
    ("Reset", "reset", "Back to the preset as it was (r)"),
    ("Relax", "relax", "Where nobody passes: take off the costliest rule (R)"),
    (
        "Why this company",
        "detail",
        "Rules, figures and verdicts of the company under the cursor (Enter)",
    ),
    ("Find", "find", "Jump to a ticker or a name (t)"),
    (
        "Unknown rows",
        "toggle_unknown",
        "Show or hide companies that fail only for a missing figure (U)",
    ),
    ("Rates up", "rate_up", "The assumed short-term rate up by 25 bp (+)"),
    ("Rates down", "rate_down", "The assumed short-term rate down by 25 bp (-)"),
    ("Export", "export", "Write the companies on screen to a CSV file (e)"),
    ("Help", "help", "Every key (?)"),
)
"""Title, action of the main screen, help."""


class ScreenerCommands(Provider):
    """Offers the main screen's actions."""

    async def discover(self) -> Hits:
        """Give all actions, in order."""
        for title, run, text in self._commands():
            yield DiscoveryHit(title, run, help=text)

    async def search(self, query: str) -> Hits:
        """Give the actions whose title or help matches."""
        matcher = self.matcher(query)
        for title, run, text in self._commands():
            score = max(matcher.match(title), matcher.match(text) / 2)
            if score > 0:
                yield Hit(score, matcher.highlight(title), run, help=text)

    def _commands(self) -> Iterator[tuple[str, Callable[[], None], str]]:
        from screener.tui.screens.main import MainScreen

        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        for title, action, text in ACTIONS:
            yield title, _runner(screen, action), text


def _runner(screen: object, action: str) -> Callable[[], None]:
    run: Callable[[], None] = getattr(screen, f"action_{action}")
    return run
