"""Write ``docs/settings.md`` from the settings' model: ``python docs/make_settings.py``."""

from __future__ import annotations

from pathlib import Path

from screener.settings.page import markdown

if __name__ == "__main__":
    Path(__file__).with_name("settings.md").write_text(markdown(), encoding="utf-8")
