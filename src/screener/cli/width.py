"""The width to write for: that of the terminal, if the lines go to one."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TextIO

_NARROWEST = 40
_USUAL = (80, 24)


def line_width(output: Path | None = None) -> int | None:
    """Return how many characters a line of the terminal holds; None where the lines go to a pipe or
    to the file ``output``: there each record is one line, however long."""
    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        return None
    return max(shutil.get_terminal_size(_USUAL).columns, _NARROWEST)


def page_width(
    least: int = 60, most: int = 120, piped: int = 100, output: Path | None = None
) -> int:
    """Return how many characters a line has of a page that is laid out for a width: the terminal's
    from ``least`` to ``most``, or ``piped`` where there is none. COLUMNS is heeded for a pipe, too;
    a file is the same from wherever it is written."""
    if output is not None:
        return piped
    return min(max(shutil.get_terminal_size((piped, _USUAL[1])).columns, least), most)


def message_width(stream: TextIO) -> int | None:
    """Return how many characters a line of messages holds; None where no terminal shows them."""
    if not stream.isatty():
        return None
    # Not that of standard output, which may go to a file while messages come to the terminal.
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        found = int(columns)
    else:
        try:
            found = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):  # no terminal of the system's
            found = 0
    return max(found or _USUAL[0], _NARROWEST)
