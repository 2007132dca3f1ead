"""Write every page that is made from the program: ``python docs/make_all.py``.

The pictures are left alone: ``python docs/make_screens.py`` takes them."""

from __future__ import annotations

import runpy
from pathlib import Path

PAGES = ("make_commands", "make_keys", "make_metrics", "make_presets", "make_settings")

if __name__ == "__main__":
    for page in PAGES:
        runpy.run_path(str(Path(__file__).with_name(f"{page}.py")), run_name="__main__")
