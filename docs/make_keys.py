"""Write the README's table of keys from the program's bindings: ``python docs/make_keys.py``."""

from __future__ import annotations

import re
from pathlib import Path

from screener.tui.keys import markdown

README = Path(__file__).parent.parent / "README.md"
_TABLE = re.compile(r"(?<=<!-- keys -->\n).*?(?=<!-- /keys -->)", re.DOTALL)


def with_keys(text: str) -> str:
    """Return the README's text with the table of keys as the bindings have them now."""
    return _TABLE.sub(lambda _: markdown(), text)


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
