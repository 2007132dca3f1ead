"""Draw the README's pictures: the real program on the bundled sample, at the three sizes.

``python docs/make_screens.py`` (with the program installed) rewrites ``docs/*.svg``.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from screener.paths import sample_dir
from screener.tui.app import ScreenerApp

FOLDER = Path(__file__).parent
SCREENS: dict[str, tuple[tuple[int, int], list[str]]] = {
    "screen": ((120, 36), ["down", "down", "down", "right", "right", "right"]),
    "wide": ((160, 45), ["down", "m", "down", "down", "asterisk", "minus"]),
    "narrow": ((80, 24), ["slash", *"net_debt < 0 and "]),
    "sectors": ((120, 24), ["G"]),
    "spread": ((100, 30), ["H"]),
}
"""Picture → size of the terminal in cells, keys that are pressed."""


async def draw(size: tuple[int, int], keys: list[str]) -> str:
    app = ScreenerApp(sample_dir(), None, "profitable-growers")
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        await pilot.press(*keys)
        await pilot.pause(0.5)
        return app.export_screenshot(title="screen")


def self_contained(svg: str) -> str:
    """Drop the fonts that would be fetched from the network; the reader's monospace font serves."""
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    return re.sub(r"@font-face\s*\{[^}]*\}", "", svg)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own:
        # Neither the presets and the watchlist of whoever draws, nor anything written there.
        os.environ |= {f"SCREENER_{kind}_DIR": own for kind in ("CONFIG", "STATE", "DATA")}
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for name, (size, keys) in SCREENS.items():
            picture = self_contained(asyncio.run(draw(size, keys)))
            (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
