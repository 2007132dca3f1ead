"""TOML that people write: bytes → values, or what is wrong with them and in which line.

Standard library only; whose file it is says the error.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

LARGEST = 1_000_000
"""Bytes: a file that people write is smaller."""

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


class TomlProblem(ValueError):
    """``what`` is wrong, and the ``line`` where, 0 where that can't be told."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.line = line

    def place(self, where: str) -> str:
        """Return the name of the file ``where`` with the line."""
        return f"{where}:{self.line}" if self.line else where


def decoded(data: bytes) -> str:
    """Return the text of a file; raise :class:`TomlProblem` where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TomlProblem("not UTF-8 text", line) from error


def parsed(source: str) -> dict[str, Any]:
    """Return the values of a text; raise :class:`TomlProblem` where it is not TOML."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        text = str(error)
        match = _PLACE.search(text)
        line = int(match[1]) if match and match[1] else source.count("\n") + 1
        message = text[: match.start()] if match else text
        if message == "Invalid value":
            message += ": a text needs quotes; for yes and no write true and false"
        raise TomlProblem(f"not valid TOML: {message}", line) from error
    except RecursionError as error:
        raise TomlProblem("nested too deeply") from error
    except ValueError as error:  # an integer of thousands of digits
        raise TomlProblem("holds a number that is too long") from error


def key_line(lines: Sequence[str], key: str, first: int = 0) -> int:
    """Return the line (the first is 1) of a key or of its table, looked for from the index
    ``first`` on; 0 where the text hides it."""
    spelled = re.escape(key)
    pattern = re.compile(rf"""\s*\[*\s*(?:{spelled}|"{spelled}"|'{spelled}')\s*[=.\]]""")
    return next((i + 1 for i in range(first, len(lines)) if pattern.match(lines[i])), 0)
