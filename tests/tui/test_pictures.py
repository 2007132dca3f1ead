"""The screen at its three sizes, as it was looked at and approved: cells, colours and weights.

After a change that was meant, look at what it gives and approve it with ``--snapshot-update``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docs.make_screens import self_contained
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from tests.tui.driving import running
from textual.widgets import Input


class Picture(SingleFileSnapshotExtension):
    """An SVG file."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_: Any) -> str:
        return str(data)


@pytest.mark.parametrize(
    ("size", "keys"),
    [((80, 24), ["U"]), ((120, 36), ["slash", *"pe > 12 and "]), ((160, 45), ["end", "m"])],
    ids=["80x24", "120x36", "160x45"],
)
async def test_the_screen_looks_as_it_was_approved(
    universe_path: Path, snapshot: SnapshotAssertion, size: tuple[int, int], keys: list[str]
) -> None:
    async with running(universe_path, size, preset="everything") as screen:
        await screen.until(lambda: screen.session.index is not None)
        await screen.press(*keys)
        for field in screen.app.screen.query(Input):
            field.cursor_blink = False
        await screen.pilot.pause(0.3)  # the company page follows the cursor after a moment
        picture = self_contained(screen.app.export_screenshot(title="screen"))
        assert picture == snapshot(extension_class=Picture)
