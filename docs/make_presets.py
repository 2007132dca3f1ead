"""Write ``docs/presets.md`` from the built-in presets: ``python docs/make_presets.py``."""

from __future__ import annotations

from pathlib import Path

from screener.presets.page import markdown

if __name__ == "__main__":
    Path(__file__).with_name("presets.md").write_text(markdown(), encoding="utf-8")
