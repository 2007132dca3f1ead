"""Draw the picture of the README: the terminal screen on the bundled sample.

``python docs/make_screen.py`` (with the program installed) rewrites ``docs/screen.svg``.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from screener.paths import sample_dir
from screener.tui.app import ScreenerApp

TARGET = Path(__file__).with_name("screen.svg")
SIZE = (124, 36)


async def draw() -> str:
    app = ScreenerApp(sample_dir())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "down")
        await pilot.pause()
        return app.export_screenshot(title="screen")


def self_contained(svg: str) -> str:
    """Drop the fonts that would be fetched from the network; the reader's monospace font serves."""
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    return re.sub(r"@font-face\s*\{[^}]*\}", "", svg)


if __name__ == "__main__":
    TARGET.write_text(self_contained(asyncio.run(draw())), encoding="utf-8")
