"""Write ``docs/commands.md`` from the commands themselves: ``python docs/make_commands.py``."""

from __future__ import annotations

from pathlib import Path

from screener.cli import app
from screener.cli.page import markdown

if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(markdown(app), encoding="utf-8")
