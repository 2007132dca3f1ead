"""The palette: every action by name, as the bindings tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from screener.tui.keys import commands


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

    def _commands(self) -> Iterator[tuple[str, Callable[[], object], str]]:
        from screener.tui.screens.main import MainScreen

        if not isinstance(self.screen, MainScreen):
            return
        for command in commands():
            yield command.title, partial(self.screen.run_action, command.action), command.help
