"""A path goes on in faint letters while it is typed; the right arrow takes it over."""

from __future__ import annotations

from textual.suggester import Suggester

from screener.tui.state.build_form import BETWEEN
from screener.tui.state.completing import complete_path


class PathSuggester(Suggester):
    """Suggests files and folders for the last of the paths in a field."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the text with its last path completed; None where nothing fits."""
        before, between, path = value.rpartition(BETWEEN)
        blank = path[: len(path) - len(path.lstrip())]
        found = complete_path(path.strip())
        return None if found is None else f"{before}{between}{blank}{found}"
